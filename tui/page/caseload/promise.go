package caseload

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/page/entry"
)

// askPromised asks by which day what was promised is to be done.
func (c *Client) askPromised(words string) {
	c.change = change{what: askPromiseDay, promise: words, words: AskPromiseDay(c.desk.Today())}
}

// PromiseDay is a day as it was typed. The error says what to enter.
func PromiseDay(typed string, today store.Day) (store.Day, error) {
	day := entry.ReadDay(typed)
	if day < today {
		return 0, entry.Sentence("Enter a day from today on, such as " + (today + 7).Words() + ".")
	}
	return day, nil
}

// keepPromise keeps what was promised, and the day.
func (c *Client) keepPromise() tea.Cmd {
	day, err := PromiseDay(c.change.words.Value(), c.desk.Today())
	if err != nil {
		c.change.words.Refuse(err)
		return nil
	}
	cl, desk, words := c.got.client, c.desk, c.change.promise
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		_, err := desk.AddFollowUp(ctx, cl.Ref, day, words)
		return cl, err
	})
}

// promised is what was promised and is not done yet.
func (r *record) promised() int {
	n := 0
	for i := range r.followUps {
		if r.followUps[i].Done.IsZero() {
			n++
		}
	}
	return n
}

// endPromise marks what is in focus as done.
func (c *Client) endPromise() tea.Cmd {
	at := c.rows[partPromises].At()
	if c.part != partPromises || at >= len(c.got.followUps) {
		return nil
	}
	f := c.got.followUps[at]
	if !f.Done.IsZero() {
		c.Say("This was done on " + store.DayOf(f.Done).Words() + " already.")
		return nil
	}
	cl, desk := c.got.client, c.desk
	return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
		_, err := desk.EndFollowUp(ctx, f.ID)
		return cl, err
	})
}

// promiseRow is what was promised: by when or when it was done, by whom, and what.
func (c *Client) promiseRow(f *store.FollowUp, w int) string {
	when := store.Near(f.Due, c.desk.Today())
	if !f.Done.IsZero() {
		when = "done " + store.DayOf(f.Done).Words()
	}
	return c.look.Cut(fmt.Sprintf("%s  %s  %s", c.look.Fit(when, len("done ")+dayWidth), c.look.Fit(c.name(f.Member), 12), f.Text), w)
}
