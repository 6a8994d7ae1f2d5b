package keys

import (
	"crypto/rand"
	"strings"
)

// crockford is Crockford's base 32: no I, L, O or U, so that a code read out or
// copied by hand has one reading. 5 bits a character.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeLetters = 16 // 80 bits: 30 to look the invitation up by, 50 that are secret
	idLetters   = 6
	groupOf     = 4
)

// NewCode makes an invitation code from the system's random source: 16
// characters of Crockford's base 32 in fours, "7K2M-Q9XV-3BHT-0ZCE". The first
// six are the invitation's id (see CodeID), which two codes may share: who keeps
// an invitation under an id that is taken makes another code. The other ten,
// 50 bits, are the secret: an invitation is burned by a few wrong ones.
func NewCode() string {
	var raw [codeLetters]byte
	_, _ = rand.Read(raw[:]) // crypto/rand.Read ends the program rather than fail
	for i, b := range raw {
		raw[i] = crockford[b%32]
	}
	return grouped(string(raw[:]))
}

// TidyCode reads a code as a person types it: in any case, with or without
// hyphens and spaces, O read as 0 and I and L as 1. It gives the form that
// NewCode makes, and false for what cannot be a code.
func TidyCode(s string) (string, bool) {
	var plain strings.Builder
	for _, r := range s {
		switch r {
		case ' ', '\t', '\r', '\n', '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u00a0':
			continue // word processors turn the hyphen into these
		case 'o', 'O':
			r = '0'
		case 'i', 'I', 'l', 'L':
			r = '1'
		}
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r > 'Z' || strings.IndexByte(crockford, byte(r)) < 0 || plain.Len() == codeLetters {
			return "", false
		}
		plain.WriteByte(byte(r))
	}
	if plain.Len() != codeLetters {
		return "", false
	}
	return grouped(plain.String()), true
}

// CodeID is the public part of a code that TidyCode or NewCode gave: its first
// six characters without the hyphen, under which the invitation is kept. It is
// empty for what is too short to be a code.
func CodeID(code string) InvitationID {
	code = strings.ReplaceAll(code, "-", "")
	if len(code) < idLetters {
		return ""
	}
	return InvitationID(code[:idLetters])
}

func grouped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += groupOf {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(s[i : i+groupOf])
	}
	return b.String()
}
