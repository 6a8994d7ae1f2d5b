package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Key wraps the keys of a store: 256 bits from outside of it. The zero Key is
// none.
type Key struct{ secret [32]byte }

const keyMark = "SIGNPOST-STORE-KEY-1 "

// NewKey makes a new key at random.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k.secret[:]) // crypto/rand.Read ends the program rather than fail
	return k
}

// ErrNoKey is the error of ParseKey for text that is no key.
var ErrNoKey = errors.New("it is not a key as Signpost writes one")

// ParseKey reads a key as Text writes it. Lines that begin with # are passed over.
func ParseKey(text string) (Key, error) {
	var k Key
	found := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		secret, ok := strings.CutPrefix(line, keyMark)
		data, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(secret))
		if !ok || err != nil || len(data) != len(k.secret) {
			return Key{}, ErrNoKey
		}
		copy(k.secret[:], data)
		found++
	}
	if found != 1 {
		return Key{}, ErrNoKey
	}
	return k, nil
}

// Text is the key as a file keeps it: two lines of remark, and one of 64
// characters that can be printed and typed again.
func (k Key) Text() string {
	return "# Opens the store of Signpost. Without it nobody can read what is kept there, and no\n" +
		"# backup is of use: keep a copy in another place, and not beside the store or its backups.\n" +
		keyMark + base64.RawURLEncoding.EncodeToString(k.secret[:]) + "\n"
}

// ID tells keys apart and tells nothing of them: eight characters.
func (k Key) ID() string {
	sum := sha256.Sum256(append([]byte("signpost key id\x00"), k.secret[:]...))
	return hex.EncodeToString(sum[:4])
}

// String is the ID, so that no log holds the key.
func (k Key) String() string { return "key " + k.ID() }

// GoString is String.
func (k Key) GoString() string { return k.String() }

func (k Key) wrapper() (tink.AEAD, error) { return subtle.NewAESGCM(k.secret[:]) }
