package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(homed{m}, map[string]func(){"signpost": main, "load-members": loadMembers, "upgrade-and-die": upgradeAndDie})
}

// homed runs the tests with a folder of their own for the configuration of the
// user, where the keys of stores are.
type homed struct{ *testing.M }

func (h homed) Run() int {
	dir, err := os.MkdirTemp("", "signpost-config-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"XDG_CONFIG_HOME", "AppData"} {
		if err := os.Setenv(name, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return h.M.Run()
}

// TestStories runs testdata/script: what an installer types, and what comes of it.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"mode":     scriptMode,
			"status":   scriptStatus,
			"truncate": scriptTruncate,
		},
	})
}

// scriptMode checks the permissions of a file: mode FILE OCTAL.
func scriptMode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[1] {
		ts.Fatalf("%s has mode %s; want %s", args[0], got, args[1])
	}
}

// scriptStatus runs a command that has to end with that exit status: status N
// COMMAND ARGS...
func scriptStatus(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%v: exit status %d; want %d", args[1:], got, want)
	}
}

// scriptTruncate cuts a file short: truncate FILE BYTES.
func scriptTruncate(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}
