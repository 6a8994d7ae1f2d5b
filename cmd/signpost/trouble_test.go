package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// full is an engine on a disk that fills up.
type full struct {
	store.Engine
	err error
}

func (e *full) Update(ctx context.Context, fn func(store.Tx) error) error {
	if e.err != nil {
		return e.err
	}
	return e.Engine.Update(ctx, fn)
}

// Whoever types a code is told that it cannot be looked up, and the log is told why.
func TestACodeWhileTheStoreFails(t *testing.T) {
	data, err := openData(place{data: filepath.Join(t.TempDir(), "data")}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	engine := &full{Engine: data.Store}
	office, err := desk.Over(t.Context(), engine, (&clock{}).now, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := office.Installer().Invite(t.Context(), "Ada", "Burnley Jobcentre", []keys.Role{keys.Coach})
	if err != nil {
		t.Fatal(err)
	}
	key, err := keys.FromSSH(newSigner(t).PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	none := func(context.Context, keys.Caller, *session) int { return exitDone }
	noCommand := func(context.Context, keys.Caller, string, *session) int { return exitDone }
	log := &safeBuffer{}
	srv, err := newServer(office, data.Host, door{}, rooms{screen: none, command: noCommand}, plenty, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	here, there := net.Pipe()
	defer here.Close()
	defer there.Close()
	v := newVisit(srv, here)
	defer v.cancel()
	engine.err = errors.New("write to \"/srv/signpost/signpost.db\": no space left on device")
	if says := v.redeem(code, key); strings.Contains(says, "/srv") || !strings.Contains(says, "Try again in a few minutes") {
		t.Errorf("the person is told %q", says)
	}
	if !strings.Contains(log.String(), "no space left on device") {
		t.Errorf("the log says %s", log)
	}
	engine.err = nil
	if says := v.redeem(code, key); says != "" {
		t.Errorf("once there is room: %q", says)
	}
}
