// Package home is the first page: the member's diary for today, and the jobs they
// may do; and the diary of their whole team. It knows routes, and of the desk only
// who asks and what is in the diary; it must not know what the pages it opens do.
package home

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// Desk is what this page asks of the desk.
type Desk interface {
	Who() keys.Caller
	Today() store.Day
	Diary(context.Context) (store.Diary, error)
	InboxCount(context.Context) (store.InboxCount, error)
	Queue(context.Context) ([]store.QueueItem, error)
	Purge(context.Context) (store.Purge, error)
	KeyNews(context.Context) ([]store.KeyNews, error)
	KnowKeys(context.Context, []keys.Fingerprint) error
	Safety(context.Context) (store.Safety, error)
}

// Page is Home.
type Page struct {
	page.Out
	ctx     context.Context
	desk    Desk
	look    look.Look
	room    page.Room
	ask     page.Ask[store.Diary]
	inbox   page.Ask[store.InboxCount]
	queue   page.Ask[[]store.QueueItem]
	purge   page.Ask[store.Purge]
	keys    added
	safety  safety
	jobs    []job
	waiting []item
	loaded  bool
	wrong   string // why what waits could not be read
	at      int    // of waiting and then jobs
	top     int    // the first of waiting in view
}

// item is one thing in the diary, and where it opens.
type item struct {
	what  string // "Triage", "Draft"
	whose string // the member whose it is, where it is not the caller
	says  string
	to    page.Route
}

// job is one line of the menu.
type job struct {
	digit string
	name  string
	to    page.Route
	act   keys.Act
}

// New is Home for the desk's member.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	p := &Page{ctx: ctx, desk: desk, look: lk}
	for _, j := range []job{
		{"1", "Find provision", page.Find{}, keys.ActFind},
		{"2", "Triage a client", page.Triage{}, keys.ActTriage},
		{"3", "Caseload", page.Caseload{}, keys.ActClientList},
		{"4", "Referrals", page.Referrals{}, keys.ActReferralRead},
		{"h", "Households", page.Households{}, keys.ActClientList},
		{"5", "Access: partners, members, keys and invitations", page.Access{}, keys.ActAccessRead},
		{"p", "Purposes: what data is used for, and why it may be", page.Purposes{}, keys.ActPurposeWrite},
		{"r", retentionName, page.Retention{}, keys.ActRetentionRead},
		{"6", "Trail: who did what, and when", page.Trail{}, keys.ActTrailRead},
		{"7", "Settings: signs, colours, idle time, slow lines", page.Settings{}, keys.ActSettings},
		{"8", "Data pack: what could not be met, and what came of referrals", page.DataPack{}, keys.ActDataPack},
		{"9", inboxName, page.Inbox{}, keys.ActInboxRead},
		{"0", queueName, page.Queue{}, keys.ActProvisionWrite},
		{"t", "Team: the diary of everybody at your partner", page.Team{}, keys.ActClientList},
	} {
		if desk.Who().May(j.act) {
			p.jobs = append(p.jobs, j)
		}
	}
	if !p.clients() && desk.Who().May(keys.ActInboxRead) { // what waits for them is there
		p.at = slices.IndexFunc(p.jobs, func(j job) bool { return j.to == page.Inbox{} })
	}
	return p
}

// Title names the place.
func (p *Page) Title() string { return "Home" }

// Init asks what waits.
func (p *Page) Init() tea.Cmd { return p.load() }

func (p *Page) load() tea.Cmd {
	cmds := []tea.Cmd{p.keys.ask.Start(p.ctx, p.desk.KeyNews)}
	if p.desk.Who().May(keys.ActBackup) {
		cmds = append(cmds, p.safety.ask.Start(p.ctx, p.desk.Safety))
	}
	if p.clients() {
		cmds = append(cmds, p.ask.Start(p.ctx, p.desk.Diary))
	}
	if p.desk.Who().May(keys.ActInboxRead) {
		cmds = append(cmds, p.inbox.Start(p.ctx, p.desk.InboxCount))
	}
	if p.desk.Who().May(keys.ActProvisionWrite) {
		cmds = append(cmds, p.queue.Start(p.ctx, p.desk.Queue))
	}
	if p.desk.Who().May(keys.ActRetentionRead) {
		cmds = append(cmds, p.purge.Start(p.ctx, p.desk.Purge))
	}
	return tea.Batch(cmds...)
}

// clients says whether the member works with clients at all.
func (p *Page) clients() bool { return p.desk.Who().May(keys.ActClientList) }

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
	case look.Look:
		p.look = msg
	case page.Shown:
		return p.load()
	case tea.KeyPressMsg:
		if msg.String() == "x" && len(p.keys.news) > 0 {
			return p.know()
		}
		p.key(msg)
	case page.Changed:
		if _, ok := msg.Provision(); msg.Caseload() || ok && p.desk.Who().May(keys.ActProvisionWrite) {
			return p.load()
		}
	case page.Answer[store.Diary]:
		if p.ask.Take(msg) {
			p.arrived(msg)
		}
	case page.Answer[store.InboxCount]:
		if p.inbox.Take(msg) && msg.Err == nil {
			p.inboxSays(msg.Value)
		}
	case page.Answer[[]store.KeyNews]:
		if p.keys.ask.Take(msg) && msg.Err == nil {
			p.keys.news = msg.Value
		}
	case page.Answer[store.Safety]:
		if p.safety.ask.Take(msg) && msg.Err == nil {
			p.safety.says = msg.Value.Says()
		}
	case page.Answer[known]:
		return p.gotKnown(msg)
	case page.Answer[[]store.QueueItem]:
		if p.queue.Take(msg) && msg.Err == nil {
			p.queueSays(msg.Value)
		}
	case page.Answer[store.Purge]:
		if p.purge.Take(msg) && msg.Err == nil {
			p.purgeSays(&msg.Value)
		}
	}
	return nil
}

// arrived takes the diary. The focus stays on the job or the row it was on, and
// the row where it was on the screen, so that a key pressed meanwhile does what
// was meant.
func (p *Page) arrived(a page.Answer[store.Diary]) {
	was, onJob := p.waiting, p.at-len(p.waiting)
	p.loaded, p.wrong, p.waiting = true, "", nil
	if a.Err != nil {
		p.wrong = a.Err.Error()
	} else {
		p.waiting = items(&a.Value)
	}
	if onJob >= 0 {
		p.at = len(p.waiting) + onJob
	} else if at := slices.IndexFunc(p.waiting, was[p.at].same); at >= 0 {
		p.top, p.at = p.top+at-p.at, at
	}
	p.move(0)
}

// items are the rows of a diary.
func items(d *store.Diary) []item {
	out := make([]item, len(d.Rows))
	for i := range d.Rows {
		r := &d.Rows[i]
		out[i] = item{r.Head(d.Day), r.Whose, r.Says(d.Day), record(r)}
	}
	return out
}

// record is where a row opens: the record that it is about.
func record(r *store.DiaryRow) page.Route {
	switch {
	case r.Referral != "":
		return page.Referral{ID: r.Referral}
	case r.Kind == store.DiaryGoes:
		return page.Keep{Client: r.Client}
	case r.Kind == store.DiaryFollowUp, r.Kind == store.DiaryTell:
		return page.Client{Ref: r.Client}
	}
	return page.Triage{Client: r.Client}
}

// words are the row, with whose it is where it is somebody else's.
func (it item) words() string {
	if it.whose == "" {
		return it.says
	}
	return "for " + it.whose + ": " + it.says
}

// same says whether two rows are of the same record and say the same.
func (it item) same(other item) bool { return it == other }

func (p *Page) key(msg tea.KeyPressMsg) {
	switch name := msg.String(); name {
	case "enter":
		p.enter()
	case "down", "j", "tab":
		p.move(1)
	case "up", "k", "shift+tab":
		p.move(-1)
	case "pgdown":
		p.move(max(p.space()-1, 1))
	case "pgup":
		p.move(-max(p.space()-1, 1))
	case "home", "g":
		p.move(-p.at)
	case "end", "G":
		p.move(len(p.waiting) + len(p.jobs))
	default:
		for _, j := range p.jobs {
			if j.digit == name {
				p.Go(j.to)
			}
		}
	}
}

func (p *Page) enter() {
	switch {
	case p.at < len(p.waiting):
		p.Go(p.waiting[p.at].to)
	case p.at-len(p.waiting) < len(p.jobs):
		p.Go(p.jobs[p.at-len(p.waiting)].to)
	}
}

func (p *Page) move(n int) {
	p.at = max(min(p.at+n, len(p.waiting)+len(p.jobs)-1), 0)
}

// space is how many lines there are for what waits: what the two headings, the
// line between and the jobs leave.
func (p *Page) space() int {
	return max(p.room.H-3-len(p.jobs)-len(p.tellsKeys())-len(p.tellsSafety()), 1)
}

// View draws what waits, then the jobs.
func (p *Page) View() string {
	lines, _ := p.draw()
	return strings.Join(lines, "\n")
}

// Cursor is where the text of the row in focus begins.
func (p *Page) Cursor() (x, y int, ok bool) {
	lines, y := p.draw()
	return max(min(2, p.room.W-1), 0), y, y >= 0 && y < len(lines)
}

// draw gives the lines in view, and which of them has the focus.
func (p *Page) draw() (lines []string, focus int) {
	focus = -1
	row := func(i int, s string) {
		if i == p.at {
			focus = len(lines)
		}
		if p.room.W < 3 {
			lines = append(lines, "")
			return
		}
		lines = append(lines, p.look.Row(i == p.at, p.look.Cut(s, p.room.W-2)))
	}
	lines = append(lines, p.tellsKeys()...)
	if p.clients() {
		head, rows, from := p.waits()
		lines = append(lines, p.look.Title(p.look.Cut(head, p.room.W)))
		if len(p.waiting) == 0 {
			lines = append(lines, rows...)
		} else {
			for i, s := range rows {
				row(from+i, s)
			}
		}
		lines = append(lines, "")
	}
	lines = append(lines, p.look.Title(p.look.Cut("What do you want to do?", p.room.W)))
	for i, j := range p.jobs {
		row(len(p.waiting)+i, j.digit+" "+j.name)
	}
	lines = append(lines, p.tellsSafety()...)
	if over := len(lines) - p.room.H; over > 0 { // too small for the menu: keep the focus in view
		from := max(min(focus-p.room.H+1, over), 0)
		return lines[from : from+p.room.H], focus - from
	}
	return lines, focus
}

// waits is the heading over what waits, and its rows in view, the first of
// which is the row from; or a sentence where there are none.
func (p *Page) waits() (head string, rows []string, from int) {
	head = "Your diary, " + p.desk.Today().Words()
	space := p.space()
	switch {
	case p.wrong != "":
		rows = p.look.Wrap(p.wrong, p.room.W)
		return head, rows[:min(len(rows), space)], 0
	case !p.loaded:
		return head, []string{p.look.Cut("Opening your diary...", p.room.W)}, 0
	case len(p.waiting) == 0:
		return head, []string{p.look.Cut("Nothing waits for you today.", p.room.W)}, 0
	}
	p.top = max(min(p.top, p.at, len(p.waiting)-space), 0)
	if p.at < len(p.waiting) {
		p.top = max(p.top, p.at-space+1)
	}
	end := min(p.top+space, len(p.waiting))
	for _, it := range p.waiting[p.top:end] {
		rows = append(rows, p.look.Fit(it.what, 8)+"  "+it.words())
	}
	head = fmt.Sprintf("%s: %d", head, len(p.waiting))
	if len(p.waiting) > space {
		head += fmt.Sprintf(", showing %d to %d", p.top+1, end)
	}
	return head, rows, p.top
}

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	var first []key.Binding
	if len(p.keys.news) > 0 {
		first = append(first, page.Bind("x", "I know this key", "x"))
	}
	return append(first,
		page.Bind("Enter", "open", "enter"),
		page.Bind(p.digits(), "job", "1"),
		page.Bind("Up Down", "move", "up", "down"),
		page.Bind("Ctrl+C", "leave", "ctrl+c"),
	)
}

// digits are those that work: "1 to 4 7", or "1 5 7".
func (p *Page) digits() string {
	var out []string
	for i := 0; i < len(p.jobs); {
		end := i
		for end+1 < len(p.jobs) && p.jobs[end+1].digit[0] == p.jobs[end].digit[0]+1 {
			end++
		}
		if end-i >= 2 {
			out = append(out, p.jobs[i].digit+" to "+p.jobs[end].digit)
			i = end + 1
			continue
		}
		out = append(out, p.jobs[i].digit)
		i++
	}
	return strings.Join(out, " ")
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "Your diary, the most urgent first: last days that time alone sets, what you promised, referrals that ended or are overdue, near misses that have come true, drafts, facts not matched yet, and what comes soon. Enter opens the record. While a colleague is away whom you cover for, theirs is here too. Below it, the jobs you may do: press the key, or move to one and press Enter. Providers see beside Inbox how many referrals wait for an answer, and how many of them are overdue; curators see beside Queue how much there is to check. A key that was added for you stands above everything until you say with x that you know it."
}
