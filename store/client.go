package store

import (
	"errors"
	"time"

	"signpost/keys"
)

// ClientRef names a client: short, and made to be read out over a telephone.
// Six characters of 23456789ABCDEFGHJKMNPQRSTUVWXYZ in two threes, the last a
// check character: "K7M-2QX".
type ClientRef string

// FactSource says how a fact came to be known.
type FactSource string

// The sources there are.
const (
	ClientSaid    FactSource = "client-said"
	DocumentSeen  FactSource = "document-seen"
	PartnerRecord FactSource = "partner-record"
)

// FactSources lists every source.
func FactSources() []FactSource { return []FactSource{ClientSaid, DocumentSeen, PartnerRecord} }

// Known is one fact of a client and where it came from.
type Known struct {
	Source FactSource    `json:"source"`
	By     keys.MemberID `json:"by"`
	On     Day           `json:"on"`
}

// Client is a person whom a partner helps towards work. There is no surname, no
// address and no National Insurance number: the work does not need them here,
// and what is not held cannot be lost.
type Client struct {
	Ref       ClientRef      `json:"ref"`
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner"`
	Coach     keys.MemberID  `json:"coach"` // who keeps the client
	GivenName string         `json:"given_name"`
	Told      Told           `json:"told,omitzero"` // what is kept and why
	Facts     Facts          `json:"facts"`
	Known     map[Fact]Known `json:"known"` // one for each of Facts
	Added     time.Time      `json:"added"`
	Changed   time.Time      `json:"changed"` // last change of any kind
	ChangedBy keys.MemberID  `json:"changed_by"`
	FactsAt   time.Time      `json:"facts_at,omitzero"` // last change of Facts
	Closed    time.Time      `json:"closed,omitzero"`
	ClosedWhy string         `json:"closed_why,omitempty"`
}

// Card is what lists show of a client. It stands beside the client's record and
// is written with it, so that a list reads no facts and hands none out.
type Card struct {
	Ref       ClientRef      `json:"ref"`
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner"`
	Coach     keys.MemberID  `json:"coach"`
	GivenName string         `json:"given_name"`
	Added     time.Time      `json:"added"`
	Changed   time.Time      `json:"changed"`
	FactsAt   time.Time      `json:"facts_at,omitzero"`
	Closed    time.Time      `json:"closed,omitzero"`
	ClosedWhy string         `json:"closed_why,omitempty"`
	NotTold   bool           `json:"not_told,omitempty"` // what is kept and why
	Referrals int            `json:"-"`                  // drafts and those that have not ended: counted for a list, not kept
}

// besideClient keeps the card of a client with it.
func besideClient(tx Tx, c *Client, gone bool) error {
	old, err := Cards.Get(tx, string(c.Ref))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if gone {
		return Cards.Delete(tx, string(c.Ref), old.Rev)
	}
	card := c.Card()
	card.Rev = old.Rev
	_, err = Cards.Put(tx, card)
	return err
}

// Card is what lists show of the client.
func (c *Client) Card() Card {
	return Card{
		Ref: c.Ref, Partner: c.Partner, Coach: c.Coach, GivenName: c.GivenName, Added: c.Added, Changed: c.Changed,
		FactsAt: c.FactsAt, Closed: c.Closed, ClosedWhy: c.ClosedWhy,
		NotTold: !c.Told.Yet(),
	}
}

// Triage marks a client's latest kept assessment, so that lists need not read
// the assessments themselves. It is apart from the client, so that a triage is
// no change of the client's own record.
type Triage struct {
	Client     ClientRef      `json:"client"`
	Rev        uint64         `json:"rev"`
	Partner    keys.PartnerID `json:"partner"`
	At         time.Time      `json:"at"`
	Assessment AssessmentID   `json:"assessment"`
	Near       []NearDay      `json:"near,omitempty"` // those with a day
	Ends       []LastDay      `json:"ends,omitempty"` // of what helps the client, what time alone ends
}

// Clients holds the clients; index "partner". A card stands beside each.
var Clients = Table[Client]{
	Name:   "client",
	ID:     func(c *Client) string { return string(c.Ref) },
	Rev:    func(c *Client) *uint64 { return &c.Rev },
	Beside: besideClient,
	Indexes: []Index[Client]{
		{Name: "partner", Of: func(c *Client) []string { return []string{string(c.Partner)} }},
	},
}

// Cards holds the cards; indexes "partner", and "coach" of those that are open.
var Cards = Table[Card]{
	Name: "card",
	ID:   func(c *Card) string { return string(c.Ref) },
	Rev:  func(c *Card) *uint64 { return &c.Rev },
	Indexes: []Index[Card]{
		{Name: "partner", Of: func(c *Card) []string { return []string{string(c.Partner)} }},
		{Name: "coach", Of: func(c *Card) []string {
			if !c.Closed.IsZero() {
				return nil
			}
			return []string{string(c.Coach)}
		}},
	},
}

// Triages holds the marks of the latest assessments; index "partner".
var Triages = Table[Triage]{
	Name: "triage",
	ID:   func(t *Triage) string { return string(t.Client) },
	Rev:  func(t *Triage) *uint64 { return &t.Rev },
	Indexes: []Index[Triage]{
		{Name: "partner", Of: func(t *Triage) []string { return []string{string(t.Partner)} }},
	},
}
