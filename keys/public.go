package keys

import (
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Words that tell a person how to get a key that is accepted.
const makeKey = "make a new key with: ssh-keygen -t ed25519"

const (
	rsaMin = 3072  // bits; NIST SP 800-57 part 1, 128 bits of strength
	rsaMax = 16384 // bits; what ssh-keygen makes at most
)

// SignatureAlgorithms lists the algorithms by which a client may prove a key.
// RSA with SHA-1 ("ssh-rsa") and certificates are not among them.
func SignatureAlgorithms() []string {
	return []string{
		ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519,
		ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKECDSA256,
		ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512,
	}
}

// Admit says whether a key of this type and size is accepted at all: nil, or an
// error that is a sentence for its owner. It says nothing of whose key it is,
// and a key that is only offered is not yet proved.
func Admit(pub ssh.PublicKey) error {
	if _, ok := pub.(*ssh.Certificate); ok {
		return errors.New("certificates are not accepted here: use the plain key, or " + makeKey)
	}
	switch pub.Type() {
	case ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoSKECDSA256,
		ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		return nil
	case ssh.KeyAlgoRSA:
		return admitRSA(pub)
	}
	return fmt.Errorf("keys of type %q are not accepted here: %s", pub.Type(), makeKey)
}

func admitRSA(pub ssh.PublicKey) error {
	crypto, ok := pub.(ssh.CryptoPublicKey)
	if !ok {
		return errors.New("this RSA key cannot be read: " + makeKey)
	}
	key, ok := crypto.CryptoPublicKey().(*rsa.PublicKey)
	if !ok {
		return errors.New("this RSA key cannot be read: " + makeKey)
	}
	switch bits := key.N.BitLen(); {
	case bits < rsaMin:
		return fmt.Errorf("this RSA key has %d bits, and %d are needed: %s", bits, rsaMin, makeKey)
	case bits > rsaMax:
		return fmt.Errorf("this RSA key has %d bits, and %d are the most: %s", bits, rsaMax, makeKey)
	}
	return nil
}

// FromSSH makes the record of a key that Admit accepts. Rev, Member and the
// times are left for whoever keeps it.
func FromSSH(pub ssh.PublicKey) (Key, error) {
	if err := Admit(pub); err != nil {
		return Key{}, err
	}
	return Key{
		Fingerprint: FingerprintOf(pub),
		Type:        pub.Type(),
		Public:      strings.TrimSpace(string(ssh.MarshalAuthorizedKey(pub))),
	}, nil
}

// ParsePublic reads the one line of a public key file (FILE.pub), or a line of
// an authorized_keys file without options. The comment at its end is dropped.
// The error is a sentence, and never repeats what was read: someone may have
// given the private key.
func ParsePublic(line string) (Key, error) {
	line = strings.TrimSpace(line)
	switch {
	case line == "":
		return Key{}, errors.New("this is empty: give the public key, the one line of the file that ends in .pub")
	case strings.Contains(line, "PRIVATE KEY"):
		return Key{}, errors.New("this is a private key: keep it to yourself, and give the file that ends in .pub")
	case strings.HasPrefix(line, "---- BEGIN SSH2"):
		return Key{}, errors.New("this is PuTTY's own form: in PuTTYgen, copy the line under \"Public key for pasting\"")
	case strings.ContainsAny(line, "\r\n"):
		return Key{}, errors.New("this has more than one line: give one public key, on one line")
	}
	pub, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(line))
	switch {
	case err != nil || len(rest) > 0:
		return Key{}, errors.New("this is not a public key: give the one line of the file that ends in .pub")
	case len(options) > 0:
		return Key{}, errors.New("this line has options in front of the key: give the line from \"ssh-\" or \"ecdsa-\" on")
	}
	return FromSSH(pub)
}

// FingerprintOf is the SHA-256 fingerprint of a key, as ssh-keygen -l prints it.
func FingerprintOf(pub ssh.PublicKey) Fingerprint {
	return Fingerprint(ssh.FingerprintSHA256(pub))
}

// TidyFingerprint reads a fingerprint as it is copied from a screen, with or
// without "SHA256:" before it and "=" after it.
func TidyFingerprint(s string) (Fingerprint, bool) {
	sum := strings.TrimRight(strings.TrimPrefix(strings.TrimSpace(s), "SHA256:"), "=")
	raw, err := base64.RawStdEncoding.Strict().DecodeString(sum)
	if err != nil || len(raw) != 32 || slices.Contains([]byte(sum), '\n') {
		return "", false
	}
	return Fingerprint("SHA256:" + sum), true
}
