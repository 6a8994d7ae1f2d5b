package desk

import (
	"slices"

	"signpost/store"
	"signpost/store/match"
)

// learnFrom keeps what a move of a referral shows of its programme, in the move's
// own transaction: how soon it answered and how, that it takes referrals, or that
// a line of its rule turned somebody away. Nothing of the client or of a member is
// in it.
func (o *Office) learnFrom(tx store.Tx, r store.Referral, step store.Step) error {
	earlier := r.Steps
	if n := len(earlier); n > 0 && earlier[n-1].Move == step.Move && earlier[n-1].At.Equal(step.At) {
		earlier = earlier[:n-1]
	}
	if err := o.tracked(tx, &r, earlier, &step); err != nil {
		return err
	}
	if step.To == store.Accepted || step.Move == store.MoveStart {
		mark := store.Mark{Field: store.FieldDates, Assured: store.DayOf(step.At), At: step.At, How: "a referral was accepted"}
		return setMark(tx, r.Packet.Programme, mark)
	}
	if step.Reason != nil && step.Reason.Code == store.ReasonNotEligible {
		return o.turnedAway(tx, &r, &step)
	}
	return nil
}

// tracked counts the first reply, and the answer in place of the one before it.
func (o *Office) tracked(tx store.Tx, r *store.Referral, earlier []store.Step, step *store.Step) error {
	was, is := o.answerOf(r, earlier), o.answerOf(r, append(slices.Clone(earlier), *step))
	first := replies(step) && !slices.ContainsFunc(earlier, func(s store.Step) bool { return replies(&s) })
	if was == is && !first {
		return nil
	}
	track, err := orNone(store.Tracks.Get(tx, string(r.Packet.Programme)))
	if err != nil {
		return err
	}
	track.Programme = r.Packet.Programme
	if first {
		on := store.DayOf(step.At)
		track.Reply(on, int(on-store.DayOf(r.Sent.In(step.At.Location()))))
	}
	if was != is {
		if was.Kind != "" {
			track.TakeBack(store.DayOf(was.At), was)
		}
		if is.Kind != "" {
			track.Answer(store.DayOf(is.At), is)
		}
	}
	_, err = store.Tracks.Put(tx, track)
	return err
}

// replies says whether a step is the receiver's answer. An acknowledgement is
// none: the coach still does not know what will come of it.
func replies(s *store.Step) bool {
	return s.Side == store.ReceiverSide && s.From.Unanswered() && !s.To.Unanswered()
}

// answerOf is the answer that the steps come to; the zero TrackAnswer while there
// is none.
func (o *Office) answerOf(r *store.Referral, steps []store.Step) store.TrackAnswer {
	var a store.TrackAnswer
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Move == store.MoveReopen && (s.From == store.Declined || s.From == store.Expired):
			a = store.TrackAnswer{}
		case (s.To == store.Accepted || s.Move == store.MoveStart) && a.Kind != store.TrackAccepted:
			a = store.TrackAnswer{At: s.At, Kind: store.TrackAccepted}
		case s.Move == store.MoveDecline:
			a = o.declined(r, s)
		case s.Move == store.MoveRedirect:
			a = store.TrackAnswer{At: s.At, Kind: store.TrackRedirected}
		case s.From.Unanswered() && (s.Move == store.MoveExpire || s.Move == store.MoveWithdraw && s.Reason != nil && s.Reason.Code == store.ReasonNoReply):
			a = store.TrackAnswer{At: s.At, Kind: store.TrackSilent}
		}
	}
	return a
}

// declined is the answer of a decline, with the part of the record that it speaks
// against. A reason of the client's own speaks against none.
func (o *Office) declined(r *store.Referral, s *store.Step) store.TrackAnswer {
	a := store.TrackAnswer{At: s.At, Kind: store.TrackDeclined}
	if s.Reason == nil {
		return a
	}
	switch a.Reason = s.Reason.Code; s.Reason.Code {
	case store.ReasonNotEligible:
		a.Field, a.Line = o.fieldOf(r.Packet.Programme, store.DayOf(s.At), s.Reason.Rule)
	case store.ReasonNoCapacity, store.ReasonSessionFull:
		a.Field = store.FieldDates
	}
	return a
}

// fieldOf is the field that a line of a programme's rule comes from, and the line
// where that is the rule itself.
func (o *Office) fieldOf(id store.ProgrammeID, day store.Day, line string) (store.Field, string) {
	if p, ok := o.shelf.Load().Get(id); ok {
		if f := match.FieldOf(p, day, line); f != store.FieldRule {
			return f, ""
		}
	}
	return store.FieldRule, line
}

// turnedAway questions the line of the rule by which a referral was declined or
// ended: one question for each line, which counts them.
func (o *Office) turnedAway(tx store.Tx, r *store.Referral, step *store.Step) error {
	id := r.Packet.Programme
	field, line := o.fieldOf(id, store.DayOf(step.At), step.Reason.Rule)
	if field == store.WholeRecord {
		return nil
	}
	open, err := openQuestions(tx, id)
	if err != nil {
		return err
	}
	q := store.FieldQuestion{Programme: id, Field: field, Line: line, At: step.At}
	i := slices.IndexFunc(open, func(q store.FieldQuestion) bool { return q.Declines > 0 && q.Field == field && q.Line == line })
	if i >= 0 {
		q = open[i]
	}
	q.Declines++
	if r.Packet.Standing == store.Eligible {
		q.Eligible++
	}
	if i >= 0 {
		_, err = store.FieldQuestions.Put(tx, q)
	} else {
		_, err = newQuestion(tx, q)
	}
	return err
}
