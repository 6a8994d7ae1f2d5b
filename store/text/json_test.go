package text_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store/text"
)

// What comes out as JSON says, decoded, what would come out as text.
func TestJSONIsSafeAndStillJSON(t *testing.T) {
	type record struct {
		Words string            `json:"words"`
		Map   map[string]string `json:"map"`
	}
	check := func(s string) (string, bool) {
		data, err := json.Marshal(record{Words: s, Map: map[string]string{"a" + s: s}})
		if err != nil {
			return err.Error(), false
		}
		out := string(text.JSON(data))
		var back record
		if err := json.Unmarshal([]byte(out), &back); err != nil {
			return err.Error() + " in " + out, false
		}
		return back.Words, back.Words == text.SafeLines(s) && text.Safe(strings.TrimSuffix(out, "\n")) == strings.TrimSuffix(out, "\n")
	}
	for _, s := range []string{"", "\x1b[2J", `\u001b`, "a\r\nb\tc\b\f", "<&>", "\u202e\u200b\ufeff\u2028\u0085\x7f", `"\"`, "\U000e0001", "Zoë"} {
		if got, ok := check(s); !ok {
			t.Errorf("%q comes out as %q", s, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.ToValidUTF8(rapid.String().Draw(t, "s"), "")
		if got, ok := check(s); !ok {
			t.Fatalf("%q comes out as %q, want %q", s, got, text.SafeLines(s))
		}
	})
}

// Text that encoding/json has escaped for HTML comes out as it is.
func TestJSONKeepsWhatMayBeShown(t *testing.T) {
	if got := string(text.JSON([]byte(`{"a":"\u003cb\u003e \\u001b \u0026"}` + "\n"))); got != `{"a":"<b> \\u001b &"}`+"\n" {
		t.Errorf("got %s", got)
	}
}

// A panic's own words may be a client's, so they are not for a log; the runtime's
// are what mends the fault.
func TestFault(t *testing.T) {
	fault := func(fn func()) (got string) {
		defer func() { got = text.Fault(recover()) }()
		fn()
		return ""
	}
	for want, fn := range map[string]func(){
		"string":              func() { panic("the client's name is Kerry") },
		"*errors.errorString": func() { panic(errors.New("the client's name is Kerry")) },
	} {
		if got := fault(fn); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	none := []int{}
	if got := fault(func() { _ = none[len(none)] }); !strings.Contains(got, "index out of range") {
		t.Errorf("got %q", got)
	}
}
