package bolt_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"signpost/store/bolt"
)

// The test binary runs itself as another process: what it does then, and with
// which store, stands in these.
const (
	childEnv = "SIGNPOST_BOLT_CHILD"
	pathEnv  = "SIGNPOST_BOLT_PATH"
)

func TestMain(m *testing.M) {
	mode, path := os.Getenv(childEnv), os.Getenv(pathEnv)
	if mode == "" {
		goleak.VerifyTestMain(m)
		return
	}
	e, err := bolt.Open(path, bolt.Options{Identity: identity})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	switch mode {
	case "hold":
		fmt.Println("held")
		select {}
	default:
		writeForEver(e, mode == "acknowledge too early")
	}
}
