package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/store"
	"signpost/store/desk"
)

// night puts a store in which the last night was so many days ago through another.
func night(t *testing.T, dir string, ago store.Day) {
	t.Helper()
	data, err := openData(place{data: dir}, true)
	check(t, err)
	check(t, data.Store.Update(t.Context(), func(tx store.Tx) error {
		p, _ := store.Purges.Get(tx, store.PurgeID)
		p.ID, p.Last = store.PurgeID, store.DayOf(time.Now())-ago
		_, err := store.Purges.Put(tx, p)
		return err
	}))
	office, err := desk.Over(t.Context(), data.Store, time.Now, desk.Options{})
	check(t, err)
	check(t, office.Night(t.Context()))
	check(t, data.Close())
}

// That nothing is removed because the clock leapt is said in health, in doctor, in
// the figures and to the steward, until the steward goes on with it.
func TestAPurgeOnHoldIsSaidEverywhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	night(t, dir, 100)
	const says = "Nothing is removed by its time since"
	if f := findings(t, patient{place: place{data: dir}})["retention"]; f.Verdict != minor || !strings.Contains(f.Says, says) {
		t.Errorf("doctor says %+v", f)
	}
	s := serveFrom(t, dir, "--metrics", "127.0.0.1:0")
	at := regexp.MustCompile(`http://(\S+)/metrics`).FindStringSubmatch(s.says)[1]
	health, err := healthAt(t.Context(), at)
	if err != nil || !strings.Contains(health, proved) || !strings.Contains(health, says) {
		t.Errorf("health says %q, %v", health, err)
	}
	if f := findings(t, patient{place: place{data: dir}, listen: s.addr, metrics: at})["health"]; f.Verdict != minor || !strings.Contains(f.Says, says) {
		t.Errorf("doctor says of the server %+v", f)
	}
	var out, errs safeBuffer
	run(t.Context(), []string{"doctor", "--data", dir}, strings.NewReader(""), &out, &errs)
	if words := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(words, "look retention "+says) || !strings.Contains(words, "A server answers at "+s.addr) {
		t.Errorf("doctor by the data directory alone says %q, %q", words, errs.String())
	}
	figure := func(want string) {
		t.Helper()
		if _, figures := get(t, "http://"+at+"/metrics"); !strings.Contains(figures, want) {
			t.Errorf("the figures lack %q", want)
		}
	}
	figure("\nsignpost_purge_held 1\n")
	figure("\nsignpost_purge_age_seconds +Inf\n")
	c := s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	steward := &seat{t, c}
	if out, err := steward.enter("", "retention"); err != nil || !strings.Contains(out, says) {
		t.Errorf("the steward is told %q, %v", out, err)
	}
	if out, err := steward.enter("", "retention resume"); err != nil || !strings.Contains(out, "Removing by time goes on.") {
		t.Errorf("to go on says %q, %v", out, err)
	}
	figure("\nsignpost_purge_held 0\n")
	if health, err = healthAt(t.Context(), at); err != nil || health != proved {
		t.Errorf("then health says %q, %v", health, err)
	}
}

// Doctor says that no night has come for two days.
func TestDoctorSaysThatNoNightCame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	night(t, dir, 0)
	if f := findings(t, patient{place: place{data: dir}})["retention"]; f.Verdict != fine {
		t.Errorf("well: %+v", f)
	}
	data, err := openData(place{data: dir}, false)
	check(t, err)
	check(t, data.Store.Update(t.Context(), func(tx store.Tx) error {
		p, err := store.Purges.Get(tx, store.PurgeID)
		if err != nil {
			return err
		}
		p.Last -= 3
		_, err = store.Purges.Put(tx, p)
		return err
	}))
	check(t, data.Close())
	if f := findings(t, patient{place: place{data: dir}})["retention"]; f.Verdict != minor || !strings.Contains(f.Says, "Nothing was announced nor removed by its time since the night of") {
		t.Errorf("three days later: %+v", f)
	}
}
