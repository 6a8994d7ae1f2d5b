package bolt_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"testing"

	bbolt "go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"signpost/store"
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
	if mode == "never sync" {
		writeUnsynced(path)
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

// writeUnsynced writes for ever, with bbolt alone and told not to sync.
func writeUnsynced(path string) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true, NoGrowSync: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	writeForEver(unsynced{db}, false)
}

// unsynced is an engine that keeps no promise.
type unsynced struct{ db *bbolt.DB }

func (u unsynced) View(_ context.Context, fn func(store.Tx) error) error {
	return u.db.View(func(tx *bbolt.Tx) error { return fn(bare{tx.Bucket([]byte("data"))}) })
}

func (u unsynced) Update(_ context.Context, fn func(store.Tx) error) error {
	return u.db.Update(func(tx *bbolt.Tx) error { return fn(bare{tx.Bucket([]byte("data"))}) })
}

func (u unsynced) Close() error { return u.db.Close() }

// bare is a transaction of it, as far as the writing process needs one.
type bare struct{ *bbolt.Bucket }

func (b bare) Get(key []byte) ([]byte, error) {
	if v := b.Bucket.Get(key); v != nil {
		return v, nil
	}
	return nil, store.ErrNotFound
}

func (b bare) Range([]byte, []byte) iter.Seq2[store.Pair, error] {
	return func(func(store.Pair, error) bool) {}
}
