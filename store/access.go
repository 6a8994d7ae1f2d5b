package store

import (
	"crypto/rand"
	"strings"

	"signpost/keys"
)

// Partners holds the partner organisations.
var Partners = Table[keys.Partner]{
	Name: "partner",
	ID:   func(p *keys.Partner) string { return string(p.ID) },
	Rev:  func(p *keys.Partner) *uint64 { return &p.Rev },
}

// Members holds the people of the partners; index "partner".
var Members = Table[keys.Member]{
	Name: "member",
	ID:   func(m *keys.Member) string { return string(m.ID) },
	Rev:  func(m *keys.Member) *uint64 { return &m.Rev },
	Indexes: []Index[keys.Member]{
		{Name: "partner", Of: func(m *keys.Member) []string { return []string{string(m.Partner)} }},
	},
}

// Keys holds the members' SSH keys by fingerprint; index "member".
var Keys = Table[keys.Key]{
	Name: "key",
	ID:   func(k *keys.Key) string { return string(k.Fingerprint) },
	Rev:  func(k *keys.Key) *uint64 { return &k.Rev },
	Indexes: []Index[keys.Key]{
		{Name: "member", Of: func(k *keys.Key) []string { return []string{string(k.Member)} }},
	},
}

// Invitations holds the invitations, used and not.
var Invitations = Table[keys.Invitation]{
	Name: "invitation",
	ID:   func(v *keys.Invitation) string { return string(v.ID) },
	Rev:  func(v *keys.Invitation) *uint64 { return &v.Rev },
}

var missed = []byte("n\x00missed")

// CountMiss counts a code that opened no invitation. Who guesses is told nothing
// by how long it takes only if it costs what trying at an invitation costs; one
// number, written over, is all that guessing can make the store keep.
func CountMiss(tx Tx) error {
	_, err := count(tx, missed)
	return err
}

// spoken leaves out 0 and O, 1, I and L, and U, so that a reference survives a
// telephone and spells nothing.
const spoken = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewRef makes a reference of two threes to be read out, "K7M-2QX". The last
// character is a check on the others. It comes from the system's random source,
// so it says nothing of when or where it was made.
func NewRef() string {
	var raw [5]byte
	for i := 0; i < len(raw); {
		var b [1]byte
		_, _ = rand.Read(b[:])
		if int(b[0]) < 240 { // 8 * 30: no character is likelier
			raw[i] = spoken[b[0]%30]
			i++
		}
	}
	s := string(raw[:])
	return s[:3] + "-" + s[3:] + string(refCheck(s))
}

// TidyRef reads a reference as a person types it, in any case and with or
// without the hyphen, and says whether its check character fits.
func TidyRef(s string) (string, bool) {
	s = strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(strings.TrimSpace(s)))
	if len(s) != 6 {
		return "", false
	}
	for i := range len(s) {
		if strings.IndexByte(spoken, s[i]) < 0 {
			return "", false
		}
	}
	return s[:3] + "-" + s[3:], refCheck(s[:5]) == s[5]
}

// refCheck weighs each place by a number coprime to 30, so that one misheard
// character never fits, and two that changed places hardly ever do.
func refCheck(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += [...]int{1, 7, 11, 13, 17}[i] * strings.IndexByte(spoken, s[i])
	}
	return spoken[sum%30]
}
