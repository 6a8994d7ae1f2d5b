// Package proof signs heads of the audit log, and holds a log to the heads that
// were signed before.
//
// A checkpoint is a head of the log, the time, and a signature of the server, as
// a signed note (golang.org/x/mod/sumdb/note). Kept in a second place, out of
// reach of whoever can write the store, checkpoints show a log that was written
// anew from its first event or put back to an older one, which the store alone
// cannot show. The key that signs is the server's: whoever has taken it can make
// checkpoints, but none that are in the second place already.
//
// The package knows heads and signatures. It must not know what an event means,
// who may read the log, or where the second place is.
package proof

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"signpost/store"
)

// Checkpoint is a head of the log that was signed.
type Checkpoint struct {
	Origin string // which log it is of
	Head   store.LogHead
	At     time.Time
}

// Signer signs the checkpoints of one log.
type Signer struct {
	key    string
	public string
	note   note.Signer
}

// NewSigner makes a new key for the log of that name: not empty, without spaces
// and plus signs.
func NewSigner(origin string) (*Signer, error) {
	key, _, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return nil, fmt.Errorf("make a key for the audit log %q: %w", origin, err)
	}
	return ParseSigner(key)
}

// ParseSigner reads a key as Key writes it. The error does not tell any of it.
func ParseSigner(key string) (*Signer, error) {
	key = strings.TrimSpace(key)
	s, err := note.NewSigner(key)
	if err != nil {
		return nil, errors.New("it is not a key that signs notes")
	}
	parts := strings.SplitN(key, "+", 5) // PRIVATE+KEY+name+hash+seed; the seed may hold a plus
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return nil, errors.New("it is not an Ed25519 key")
	}
	half, _ := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	public, err := note.NewEd25519VerifierKey(s.Name(), half)
	if err != nil {
		return nil, fmt.Errorf("its public half: %w", err)
	}
	return &Signer{key: key, public: public, note: s}, nil
}

// Key is the secret key, a line of text.
func (s *Signer) Key() string { return s.key }

// Public is what whoever checks a checkpoint needs, a line of text.
func (s *Signer) Public() string { return s.public }

// Sign makes a checkpoint: a signed note of five lines and a blank one.
func (s *Signer) Sign(head store.LogHead, at time.Time) ([]byte, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n%s\n", s.note.Name(), head.Size, head.Hash, at.UTC().Format(time.RFC3339))
	msg, err := note.Sign(&note.Note{Text: text}, s.note)
	if err != nil {
		return nil, fmt.Errorf("sign the head of the audit log: %w", err)
	}
	return msg, nil
}

// What may be wrong with a checkpoint.
var (
	errTorn    = errors.New("it is not whole")
	errForeign = errors.New("it is not signed with the key of this log")
	errForged  = errors.New("its signature does not fit what it says")
)

// open reads one checkpoint that has to be signed with the key.
func open(msg []byte, public string) (Checkpoint, error) {
	check, err := note.NewVerifier(public)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the public key of the log: %w", err)
	}
	if !whole(msg) {
		return Checkpoint{}, errTorn
	}
	n, err := note.Open(msg, note.VerifierList(check))
	foreign, forged := (*note.UnverifiedNoteError)(nil), (*note.InvalidSignatureError)(nil)
	switch {
	case errors.As(err, &foreign):
		return Checkpoint{}, errForeign
	case errors.As(err, &forged):
		return Checkpoint{}, errForged
	case err != nil:
		return Checkpoint{}, errTorn
	}
	return parse(n.Text, check.Name())
}

func parse(text, origin string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 {
		return Checkpoint{}, errTorn
	}
	c := Checkpoint{Origin: lines[0]}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	if err != nil {
		return Checkpoint{}, errTorn
	}
	c.Head.Size = store.EventID(size)
	if hash, err := base64.StdEncoding.DecodeString(lines[2]); err != nil || copy(c.Head.Hash[:], hash) != len(c.Head.Hash) {
		return Checkpoint{}, errTorn
	}
	if c.At, err = time.Parse(time.RFC3339, lines[3]); err != nil {
		return Checkpoint{}, errTorn
	}
	if c.Origin != origin {
		return Checkpoint{}, errForeign
	}
	return c, nil
}

// whole says whether the last line of a checkpoint has all of its signature: a
// power cut may have taken the end of it.
func whole(msg []byte) bool {
	line := strings.TrimSuffix(string(msg), "\n")
	sig, err := base64.StdEncoding.DecodeString(line[strings.LastIndexByte(line, ' ')+1:])
	return err == nil && len(sig) == 4+ed25519.SignatureSize
}
