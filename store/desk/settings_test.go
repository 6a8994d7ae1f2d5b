package desk_test

import (
	"errors"
	"slices"
	"testing"

	"signpost/keys"
	"signpost/store"
)

// Settings are a member's own, outlive the server, and leave one event for each
// change, with the names of what changed and nothing else.
func TestSettings(t *testing.T) {
	w := newWorld(t)
	a, b := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Bill", "Burnley Jobcentre", keys.Provider)
	s, err := a.Settings(w.ctx)
	if err != nil || s.Glyphs != "" || s.Rev != 0 {
		t.Fatalf("at first %+v, %v", s, err)
	}
	s.Glyphs, s.Idle, s.Member = store.GlyphsUnicode, 30, b.Who().Member.ID
	before := w.logged()
	if s, err = a.SetSettings(w.ctx, s); err != nil {
		t.Fatal(err)
	}
	events := w.events()
	last := events[len(events)-1]
	if len(events) != before+1 || last.Verb != "changed settings" || last.Subject != "member "+string(a.Who().Member.ID) ||
		last.Act != keys.ActSettings || !slices.Equal(last.Fields, []string{"glyphs", "idle"}) {
		t.Errorf("left %+v", events[before:])
	}
	if got, err := b.Settings(w.ctx); err != nil || got.Glyphs != "" {
		t.Errorf("another's settings: %+v, %v", got, err)
	}
	w.reopen()
	a = w.desk(a.Who().Fingerprint)
	if got, err := a.Settings(w.ctx); err != nil || got != s || got.Member != a.Who().Member.ID {
		t.Errorf("kept %+v, %v; want %+v", got, err, s)
	}
}

func TestSettingsThatAreNotKept(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	first, err := d.SetSettings(w.ctx, store.Settings{Idle: 20})
	if err != nil {
		t.Fatal(err)
	}
	before := w.logged()
	if same, err := d.SetSettings(w.ctx, first); err != nil || same != first {
		t.Errorf("the same again: %+v, %v", same, err)
	}
	var field *store.FieldError
	if _, err := d.SetSettings(w.ctx, store.Settings{Rev: first.Rev, Idle: 3}); !errors.As(err, &field) || field.Field != "idle" {
		t.Errorf("three minutes: %v", err)
	}
	if _, err := d.SetSettings(w.ctx, store.Settings{Idle: 25}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("over another window's: %v", err)
	}
	if got, _ := d.Settings(w.ctx); got != first || w.logged() != before {
		t.Errorf("kept %+v with %d events", got, w.logged()-before)
	}
}
