package main

import (
	"errors"
	"fmt"
	"strings"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/text"
)

// enrolUser is the one user name that means something: whoever takes it may
// prove a key that nobody holds yet. All others are read by nobody.
const enrolUser = "enrol"

// codeTries is how many invitation codes a connection may try.
const codeTries = 3

// entry is how far the handshake of one visit has come. Only the handshake's own
// goroutine touches it, and nothing in it lets anyone in: what is merely offered
// is forgotten, and what is proved is passed on by the SSH library.
type entry struct {
	asked    bool // the client has named a user and a method
	told     bool // it has been told what to do without a key that is known
	fails    int  // tries that count
	tries    int  // codes tried
	enrolled bool // it came in by a code
	trouble  bool // the office could not say who holds a key
	why      string
}

// config is how one connection is to be secured and let in. It is made anew for
// each, since the library keeps some of it.
func (v *visit) config() *gossh.ServerConfig {
	return &gossh.ServerConfig{
		Config: gossh.Config{
			KeyExchanges: []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519, "curve25519-sha256@libssh.org"},
			Ciphers: []string{
				gossh.CipherAES256GCM, gossh.CipherAES128GCM, gossh.CipherChaCha20Poly1305,
				gossh.CipherAES256CTR, gossh.CipherAES192CTR, gossh.CipherAES128CTR,
			},
			MACs: []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM},
		},
		PublicKeyAuthAlgorithms:     keys.SignatureAlgorithms(),
		MaxAuthTries:                v.server.limits.tries,
		PublicKeyCallback:           v.offered,
		VerifiedPublicKeyCallback:   v.proved,
		KeyboardInteractiveCallback: v.noKey,
		AuthLogCallback:             v.tried,
	}
}

// tried is called after each try to log in, with its end.
func (v *visit) tried(_ gossh.ConnMetadata, method string, err error) {
	v.entry.asked = true
	var partly *gossh.PartialSuccessError
	switch {
	case err == nil:
		v.letIn()
	case !errors.As(err, &partly) && method != "none":
		v.entry.fails++
	}
}

// offered says whether a key that a client claims to hold is worth proving. It
// keeps nothing. The user name changes nothing but that enrol@ may prove a key
// that is new.
func (v *visit) offered(meta gossh.ConnMetadata, pub gossh.PublicKey) (*gossh.Permissions, error) {
	if err := keys.Admit(pub); err != nil {
		v.entry.why = "key not admitted: " + err.Error()
		return nil, banner(v.entry.why, wrapped(text.Capital(err.Error())+".")+"\n")
	}
	if v.isInstaller(meta, pub) {
		return &gossh.Permissions{}, nil
	}
	fp := keys.FingerprintOf(pub)
	_, err := v.server.office.WhoIs(v.ctx, fp)
	switch {
	case err == nil, errors.Is(err, keys.ErrNotAllowed): // why not is only for whoever holds the key
		return &gossh.Permissions{}, nil
	case !errors.Is(err, store.ErrNotFound):
		return nil, v.trouble(err)
	case meta.User() == enrolUser:
		return &gossh.Permissions{}, nil
	}
	v.entry.why = fmt.Sprintf("unknown key %s", fp)
	return nil, banner(v.entry.why, v.stranger(meta, fp))
}

// proved takes over a key that the client has just proved to hold: it is a
// member's, or, for enrol@, it waits for a code. What is answered here at the
// end of the handshake is all that is known of the client after it.
func (v *visit) proved(meta gossh.ConnMetadata, pub gossh.PublicKey, _ *gossh.Permissions, _ string) (*gossh.Permissions, error) {
	if v.isInstaller(meta, pub) {
		return provedInstaller(), nil
	}
	fp := keys.FingerprintOf(pub)
	v.prove(fp)
	_, err := v.server.office.WhoIs(v.ctx, fp)
	switch {
	case err == nil:
		return holds(fp), nil
	case errors.Is(err, keys.ErrNotAllowed):
		v.entry.why = fmt.Sprintf("key %s has lost its access: %v", fp, errors.Unwrap(err))
		return nil, banner(v.entry.why, wrapped(err.Error())+"\n")
	case !errors.Is(err, store.ErrNotFound):
		return nil, v.trouble(err)
	case meta.User() != enrolUser:
		v.entry.why = fmt.Sprintf("unknown key %s", fp)
		return nil, banner(v.entry.why, v.stranger(meta, fp))
	}
	key, err := keys.FromSSH(pub)
	if err != nil {
		return nil, banner("key not admitted", wrapped(text.Capital(err.Error())+".")+"\n")
	}
	v.conn.extend(v.server.limits.graces.code)
	return nil, &gossh.PartialSuccessError{Next: gossh.ServerAuthCallbacks{
		KeyboardInteractiveCallback: func(meta gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			return v.askCode(meta, key, ask)
		},
	}}
}

// holds is what the handshake passes on of a client: the key it has proved.
func holds(fp keys.Fingerprint) *gossh.Permissions {
	return &gossh.Permissions{Extensions: map[string]string{provedExtension: string(fp)}}
}

// askCode asks for the invitation code, and enrols the proved key with it. Each
// wrong code is answered in the next question, up to the last.
func (v *visit) askCode(meta gossh.ConnMetadata, key keys.Key, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	says := "Welcome to Signpost. Enter the invitation code that your steward gave you:\n" +
		"16 letters and numbers. It enrols this key:\n    " + string(key.Fingerprint)
	for v.entry.tries < codeTries {
		answers, err := ask("", says, []string{"Invitation code: "}, []bool{true})
		if err != nil {
			return nil, err
		}
		v.entry.tries++
		if says = v.redeem(strings.Join(answers, ""), key); says == "" {
			v.entry.enrolled = true
			return holds(key.Fingerprint), nil
		}
		v.entry.why = "wrong invitation code"
		if left := codeTries - v.entry.tries; left > 0 {
			says += fmt.Sprintf("\nTries left: %d.", left)
		}
	}
	if v.entry.told {
		return nil, errors.New("no tries left")
	}
	v.entry.told = true
	return nil, banner("no tries left", says+"\nTo try again, connect again:\n    "+v.server.door.to(enrolUser, meta.LocalAddr())+"\n")
}

// redeem enrols the key, or answers what to say to the person who typed.
func (v *visit) redeem(typed string, key keys.Key) string {
	if _, ok := keys.TidyCode(typed); !ok {
		return "That is not a whole code: it has 16 letters and numbers,\nsuch as ABCD-EFGH-JKMN-PQRS."
	}
	select {
	case v.server.codes <- struct{}{}:
		defer func() { <-v.server.codes }()
	case <-v.ctx.Done():
		return "Signpost is stopping. Connect again in a few minutes."
	}
	c, err := v.server.office.Enrol(v.ctx, typed, key)
	if says, ok := desk.Sentence(err); ok {
		return wrapped(says)
	}
	if err != nil {
		v.log.Error("enrol a key", "err", err)
		return "Signpost cannot look up codes at the moment. Try again in a few minutes."
	}
	v.log.Info("enrolled", "member", c.Member.ID, "partner", c.Partner.ID, "key", key.Fingerprint)
	return ""
}

// noKey is where a client comes that has no key to prove, or no more of them.
func (v *visit) noKey(meta gossh.ConnMetadata, _ gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
	if v.entry.why == "" {
		v.entry.why = "no key"
	}
	if v.entry.told {
		return nil, errors.New("no key")
	}
	v.entry.told = true
	return nil, banner("no key", fmt.Sprintf("Signpost knows you by your SSH key, and none was offered.\n"+
		"There are no passwords. To make a key, type:\n    ssh-keygen -t ed25519\n"+
		"Ask your steward for an invitation, then type:\n    %s\n", v.server.door.to(enrolUser, meta.LocalAddr())))
}

// stranger is what is said, once, to a client whose key is not known, whatever
// it calls itself.
func (v *visit) stranger(meta gossh.ConnMetadata, fp keys.Fingerprint) string {
	if v.entry.told {
		if v.entry.fails == v.server.limits.tries-1 {
			return "That was the last key that could be tried on one connection.\nTo name the one to use, type:\n" +
				"    " + strings.Replace(v.server.door.to("", meta.LocalAddr()), "ssh ", "ssh -o IdentitiesOnly=yes -i FILE ", 1) + "\n"
		}
		return ""
	}
	v.entry.told = true
	return fmt.Sprintf("Your key is not known here: %s\n"+
		"Ask your steward for an invitation, then type:\n    %s\n", fp, v.server.door.to(enrolUser, meta.LocalAddr()))
}

// trouble is for when the office cannot say who holds a key.
func (v *visit) trouble(err error) error {
	v.entry.trouble, v.entry.why = true, "the store does not answer"
	v.log.Error("look up a key", "err", err)
	return banner(v.entry.why, "Signpost cannot look up keys at the moment. Try again in a few minutes.\n")
}

// banner refuses a try, with words that the client shows before it goes on.
func banner(why, says string) error {
	return &gossh.BannerError{Err: errors.New(why), Message: strings.ReplaceAll(says, "\n", "\r\n")}
}

// wrapped breaks a sentence into lines that fit a terminal, with the marks that
// some clients put before them.
func wrapped(s string) string { return strings.Join(text.Wrap(s, 72), "\n") }
