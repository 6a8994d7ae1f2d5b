package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/tui/term/vt100"
)

// hostile are strings that act on a terminal, a spreadsheet or a reader who
// trusts what they see. Those that a page might send itself have a 199 in them,
// which no page has: no window of these tests is so large.
var hostile = []string{
	"\x1b[199;199H", "\x1b[199mred", "\x1b[2J\x1b[199H", "\x1b[199L", "\x1b[?199h", "\x1b[199;1r",
	"\x1b]0;owned\x07", "\x1b]0;owned\x1b\\", "\x1b]0;never ends", "\x1b]52;c;ZWNobyBoaQ==\x07", "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"\x1bP$q\"p\x1b\\", "\x1b_apc\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\x1b[6n", "\x1b[c", "\x1b[>c", "\x1bc", "\x1b#8", "\x1bN", "\x1b(0", "\x1b",
	"\u009b199m", "\u009d0;owned\u009c", "\u0090q\u009c", "\x9b199m", "\u0085next line",
	"a\x00b", "a\x07b", "Refused\rGranted", "no\b\byes", "a\x7fb", "\x0e\x0f", "a\vb\fc", "x\nlevel=ERROR msg=forged", "tab\there",
	"invoice\u202egpj.exe", "\u2066isolate\u2069", "\u200e\u200f\u061cmarks", "re\u200bst\u200dart\u2060\ufeff", "appren\u00adtice",
	"tag\U000e0068\U000e0069", "sel\ufe01\U000e0101", "\u3164\uffa0\u2800", "\u2028line\u2029para", "\ufff9a\ufffab\ufffb", "\ue000\U000f0000\ufdd0",
	"\xff\xfe", "\xc0\x9b199m", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x80", "a" + strings.Repeat("\u0301", 200), strings.Repeat("\u0361", 50),
	"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", strings.Repeat("W", 5000), "%s%n%x", "'; DROP TABLE client;--", "{{.}}", "${jndi:ldap://x}",
}

// acts says whether r could act on a terminal, or hide from a reader.
func acts(r rune) bool {
	switch {
	case r == '\n':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad, r == 0x34f, r == 0x61c, r == 0x180e, r == 0x2800, r == 0x3164, r == 0xffa0,
		r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
		r >= 0xfe00 && r <= 0xfe0f, r == 0xfeff, r >= 0xfff0 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
}

// wrongText is what in a text could act, with what is around it, or nothing.
func wrongText(s string) string {
	if !utf8.ValidString(s) {
		return "broken UTF-8"
	}
	heap := 0
	for i, r := range s {
		if heap++; !unicode.Is(unicode.M, r) {
			heap = 0
		}
		if acts(r) || heap > 8 {
			return fmt.Sprintf("%U in %q", r, s[max(0, i-40):min(len(s), i+20)])
		}
	}
	return ""
}

// The sequences that pages send, to a terminal of before and to one of now.
var (
	oldSequences = regexp.MustCompile(`\x1b(\[(\?7[lh]|[0-9;]*[CHJKmr])|M)`)
	newSequences = regexp.MustCompile(`\x1b(\[(\?25[lh]|\?7[lh]|\?1049[lh]|\?2004[lh]|[0-9;]*[CHJKmr])|M)`)
)

// wrongScreen is what in the bytes sent to a terminal is no text, and neither a
// sequence nor a step of the cursor that pages send.
func wrongScreen(raw string, known *regexp.Regexp) string {
	for _, step := range []string{"Refused\rGranted", "no\b"} {
		if strings.Contains(raw, step) {
			return fmt.Sprintf("%q", step)
		}
	}
	for _, seq := range known.FindAllString(raw, -1) {
		if strings.Contains(seq, "199") {
			return fmt.Sprintf("the sequence %q", seq)
		}
	}
	return wrongText(strings.NewReplacer("\r", "", "\b", "").Replace(known.ReplaceAllString(raw, "")))
}

// TestHostileRecordsOnScreens walks over every page of a poisoned store, and
// pastes every hostile string into each.
func TestHostileRecordsOnScreens(t *testing.T) {
	dir, who := poisonedStage(t)
	for _, c := range []struct {
		tty   terminal
		known *regexp.Regexp
	}{
		{terminal{name: "vt100", kind: vt100.VT100}, oldSequences},
		{terminal{name: "xterm-256color", kind: vt100.XTerm, cols: wide, env: utf8Locale}, newSequences},
	} {
		t.Run(c.tty.name, func(t *testing.T) {
			t.Parallel()
			w := &walk{st: newStage(t, dir, who), tty: c.tty, random: rand.New(rand.NewPCG(7, 7)), each: 4}
			bytes, seen := 0, strings.Builder{}
			for i, to := range ways {
				w.along(t, to)
				for k, h := range hostile {
					if (i+k)%3 == 0 && !w.v.ended() { // each page has a third of them
						w.paste(h[:min(len(h), 300)])
						w.check(t, false)
					}
				}
				raw := w.v.raw()
				bytes += len(raw)
				seen.WriteString(raw)
				if wrong := wrongScreen(raw, c.known); wrong != "" {
					t.Errorf("on the way to %q the terminal is sent %s", to.title, wrong)
				}
			}
			if !strings.Contains(seen.String(), "owned") {
				t.Error("nothing hostile was ever shown, so nothing is proved")
			}
			t.Logf("%d bytes", bytes)
		})
	}
}

// hostileCommands are what each role asks for of a poisoned store. REF, RID
// and HID stand for a client, a referral of it and a household.
var hostileCommands = map[keys.Role][]string{
	keys.Coach: {
		"client list", "client show REF", "client export REF", "client seen REF", "client history REF --health", "today", "colleagues", "away show", "followup list", "triage REF", "referral list", "referral show RID", "find work", "find forklift --all --limit 100",
		"programme connect-to-work", "provision source connect-to-work", "whoami", "settings", "help", "match < facts",
		"delivery list", "household list", "household show HID --health", "household triage HID", "household triage HID --person 2",
	},
	keys.Provider: {"inbox", "capacity connect-to-work", "delivery list"},
	keys.Curator:  {"provision source restart", "provision queue", "datapack", "gaps"},
	keys.Steward:  {"member list", "partner list", "key list", "invitation list", "retention", "retention preview --days 3653", "purposes", "purposes --json"},
	keys.Auditor:  {"trail"},
}

// These only change what there is, and say so.
const onlyChange = " refer invite gap note handover backup version "

var inHelp = regexp.MustCompile(`(?m)^  ([a-z]+) {2,}\S`)

// TestHostileRecordsInCommands asks for all there is, as text and as JSON, and a
// line at a time.
func TestHostileRecordsInCommands(t *testing.T) {
	dir, who := poisonedStage(t)
	st := newStage(t, dir, who)
	shown, asked := strings.Builder{}, onlyChange
	for role, commands := range hostileCommands {
		c := st.dial(role)
		refs := strings.NewReplacer("REF", st.first(c, "client list --json", role), "RID", st.first(c, "referral list --json", role),
			"HID", st.first(c, "household list --json", role))
		for _, command := range commands {
			first, _, _ := strings.Cut(command, " ")
			asked += first + " "
			command, reads, _ := strings.Cut(refs.Replace(command), " < ")
			for _, form := range []string{"", " --json"} {
				got := with(t, c, command+form, map[string]string{"facts": `{"age": 30}`}[reads])
				if got.status != exitDone {
					t.Errorf("%q ends with %d: %s", command+form, got.status, got.errs)
				}
				if wrong := wrongText(got.out + got.errs); wrong != "" {
					t.Errorf("%q says %s", command+form, wrong)
				}
				shown.WriteString(got.out)
			}
		}
		script := "1\nwork\n1\nmore\nback\nback\nmenu\n3\n1\n1\nback\n2\n1\nback\nback\n3\n1\nback\nback\nmenu\n4\n1\nmore\nback\nmenu\n5\n1\n1\nback\nmenu\n6\n1\nmenu\n7\nquit\ny\n"
		got := with(t, c, "plain", script)
		if wrong := wrongText(got.out + got.errs); wrong != "" {
			t.Errorf("%s, a line at a time: %s", role, wrong)
		}
		shown.WriteString(got.out)
	}
	for _, there := range inHelp.FindAllStringSubmatch(with(t, st.dial(keys.Coach), "help", "").out, -1) {
		if !strings.Contains(asked, " "+there[1]+" ") {
			t.Errorf("no hostile record is read with %q: add it", there[1])
		}
	}
	for _, want := range []string{"?]0;owned?", "?[199", "gpj.exe"} {
		if !strings.Contains(shown.String(), want) {
			t.Errorf("%q was never shown, so nothing is proved", want)
		}
	}
}

// TestHostileWordsIntoCommands sends every hostile string where a command takes
// words: as its name, as each kind of option, as facts; as the name of a user, of
// a client program, of a terminal and of a locale. What comes back and what is
// logged cannot act either.
func TestHostileWordsIntoCommands(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"), "--office", "127.0.0.1", "--lobby", "1000:0:1000", "--lobby-of", "1000")
	steward := s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	var inv struct{ Code string }
	do(t, steward, "", "invite --name Carl --partner Here --roles coach,curator,auditor --json", &inv)
	key := newSigner(t)
	c := s.dial("enrol", gossh.PublicKeys(key), types(&safeBuffer{}, inv.Code))
	var client struct{ Ref string }
	do(t, c, `{"given_name": "Sam", "facts": {"age": 24}}`, "client add --told in-person --json", &client)
	for _, h := range hostile {
		word := "'" + strings.ReplaceAll(h, "'", `'\''`) + "'"
		quoted := fmt.Sprintf("%q", strings.ToValidUTF8(h, "\ufffd"))
		for _, command := range []string{
			h, word, "find " + word, "find --district " + word + " x", "programme " + word, "help " + word, "match --programme " + word, "match --as-of " + word,
			"client show " + word, "client note " + client.Ref + " " + word, "client history " + client.Ref + " --fact " + word, "note correct " + word + " --why wrong " + word, "note strike N-222-222 --why " + word, "client facts " + client.Ref, "client add --told in-person", "refer " + client.Ref + " connect-to-work --told today --reason " + word,
			"referral withdraw " + word + " --reason " + word, "trail --member " + word, "trail --since " + word, "settings set glyphs " + word, "settings set " + word + " x",
			"provision put", "--" + h, word + " --json",
		} {
			for _, form := range []string{"", " --json"} {
				stdin := `{"given_name": ` + quoted + `, "facts": {"district": ` + quoted + `, ` + quoted + `: 1}}`
				if strings.HasPrefix(command, "provision") {
					stdin = "id: x\nname: " + quoted + "\n" + h
				}
				got := with(t, c, command+form, stdin)
				if wrong := wrongText(got.out + got.errs); wrong != "" {
					t.Errorf("%q says %s", command+form, wrong)
				}
			}
		}
		if got := with(t, steward, "invite --name "+word+" --partner "+word+" --roles coach", ""); wrongText(got.out+got.errs) != "" {
			t.Errorf("invite %q: %+v", h, got)
		}
		for _, command := range []string{
			"retention set " + word + " 3", "retention set draft " + word, "retention preview --days " + word, "retention --partner " + word, "purposes --partner " + word, "purposes set " + word + " --basis contract",
			"purposes set refer --basis contract --condition employment-law --note " + word, "purposes set refer --basis " + word + " --json",
		} {
			if got := with(t, steward, command, ""); wrongText(got.out+got.errs) != "" {
				t.Errorf("%q: %+v", command, got)
			}
		}
		s.knocksAs(h, key)
	}
	for _, command := range []string{"trail", "trail --json", "client show " + client.Ref, "client list --json"} {
		if got := with(t, c, command, ""); got.status != exitDone || wrongText(got.out+got.errs) != "" {
			t.Errorf("afterwards %q: %+v", command, got)
		}
	}
	if got := with(t, steward, "invitation list", ""); wrongText(got.out+got.errs) != "" {
		t.Errorf("afterwards the invitations: %+v", got)
	}
	log := s.stop()
	if t.Failed() {
		t.Logf("the log ends:\n%s", log[max(0, len(log)-3000):])
	}
	for line := range strings.Lines(log) {
		if wrong := wrongText(line); wrong != "" {
			t.Errorf("the log has %s", wrong)
		}
		if strings.HasPrefix(line, "level=ERROR") {
			t.Error("the log has a forged line")
		}
	}
}

// knocksAs comes in with hostile names of all that a client names itself.
func (s *served) knocksAs(h string, key gossh.Signer) {
	s.t.Helper()
	version := "SSH-2.0-" + strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(h[:min(len(h), 100)])
	cfg, _ := config(h[:min(len(h), 300)], gossh.PublicKeys(key))
	cfg.ClientVersion = version
	c, err := gossh.Dial("tcp", s.addr, cfg)
	if err != nil {
		return // not every version is one
	}
	defer c.Close()
	session, err := c.NewSession()
	check(s.t, err)
	defer session.Close()
	_ = session.Setenv("LANG", h[:min(len(h), 1000)])
	_ = session.Setenv("LC_"+h, "C")
	out := &safeBuffer{}
	session.Stdout, session.Stderr = out, out
	if session.RequestPty(h[:min(len(h), 200)], 24, 80, nil) == nil && session.Run("whoami") == nil {
		if wrong := wrongText(strings.ReplaceAll(out.String(), "\r", "")); wrong != "" {
			s.t.Errorf("as %q whoami says %s", h, wrong)
		}
	}
}

// dial connects the role's member.
func (st *stage) dial(role keys.Role) *gossh.Client {
	st.t.Helper()
	cfg, _ := config("x", gossh.PublicKeys(st.cast[role]))
	c, err := gossh.Dial("tcp", st.addr, cfg)
	check(st.t, err)
	st.t.Cleanup(func() { _ = c.Close() })
	return c
}

var anyReference = regexp.MustCompile(`"(?:ref|id)":"([^"]+)"`)

// first is the first reference in what a coach is answered, "" for others.
func (st *stage) first(c *gossh.Client, command string, role keys.Role) string {
	st.t.Helper()
	if role != keys.Coach {
		return ""
	}
	m := anyReference.FindStringSubmatch(with(st.t, c, command, "").out)
	if m == nil {
		st.t.Fatalf("%q gives no reference", command)
	}
	return m[1]
}

// with runs a command that reads that.
func with(t *testing.T, c *gossh.Client, command, stdin string) answer {
	t.Helper()
	s, err := c.NewSession()
	check(t, err)
	defer s.Close()
	var out, errs safeBuffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(stdin), &out, &errs
	err = s.Run(command)
	a := answer{out: out.String(), errs: errs.String()}
	if exit, ok := err.(*gossh.ExitError); ok {
		a.status = exit.ExitStatus()
	} else if err != nil && !errors.Is(err, io.EOF) && len(command) < maxCommand && command != "" { // EOF: it did not read what it was sent
		t.Errorf("%q: %v", command, err)
	}
	return a
}
