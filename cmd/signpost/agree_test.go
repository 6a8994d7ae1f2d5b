package main

import (
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
)

// TestOlderClientsAgree connects with what clients offered that cannot be
// installed here, and are still on people's machines, as far as it matters: the
// lists of each release's own defaults, without what nobody here would choose.
func TestOlderClientsAgree(t *testing.T) {
	w := newWorld(t, plenty)
	ada := w.member("Ada", keys.Coach)
	const curve, oldCurve = gossh.KeyExchangeCurve25519, "curve25519-sha256@libssh.org"
	for name, offers := range map[string]gossh.Config{
		"OpenSSH 8.1, of Windows 10": {
			KeyExchanges: []string{curve, oldCurve, gossh.KeyExchangeECDHP256, gossh.KeyExchangeDH16SHA512, gossh.KeyExchangeDH14SHA256},
			Ciphers:      []string{gossh.CipherChaCha20Poly1305, gossh.CipherAES128CTR, gossh.CipherAES256CTR, gossh.CipherAES128GCM, gossh.CipherAES256GCM},
			MACs:         []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM, gossh.HMACSHA256, gossh.HMACSHA512},
		},
		"OpenSSH 6.5 to 7.3": {
			KeyExchanges: []string{oldCurve, gossh.KeyExchangeECDHP256},
			Ciphers:      []string{gossh.CipherAES128CTR, gossh.CipherAES256CTR, gossh.CipherAES128GCM, gossh.CipherChaCha20Poly1305},
			MACs:         []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM, gossh.HMACSHA256},
		},
		"PuTTY 0.68": {
			KeyExchanges: []string{oldCurve, gossh.KeyExchangeECDHP256},
			Ciphers:      []string{gossh.CipherAES256CTR, gossh.CipherAES128CTR, gossh.CipherChaCha20Poly1305},
			MACs:         []string{gossh.HMACSHA256, gossh.HMACSHA256ETM},
		},
		"Dropbear 2020.79": {
			KeyExchanges: []string{curve, oldCurve, gossh.KeyExchangeECDHP256},
			Ciphers:      []string{gossh.CipherChaCha20Poly1305, gossh.CipherAES128CTR, gossh.CipherAES256CTR},
			MACs:         []string{gossh.HMACSHA256},
		},
	} {
		cfg, _ := config("x", gossh.PublicKeys(ada))
		cfg.Config, cfg.HostKeyAlgorithms = offers, []string{gossh.KeyAlgoED25519}
		c, err := gossh.Dial("tcp", w.addr, cfg)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a := ask(t, c, "who"); a.status != exitDone {
			t.Errorf("%s: %+v", name, a)
		}
		_ = c.Close()
	}
	weak := gossh.Config{KeyExchanges: []string{gossh.KeyExchangeECDHP256}}
	cfg, _ := config("x", gossh.PublicKeys(ada))
	cfg.Config = weak
	if c, err := gossh.Dial("tcp", w.addr, cfg); err == nil {
		_ = c.Close()
		t.Error("a key exchange that ssh-audit warns of was agreed on")
	}
}
