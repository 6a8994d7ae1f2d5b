package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/seal"
)

// The store of a partner as the first layout has it: testdata/layout-1 holds it, the
// key that opens it, its identity, and what was in it. Nobody may need to make it
// again: a change that does not open it needs an upgrade.
const goldenDir = "testdata/layout-1"

var newGolden = flag.Bool("layout.make", false, "make the store of the first layout anew, which is to say that those of before open no more")

// dumpOf is every pair of a store, opened.
func dumpOf(t *testing.T, e store.Engine) map[string]string {
	t.Helper()
	all := map[string]string{}
	check(t, e.View(t.Context(), func(tx store.Tx) error {
		clear(all)
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			all[string(pair.Key)] = string(pair.Value)
		}
		return nil
	}))
	return all
}

// sums is a dump in lines: each key, and the hash of its value.
func sums(dump map[string]string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(dump)) {
		fmt.Fprintf(&b, "%q %x\n", key, sha256.Sum256([]byte(dump[key])))
	}
	return b.String()
}

// makeGolden makes it, of a stage's store and a few of its programmes.
func makeGolden(t *testing.T) {
	t.Helper()
	dir, _ := wrote(t)
	data, err := openData(place{data: dir}, false)
	check(t, err)
	check(t, errors.Join(fewProgrammes(t, data.Store), data.Close()))
	holds, err := list(dir)
	check(t, err)
	file, err := openFile(place{data: dir}, holds, 1)
	check(t, err)
	defer file.engine.Close()
	small := filepath.Join(t.TempDir(), storeFile)
	check(t, bolt.Create(small, file.engine.Identity()))
	to, err := bolt.Open(small, bolt.Options{Overhead: seal.Overhead})
	check(t, err)
	check(t, file.engine.View(t.Context(), func(from store.Tx) error {
		return to.Migrate(t.Context(), 1, func(tx store.Tx) error {
			for pair, err := range from.Range(nil, nil) {
				if err := errors.Join(err, tx.Put(pair.Key, pair.Value)); err != nil {
					return err
				}
			}
			return nil
		})
	}))
	sealed, err := seal.Over(t.Context(), to, file.key)
	check(t, err)
	dump := dumpOf(t, sealed)
	check(t, sealed.Close())
	whole, err := os.ReadFile(small)
	check(t, err)
	var packed bytes.Buffer
	zw, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	check(t, err)
	_, err = zw.Write(whole)
	check(t, errors.Join(err, zw.Close()))
	check(t, os.MkdirAll(goldenDir, 0o755))
	for name, b := range map[string][]byte{
		storeFile + ".gz": packed.Bytes(), "store.key": []byte(file.key.Text()),
		identityFile: []byte(file.engine.Identity() + "\n"), "sums.txt": []byte(sums(dump)),
	} {
		check(t, os.WriteFile(filepath.Join(goldenDir, name), b, 0o644))
	}
}

// fewProgrammes takes the programmes out that nobody was referred to.
func fewProgrammes(t *testing.T, e store.Engine) error {
	t.Helper()
	var gone []store.Programme
	err := e.View(t.Context(), func(tx store.Tx) error {
		gone = nil
		for p, err := range store.Catalogue.All(tx) {
			if err != nil {
				return err
			}
			if !slices.Contains([]store.ProgrammeID{"connect-to-work", "restart", "ips-smi"}, p.ID) {
				gone = append(gone, p)
			}
		}
		return nil
	})
	for _, p := range gone {
		if err != nil {
			return err
		}
		err = e.Update(t.Context(), func(tx store.Tx) error {
			if err := store.Catalogue.Delete(tx, string(p.ID), p.Rev); err != nil {
				return err
			}
			of := "h\x00programme\x00" + string(p.ID) + "\x00"
			for pair, err := range tx.Range([]byte(of), []byte(of+"\xff")) {
				if err := errors.Join(err, tx.Delete(pair.Key)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return err
}

// firstLayout unpacks the store of the first layout into a data directory of its own.
func firstLayout(t *testing.T) place {
	t.Helper()
	at := place{data: filepath.Join(t.TempDir(), "data")}
	at.key = filepath.Join(filepath.Dir(at.data), "store.key")
	check(t, os.Mkdir(at.data, 0o700))
	packed, err := os.Open(filepath.Join(goldenDir, storeFile+".gz"))
	check(t, err)
	defer packed.Close()
	zr, err := gzip.NewReader(packed)
	check(t, err)
	whole, err := io.ReadAll(zr)
	check(t, err)
	identity, err := os.ReadFile(filepath.Join(goldenDir, identityFile))
	check(t, err)
	key, err := os.ReadFile(filepath.Join(goldenDir, "store.key"))
	check(t, err)
	for path, b := range map[string][]byte{
		filepath.Join(at.data, storeFile): whole, filepath.Join(at.data, identityFile): identity, at.key: key,
	} {
		check(t, os.WriteFile(path, b, 0o600))
	}
	check(t, errors.Join(writeHostKey(at.data), writeAuditKey(at.data, strings.TrimSpace(string(identity)))))
	return at
}
