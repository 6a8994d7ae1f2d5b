package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/store/seal"
)

// onDisk lends what stands in the file of a store, as who has no key of it sees it.
func onDisk(t *testing.T, dir string, fn func(store.Tx) error) {
	t.Helper()
	file, err := bolt.Open(filepath.Join(dir, storeFile), bolt.Options{Overhead: seal.Overhead})
	check(t, err)
	check(t, file.Update(t.Context(), fn))
	check(t, file.Close())
}

// A record of who may come in, taken from an older copy of the file and put back in
// its place by somebody without the store's key, opens nothing, and is named by
// whatever reads all of the store.
func TestAnOlderRecordPutBackOpensNothing(t *testing.T) {
	was := keys.Caller{}
	for name, one := range map[string]struct {
		record func() string
		change func(*testing.T, *desk.Desk) error
		says   string
	}{
		"a key that was revoked": {func() string { return "key\x00" + string(was.Fingerprint) }, func(t *testing.T, d *desk.Desk) error {
			_, err := d.RevokeKey(t.Context(), was.Fingerprint)
			return err
		}, "was revoked, as the audit log says"},
		"a member who was locked": {func() string { return "member\x00" + string(was.Member.ID) }, func(t *testing.T, d *desk.Desk) error {
			_, err := d.LockMember(t.Context(), was.Member.ID, desk.Latest, true)
			return err
		}, "was locked, as the audit log says"},
		"a member who had another role": {func() string { return "member\x00" + string(was.Member.ID) }, func(t *testing.T, d *desk.Desk) error {
			_, err := d.SetRoles(t.Context(), was.Member.ID, desk.Latest, []keys.Role{keys.Auditor})
			return err
		}, "has the roles coach by its record, and auditor by the audit log"},
		"a partner that was locked": {func() string { return "partner\x00" + string(was.Partner.ID) }, func(t *testing.T, d *desk.Desk) error {
			_, err := d.LockPartner(t.Context(), was.Partner.ID, desk.Latest, true)
			return err
		}, "was locked, as the audit log says"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, who := wrote(t)
			did(t, "verify", "--data", dir)
			data, err := openData(place{data: dir}, false)
			check(t, err)
			was = memberOf(t, data.Store, who[keys.Coach])
			check(t, data.Close())
			key := []byte("t\x00" + one.record())
			var older []byte
			onDisk(t, dir, func(tx store.Tx) error {
				value, err := tx.Get(key)
				older = slices.Clone(value)
				return err
			})
			data, err = openData(place{data: dir}, false)
			check(t, err)
			office, err := desk.Over(t.Context(), data.Store, func() time.Time { return stageDay }, desk.Options{})
			check(t, err)
			check(t, one.change(t, office.For(memberOf(t, data.Store, who[keys.Steward]))))
			check(t, data.Close())
			did(t, "verify", "--data", dir)
			onDisk(t, dir, func(tx store.Tx) error { return tx.Put(key, older) })

			for _, args := range [][]string{{"verify", "--data", dir}, {"trail", "verify", "--data", dir}} {
				if code, out, errs := signpost(t, args...); code == exitDone || !strings.Contains(out+errs, one.says) {
					t.Errorf("signpost %q: %d, %s%s", args, code, out, errs)
				}
			}
			public, _ := ageKey(t)
			refused(t, one.says, "backup", "--data", dir, "--to", filepath.Join(t.TempDir(), "one.age"), "--recipient", public)
			s := serveFrom(t, dir)
			cfg, told := config("", gossh.PublicKeys(who[keys.Coach]))
			if c, err := gossh.Dial("tcp", s.addr, cfg); err == nil {
				c.Close()
				t.Error("it lets its holder in")
			}
			if says := strings.Join(strings.Fields(told.String()), " "); !strings.Contains(says, "does not agree with the audit log") {
				t.Errorf("the holder is told %q", says)
			}
			if log := s.stop(); !strings.Contains(log, one.says) {
				t.Errorf("the server's log does not say it: %s", log)
			}
		})
	}
}

// What is counted of a referral is found to be missing, though no index leads to it.
func TestACountThatIsTakenOutIsFound(t *testing.T) {
	dir, _ := wrote(t)
	var one string
	for key := range maps.Keys(held(t, dir)) {
		if strings.HasPrefix(key, "t\x00referral-count\x00") {
			one = key
		}
	}
	onDisk(t, dir, func(tx store.Tx) error { return tx.Delete([]byte(one)) })
	if code, out, _ := signpost(t, "verify", "--data", dir); code == exitDone || !strings.Contains(out, "what is counted of it is missing") {
		t.Errorf("verify: %d, %s", code, out)
	}
}
