package keys_test

import (
	"strings"
	"testing"
	"time"

	"signpost/keys"
)

func TestHashMatchesItsCodeAlone(t *testing.T) {
	const code, other = "7K2M-Q9XV-3BHT-01CE", "7K2M-Q9XV-3BHT-01CF"
	hash := keys.Hash(code)
	if !keys.Matches(hash, code) {
		t.Error("the code does not match its own hash")
	}
	if keys.Matches(hash, other) {
		t.Error("another code matches the hash")
	}
	if keys.Hash(code) == hash {
		t.Error("two hashes of one code are the same: no salt")
	}
	if strings.Contains(hash, code) || strings.Contains(hash, "3BHT") {
		t.Errorf("the hash shows the code: %q", hash)
	}
}

func TestHashesThatMatchNothing(t *testing.T) {
	const code = "7K2M-Q9XV-3BHT-01CE"
	good := keys.Hash(code)
	for _, hash := range []string{
		keys.NoHash(), "", "$", code, "$argon2i" + strings.TrimPrefix(good, "$argon2id"),
		strings.Replace(good, "v=19", "v=18", 1), strings.Replace(good, "m=19456", "m=99999999", 1),
		strings.Replace(good, "t=2", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1),
		strings.Replace(good, "m=19456", "m=19464", 1), good[:len(good)-30], good + "$", "$argon2id$v=19$m=19456,t=2,p=1$$",
	} {
		if keys.Matches(hash, code) {
			t.Errorf("%q matches the code", hash)
		}
	}
	// An unknown id must cost what a known one costs: the same parameters.
	known, unknown := strings.Split(good, "$"), strings.Split(keys.NoHash(), "$")
	if known[3] != unknown[3] || len(known[4]) != len(unknown[4]) || len(known[5]) != len(unknown[5]) {
		t.Errorf("NoHash is not of the same shape as a hash: %q, %q", keys.NoHash(), good)
	}
}

func TestGood(t *testing.T) {
	made := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	fresh := keys.Invitation{Made: made, Ends: made.Add(keys.InvitationLasts)}
	for _, c := range []struct {
		name string
		when time.Time
		edit func(*keys.Invitation)
		says string // part of the sentence; empty for good
	}{
		{"new", made, func(*keys.Invitation) {}, ""},
		{"one second before its end", made.Add(72*time.Hour - time.Second), func(*keys.Invitation) {}, ""},
		{"by a clock set back by less than an hour", made.Add(-time.Hour), func(*keys.Invitation) {}, ""},
		{"by a clock set back by more", made.Add(-time.Hour - time.Second), func(*keys.Invitation) {}, "is of 2 March 2026 at 09:30, which is still to come"},
		{"made by a clock ten years on", made.AddDate(-10, 0, 0), func(*keys.Invitation) {}, "is still to come"},
		{"at its end", made.Add(72 * time.Hour), func(*keys.Invitation) {}, "ended on 5 March 2026 at 09:30"},
		{"four wrong tries", made, func(v *keys.Invitation) { v.Wrong = 4 }, ""},
		{"five wrong tries", made, func(v *keys.Invitation) { v.Wrong = 5 }, "after 5 wrong codes"},
		{"used", made, func(v *keys.Invitation) { v.Used = made }, "has been used"},
		{"revoked", made, func(v *keys.Invitation) { v.Revoked = made }, "has been withdrawn"},
		{"the zero invitation", made, func(v *keys.Invitation) { *v = keys.Invitation{} }, "ended"},
	} {
		inv := fresh
		c.edit(&inv)
		err := keys.Good(inv, c.when)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", c.name, err, c.says)
		}
	}
}
