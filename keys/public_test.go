package keys_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"signpost/keys"
)

const edLine = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2HPS7dVpxJFsrWzEvC4zUbEnmXGoLCnGnqPjQxRNZ4"

func publicOf(t testing.TB, pub crypto.PublicKey) ssh.PublicKey {
	t.Helper()
	key, err := ssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// rsaOf makes a public key with a modulus of exactly that many bits. Nobody has
// its private half, and admission does not ask for it.
func rsaOf(t testing.TB, bits uint) ssh.PublicKey {
	t.Helper()
	n := new(big.Int).Lsh(big.NewInt(1), bits-1)
	return publicOf(t, &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 65537})
}

func ecdsaOf(t testing.TB, curve elliptic.Curve) ssh.PublicKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return publicOf(t, &key.PublicKey)
}

func edOf(t testing.TB) ssh.PublicKey {
	t.Helper()
	pub, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return publicOf(t, pub)
}

// skOf wraps a plain key in the wire form of a security key.
func skOf(t testing.TB, kind string) ssh.PublicKey {
	t.Helper()
	var wire []byte
	switch kind {
	case ssh.KeyAlgoSKED25519:
		pub, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		wire = ssh.Marshal(struct{ Kind, Key, App string }{kind, string(pub), "ssh:"})
	case ssh.KeyAlgoSKECDSA256:
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		point, err := key.PublicKey.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		wire = ssh.Marshal(struct{ Kind, Curve, Point, App string }{kind, "nistp256", string(point), "ssh:"})
	}
	pub, err := ssh.ParsePublicKey(wire)
	if err != nil {
		t.Fatal(err)
	}
	return pub
}

func TestAdmit(t *testing.T) {
	cert := &ssh.Certificate{Key: edOf(t), CertType: ssh.UserCert}
	for _, c := range []struct {
		name string
		pub  ssh.PublicKey
		says string // part of the refusal; empty for accepted
	}{
		{"ed25519", edOf(t), ""},
		{"sk-ed25519", skOf(t, ssh.KeyAlgoSKED25519), ""},
		{"ecdsa 256", ecdsaOf(t, elliptic.P256()), ""},
		{"ecdsa 384", ecdsaOf(t, elliptic.P384()), ""},
		{"ecdsa 521", ecdsaOf(t, elliptic.P521()), ""},
		{"sk-ecdsa", skOf(t, ssh.KeyAlgoSKECDSA256), ""},
		{"rsa 3072", rsaOf(t, 3072), ""},
		{"rsa 4096", rsaOf(t, 4096), ""},
		{"rsa 16384", rsaOf(t, 16384), ""},
		{"rsa 3071", rsaOf(t, 3071), "3071 bits, and 3072 are needed"},
		{"rsa 2048", rsaOf(t, 2048), "2048 bits"},
		{"rsa 1024", rsaOf(t, 1024), "1024 bits"},
		{"rsa 16385", rsaOf(t, 16385), "16384 are the most"},
		{"certificate", cert, "certificates are not accepted"},
		{"dsa", fakeKey("ssh-dss"), `"ssh-dss" are not accepted`},
		{"a type to come", fakeKey("ssh-mldsa65"), `"ssh-mldsa65" are not accepted`},
		{"something that says it is RSA", fakeKey("ssh-rsa"), "cannot be read"},
	} {
		err := keys.Admit(c.pub)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", c.name, err, c.says)
		}
		if err != nil && !strings.Contains(err.Error(), "ssh-keygen -t ed25519") {
			t.Errorf("%s: %q does not say how to make a key that is accepted", c.name, err)
		}
		if _, from := keys.FromSSH(c.pub); (from == nil) != (err == nil) {
			t.Errorf("%s: FromSSH says %v, Admit says %v", c.name, from, err)
		}
	}
}

// fakeKey is a public key of another type, with nothing behind it.
type fakeKey string

func (k fakeKey) Type() string                        { return string(k) }
func (k fakeKey) Marshal() []byte                     { return []byte(k) }
func (k fakeKey) Verify([]byte, *ssh.Signature) error { return nil }

func TestSignatureAlgorithmsHaveNoSHA1AndNoCertificates(t *testing.T) {
	supported := map[string]bool{}
	for _, a := range ssh.SupportedAlgorithms().PublicKeyAuths {
		supported[a] = true
	}
	for _, a := range keys.SignatureAlgorithms() {
		if a == "ssh-rsa" || a == "ssh-dss" || strings.Contains(a, "cert") || !supported[a] {
			t.Errorf("%q is on the list", a)
		}
	}
}

func TestParsePublic(t *testing.T) {
	key, err := keys.ParsePublic("  " + edLine + " ada@example.org \n")
	if err != nil {
		t.Fatal(err)
	}
	if key.Public != edLine || key.Type != "ssh-ed25519" {
		t.Errorf("the record is %+v", key)
	}
	if fp, ok := keys.TidyFingerprint(string(key.Fingerprint)); !ok || fp != key.Fingerprint {
		t.Errorf("fingerprint %q", key.Fingerprint)
	}
	weak := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(rsaOf(t, 2048))))
	for _, c := range []struct{ line, says string }{
		{"", "empty"},
		{"   \n", "empty"},
		{"hello", "not a public key"},
		{"ssh-ed25519", "not a public key"},
		{"ssh-ed25519 AAAA", "not a public key"},
		{edLine + "\n" + edLine, "more than one line"},
		{"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb", "private key"},
		{"PuTTY-User-Key-File-3: ssh-ed25519", "not a public key"},
		{"---- BEGIN SSH2 PUBLIC KEY ----", "PuTTY"},
		{`no-pty,from="10.0.0.1" ` + edLine, "options in front"},
		{`command="rm -rf /" ` + edLine, "options in front"},
		{weak, "2048 bits"},
		{"# " + edLine, "not a public key"},
	} {
		_, err := keys.ParsePublic(c.line)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("ParsePublic(%q) says %v; want %q", c.line, err, c.says)
		}
	}
}

func TestParsePublicNeverRepeatsAPrivateKey(t *testing.T) {
	const secret = "b3BlbnNzaC1rZXktdjEAAAAA"
	for _, line := range []string{"-----BEGIN OPENSSH PRIVATE KEY-----\n" + secret, secret, "ssh-ed25519 " + secret} {
		if _, err := keys.ParsePublic(line); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("ParsePublic(%q) says %v", line, err)
		}
	}
}

func TestTidyFingerprint(t *testing.T) {
	fp := keys.FingerprintOf(edOf(t))
	bare := strings.TrimPrefix(string(fp), "SHA256:")
	for _, s := range []string{string(fp), bare, " " + string(fp) + "\n", bare + "="} {
		if got, ok := keys.TidyFingerprint(s); !ok || got != fp {
			t.Errorf("TidyFingerprint(%q) = %q, %v; want %q", s, got, ok, fp)
		}
	}
	for _, s := range []string{"", "SHA256:", bare[:42], bare + "A", "MD5:16:27:ac:a5", bare[:20] + "\n" + bare[20:], "SHA256:" + strings.Repeat("!", 43)} {
		if got, ok := keys.TidyFingerprint(s); ok {
			t.Errorf("TidyFingerprint(%q) = %q; want it refused", s, got)
		}
	}
}

func FuzzParsePublic(f *testing.F) {
	f.Add(edLine)
	f.Add(`command="x" ` + edLine + " ada")
	f.Add("-----BEGIN OPENSSH PRIVATE KEY-----")
	f.Add("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==")
	f.Fuzz(func(t *testing.T, line string) {
		key, err := keys.ParsePublic(line)
		if err != nil {
			if key != (keys.Key{}) {
				t.Fatalf("%q is refused with a key: %+v", line, key)
			}
			return
		}
		again, err := keys.ParsePublic(key.Public)
		if err != nil || again != key {
			t.Fatalf("what is kept of %q reads back as %+v, %v; want %+v", line, again, err, key)
		}
	})
}
