package caseload_test

import (
	"context"
	"errors"
	"testing"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/caseload"
	"signpost/tui/page/pagetest"
)

type keeper struct {
	why  string
	err  error
	none bool
	gone error
}

func (k *keeper) Announced(_ context.Context, ref store.ClientRef) (store.Removal, error) {
	if k.none || k.gone != nil {
		return store.Removal{}, k.gone
	}
	return store.Removal{Class: store.ClosedClient, Record: string(ref), Client: ref, From: store.Date(2024, 5, 3), Goes: store.Date(2026, 5, 3)}, nil
}

func (k *keeper) KeepClient(_ context.Context, ref store.ClientRef, why string) (store.Keeping, error) {
	k.why = why
	return store.Keeping{Client: ref, Until: store.Date(2027, 3, 27)}, k.err
}

var goes = page.Keep{Client: "K7M-2QX"}

func TestKeepARecord(t *testing.T) {
	open := func(k *keeper) *pagetest.Page {
		return pagetest.Open(t, caseload.NewKeep(t.Context(), k, look.Plain(), goes), 80, 20)
	}
	k := &keeper{}
	p := open(k)
	p.Has("The record of K7M-2QX goes on 3 May 2026 (closed, nothing since 3 May 2024)")
	p.Press("enter")
	if p.Last() != (page.Back{}) || k.why != "" {
		t.Errorf("to let it go asked for %#v, and keeps it because %q", p.Last(), k.why)
	}
	p = open(k)
	p.Press("2")
	if p.Last() != (page.Go{To: page.Client{Ref: "K7M-2QX"}, Instead: true}) {
		t.Errorf("to open it asked for %#v", p.Last())
	}
	p = open(k)
	p.Press("3")
	if k.why != "returning" {
		t.Errorf("kept because %q", k.why)
	}
	p = open(&keeper{err: errors.New("It was kept once already.")}) //nolint
	p.Press("4")
	if said(p) != "It was kept once already." {
		t.Errorf("said %q", said(p))
	}
}

func TestNothingToKeep(t *testing.T) {
	open := func(k *keeper) *pagetest.Page {
		return pagetest.Open(t, caseload.NewKeep(t.Context(), k, look.Plain(), goes), 80, 20)
	}
	p := open(&keeper{none: true})
	p.Has("The record of K7M-2QX is not announced to go")
	p.Press("enter", "3")
	p = open(&keeper{gone: &store.WhyError{Client: "K7M-2QX", Coach: "Sam Jones"}})
	if want := (page.Go{To: page.Why{Client: "K7M-2QX", Coach: "Sam Jones", Then: goes}, Instead: true}); p.Last() != want {
		t.Errorf("asked for %#v", p.Last())
	}
}

func TestSweepKeep(t *testing.T) {
	pagetest.Sweep(t, func() page.Model { return caseload.NewKeep(t.Context(), &keeper{}, look.Plain(), goes) }, "down", "enter")
}
