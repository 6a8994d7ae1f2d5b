package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"signpost/store"
)

// Facts come from anybody's script. What is taken says the same once more; what
// is not is refused by words for a person, and nothing of it is kept.
func FuzzParseFacts(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `[]`, `{"age": 30}`, `{"age": 1e400}`, `{"birth_date": "2007-02-29"}`, `{"health": {"physical": true, "none": false}}`,
		`{"health": []}`, `{"judgements": {"restart/running": false}}`, `{"age": 30, "age": 31}`, `{"district": "E07000117"}`, `{"postcode": "bb11 1aa"}`,
		"{\"sex\": \"\xff\"}", `{"a": {"b": {"c": {}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, err := store.ParseFacts(data)
		if err != nil {
			var fact *store.FactError
			if errors.As(err, &fact) && fact.Error() == "" {
				t.Errorf("%q is refused without a word", data)
			}
			return
		}
		again, err := json.Marshal(facts)
		if err != nil {
			t.Fatalf("%q is taken and cannot be written: %v", data, err)
		}
		back, err := store.ParseFacts(again)
		if err != nil || !reflect.DeepEqual(back, facts) {
			t.Errorf("%q reads as %+v, which is written as %s and read as %+v, %v", data, facts, again, back, err)
		}
	})
}
