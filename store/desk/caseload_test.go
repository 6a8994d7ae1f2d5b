package desk_test

import (
	"errors"
	"testing"

	"signpost/keys"
	"signpost/store"
)

// A given name is what somebody is called, and no place for the rest of them.
func TestGivenNames(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	for _, name := range []string{"Jo", "Mary Ann", "Anne-Marie Jane", "Ó Súilleabháin", "Nguyễn"} {
		if c, err := d.AddClient(w.ctx, name, store.Changes{}, store.ClientSaid, store.Told{How: store.ToldInPerson}); err != nil || c.GivenName != name {
			t.Errorf("%q: %q, %v", name, c.GivenName, err)
		}
	}
	for _, name := range []string{"", "Jo 07700 900123", "Jo Smith of Burnley Road", "4 High Street"} {
		var field *store.FieldError
		if _, err := d.AddClient(w.ctx, name, store.Changes{}, store.ClientSaid, store.Told{How: store.ToldInPerson}); !errors.As(err, &field) || field.Field != "given name" {
			t.Errorf("%q: %v", name, err)
		}
	}
}
