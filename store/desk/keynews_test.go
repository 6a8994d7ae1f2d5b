package desk_test

import (
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// furtherKey adds a key for the desk's member, as a steward and the member do it.
func (w *world) furtherKey(d *desk.Desk) keys.Fingerprint {
	w.t.Helper()
	steward := w.member("Stella "+keys.NewCode(), "Authority", keys.Steward)
	code, _, err := steward.InviteKey(w.ctx, d.Who().Member.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	key := newKey(w.t)
	if _, err := w.office.Enrol(w.ctx, code, key); err != nil {
		w.t.Fatal(err)
	}
	return key.Fingerprint
}

// unknownKey keeps a key that was added for the desk's member, and no event.
func (w *world) unknownKey(d *desk.Desk) keys.Fingerprint {
	w.t.Helper()
	key := newKey(w.t)
	key.Member, key.News = d.Who().Member.ID, true
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		_, err := store.Keys.Put(tx, key)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return key.Fingerprint
}

// A member is told of a key that was added for them, by whom and when, until they say
// that they know of it with another key: whoever holds the new one is not asked.
func TestAMemberIsToldOfAKeyThatWasAdded(t *testing.T) {
	w := newWorld(t)
	ada, bob := w.member("Ada", "Burnley", keys.Coach), w.member("Bob", "Burnley", keys.Coach)
	news := func(d *desk.Desk) []store.KeyNews {
		t.Helper()
		all, err := d.KeyNews(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := news(ada); len(got) > 0 {
		t.Fatalf("their first key: %+v", got)
	}
	fp := w.furtherKey(ada)
	for range 2 { // at each login
		got := news(w.desk(ada.Who().Fingerprint))
		if len(got) != 1 || got[0].Fingerprint != fp || !strings.HasPrefix(got[0].By, "Stella ") || !strings.HasSuffix(got[0].By, ", Authority") ||
			!strings.Contains(got[0].Says(), "on 2 February 2026, invited by Stella ") {
			t.Fatalf("told %+v", got)
		}
	}
	added := w.desk(fp)
	if got := news(added); len(got) > 0 {
		t.Errorf("whoever holds the new key is told %+v", got)
	}
	wantErr(t, added.KnowKeys(w.ctx, []keys.Fingerprint{fp}), store.ErrNotFound)
	wantErr(t, bob.KnowKeys(w.ctx, []keys.Fingerprint{fp}), store.ErrNotFound)
	wantErr(t, ada.KnowKeys(w.ctx, nil), store.ErrNotFound)
	if err := ada.KnowKeys(w.ctx, []keys.Fingerprint{fp}); err != nil {
		t.Fatal(err)
	}
	if got := news(ada); len(got) > 0 {
		t.Errorf("told again: %+v", got)
	}
	all := w.events()
	if e := all[len(all)-1]; e.Verb != "acknowledged" || !slices.Contains(e.Fields, "key "+string(fp)) {
		t.Errorf("the event is %+v", e)
	}
	wantErr(t, ada.KnowKeys(w.ctx, []keys.Fingerprint{fp}), store.ErrNotFound)
	gone := w.furtherKey(ada)
	if _, err := w.office.Installer().RevokeKey(w.ctx, gone); err != nil {
		t.Fatal(err)
	}
	if got := news(ada); len(got) > 0 {
		t.Errorf("of a key that was revoked: %+v", got)
	}
}
