// Package page is the contract between a session and its pages. It knows nothing
// of any one page, of how a screen reaches a terminal, or of the desk.
//
// # Writing a page
//
// A page is a pointer with the five methods of Model, made by
//
//	func New(ctx context.Context, desk Desk, lk look.Look, ...) *Page
//
// where ctx ends when the page is left or the connection ends, and Desk is an
// interface of the few methods the page needs, so that a test's stub is five
// lines. Its route is a value of this package; tui's build has one line for it.
//
//	type Page struct {
//		page.Out                          // what it asks of the session: Go, Back, Say
//		room page.Room                    // the size it was told
//		ask  page.Ask[store.Programme]    // one question in flight
//		...
//	}
//
//	func (p *Page) Init() tea.Cmd { return p.ask.Start(p.ctx, p.load) }
//
//	func (p *Page) Update(msg tea.Msg) tea.Cmd {
//		switch msg := msg.(type) {
//		case page.Room:
//			p.room = msg
//		case page.Shown:
//			return p.ask.Start(p.ctx, p.load)      // came back to it: read again
//		case tea.KeyPressMsg:
//			return p.key(msg)
//		case page.Answer[store.Programme]:
//			if p.ask.Take(msg) {
//				p.loaded(msg)                  // msg.Value, msg.Err
//			}
//		}
//		return nil
//	}
//
// Update does no I/O and returns at once: whatever may wait is a function given
// to Ask.Start, which runs beside the session, gets a context and changes no
// state. Its answer comes back as a page.Answer; Take is false for an answer to
// a question that was since asked again or stopped. To open a page, go back or
// say something on the status line, call p.Go, p.Back or p.Say inside Update:
// the session acts on it as soon as Update returns, before the next key.
//
// A page that shows one thing that is read, and reads it anew, uses a Load in place
// of an Ask: it keeps the keys that are pressed before anything was read, and leaves
// the page where nothing can be.
//
// The first message is always the Room; Init comes after it. View fills at most
// the room, H lines of W columns, the lines joined by "\n". Rows that are plain
// text want no style call. No page draws a header, a footer, or its own title.
//
// Keys go to the page on top, unless the session takes them: ctrl+c always; "?"
// and F1 (help), "/" (find) and Esc (back) unless the page Takes them. A page
// with a text field in focus takes printable keys, and one with a chooser open
// takes Esc. Everything else, answers above all, goes to every page on the
// stack: switch on the type and check the token.
//
// Keys lists the keys that work now, the most useful first: the footer shows as
// many as fit, help shows all. The optional interfaces are Taker, Pointer,
// Helper and Keeper.
//
// What shows the row in focus in full costs a slow line more than the row: a page
// calls p.Rest() when the focus moves, and draws it anew when page.Still comes. A
// page that can lie under Settings takes a look.Look, which replaces its own.
//
// Text that people or feeds wrote is drawn through look.Look's Cut, Fit, Wrap,
// Hang or Pair, which make it safe and put it in what the terminal can show;
// widgets to build on (List, Field, Choice, Confirm, Text) are there too.
// pagetest opens a page on a stub, presses keys, runs its questions, and sweeps
// it over every size.
package page

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Model is one page. It is a pointer: Update changes it.
type Model interface {
	// Init is called once, after the first Room.
	Init() tea.Cmd
	// Update takes one message. It does no I/O and does not wait.
	Update(tea.Msg) tea.Cmd
	// View is at most Room.H lines of at most Room.W columns.
	View() string
	// Title names the place in the header, in a few words.
	Title() string
	// Keys lists the keys that work now, the most useful first.
	Keys() []key.Binding
}

// Taker is a page that wants some of the session's own keys ("?", "/", "esc")
// for itself, now.
type Taker interface {
	Takes(tea.KeyPressMsg) bool
}

// Pointer is a page that knows where its focus is. The real cursor is put
// there, so that a screen reader and a magnifier follow. x and y count from 0
// at the top left of the room; false hides the cursor.
type Pointer interface {
	Cursor() (x, y int, ok bool)
}

// Helper is a page with a paragraph of its own for the help screen.
type Helper interface {
	Help() string
}

// Keeper is a page that may hold what was typed and is not yet kept. While
// Unsaved is true the session asks once before it goes back.
type Keeper interface {
	Unsaved() bool
}

// Speaker is a page that asks things of the session. Embedding Out is enough.
type Speaker interface {
	Drain() []tea.Msg
}
