package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
)

// closesSoon is how many days before its last day a programme is said to close.
const closesSoon = 28

// Checks says what could go wrong with a referral, before it is sent: how the
// client stands today, whether the receiver is there and has room, the days of
// the programme and of its record, and what it would get in the way of. Nothing
// is kept but the reading.
func (d *Desk) Checks(ctx context.Context, form store.ReferralForm) ([]store.Check, error) {
	return read(ctx, d, keys.ActReferralWrite, func(tx store.Tx) ([]store.Check, store.Event, error) {
		f, err := d.fill(tx, form, false, "")
		if err != nil {
			return nil, store.Event{}, err
		}
		checks, err := d.checks(tx, &f)
		return checks, store.Event{Verb: "opened", Subject: subject(f.r.Client), Fields: []string{"packet"}}, err
	})
}

// checks are the lines of one referral, in the order of store.CheckIDs.
func (d *Desk) checks(tx store.Tx, f *filled) ([]store.Check, error) {
	dl, err := delivery(tx, f.p.ID)
	if err != nil {
		return nil, err
	}
	open, err := d.othersOpen(tx, f)
	if err != nil {
		return nil, err
	}
	receiver, err := d.checkReceiver(tx, &dl)
	if err != nil {
		return nil, err
	}
	before, err := d.checkBefore(tx, f)
	if err != nil {
		return nil, err
	}
	marks, err := orNone(store.AllMarks.Get(tx, string(f.p.ID)))
	if err != nil {
		return nil, err
	}
	out := []store.Check{}
	for _, c := range []store.Check{
		d.checkStanding(f), receiver, d.checkCapacity(&dl), d.checkDates(f), d.checkAssured(assured(f.p, &marks), &dl), checkDocuments(f),
		checkOpen(f, open), d.checkExcluded(f, open), before,
	} {
		if c.Level != "" {
			out = append(out, c)
		}
	}
	return out, nil
}

// othersOpen lists the client's other referrals that were sent and have not
// ended, but for the one that this one takes further.
func (d *Desk) othersOpen(tx store.Tx, f *filled) ([]store.Referral, error) {
	var open []store.Referral
	for other, err := range store.Referrals.By(tx, "client", string(f.r.Client)) {
		if err != nil {
			return nil, err
		}
		if other.ID != f.r.ID && other.ID != f.r.After && !other.Sent.IsZero() && !other.State.Closed() {
			open = append(open, other)
		}
	}
	return open, nil
}

// checkBefore is what came of the client's last referral to the same programme,
// where that was not what was hoped for, and that an earlier one was completed.
func (d *Desk) checkBefore(tx store.Tx, f *filled) (store.Check, error) {
	c := store.Check{ID: store.CheckBefore}
	var last, completed store.Step
	for other, err := range store.Referrals.By(tx, "client", string(f.r.Client)) {
		if err != nil {
			return c, err
		}
		step, ok := other.Came()
		if ok && other.ID != f.r.ID && other.Packet.Programme == f.p.ID && other.State.Closed() && step.At.After(last.At) {
			last = step
		}
		if ok && other.ID != f.r.ID && other.Packet.Programme == f.p.ID && other.State == store.Completed && step.At.After(completed.At) {
			completed = step
		}
	}
	row, ok := store.MoveFrom(last.Move, last.Side, last.From)
	if !ok || last.To == store.Completed || last.From == store.Draft {
		return c, nil
	}
	c.Level, c.Says = store.CheckNote, "Referred there before, and "+row.Done+" on "+store.DayOf(last.At).Words()
	if last.Reason != nil {
		c.Says += ": " + last.Reason.Says
		if last.Reason.Rule != "" {
			c.Says += " (" + last.Reason.Rule + ")"
		}
	}
	if !completed.At.IsZero() {
		c.Says += ". Completed there on " + cmp.Or(completed.Day, store.DayOf(completed.At)).Words()
	}
	return c, nil
}

// checkStanding is how the client stands with the programme's rule alone: its
// days and what it excludes have checks of their own.
func (d *Desk) checkStanding(f *filled) store.Check {
	c := store.Check{ID: store.CheckStanding}
	dateless := *f.p
	dateless.Dates = store.Dates{}
	result := d.stand(f, &dateless)
	failed := slices.DeleteFunc(result.Failed, ofProgrammes)
	switch {
	case result.Standing == store.Unclear:
		c.Level, c.Says = store.CheckNote, "Unclear today. Not known: "+sayReasons(result.Missing)
	case len(failed) == 0:
		return c
	case result.Standing == store.NearMiss:
		c.Level, c.Says = store.CheckWarning, "Not eligible yet. Not met: "+sayReasons(failed)
		if result.When != 0 {
			c.Says += ". Met on " + result.When.Words()
		}
	case result.Standing == store.Ineligible:
		c.Level, c.Says = store.CheckStop, "Not eligible today. Not met: "+sayReasons(failed)
	}
	return c
}

func ofProgrammes(r store.Reason) bool { return r.Fact == store.Programmes.String() }

func sayReasons(reasons []store.Reason) string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = r.Says
	}
	return strings.Join(out, "; ")
}

// checkReceiver is whether anybody would see the referral.
func (d *Desk) checkReceiver(tx store.Tx, dl *store.Delivery) (store.Check, error) {
	c := store.Check{ID: store.CheckReceiver}
	if dl.Partner == "" {
		c.Level, c.Says = store.CheckNote, "Nobody here delivers it: send it to the provider yourself, and enter here what they answer."
		return c, nil
	}
	p, err := store.Partners.Get(tx, string(dl.Partner))
	if err != nil {
		return c, err
	}
	if p.Locked {
		c.Level, c.Says = store.CheckStop, "The access of "+p.Name+" is closed: nobody there will see it."
		return c, nil
	}
	for m, err := range store.Members.By(tx, "partner", string(dl.Partner)) {
		if err != nil || m.May(keys.ActReferralAnswer) {
			return c, err
		}
	}
	c.Level, c.Says = store.CheckWarning, "Nobody at "+p.Name+" has the role provider yet: it waits until somebody has."
	return c, nil
}

func (d *Desk) checkCapacity(dl *store.Delivery) store.Check {
	c := store.Check{ID: store.CheckCapacity}
	switch dl.Capacity.Code {
	case store.HasSpace:
		c.Level, c.Says = store.CheckNote, "There is space"
	case store.WaitingList:
		c.Level, c.Says = store.CheckWarning, "There is a waiting list"
	case store.AskFirst:
		c.Level, c.Says = store.CheckWarning, "The provider is to be asked first"
	case store.NoSpace:
		c.Level, c.Says = store.CheckStop, "There is no space"
	default:
		return c
	}
	if n := dl.Capacity.Places; n != nil {
		c.Says += fmt.Sprintf(" (%s)", counted(*n, "place"))
	}
	c.Says += ", said on " + dl.Capacity.Said.Words()
	if dl.Stale(d.Today()) {
		c.Says += ", " + counted(int(d.Today()-dl.Capacity.Said), "day") + " ago, so it may be out of date"
	}
	if dl.Capacity.Note != "" {
		c.Says += ": " + dl.Capacity.Note
	}
	return c
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (d *Desk) checkDates(f *filled) store.Check {
	c := store.Check{ID: store.CheckDates}
	dates, today := f.p.Dates, d.Today()
	switch dates.Open(today) {
	case store.No:
		c.Level, c.Says = store.CheckStop, "It is not taking referrals today"
		if dates.Says != "" {
			c.Says += ": " + strings.TrimSuffix(dates.Says, ".")
		}
	case store.Unknown:
		c.Level, c.Says = store.CheckNote, "No source says whether it is taking referrals today: ask before you send."
	default:
		if dates.Closes != 0 && dates.Closes-today <= closesSoon {
			c.Level, c.Says = store.CheckNote, "The last day for referrals is "+dates.Closes.Words()+", in "+counted(int(dates.Closes-today), "day")
		}
	}
	return c
}

func (d *Desk) checkAssured(on store.Day, dl *store.Delivery) store.Check {
	c := store.Check{ID: store.CheckAssured}
	days, review := int(d.Today()-on), dl.Clocks.Filled().Review
	if on == 0 || days <= review {
		return c
	}
	c.Level = store.CheckNote
	if days > 2*review {
		c.Level = store.CheckWarning
	}
	c.Says = fmt.Sprintf("What is known of it was last checked on %s, %s ago: it is to be checked every %s.",
		on.Words(), counted(days, "day"), counted(review, "day"))
	return c
}

// checkDocuments names what the receiver is told of and will ask to see, and
// nobody has seen yet.
func checkDocuments(f *filled) store.Check {
	var unseen []string
	for _, line := range f.r.Packet.Lines {
		fact, _ := store.FactNamed(line.Fact)
		if slices.Contains(f.p.Documents, line.Fact) && f.c.Known[fact].Source != store.DocumentSeen {
			unseen = append(unseen, strings.ToLower(line.Label))
		}
	}
	if len(unseen) == 0 {
		return store.Check{}
	}
	return store.Check{ID: store.CheckDocuments, Level: store.CheckNote, Says: "Documents still to bring, for: " + strings.Join(unseen, ", ")}
}

func checkOpen(f *filled, open []store.Referral) store.Check {
	i := slices.IndexFunc(open, func(r store.Referral) bool { return r.Packet.Programme == f.p.ID })
	if i < 0 {
		return store.Check{}
	}
	r := &open[i]
	return store.Check{
		ID: store.CheckOpenReferral, Level: store.CheckStop,
		Says: fmt.Sprintf("%s was referred to it on %s already: %s is %s.", f.c.GivenName, store.DayOf(r.Sent).Words(), r.ID, stateWords(r.State)),
	}
}

// checkExcluded names the programmes that this one's rule excludes: those that
// the client is on, and those that an open referral would put them on.
func (d *Desk) checkExcluded(f *filled, open []store.Referral) store.Check {
	var says []string
	if slices.ContainsFunc(f.result.Failed, ofProgrammes) {
		on := f.facts[store.Programmes].Set.Has
		says = append(says, fmt.Sprintf("%s is on %s", f.c.GivenName, strings.Join(on, ", ")))
	}
	for i := range open {
		if d.wouldExclude(f, open[i].Packet.Programme) {
			says = append(says, fmt.Sprintf("%s is referred to %s (%s)", f.c.GivenName, open[i].Packet.Name, open[i].ID))
		}
	}
	if len(says) == 0 {
		return store.Check{}
	}
	return store.Check{
		ID: store.CheckExcluded, Level: store.CheckWarning,
		Says: strings.Join(says, ", and ") + ". Its rule does not allow both.",
	}
}

// wouldExclude says whether being on the other programme would break a rule that
// is not broken as it is.
func (d *Desk) wouldExclude(f *filled, other store.ProgrammeID) bool {
	have := f.facts[store.Programmes]
	if have.Set.Holds(string(other)) == store.Yes {
		return false
	}
	then := store.Changes{Set: store.Facts{store.Programmes: {Set: store.Set{Has: []string{string(other)}}}}}.Apply(f.facts)
	result := match.One(then, f.p, d.Today())
	now := func(r store.Reason) bool {
		return ofProgrammes(r) && !slices.ContainsFunc(f.result.Failed, sameSays(r))
	}
	return slices.ContainsFunc(result.Failed, now)
}

func sameSays(r store.Reason) func(store.Reason) bool {
	return func(have store.Reason) bool { return have.Says == r.Says }
}

// overridden is what was written against each check that warns or stops. Where
// something was not, the error is a *store.CheckError.
func overridden(checks []store.Check, why map[string]string) ([]store.Override, error) {
	var out []store.Override
	var left []store.Check
	for id := range why {
		if !slices.Contains(store.CheckIDs(), id) {
			return nil, wrong("overrides", "There is no check %q. The checks are: %s.", id, strings.Join(store.CheckIDs(), ", "))
		}
	}
	for _, c := range checks {
		if c.Level != store.CheckWarning && c.Level != store.CheckStop {
			continue
		}
		says, err := entered("override", why[c.ID], maxWhy, false, false)
		if err != nil {
			return nil, err
		}
		if says == "" {
			left = append(left, c)
		}
		out = append(out, store.Override{Check: c.ID, Says: c.Says, Why: says})
	}
	if len(left) > 0 {
		err := &store.CheckError{Checks: left}
		return nil, said(err, "%s", err.Error())
	}
	return out, nil
}
