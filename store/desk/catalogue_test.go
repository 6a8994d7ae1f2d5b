package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/search"
)

// Many curators at once: each programme that is kept is shown, and what the lint
// forbids beside another is not kept however close together they come.
func TestCuratorsAtOnce(t *testing.T) {
	w := newWorld(t)
	const many = 8
	var wg sync.WaitGroup
	kept := make([]bool, many)
	for i := range many {
		d := w.member(fmt.Sprintf("Curator %d", i), "Hub", keys.Curator)
		wg.Go(func() {
			own := strings.Replace(kite, "id: kite-course", fmt.Sprintf("id: kite-course-%d", i), 1)
			if _, err := d.PutProgramme(w.ctx, []byte(own), desk.Latest); err != nil {
				t.Error(err)
			}
			shared := strings.Replace(kite, "id: kite-course", fmt.Sprintf("id: kite-club-%d\nother_ids: [kite-club]", i), 1)
			_, err := d.PutProgramme(w.ctx, []byte(shared), desk.Latest)
			kept[i] = err == nil
		})
	}
	wg.Wait()
	d := w.member("Reader", "Hub", keys.Coach)
	clubs := 0
	for i := range many {
		if _, err := d.Programme(w.ctx, store.ProgrammeID(fmt.Sprintf("kite-course-%d", i))); err != nil {
			t.Errorf("kept and not shown: %v", err)
		}
		if kept[i] {
			clubs++
		}
	}
	if clubs != 1 {
		t.Errorf("%d programmes took one other id", clubs)
	}
}

// leaver is an engine whose caller goes once something is kept.
type leaver struct {
	store.Engine
	leave func()
}

func (e *leaver) Update(ctx context.Context, fn func(store.Tx) error) error {
	err := e.Engine.Update(ctx, fn)
	e.leave()
	return err
}

func TestACuratorWhoHangsUp(t *testing.T) {
	w := newWorld(t)
	d := w.member("Cal", "Hub", keys.Curator)
	engine := &leaver{w.engine, func() {}}
	office, err := desk.Over(w.ctx, engine, w.clock.now, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(w.ctx)
	engine.leave = cancel
	if _, err := office.For(d.Who()).PutProgramme(ctx, []byte(kite), desk.Latest); err != nil {
		t.Errorf("it is kept, and answers %v", err)
	}
	page, err := office.For(d.Who()).Find(w.ctx, search.Query{Words: "kite", Day: d.Today()})
	if err != nil || page.Total != 1 {
		t.Errorf("what was kept is found %d times, %v", page.Total, err)
	}
}

func TestNoNINumberInAProgramme(t *testing.T) {
	w := newWorld(t)
	d := w.member("Cal", "Hub", keys.Curator)
	_, err := d.PutProgramme(w.ctx, []byte(strings.Replace(kite, "A course in", "Ask for AB 12 34 56 C. A course in", 1)), desk.Latest)
	wantField(t, err, "programme")
}

// Records may be as large as the engine takes, however many come at once.
func TestManyLargeProgrammes(t *testing.T) {
	w := newWorld(t)
	put := make([]store.Programme, 30)
	for i := range put {
		put[i] = store.Programme{ID: store.ProgrammeID(fmt.Sprintf("large-%02d", i)), Name: "Large", Notes: strings.Repeat("x", 60<<10)}
	}
	before := w.logged()
	if err := w.office.PutAll(w.ctx, put, true); err != nil {
		t.Fatal(err)
	}
	if n := w.logged() - before; n != len(put) {
		t.Errorf("%d events of %d programmes", n, len(put))
	}
}

// age makes a stored record one that an older program shipped, and says whether
// somebody has edited it since.
func (w *world) age(id store.ProgrammeID, edited bool) {
	w.t.Helper()
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		p, err := store.Catalogue.Get(tx, string(id))
		if err != nil {
			return err
		}
		p.Builtin, p.Name, p.Edited = "older", "As it was", edited
		_, err = store.PutProgramme(tx, p)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// A newer program brings records up to date and says so in the trail, but keeps
// and names those that were edited here. A first start fills the catalogue without
// a word.
func TestProvisionBroughtUpToDate(t *testing.T) {
	w := newWorld(t)
	if n := w.logged(); n != 0 {
		t.Errorf("the first start left %d events", n)
	}
	w.age("restart", false)
	w.age("whp", true)
	for range 2 {
		w.reopen()
		if kept := w.office.Kept(); !slices.Equal(kept, []store.ProgrammeID{"whp"}) {
			t.Errorf("kept %v", kept)
		}
	}
	all := w.events()
	if len(all) != 1 || all[0].Verb != "brought up to date" || all[0].Subject != "programme restart" || all[0].Member != "" {
		t.Errorf("the events are %+v", all)
	}
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	for id, old := range map[store.ProgrammeID]bool{"restart": false, "whp": true} {
		if p, err := d.Programme(w.ctx, id); err != nil || (p.Name == "As it was") != old {
			t.Errorf("%s is called %q, %v", id, p.Name, err)
		}
	}
}

func TestProvisionWithMistakesIsNotKept(t *testing.T) {
	w := newWorld(t)
	d := w.member("Cal", "Hub", keys.Curator)
	source, err := d.ProgrammeSource(w.ctx, "restart")
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"not YAML":       "id: [",
		"an unknown key": string(source) + "colour: red\n",
		"nothing":        "",
		"no such source": strings.Replace(string(source), "source: ", "source: no-such-", 1),
	} {
		_, err := d.PutProgramme(w.ctx, []byte(bad), desk.Latest)
		wantField(t, err, "programme")
		if !strings.Contains(err.Error(), "Nothing was kept") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p, err := d.Programme(w.ctx, "restart"); err != nil || p.Rev != 1 {
		t.Errorf("after the refusals restart is at revision %d, %v", p.Rev, err)
	}
}
