package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

var update = flag.Bool("update", false, "write the screens of README.md anew")

// office is the whole server, the real rooms in it, on a clock that a test sets.
type realServer struct {
	t      *testing.T
	dir    string
	clock  *clock
	addr   string
	store  store.Engine
	office *desk.Office
	stop   func()
}

func (r *realServer) start() {
	t := r.t
	t.Helper()
	data, err := openData(place{data: r.dir}, true)
	if err != nil {
		t.Fatal(err)
	}
	r.store = data.Store
	log := slog.New(slog.DiscardHandler)
	if r.office, err = desk.Over(t.Context(), data.Store, r.clock.now, desk.Options{Log: log}); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = l.Addr().String()
	d, err := newDoor("", l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	srv, err := newServer(r.office, data.Host, d, roomsOver(r.office, d, plenty, log), plenty, log)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.serve(l) }()
	r.stop = func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		srv.stop(ctx, l)
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	}
}

// window opens a screen of 80 by 24 for the holder of a key.
func (r *realServer) window(who gossh.Signer) glass {
	r.t.Helper()
	cfg, _ := config("coach", gossh.PublicKeys(who))
	c, err := gossh.Dial("tcp", r.addr, cfg)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() })
	return glass{window: openWindow(r.t, c, "vt100", 80, 24), term: vt10x.New(vt10x.WithSize(80, 24)), read: new(int)}
}

var anyRef = regexp.MustCompile(`\b[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}\b`)

// picture is the screen as it stands, with the references, which are random,
// made always the same.
func (g glass) picture() string {
	lines := strings.Split(anyRef.ReplaceAllString(g.shows(), "K7M-2QX"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// TestReadmeShowsTheMainJob does a coach's main job on a real screen over real
// SSH, the server restarted in the middle, and holds the screens that README.md
// shows to what it sees on the way.
func TestReadmeShowsTheMainJob(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	who := r.enrol("Amina", "Burnley Jobcentre", keys.Coach)
	lee := r.delivers()
	screens := map[string]string{}
	g := r.window(who)
	coachFindsAndTriages(t, g, screens)
	coachSavesAndRefers(t, g, screens)
	r.stop()
	r.start()
	t.Cleanup(r.stop)
	coachSeesItAgain(t, r.window(who), screens)
	providerAnswers(t, r.window(lee), screens)
	checkReadme(t, screens)
}

// delivers has a partner here deliver the programme of the main job, and gives
// the key of who answers there.
func (r *realServer) delivers() gossh.Signer {
	r.t.Helper()
	lee := r.enrol("Lee", "Calico", keys.Provider)
	if _, err := r.office.Installer().SetDeliverer(r.t.Context(), "connect-to-work", desk.Latest, "calico"); err != nil {
		r.t.Fatal(err)
	}
	return lee
}

// enrol makes a member with a new key.
func (r *realServer) enrol(name, partner string, role keys.Role) gossh.Signer {
	r.t.Helper()
	who := newSigner(r.t)
	key, err := keys.FromSSH(who.PublicKey())
	if err != nil {
		r.t.Fatal(err)
	}
	_, err = r.office.Installer().AddMember(r.t.Context(), desk.NewMember{Name: name, Partner: partner, Roles: []keys.Role{role}, Key: key})
	if err != nil {
		r.t.Fatal(err)
	}
	return who
}

func checkReadme(t *testing.T, screens map[string]string) {
	t.Helper()
	path := filepath.Join("..", "..", "README.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)<!-- screen: ([a-z]+) -->(\n+```text\n.*?\n```)?")
	used := map[string]bool{}
	want := block.ReplaceAllStringFunc(string(page), func(old string) string {
		name := block.FindStringSubmatch(old)[1]
		used[name] = true
		if screens[name] == "" {
			t.Errorf("README.md shows a screen %q that the story does not take", name)
		}
		return fmt.Sprintf("<!-- screen: %s -->\n\n```text\n%s\n```", name, screens[name])
	})
	for name := range screens {
		if !used[name] {
			t.Errorf("README.md does not show the screen %q", name)
		}
	}
	switch {
	case want == string(page):
	case *update:
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("the screens in README.md are not what the program shows: look at them, and run go test ./cmd/signpost -run Readme -update")
	}
}

// answers are what the client says, by what is asked. A question that is not
// here stays not known.
var answers = []struct{ question, keys string }{
	{"Which district", "bur\r"},
	{"date of birth", "2/5/1979\r"},
	{"work situation", "1"},
	{"right to live and work", "1"},
	{"Which health conditions", "1\r"},
	{"Who does the client care for", "1\r"},
	{"hours of unpaid care", "38\r"},
	{"Which benefits", "1\r"},
	{"Universal Credit regime", "1"},
	{"months has the client been on Universal Credit", "5\r"},
	{"does the client have: digital", "23\r"},
	{"months has the client been out of work", "14\r"},
	{"Which programmes is the client on now", "none\r"},
}

func coachFindsAndTriages(t *testing.T, g glass, screens map[string]string) {
	t.Helper()
	g.see(t, "Nothing waits for you today.")
	screens["home"] = g.picture()
	g.press(t, "1")
	g.see(t, "Words")
	g.press(t, "bad bakc")
	g.see(t, "Words  [bad bakc")
	g.see(t, `Found "bad bakc" as "bad back"`)
	screens["find"] = g.picture()
	g.press(t, "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7fconnect to work")
	g.see(t, "Words  [connect to work ")
	g.see(t, "> Connect to Work")
	g.press(t, "\r")
	g.see(t, "Who it is for")
	screens["programme"] = g.picture()
	g.press(t, "\x1b")
	g.see(t, "Words")
	g.press(t, "\x1b")
	g.see(t, "Nothing waits for you today.")
	g.press(t, "2")
	answered := map[string]bool{}
	for asked := 0; len(answered) < len(answers) && asked < 60; asked++ {
		question := g.question(t)
		if question == "" || strings.HasPrefix(question, "To judge") {
			break
		}
		keys := "\t"
		for _, a := range answers {
			if strings.Contains(question, a.question) && !answered[a.question] {
				keys, answered[a.question] = a.keys, true
			}
		}
		if strings.Contains(question, "Which health conditions") {
			screens["triage"] = g.picture()
		}
		g.press(t, keys)
		g.changed(t, question)
	}
	if len(answered) < 8 {
		t.Fatalf("only %d of the client's answers were asked for", len(answered))
	}
}

// question is what a triage asks now, with the line that counts; nothing once
// nothing is left to ask and the results are shown.
func (g glass) question(t *testing.T) string {
	t.Helper()
	var found string
	defer func() {
		if t.Failed() {
			t.Logf("the screen:\n%s", g.shows())
		}
	}()
	eventually(t, "a question is asked, or none is left", func() bool {
		lines := strings.Split(g.shows(), "\n")
		if found = ""; strings.Contains(lines[3], "This client is not saved.") {
			return true
		}
		if !strings.Contains(lines[2], " known.") && !strings.HasPrefix(lines[2], "To judge") {
			return false
		}
		found = strings.TrimSpace(lines[2]) + "\n" + strings.TrimSpace(lines[3]) + " " + strings.TrimSpace(lines[4])
		return true
	})
	return found
}

// changed waits until another question is asked.
func (g glass) changed(t *testing.T, question string) {
	t.Helper()
	eventually(t, fmt.Sprintf("something else than %q is asked", question), func() bool { return g.question(t) != question })
}

func coachSavesAndRefers(t *testing.T, g glass, screens map[string]string) {
	t.Helper()
	if g.question(t) != "" {
		g.press(t, "\x1b")
	}
	g.see(t, "This client is not saved.")
	g.see(t, "> + Connect to Work")
	screens["results"] = g.picture()
	g.press(t, "\r")
	g.see(t, "every rule is met")
	g.see(t, "Sources")
	screens["reasons"] = g.picture()
	g.press(t, "\x1b")
	g.see(t, "This client is not saved.")
	g.press(t, "s")
	g.see(t, "given name")
	g.press(t, "Jo\r")
	g.see(t, "How do you know")
	g.press(t, "1")
	g.see(t, "How was the client told")
	g.press(t, "1")
	g.see(t, "Saved")
	g.press(t, "r")
	g.see(t, "What the receiver sees")
	screens["refer"] = g.picture()
	for range 5 {
		g.press(t, "j")
	}
	g.see(t, "> Client told on")
	g.press(t, "\r")
	g.see(t, "On which day was the client told")
	g.press(t, "\r")
	g.see(t, "23 November 2026")
	g.press(t, "s")
	g.see(t, "Send this referral")
	g.press(t, "y")
	g.see(t, "Sent: referral")
	g.see(t, "no answer yet") // it is open, and that stands in who has seen the client
}

func coachSeesItAgain(t *testing.T, g glass, screens map[string]string) {
	t.Helper()
	g.see(t, "no answer")
	g.press(t, "3")
	g.see(t, "1 open client")
	g.press(t, "\r")
	g.see(t, "Coach: Amina")
	g.see(t, "client said")
	screens["client"] = g.picture()
	coachPutsRight(t, g, screens)
	g.press(t, "\x1b[C\x1b[C")
	g.see(t, "sent")
	g.see(t, "Connect to Work")
}

// coachPutsRight changes what was wrong, and looks at what there is for the client's
// rights.
func coachPutsRight(t *testing.T, g glass, screens map[string]string) {
	t.Helper()
	g.press(t, "jj\r")
	g.see(t, "right to live and work")
	g.press(t, "2")
	g.see(t, "How do you know?")
	g.press(t, "2")
	g.see(t, "Saved.")
	g.see(t, "> Right to work         no")
	g.press(t, "\r")
	g.see(t, "right to live and work")
	g.press(t, "1")
	g.see(t, "How do you know?")
	g.press(t, "2")
	g.see(t, "> Right to work         yes                     document seen")
	g.press(t, "b")
	g.see(t, "and became no (document seen).")
	screens["history"] = g.picture()
	g.press(t, "\x1b")
	g.see(t, "Coach: Amina")
	g.press(t, "m")
	g.see(t, "What do you want to do?")
	g.press(t, "2")
	g.see(t, "To print it for the client")
	screens["seen"] = g.picture()
	g.press(t, "\x1b")
	g.see(t, "Coach: Amina")
	g.press(t, "m")
	g.see(t, "What do you want to do?")
	g.press(t, "4")
	g.see(t, "Why is this client erased?")
	g.press(t, "1")
	g.see(t, "enter their reference")
	screens["erase"] = g.picture()
	g.press(t, "\x1b")
	g.see(t, "Why is this client erased?")
	g.press(t, "\x1b")
	g.see(t, "Coach: Amina")
}

func providerAnswers(t *testing.T, g glass, screens map[string]string) {
	t.Helper()
	g.see(t, "> 9 Inbox: 1 to answer")
	g.press(t, "\r")
	g.see(t, "[1 open (1)]")
	g.press(t, "\r")
	g.see(t, "What you were sent")
	screens["received"] = g.picture()
	g.press(t, "a")
	g.see(t, "From which day are they expected")
	g.press(t, "1/12/2026")
	g.see(t, "[1/12/2026")
	g.press(t, "\r")
	g.see(t, "Is there a note with it?")
	screens["accept"] = g.picture()
	g.press(t, "Ask for Lee at the desk")
	g.see(t, "[Ask for Lee at the desk")
	g.press(t, "\r")
	g.see(t, "Saved: accepted on 23 November 2026, for 1 December 2026.")
	g.press(t, "\x1b")
	g.see(t, "[1 open (1)]")
	g.press(t, "c")
	g.see(t, "Nobody has said")
	g.press(t, "\r")
	g.see(t, "What room is there")
	screens["capacity"] = g.picture()
	g.press(t, "2")
	g.see(t, "Is there a note for the coaches?")
	g.press(t, "\r")
	g.see(t, "Saved: Connect to Work, waiting list.")
}

// TestReadmeNamesTestsThatThereAre holds the table of promises to the tests: a
// promise whose test is gone or renamed is a promise that nothing proves.
func TestReadmeNamesTestsThatThereAre(t *testing.T) {
	page, err := os.ReadFile("../../README.md")
	check(t, err)
	_, table, ok := strings.Cut(string(page), "## Promises, and what proves each")
	table, _, end := strings.Cut(table, "\n## ")
	if !ok || !end {
		t.Fatal("README.md has no table of promises")
	}
	named := 0
	for _, row := range strings.Split(table, "\n") {
		room := ""
		for _, word := range strings.FieldsFunc(row, func(r rune) bool { return strings.ContainsRune(" ,;|", r) }) {
			switch {
			case strings.HasPrefix(word, "`"):
				room = strings.Trim(word, "`")
			case strings.HasPrefix(word, "Test"), strings.HasPrefix(word, "Fuzz"):
				named++
				if !hasTest(t, room, word) {
					t.Errorf("%s has no test %s", room, word)
				}
			}
		}
	}
	if named < 20 {
		t.Errorf("%d tests are named", named)
	}
}

func hasTest(t *testing.T, room, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", filepath.FromSlash(room), "*_test.go"))
	check(t, err)
	for _, f := range files {
		text, err := os.ReadFile(f)
		check(t, err)
		if strings.Contains(string(text), "func "+name+"(") {
			return true
		}
	}
	return false
}
