package keys

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Argon2id as the OWASP Password Storage Cheat Sheet has it (19 MiB, two
// passes, one lane): about 20 ms a try. The secret has 60 bits and five tries, so
// this guards the store's copy against guessing offline, and no more is needed.
const (
	hashMemory = 19 * 1024 // KiB
	hashPasses = 2
	hashLanes  = 1
	saltBytes  = 16
	hashBytes  = 32
)

// NoHash is a hash that no code matches: its salt and its sum are zeros. Matching
// against it costs what any other hash costs, so that an id that is not known
// takes as long as one that is.
func NoHash() string {
	return "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}

// Hash gives what is kept of a tidied code: Argon2id with a new salt, in the
// form "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH", so that the cost can be raised
// later without breaking what is kept.
func Hash(code string) string {
	var salt [saltBytes]byte
	_, _ = rand.Read(salt[:]) // crypto/rand.Read ends the program rather than fail
	sum := argon2.IDKey([]byte(code), salt[:], hashPasses, hashMemory, hashLanes, hashBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashPasses, hashLanes,
		base64.RawStdEncoding.EncodeToString(salt[:]), base64.RawStdEncoding.EncodeToString(sum))
}

// Matches says whether hash was made of this tidied code. The comparison takes
// the same time wherever the two differ. A hash that cannot be read, or asks for
// more than 256 MiB, 16 passes or 16 lanes, matches nothing.
func Matches(hash, code string) bool {
	var version, memory, passes, lanes int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return false
	}
	if n, err := fmt.Sscanf(parts[2], "v=%d", &version); n != 1 || err != nil || version != argon2.Version {
		return false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); n != 3 || err != nil {
		return false
	}
	if memory < 8 || memory > 256*1024 || passes < 1 || passes > 16 || lanes < 1 || lanes > 16 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) < 16 || len(want) > 64 {
		return false
	}
	got := argon2.IDKey([]byte(code), salt, uint32(passes), uint32(memory), uint8(lanes), uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}
