package store_test

import (
	"encoding/json"
	"testing"

	"signpost/store"
)

func TestSharedFactsStandWhereOnesOwnSayNothing(t *testing.T) {
	for _, tt := range []struct{ name, own, shared, want string }{
		{"nothing of one's own", `{}`, `{"district": "burnley"}`, `{"district": "E07000117"}`},
		{"one's own district", `{"district": "preston"}`, `{"district": "burnley"}`, `{"district": "E07000123"}`},
		{"one's own postcode", `{"postcode": "PR1 2HE"}`, `{"district": "burnley"}`, `{"postcode": "PR1 2HE"}`},
		{"nothing shared", `{"age": 20}`, `{}`, `{"age": 20}`},
		{"a set, word by word", `{"barriers": {"debt": false, "confidence": true}}`, `{"barriers": {"debt": true, "housing": true}}`, `{"barriers": {"confidence": true, "debt": false, "housing": true}}`},
		{"one's own whole truth", `{"benefits": ["pip"]}`, `{"benefits": {"universal-credit": true}}`, `{"benefits": ["pip"]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			own, shared := parse(t, tt.own), parse(t, tt.shared)
			got, _ := json.Marshal(store.WithShared(own, shared))
			want, _ := json.Marshal(parse(t, tt.want))
			if string(got) != string(want) {
				t.Errorf("got %s, want %s", got, want)
			}
			if before, _ := json.Marshal(own); string(before) != string(mustJSON(t, parse(t, tt.own))) {
				t.Error("one's own facts were changed")
			}
		})
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
