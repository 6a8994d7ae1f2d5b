// Package retention is the steward's page of time: how long each partner keeps what
// it keeps, what goes when, and whether removing is on hold. It knows classes, days
// and pseudonyms; it must not know whose record a pseudonym is, nor how one is
// removed.
package retention

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
)

// Desk is what this page asks of the desk.
type Desk interface {
	Who() keys.Caller
	Today() store.Day
	Partners(context.Context) ([]keys.Partner, error)
	Retention(context.Context, keys.PartnerID) (store.Retention, error)
	SetRetention(ctx context.Context, p keys.PartnerID, rev uint64, name string, n int) (store.Retention, error)
	Forecast(ctx context.Context, p keys.PartnerID, days int) (store.Forecast, error)
	HoldPurge(context.Context) (store.Purge, error)
	ResumePurge(context.Context) (store.Purge, error)
}

// Ahead is how many days of what goes are shown.
const Ahead = 90

// Record is what the page shows of one partner.
type Record struct {
	entry.Whose
	Times    store.Retention
	Forecast store.Forecast
}

// Page is how long one partner keeps things.
type Page struct {
	page.Out
	ctx  context.Context
	desk Desk
	look look.Look
	room page.Room
	of   keys.PartnerID
	got  Record
	read page.Load[Record]
	save page.Ask[string] // what was done, in words

	tab   int
	rows  [2]look.List // times, and what goes
	told  int          // the row that is said whole below
	whole look.Text
	over  over
}

// over is what stands over the page: a time being entered, a question to confirm, or
// a choice of partner.
type over struct {
	words   *entry.Text
	set     store.RetentionSetting // that words are of
	confirm *look.Confirm
	choice  *look.Choice
}

func (o *over) open() bool { return o.words != nil || o.confirm != nil || o.choice != nil }

// New is the times of the member's own partner.
func New(ctx context.Context, desk Desk, lk look.Look) *Page {
	return &Page{ctx: ctx, desk: desk, look: lk, of: desk.Who().Partner.ID}
}

// Read reads how long a partner keeps things, and what goes.
func Read(ctx context.Context, desk Desk, of keys.PartnerID) (Record, error) {
	all, err := desk.Partners(ctx)
	if err != nil {
		return Record{}, err
	}
	r := Record{Whose: entry.WhoseOf(all, of)}
	if r.Times, err = desk.Retention(ctx, of); err != nil {
		return r, err
	}
	r.Forecast, err = desk.Forecast(ctx, of, Ahead)
	return r, err
}

// Title names the place.
func (p *Page) Title() string { return "Retention" }

// Init reads everything. It is not read again when the page comes back on top: each
// reading is an event.
func (p *Page) Init() tea.Cmd {
	desk, of := p.desk, p.of
	return p.read.Start(p.ctx, func(ctx context.Context) (Record, error) { return Read(ctx, desk, of) })
}

// Update takes one message.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case page.Room:
		p.room = msg
	case look.Look:
		p.look = msg
	case tea.PasteMsg:
		if p.over.words != nil {
			p.over.words.Paste(msg)
		}
	case page.Still:
		p.told = p.rows[p.tab].At()
		p.whole.Top()
	case tea.KeyPressMsg:
		cmd := p.key(msg)
		if p.told != p.rows[p.tab].At() {
			p.Rest()
		}
		return cmd
	case page.Answer[Record]:
		cmd := p.read.Take(&p.Out, msg, p.took, p.key)
		p.of = p.got.Partner.ID // what is shown, where another could not be read
		return cmd
	case page.Answer[string]:
		if p.save.Take(msg) {
			return p.saved(msg)
		}
	}
	return nil
}

func (p *Page) took(got Record) {
	p.got = got
	p.rows[0].SetLen(len(store.RetentionSettings()))
	p.rows[1].SetLen(len(p.got.Forecast.Rows))
	p.told = p.rows[p.tab].At()
}

// saved says what was done, or beside the field why it was not.
func (p *Page) saved(msg page.Answer[string]) tea.Cmd {
	switch {
	case msg.Err == nil:
		p.over = over{}
		p.Done(msg.Value)
		return p.Init()
	case p.over.words != nil && !errors.Is(msg.Err, store.ErrConflict):
		p.over.words.Refuse(msg.Err)
	default: // somebody else changed it meanwhile, perhaps
		p.over = over{}
		p.Wrong(entry.Plain(msg.Err))
		return p.Init()
	}
	return nil
}

func (p *Page) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case p.read.Early(k) || p.save.Busy():
		return nil
	case p.over.words != nil:
		return p.entering(k)
	case p.over.confirm != nil:
		return p.confirming(k)
	case p.over.choice != nil:
		return p.choosing(k)
	}
	switch k.String() {
	case "space":
		if !p.whole.ReadOn() {
			p.rows[p.tab].Key(k)
		}
	case "enter":
		p.enter()
	case "o":
		p.over.confirm = &look.Confirm{Question: Steers(&p.got.Forecast.Purge)}
	case "p":
		p.over.choice = p.got.AskWhose("Which partner's times?")
	default:
		if tab, ok := look.TabKey(k, p.tab, len(p.rows)); ok {
			p.tab, p.told = tab, p.rows[tab].At()
			p.whole.Top()
		} else {
			p.rows[p.tab].Key(k)
		}
	}
	return nil
}

// enter asks for another time.
func (p *Page) enter() {
	if p.tab != 0 {
		return
	}
	s := store.RetentionSettings()[p.rows[0].At()]
	p.over = over{words: AskTime(&p.got, s), set: s}
}

func (p *Page) entering(k tea.KeyPressMsg) tea.Cmd {
	switch p.over.words.Key(k) {
	case look.Left:
		p.over = over{}
	case look.Chosen:
		n, err := ReadTime(p.over.words.Value(), p.over.set)
		if err != nil {
			p.over.words.Refuse(err)
			return nil
		}
		desk, of, rev, s := p.desk, p.got.Partner.ID, p.got.Times.Rev, p.over.set
		return p.save.Start(p.ctx, func(ctx context.Context) (string, error) {
			r, err := desk.SetRetention(ctx, of, rev, s.Name, n)
			return "Saved. " + s.Name + ": " + r.Words(s) + ".", err
		})
	}
	return nil
}

func (p *Page) confirming(k tea.KeyPressMsg) tea.Cmd {
	switch p.over.confirm.Key(k) {
	case look.Left:
		p.over = over{}
	case look.Chosen:
		desk, held := p.desk, p.got.Forecast.Purge.Hold != nil
		return p.save.Start(p.ctx, func(ctx context.Context) (string, error) { return Steer(ctx, desk, held) })
	}
	return nil
}

func (p *Page) choosing(k tea.KeyPressMsg) tea.Cmd {
	switch p.over.choice.Key(k) {
	case look.Left:
		p.over = over{}
	case look.Chosen:
		p.of = p.got.Partners[p.over.choice.At()].ID
		p.over = over{}
		return p.Init()
	}
	return nil
}

// Steer puts removing on hold, or goes on with it where it is, and says what was done.
func Steer(ctx context.Context, desk Desk, held bool) (string, error) {
	if held {
		_, err := desk.ResumePurge(ctx)
		return "Removing by time goes on. All is announced anew tonight.", err
	}
	_, err := desk.HoldPurge(ctx)
	return "On hold. Nothing is removed until a steward goes on with it.", err
}

// ReadTime is a time of a setting as it was typed: a number, or usual. The error
// says what to enter.
func ReadTime(typed string, s store.RetentionSetting) (int, error) {
	typed = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(typed)), "s"), s.Unit)
	if n, err := strconv.Atoi(strings.TrimSpace(typed)); err == nil && n >= s.Least && n <= s.Most {
		return n, nil
	}
	if typed == "usual" {
		return 0, nil
	}
	return 0, &store.FieldError{Field: s.Name, Says: enterTime(s)}
}

// Takes keeps what writes in a field, and Esc while something is asked.
func (p *Page) Takes(k tea.KeyPressMsg) bool {
	return p.over.open() && (k.String() == "esc" || k.String() == "/") || p.over.words != nil && p.over.words.Takes(k)
}

// Unsaved says whether a time is being entered that is not kept.
func (p *Page) Unsaved() bool { return p.over.words != nil && p.over.words.Changed() }

// Keys lists the keys that work now.
func (p *Page) Keys() []key.Binding {
	switch {
	case p.over.words != nil:
		return p.over.words.Keys("save")
	case p.over.confirm != nil:
		return []key.Binding{page.Bind("y", "yes", "y"), page.Bind("n", "no", "n")}
	case p.over.choice != nil:
		return []key.Binding{page.Bind("Enter", "show that", "enter"), page.Bind("Esc", "leave as it was", "esc")}
	case !p.read.Here():
		return nil
	}
	steer := "hold"
	if p.got.Forecast.Purge.Hold != nil {
		steer = "go on"
	}
	all := []key.Binding{page.Bind("o", steer, "o"), page.Bind("p", "partner", "p"), page.Bind("Left Right", "part", "left", "right"), page.Bind("Up Down", "move", "up", "down")}
	if p.tab == 0 {
		all = append([]key.Binding{page.Bind("Enter", "change", "enter")}, all...)
	}
	return all
}

// Help says what the page is for.
func (p *Page) Help() string {
	return "How long a partner keeps its records, and what goes on which day. Nothing goes unannounced: a removal is announced at least four weeks before, found again in at least seven nights since, and looked at once more when it is made. Coaches see it in their diaries and can call it off. Here are pseudonyms and days, and no names. o puts all removing on hold, for every partner of this server, or goes on with it. As commands: retention, retention set, retention preview, retention hold, retention resume. Opening this page is kept in the trail."
}
