package caseload

import (
	"context"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page/entry"
)

// What follows is for whoever asks and answers a line at a time: the words of the
// pages without their screens.

// Record is everything of a client that their page shows.
type Record struct {
	Client      store.Client
	Notes       []store.Note
	Assessments []store.Assessment
	Referrals   []store.Referral
	Names       map[keys.MemberID]string
	Programmes  []entry.Named // those that a client can be on
	Households  []store.HouseholdLine
	FollowUps   []store.FollowUp
	Grounds     store.Grounds
}

// Read reads everything of a client.
func Read(ctx context.Context, desk ClientDesk, ref store.ClientRef) (Record, error) {
	r, err := read(ctx, desk, ref)
	return Record{r.client, r.notes, r.assessments, r.referrals, r.names, r.programmes, r.households, r.followUps, r.grounds}, err
}

// State says whose a client is and when they changed, or that they are closed.
func (r *Record) State() string {
	return (&Client{got: record{client: r.Client, names: r.Names, households: r.Households}}).state()
}

// AskNote, AskName and AskClose are the questions of words about a client.
func AskNote() *entry.Text { return asks(askNote, store.Client{}) }

// AskName asks for another given name.
func AskName(c store.Client) *entry.Text { return asks(askName, c) }

// AskClose asks why a client is closed, and says what that leaves open.
func AskClose(r *Record) *entry.Text {
	p := &Client{got: record{client: r.Client, referrals: r.Referrals, followUps: r.FollowUps}}
	p.ask(askClose)
	return p.change.words
}

// LeavesOpen says whether a referral or a promise of the client is open.
func (r *Record) LeavesOpen() bool {
	return (&record{referrals: r.Referrals, followUps: r.FollowUps}).leftOpen() != ""
}

// AskPromise asks what was promised; AskPromiseDay, by when it is to be done.
func AskPromise() *entry.Text { return asks(askPromise, store.Client{}) }

// AskPromiseDay asks by which day it is to be done; PromiseDay reads the answer.
func AskPromiseDay(today store.Day) *entry.Text {
	return entry.NewOffer("By which day?", "Enter a day, such as "+(today+7).Words()+". It is in your diary from a week before.", (today + 7).Words(), 30)
}

// Promised is how much was promised and is not done.
func (r *Record) Promised() int { return (&record{followUps: r.FollowUps}).promised() }

func asks(w what, c store.Client) *entry.Text {
	p := &Client{got: record{client: c}}
	p.ask(w)
	return p.change.words
}
