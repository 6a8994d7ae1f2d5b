package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/search"
)

func TestLimits(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach, keys.Curator)
	list := func(n int) string {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprintf("%q", fmt.Sprintf("p%04d-%s", i, strings.Repeat("x", 114)))
		}
		return "[" + strings.Join(ids, ", ") + "]"
	}
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"programmes": `+list(200)+`, "past_programmes": `+list(200)+`}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Triage(w.ctx, c.Ref, d.Today()); err != nil {
		t.Errorf("a client with as many programmes as may be: %v", err)
	}
	var fe *store.FactError
	if _, err := d.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"programmes": {"one-more": true}}`), ""); !errors.As(err, &fe) || fe.Fact != "programmes" {
		t.Errorf("one more: %v", err)
	}
	many := store.Facts{store.Judgements: {Set: store.Set{Not: make([]string, store.MaxIDs+1)}}}
	if _, err := d.Match(w.ctx, many, d.Today()); !errors.As(err, &fe) || fe.Fact != "judgements" {
		t.Errorf("too many to match: %v", err)
	}
	_, err = d.Find(w.ctx, search.Query{Words: strings.Repeat("forklift ", 200), Day: d.Today()})
	wantField(t, err, "words")
	kept, err := d.ProgrammeSource(w.ctx, "restart")
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.PutProgramme(w.ctx, append(kept, "notes: "+strings.Repeat("long ", 12_000)+"\n"...), desk.Latest)
	wantField(t, err, "programme")
	p, err := d.PutProgramme(w.ctx, []byte(kite), desk.Latest)
	if err != nil {
		t.Fatal(err)
	}
	p.Rev, p.Edited = 0, false
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	// What the store adds to a record that the lint lets pass is too much for it.
	notes := "notes: " + strings.Repeat("x", store.MaxValue-len(data)-len(`"notes":"",`)-5) + "\n"
	_, err = d.PutProgramme(w.ctx, []byte(kite+notes), desk.Latest)
	wantErr(t, err, store.ErrTooLarge)
	if says, ok := desk.Sentence(err); !ok || strings.Contains(says, "bytes") {
		t.Errorf("a record of almost 64 KiB: %q", says)
	}
}
