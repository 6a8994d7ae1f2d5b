package main

import (
	"crypto/rand"
	"crypto/rsa"
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
)

// These tests tell the ways in which someone may try to come in as someone else.

func TestAMemberComesInByProof(t *testing.T) {
	w := newWorld(t, plenty)
	ada := w.member("Ada", keys.Coach)
	c := w.in("anything", gossh.PublicKeys(ada))
	for range 2 {
		if a := ask(t, c, "who"); a.out != "Ada [coach]\n" || a.status != 0 {
			t.Errorf("who says %+v", a)
		}
	}
	if n := strings.Count(w.log.String(), "msg=login"); n != 1 {
		t.Errorf("%d logins were logged for one connection", n)
	}
	all, err := w.office.Installer().Keys(t.Context())
	if err != nil || len(all) != 1 || all[0].LastUsed.IsZero() {
		t.Errorf("the key's last use is not kept: %+v, %v", all, err)
	}
}

// liar shows one key and signs with another.
type liar struct {
	gossh.Signer
	shows gossh.PublicKey
}

func (l liar) PublicKey() gossh.PublicKey { return l.shows }

func TestALiarOffersAStewardsKeyAndSignsWithTheirOwn(t *testing.T) {
	w := newWorld(t, plenty)
	steward := w.member("Stella", keys.Steward)
	coach := w.member("Carl", keys.Coach)
	for name, own := range map[string]gossh.Signer{"a stranger": newSigner(t), "a coach": coach} {
		if told := w.refused("x", gossh.PublicKeys(liar{own, steward.PublicKey()})); told != "" {
			t.Errorf("%s who lies is told %q", name, told)
		}
	}
	if strings.Contains(w.log.String(), "msg=login") {
		t.Error("a login was logged")
	}
}

// turncoat asks whether one key is welcome, and when it is, proves another: its
// wire form changes after it has been shown and compared once.
type turncoat struct {
	gossh.PublicKey
	shows gossh.PublicKey
	asked *int
}

func (k turncoat) Marshal() []byte {
	if *k.asked++; *k.asked <= 2 {
		return k.shows.Marshal()
	}
	return k.PublicKey.Marshal()
}

func TestATurncoatIsWhoTheyProvedToBe(t *testing.T) {
	w := newWorld(t, plenty)
	steward := w.member("Stella", keys.Steward)
	coach := w.member("Carl", keys.Coach)
	asked := 0
	trick := liar{coach, turncoat{coach.PublicKey(), steward.PublicKey(), &asked}}
	c := w.in("root", gossh.PublicKeys(trick))
	if asked < 3 {
		t.Fatalf("the key was shown %d times: the trick was not played", asked)
	}
	if a := ask(t, c, "who"); a.out != "Carl [coach]\n" {
		t.Errorf("who says %+v: the key that was only offered counts", a)
	}
	asked = 0
	stranger := newSigner(t)
	w.refused("root", gossh.PublicKeys(liar{stranger, turncoat{stranger.PublicKey(), steward.PublicKey(), &asked}}))
	if asked < 3 {
		t.Fatalf("the key was shown %d times: the trick was not played", asked)
	}
}

// TestAStewardsKeyAndThenTheirOwn offers a steward's public key without its
// private half and goes on to prove another, on one connection.
func TestAStewardsKeyAndThenTheirOwn(t *testing.T) {
	w := newWorld(t, plenty)
	steward := w.member("Stella", keys.Steward)
	w.refused("root", gossh.PublicKeys(liar{unable{}, steward.PublicKey()}, newSigner(t)))

	// A member who is asked for a code on the strength of a proved key cannot
	// change to another key afterwards.
	code := w.invite("Nell", keys.Coach)
	nell := newSigner(t)
	w.in("enrol", gossh.PublicKeys(nell), types(&safeBuffer{}, code))
	c := w.in("x", gossh.PublicKeys(nell))
	if a := ask(t, c, "who"); a.out != "Nell [coach]\n" {
		t.Errorf("who says %+v", a)
	}
}

// unable has no private key.
type unable struct{}

func (unable) PublicKey() gossh.PublicKey { return nil }
func (unable) Sign(io.Reader, []byte) (*gossh.Signature, error) {
	return &gossh.Signature{Format: gossh.KeyAlgoED25519, Blob: make([]byte, 64)}, nil
}

func TestNoKeyAndPasswords(t *testing.T) {
	w := newWorld(t, plenty)
	w.member("Ada", keys.Coach)
	w.refused("Ada")
	w.refused("Ada", gossh.Password("Ada"))
	w.refused("Ada", gossh.Password(""))
	told := w.refused("Ada", types(&safeBuffer{}, "a", "b", "c"))
	if !strings.Contains(told, "ssh-keygen -t ed25519") || !strings.Contains(told, "no passwords") || strings.Count(told, "ssh-keygen") != 1 {
		t.Errorf("who has no key is told %q", told)
	}
}

func TestAStrangerIsToldWhatToDoWhateverTheirName(t *testing.T) {
	w := newWorld(t, plenty)
	w.member("ada", keys.Coach)
	stranger := newSigner(t)
	_, port, _ := strings.Cut(w.addr, ":")
	want := "Your key is not known here: " + string(keys.FingerprintOf(stranger.PublicKey())) + "\r\n" +
		"Ask your steward for an invitation, then type:\r\n    ssh -p " + port + " enrol@localhost\r\n"
	for _, user := range []string{"ada", "nobody", "root", "", "Enrol", "enrol ", "../../etc/passwd", strings.Repeat("x", 4000)} {
		if told := w.refused(user, gossh.PublicKeys(stranger), types(&safeBuffer{}, "")); told != want {
			t.Errorf("user %.20q is told %q; want %q", user, told, want)
		}
	}
	if log := w.log.String(); strings.Contains(log, "etc/passwd") || strings.Contains(log, "nobody") {
		t.Error("a user name was logged: people type codes in the wrong place")
	}
}

func TestTheLastTryIsToldHowToNameAKey(t *testing.T) {
	w := newWorld(t, plenty)
	many := []gossh.Signer{newSigner(t), newSigner(t), newSigner(t), newSigner(t), w.member("Ada", keys.Coach)}
	told := w.refused("x", gossh.PublicKeys(many...))
	if !strings.Contains(told, "IdentitiesOnly=yes") || strings.Count(told, "not known here") != 1 {
		t.Errorf("after four keys the client is told %q", told)
	}
	w.in("x", gossh.PublicKeys(many[2:]...)) // three tries are enough for the third
}

func TestARevokedKeyIsRefusedAtOnce(t *testing.T) {
	w := newWorld(t, plenty)
	ada := w.member("Ada", keys.Coach)
	if _, err := w.office.Installer().RevokeKey(t.Context(), keys.FingerprintOf(ada.PublicKey())); err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"x", "enrol"} {
		if told := w.refused(user, gossh.PublicKeys(ada)); !strings.Contains(told, "revoked") || !strings.Contains(told, "steward") {
			t.Errorf("%s@ with a revoked key is told %q", user, told)
		}
	}
	// Who only knows the public half learns nothing of it.
	if told := w.refused("x", gossh.PublicKeys(liar{unable{}, ada.PublicKey()})); told != "" {
		t.Errorf("who has only the public half is told %q", told)
	}
}

func TestARevokedKeyEndsItsLiveSessionsAndNoOthers(t *testing.T) {
	w := newWorld(t, plenty)
	ada, bob := w.member("Ada", keys.Coach), w.member("Bob", keys.Coach)
	hers, his := w.in("x", gossh.PublicKeys(ada)), w.in("x", gossh.PublicKeys(bob))
	idle := w.in("x", gossh.PublicKeys(ada)) // no session open
	said := make(chan answer, 1)
	go func() { said <- ask(t, hers, "wait") }()
	if got := <-w.inside; got != "wait" {
		t.Fatalf("inside: %q", got)
	}
	if _, err := w.office.Installer().RevokeKey(t.Context(), keys.FingerprintOf(ada.PublicKey())); err != nil {
		t.Fatal(err)
	}
	if a := <-said; !strings.Contains(a.errs, "this key was revoked") {
		t.Errorf("the session that was ended says %+v", a)
	}
	for _, c := range []*gossh.Client{hers, idle} {
		if err := c.Wait(); err == nil {
			t.Error("the connection ended without being cut")
		}
	}
	if a := ask(t, his, "who"); a.out != "Bob [coach]\n" {
		t.Errorf("the other member is told %+v", a)
	}
	w.refused("x", gossh.PublicKeys(ada))
}

func TestALockedMembersSessionsEnd(t *testing.T) {
	w := newWorld(t, plenty)
	ada := w.member("Ada", keys.Coach)
	c := w.in("x", gossh.PublicKeys(ada))
	said := make(chan answer, 1)
	go func() { said <- ask(t, c, "wait") }()
	<-w.inside
	d := w.office.Installer()
	members, err := d.Members(t.Context())
	if err != nil || len(members) != 1 {
		t.Fatal(members, err)
	}
	if _, err := d.LockMember(t.Context(), members[0].ID, members[0].Rev, true); err != nil {
		t.Fatal(err)
	}
	if a := <-said; !strings.Contains(a.errs, "membership was closed") {
		t.Errorf("the session that was ended says %+v", a)
	}
	if told := w.refused("x", gossh.PublicKeys(ada)); !strings.Contains(told, "closed") {
		t.Errorf("a locked member is told %q", told)
	}
}

func TestCertificatesAndWeakKeysAreRefused(t *testing.T) {
	w := newWorld(t, plenty)
	ada := w.member("Ada", keys.Coach)
	authority := newSigner(t)
	cert := &gossh.Certificate{
		Key: ada.PublicKey(), CertType: gossh.UserCert, ValidPrincipals: []string{"x", "root"}, ValidBefore: gossh.CertTimeInfinity,
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewCertSigner(cert, ada)
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"x", "enrol"} {
		if told := w.refused(user, gossh.PublicKeys(signer)); !strings.Contains(told, "Certificates are not accepted") {
			t.Errorf("%s@ with a certificate is told %q", user, told)
		}
		weak, _ := rsaSigner(t, 2048)
		if told := w.refused(user, gossh.PublicKeys(weak)); !strings.Contains(told, "2048 bits, and 3072 are needed") {
			t.Errorf("%s@ with a weak key is told %q", user, told)
		}
	}
}

func TestRSAProvesWithSHA2AndNotWithSHA1(t *testing.T) {
	w := newWorld(t, plenty)
	signer, old := rsaSigner(t, 3072)
	w.enrol("Rosa", signer, keys.Coach)
	c := w.in("x", gossh.PublicKeys(signer))
	if a := ask(t, c, "who"); a.out != "Rosa [coach]\n" {
		t.Errorf("who says %+v", a)
	}
	w.refused("x", gossh.PublicKeys(old))
}

// rsaSigner makes an RSA key, and a second signer for it that knows only SHA-1.
func rsaSigner(t *testing.T, bits int) (signer, old gossh.Signer) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	signer, err = gossh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	old, err = gossh.NewSignerWithAlgorithms(signer.(gossh.AlgorithmSigner), []string{gossh.KeyAlgoRSA})
	if err != nil {
		t.Fatal(err)
	}
	return signer, old
}

func TestOldCryptographyIsRefused(t *testing.T) {
	w := newWorld(t, plenty)
	ada := gossh.PublicKeys(w.member("Ada", keys.Coach))
	for name, weak := range map[string]gossh.Config{
		"nistp256":     {KeyExchanges: []string{gossh.KeyExchangeECDHP256}},
		"group14 sha1": {KeyExchanges: []string{gossh.InsecureKeyExchangeDH14SHA1}},
		"aes cbc":      {Ciphers: []string{gossh.InsecureCipherAES128CBC}},
		"mac sha1":     {Ciphers: []string{gossh.CipherAES128CTR}, MACs: []string{gossh.HMACSHA1}},
	} {
		cfg, _ := config("x", ada)
		cfg.Config = weak
		if c, err := gossh.Dial("tcp", w.addr, cfg); err == nil {
			_ = c.Close()
			t.Errorf("%s was accepted", name)
		}
	}
	for name, good := range map[string]gossh.Config{
		"mlkem":      {KeyExchanges: []string{gossh.KeyExchangeMLKEM768X25519}},
		"curve25519": {KeyExchanges: []string{gossh.KeyExchangeCurve25519}},
		"chacha":     {Ciphers: []string{gossh.CipherChaCha20Poly1305}},
		"ctr, etm":   {Ciphers: []string{gossh.CipherAES256CTR}, MACs: []string{gossh.HMACSHA512ETM}},
	} {
		cfg, _ := config("x", ada)
		cfg.Config = good
		c, err := gossh.Dial("tcp", w.addr, cfg)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_ = c.Close()
	}
}

func TestEnrolWithACode(t *testing.T) {
	w := newWorld(t, plenty)
	code := w.invite("Nell", keys.Coach)
	nell := newSigner(t)
	var shown safeBuffer
	c := w.in("enrol", gossh.PublicKeys(nell), types(&shown, " "+strings.ToLower(strings.ReplaceAll(code, "-", " "))))
	if got := shown.String(); strings.Count(got, "Invitation code: (echo true)") != 1 || !strings.Contains(got, "16 letters and numbers") {
		t.Errorf("the question is %q", got)
	}
	_, port, _ := strings.Cut(w.addr, ":")
	welcome := "You are enrolled: Nell, Burnley Jobcentre.\nFrom now on type:\n    ssh -p " + port + " localhost\n"
	if a := ask(t, c, "who"); a.out != "Nell [coach]\n" || a.errs != welcome {
		t.Errorf("the first session says %+v; want %q on stderr", a, welcome)
	}
	if a := ask(t, w.in("nell", gossh.PublicKeys(nell)), "who"); a.out != "Nell [coach]\n" || a.errs != "" {
		t.Errorf("the next connection says %+v", a)
	}
	again := w.in("enrol", gossh.PublicKeys(nell))
	if a := ask(t, again, "who"); a.out != "Nell [coach]\n" || !strings.HasPrefix(a.errs, "You are enrolled already: Nell") {
		t.Errorf("enrol@ with a key that is enrolled says %+v", a)
	}
	if log := w.log.String(); strings.Contains(log, code) || strings.Contains(log, code[5:]) {
		t.Error("the code was logged")
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	w := newWorld(t, plenty)
	code := w.invite("Nell", keys.Coach)
	w.in("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, code))
	told := w.refused("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, code, code, code, code))
	if !strings.Contains(told, "does not open an invitation") {
		t.Errorf("who uses a code again is told %q", told)
	}
}

func TestACodeOutlived(t *testing.T) {
	w := newWorld(t, plenty)
	code := w.invite("Nell", keys.Coach)
	w.clock.add(keys.InvitationLasts - time.Second)
	w.in("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, code))
	code = w.invite("Nora", keys.Coach)
	w.clock.add(keys.InvitationLasts)
	w.refused("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, code, code, code))
}

func TestACodeGuessedFiveTimesIsBurnt(t *testing.T) {
	w := newWorld(t, plenty)
	code := w.invite("Nell", keys.Coach)
	wrong := code[:15] + "ZZZZ"
	if wrong == code {
		wrong = code[:15] + "YYYY"
	}
	thief := newSigner(t)
	var shown safeBuffer
	told := w.refused("enrol", gossh.PublicKeys(thief), types(&shown, wrong, wrong, wrong, code, code))
	if got := shown.String(); strings.Count(got, "Invitation code:") != 3 || !strings.Contains(got, "Tries left: 2.") || !strings.Contains(got, "Tries left: 1.") {
		t.Errorf("three tries a connection were shown as %q", got)
	}
	if !strings.Contains(told, "enrol@localhost") {
		t.Errorf("after the third the client is told %q", told)
	}
	w.refused("enrol", gossh.PublicKeys(thief), types(&safeBuffer{}, wrong, wrong))
	w.refused("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, code, code, code))
	empty, err := w.office.Empty(t.Context())
	if err != nil || !empty {
		t.Errorf("somebody was enrolled: %v, %v", empty, err)
	}
}

func TestATypingErrorInACodeCostsNoGuess(t *testing.T) {
	w := newWorld(t, plenty)
	code := w.invite("Nell", keys.Coach)
	var shown safeBuffer
	for range 3 { // six that are no codes at all: more than would burn it
		w.refused("enrol", gossh.PublicKeys(newSigner(t)), types(&shown, "", code[:18]))
	}
	if !strings.Contains(shown.String(), "not a whole code") {
		t.Errorf("what is no code is answered with %q", shown.String())
	}
	w.in("enrol", gossh.PublicKeys(newSigner(t)), types(&shown, "hello", code))
}

func TestNoChannelBeforeTheCodeIsRight(t *testing.T) {
	w := newWorld(t, plenty)
	w.invite("Nell", keys.Coach)
	// The client stops at the question: the handshake never ends, so no session
	// can be opened, and the server has nobody inside.
	w.refused("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}))
	w.refused("enrol", gossh.PublicKeys(newSigner(t)))
	if log := w.log.String(); strings.Contains(log, "msg=login") || strings.Contains(log, "msg=enrolled") {
		t.Error("somebody came in")
	}
}
