package store

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// ErasedName stands where the given name of a client was who is erased.
const ErasedName = "(erased)"

// ReasonErased is the reason of the step that ends a referral whose client is
// erased. Nobody enters it.
const ReasonErased ReasonCode = "erased"

// WhyWords is one code of why something is done, and how it reads.
type WhyWords struct{ Code, Says string }

// EraseWhys lists the codes of why a client is erased, the usual one first.
func EraseWhys() []WhyWords {
	return []WhyWords{
		{"asked", "the client asked for it"},
		{"objected", "the client objected to what is kept"},
		{"unlawful", "it should not have been kept"},
		{"mistake", "entered by mistake, or twice"},
		{"not-needed", "it is not needed any more"},
	}
}

// EraseRetention is the code of a client who was erased because the time was over
// for which the record is kept. Nobody enters it.
const EraseRetention = "retention"

// WhyCodes are the codes of a list of whys.
func WhyCodes(list []WhyWords) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.Code
	}
	return out
}

// Erased says whether the client of a referral was erased: what is left of it
// tells of the programme, the partners and the outcome, and of nobody.
func (r *Referral) Erased() bool { return r.Client == "" }

// eraseAtOnce is how many writes of one transaction go into erasing a client's
// records, by a guess for each kind: few enough for the envelope of any engine.
const eraseAtOnce = 300

// EraseClient removes what the store holds of a client: the record and what stands
// beside it, corrections, notes, follow-ups, assessments, drafts, their place in households,
// and of referrals that were sent everything but what is counted. Those that have
// not ended end. Events stay, which hold pseudonyms. more is that this did not fit
// into one transaction and it is to be called again: the client's own record goes
// last. No client of that reference is no error.
func EraseClient(tx Tx, ref ClientRef, now time.Time) (more bool, err error) {
	id := string(ref)
	left := eraseAtOnce
	err = errors.Join(
		dropSome(tx, Notes, id, &left, 2, nil),
		dropSome(tx, Corrections, id, &left, 2, nil),
		dropSome(tx, Visits, id, &left, 3, nil),
		dropSome(tx, FollowUps, id, &left, 4, nil),
		dropSome(tx, Assessments, id, &left, 12, dropAnswer),
		stripReferrals(tx, ref, &left, now),
	)
	if err != nil || left <= 0 {
		return left <= 0, err
	}
	return false, errors.Join(leaveHouseholds(tx, ref, DayOf(now)), drop(tx, Triages, id), drop(tx, Counteds, id), drop(tx, Keepings, id),
		drop(tx, Removals, RemovalID(ClosedClient, id)), drop(tx, Removals, RemovalID(QuietClient, id)), drop(tx, Clients, id))
}

// drop removes the record of that id, if there is one, whatever its revision.
func drop[R any](tx Tx, t Table[R], id string) error {
	r, err := t.Get(tx, id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.Delete(tx, id, *t.Rev(&r))
}

// dropSome removes a client's records from a table with an index "client" while
// writes are left: each takes so many. also is called before each, if given.
func dropSome[R any](tx Tx, t Table[R], client string, left *int, each int, also func(Tx, *R) error) error {
	for r, err := range t.By(tx, "client", client) {
		if err != nil || *left <= 0 {
			return err
		}
		if also != nil {
			if err := also(tx, &r); err != nil {
				return err
			}
		}
		if err := t.Delete(tx, t.ID(&r), *t.Rev(&r)); err != nil {
			return err
		}
		*left -= each
	}
	return nil
}

// dropAnswer removes what stands beside an assessment.
func dropAnswer(tx Tx, a *Assessment) error {
	if err := drop(tx, Removals, RemovalID(OldAssessment, string(a.ID))); err != nil {
		return err
	}
	for pair, err := range tx.Range(partKey(a.ID, 0), partKey(a.ID, 9999)) {
		if err == nil {
			err = tx.Delete(pair.Key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stripReferrals leaves of a client's referrals what tells of nobody.
func stripReferrals(tx Tx, ref ClientRef, left *int, now time.Time) error {
	for r, err := range Referrals.By(tx, "client", string(ref)) {
		if err != nil || *left <= 0 {
			return err
		}
		*left -= 30
		if r.Sent.IsZero() {
			err = DropDraft(tx, &r)
		} else {
			strip(&r, now)
			_, err = Referrals.Put(tx, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// strip takes out of a referral whose it was and every word that somebody wrote,
// and ends it where it has not ended. Codes, days and who moved it stay.
func strip(r *Referral, now time.Time) {
	if !r.State.Closed() {
		step := Step{
			Move: MoveWithdraw, From: r.State, To: Withdrawn, Side: ClockSide, At: now, Who: "Signpost",
			Reason: &StepReason{Code: ReasonErased, Says: "the client's record was erased"},
		}
		if r.State == Started {
			step.Move, step.To = MoveEndEarly, EndedEarly
		}
		r.State, r.Until, r.Steps = step.To, 0, append(r.Steps, step)
	}
	k := r.Packet
	r.Packet = Packet{GivenName: ErasedName, Programme: k.Programme, Name: k.Name, Provider: k.Provider, From: k.From, Lines: []PacketLine{}, Standing: k.Standing, Day: k.Day}
	r.Client, r.Household, r.Assessment, r.Agreement.By = "", "", "", ""
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Note, s.Override = "", nil
		if s.Reason != nil {
			s.Reason = &StepReason{Code: s.Reason.Code, Says: s.Reason.Says}
		}
	}
}

// leaveHouseholds takes the client out of every household, also of those that they
// have left. Their place stays, with nobody in it: places are numbered.
func leaveHouseholds(tx Tx, ref ClientRef, today Day) error {
	for h, err := range Households.All(tx) {
		if err != nil {
			return err
		}
		was := false
		h.People, h.Plan = slices.Clone(h.People), slices.Clone(h.Plan)
		for i := range h.People {
			p := &h.People[i]
			if p.Client != ref {
				continue
			}
			was = true
			*p = Person{ID: p.ID, GivenName: ErasedName, Joined: p.Joined, Left: cmp.Or(p.Left, today)}
			for j := range h.Plan {
				if h.Plan[j].Person == p.ID {
					h.Plan[j].What = ErasedName
				}
			}
		}
		if !was {
			continue
		}
		if _, err := Households.Put(tx, h); err != nil {
			return err
		}
	}
	return nil
}

// NewClientRef makes a reference that no client has, and that no client had who
// was erased: what a backup leaves out is nobody else.
func NewClientRef(tx Tx) (ClientRef, error) {
	for {
		id, err := Clients.NewID(tx, "")
		if err != nil {
			return "", err
		}
		if _, err := Erasures.Get(tx, id); errors.Is(err, ErrNotFound) {
			return ClientRef(id), nil
		} else if err != nil {
			return "", err
		}
	}
}

// DropAssessment removes a kept match with its answer.
func DropAssessment(tx Tx, a *Assessment) error {
	return errors.Join(dropAnswer(tx, a), Assessments.Delete(tx, string(a.ID), a.Rev))
}

// DropDraft removes a referral that was not sent.
func DropDraft(tx Tx, r *Referral) error {
	return errors.Join(Referrals.Delete(tx, string(r.ID), r.Rev), drop(tx, Removals, RemovalID(OldDraft, string(r.ID))))
}
