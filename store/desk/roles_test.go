package desk_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/search"
)

// try is one call of a desk method. own says whether it is made on records of
// the caller's own partner.
type try struct {
	name   string
	act    keys.Act
	scoped bool // reaches a record of one partner
	change bool // leaves an event
	call   func(w *world, d *desk.Desk, f *fixture) error
}

// fixture is a client and referrals of one partner, made anew for each try.
type fixture struct {
	client store.Client
	draft  store.Referral
	sent   store.Referral
	kept   store.Assessment
	house  store.HouseholdView
	member keys.Member
	key    keys.Key
	inv    keys.Invitation

	partner keys.Partner

	promised store.FollowUp
	leaver   keys.Member // who keeps one client
}

func tries() []try {
	source := store.ClientSaid
	return slices.Concat(clientTries(source), receiverTries(), householdTries(), upkeepTries(), retentionTries(), accessTries())
}

func retentionTries() []try {
	return []try{
		{"Retention", keys.ActRetentionRead, false, false, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Retention(w.ctx, f.partner.ID)
			return err
		}},
		{"SetRetention", keys.ActRetentionWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.SetRetention(w.ctx, f.partner.ID, desk.Latest, "draft", 60)
			return err
		}},
		{"Forecast", keys.ActRetentionRead, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Forecast(w.ctx, f.partner.ID, 28)
			return err
		}},
		{"Purge", keys.ActRetentionRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Purge(w.ctx)
			return err
		}},
		{"HoldPurge", keys.ActRetentionWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			if err := w.heldBy(nil); err != nil {
				return err
			}
			_, err := d.HoldPurge(w.ctx)
			return err
		}},
		{"ResumePurge", keys.ActRetentionWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			if err := w.heldBy(&store.Hold{Why: store.HoldSteward}); err != nil {
				return err
			}
			_, err := d.ResumePurge(w.ctx)
			return err
		}},
		{"Announced", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Announced(w.ctx, f.client.Ref)
			return err
		}},
		{"KeepClient", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			err := w.engine.Update(w.ctx, func(tx store.Tx) error {
				was, _ := store.Removals.Get(tx, store.RemovalID(store.QuietClient, string(f.client.Ref)))
				_, err := store.Removals.Put(tx, store.Removal{Class: store.QuietClient, Record: string(f.client.Ref), Rev: was.Rev, Partner: f.client.Partner, Client: f.client.Ref})
				return err
			})
			if err != nil {
				return err
			}
			_, err = d.KeepClient(w.ctx, f.client.Ref, "claim")
			return err
		}},
	}
}

// heldBy puts the purge on this hold, or on none.
func (w *world) heldBy(h *store.Hold) error {
	return w.engine.Update(w.ctx, func(tx store.Tx) error {
		p, err := store.Purges.Get(tx, store.PurgeID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		p.ID, p.Hold = store.PurgeID, h
		_, err = store.Purges.Put(tx, p)
		return err
	})
}

func upkeepTries() []try {
	return []try{
		{"Question", keys.ActQuestion, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Question(w.ctx, "connect-to-work", store.FieldRoutes, 0, "the number is out of use")
			return err
		}},
		{"Queue", keys.ActProvisionWrite, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Queue(w.ctx)
			return err
		}},
		{"Assure", keys.ActProvisionWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Assure(w.ctx, store.Assurance{Programme: "connect-to-work", Rev: desk.Latest, Field: store.FieldRoutes})
			return err
		}},
		{"AnswerQuestion", keys.ActProvisionWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			q := store.FieldQuestion{ID: store.FieldQuestionID("Q-" + store.NewRef()), Programme: "restart", Field: store.FieldCost, Note: "it costs a pound"}
			err := w.engine.Update(w.ctx, func(tx store.Tx) (err error) {
				q, err = store.FieldQuestions.Put(tx, q)
				return err
			})
			if err != nil {
				return err
			}
			_, err = d.AnswerQuestion(w.ctx, q.ID, q.Rev, "it is right now")
			return err
		}},
	}
}

func clientTries(source store.FactSource) []try {
	form := func(f *fixture, p store.ProgrammeID) store.ReferralForm {
		return store.ReferralForm{Client: f.client.Ref, Programme: p, Told: store.Date(2026, 2, 1), Overrides: overAll()}
	}
	return []try{
		{"Find", keys.ActFind, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Find(w.ctx, search.Query{Words: "work", Day: d.Today()})
			return err
		}},
		{"Programme", keys.ActFind, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Programme(w.ctx, "connect-to-work")
			return err
		}},
		{"ProgrammeSource", keys.ActFind, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.ProgrammeSource(w.ctx, "connect-to-work")
			return err
		}},
		{"Upkeep", keys.ActFind, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Upkeep(w.ctx, "connect-to-work")
			return err
		}},
		{"Match", keys.ActMatch, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Match(w.ctx, store.Facts{}, d.Today())
			return err
		}},
		{"Diary", keys.ActClientList, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Diary(w.ctx)
			return err
		}},
		{"TeamDiary", keys.ActClientList, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.TeamDiary(w.ctx)
			return err
		}},
		{"AddFollowUp", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.AddFollowUp(w.ctx, f.client.Ref, d.Today(), "ring about the course")
			return err
		}},
		{"EndFollowUp", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.EndFollowUp(w.ctx, f.promised.ID)
			return err
		}},
		{"FollowUps", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.FollowUps(w.ctx, f.client.Ref)
			return err
		}},
		{"HandOver", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			c := f.client
			err := w.engine.Update(w.ctx, func(tx store.Tx) (err error) {
				c, err = store.Clients.Get(tx, string(c.Ref))
				c.Coach = d.Who().Member.ID
				if err == nil {
					c, err = store.Clients.Put(tx, c)
				}
				return err
			})
			if err != nil {
				return err
			}
			_, err = d.HandOver(w.ctx, f.member.ID, c.Ref)
			return err
		}},
		{"SetAway", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.SetAway(w.ctx, d.Today(), f.member.ID)
			return err
		}},
		{"Clients", keys.ActClientList, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Clients(w.ctx, true)
			return err
		}},
		{"Client", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Client(w.ctx, f.client.Ref)
			return err
		}},
		{"Notes", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Notes(w.ctx, f.client.Ref)
			return err
		}},
		{"Health", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Health(w.ctx, f.client.Ref)
			return err
		}},
		{"Because", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			return d.Because(w.ctx, f.client.Ref, "other", "their coach is on a course")
		}},
		{"Export", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Export(w.ctx, f.client.Ref)
			return err
		}},
		{"Seen", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Seen(w.ctx, f.client.Ref)
			return err
		}},
		{"Assessments", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Assessments(w.ctx, f.client.Ref)
			return err
		}},
		{"Assessment", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Assessment(w.ctx, f.kept.ID)
			return err
		}},
		{"AssessmentHealth", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.AssessmentHealth(w.ctx, f.kept.ID)
			return err
		}},
		{"AddClient", keys.ActClientWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.AddClient(w.ctx, "Sam", changes(w.t, `{"age": 30}`), source, store.Told{How: store.ToldInPerson})
			return err
		}},
		{"TellClient", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.TellClient(w.ctx, f.client.Ref, f.client.Rev, store.Told{How: store.ToldByLetter})
			return err
		}},
		{"SetFacts", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.SetFacts(w.ctx, f.client.Ref, f.client.Rev, changes(w.t, `{"age": 31}`), source)
			return err
		}},
		{"RenameClient", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.RenameClient(w.ctx, f.client.Ref, f.client.Rev, "Alex")
			return err
		}},
		{"Erase", keys.ActClientErase, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Erase(w.ctx, f.client.Ref, "asked")
			return err
		}},
		{"AddNote", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.AddNote(w.ctx, f.client.Ref, "wants mornings")
			return err
		}},
		{"History", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.History(w.ctx, f.client.Ref, store.NoFact, true)
			return err
		}},
		{"CorrectNote", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			n := w.noteBy(d, f.client.Ref)
			_, err := d.CorrectNote(w.ctx, n.ID, n.Rev, "wants evenings", "misheard")
			return err
		}},
		{"StrikeNote", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			n := w.noteBy(d, f.client.Ref)
			_, err := d.StrikeNote(w.ctx, n.ID, n.Rev, "unlawful")
			return err
		}},
		{"CloseClient", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.CloseClient(w.ctx, f.client.Ref, f.client.Rev, "in work", true)
			return err
		}},
		{"ReopenClient", keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			c := f.client
			err := w.engine.Update(w.ctx, func(tx store.Tx) error {
				c.Closed = w.clock.now()
				var err error
				c, err = store.Clients.Put(tx, c)
				return err
			})
			if err != nil {
				return err
			}
			_, err = d.ReopenClient(w.ctx, c.Ref, c.Rev)
			return err
		}},
		{"Triage", keys.ActTriage, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Triage(w.ctx, f.client.Ref, d.Today())
			return err
		}},
		{"MarkGap", keys.ActTriage, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			return d.MarkGap(w.ctx, "barriers.debt", f.client.Ref)
		}},
		{"Packet", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, _, err := d.Packet(w.ctx, form(f, "access-to-work"))
			return err
		}},
		{"SaveDraft", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.SaveDraft(w.ctx, form(f, "access-to-work"))
			return err
		}},
		{"Refer", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Refer(w.ctx, form(f, "access-to-work"))
			return err
		}},
		{"ChangeDraft", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.ChangeDraft(w.ctx, f.draft.ID, f.draft.Rev, form(f, f.draft.Packet.Programme))
			return err
		}},
		{"Send", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Send(w.ctx, f.draft.ID, f.draft.Rev, overAll())
			return err
		}},
		{"Move", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Move(w.ctx, f.sent.ID, f.sent.Rev, store.Turn{Move: store.MoveWithdraw, Reason: "not-interested"})
			return err
		}},
		{"Checks", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Checks(w.ctx, form(f, "access-to-work"))
			return err
		}},
		{"RuleLines", keys.ActFind, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.RuleLines(w.ctx, "restart")
			return err
		}},
		{"WithdrawConsent", keys.ActConsent, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			err := w.engine.Update(w.ctx, func(tx store.Tx) error {
				r, err := store.Referrals.Get(tx, string(f.sent.ID))
				r.Basis, r.Agreement = store.Consent, store.Agreement{Day: d.Today(), How: store.AgreedSaid}
				if err == nil {
					_, err = store.Referrals.Put(tx, r)
				}
				return err
			})
			if err != nil {
				return err
			}
			_, err = d.WithdrawConsent(w.ctx, f.client.Ref, f.sent.ID, d.Today())
			return err
		}},
		{"Referral", keys.ActReferralRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Referral(w.ctx, f.sent.ID)
			return err
		}},
		{"Referrals", keys.ActReferralRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Referrals(w.ctx, f.client.Ref)
			return err
		}},
	}
}

// receiverTries are on a referral that was sent to the partner Home.
func receiverTries() []try {
	return []try{
		{"Inbox", keys.ActInboxRead, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Inbox(w.ctx, true)
			return err
		}},
		{"InboxCount", keys.ActInboxRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.InboxCount(w.ctx)
			return err
		}},
		{"Received", keys.ActInboxRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Received(w.ctx, f.sent.ID)
			return err
		}},
		{"Reply", keys.ActReferralAnswer, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Reply(w.ctx, f.sent.ID, f.sent.Rev, store.Turn{Move: store.MoveAccept})
			return err
		}},
		{"Deliveries", keys.ActDeliveryRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Deliveries(w.ctx)
			return err
		}},
		{"Delivery", keys.ActDeliveryRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Delivery(w.ctx, "restart")
			return err
		}},
		{"SetDeliverer", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.SetDeliverer(w.ctx, "restart", desk.Latest, f.partner.ID)
			return err
		}},
		{"SetClocks", keys.ActProvisionWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.SetClocks(w.ctx, "restart", desk.Latest, store.Clocks{Reply: 5})
			return err
		}},
		{"SetCapacity", keys.ActCapacityWrite, true, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.SetCapacity(w.ctx, "connect-to-work", desk.Latest, store.Capacity{Code: store.HasSpace})
			return err
		}},
	}
}

func accessTries() []try {
	return []try{
		{"Colleagues", keys.ActWhoami, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Colleagues(w.ctx)
			return err
		}},
		{"Away", keys.ActWhoami, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Away(w.ctx)
			return err
		}},
		{"Holding", keys.ActAccessRead, false, false, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Holding(w.ctx, f.member.ID)
			return err
		}},
		{"HandOverOf", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.HandOverOf(w.ctx, f.leaver.ID, f.member.ID)
			return err
		}},
		{"Whoami", keys.ActWhoami, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Whoami(w.ctx)
			return err
		}},
		{"Safety", keys.ActBackup, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Safety(w.ctx)
			return err
		}},
		{"KeyNews", keys.ActWhoami, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.KeyNews(w.ctx)
			return err
		}},
		{"KnowKeys", keys.ActWhoami, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			return d.KnowKeys(w.ctx, []keys.Fingerprint{w.unknownKey(d)})
		}},
		{"Names", keys.ActWhoami, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Names(w.ctx)
			return err
		}},
		{"Settings", keys.ActSettings, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Settings(w.ctx)
			return err
		}},
		{"SetSettings", keys.ActSettings, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.SetSettings(w.ctx, store.Settings{Idle: 20})
			return err
		}},
		{"Partners", keys.ActAccessRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Partners(w.ctx)
			return err
		}},
		{"Members", keys.ActAccessRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Members(w.ctx)
			return err
		}},
		{"Keys", keys.ActAccessRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Keys(w.ctx)
			return err
		}},
		{"Invitations", keys.ActAccessRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Invitations(w.ctx)
			return err
		}},
		{"Invite", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, _, err := d.Invite(w.ctx, "New", "New partner", []keys.Role{keys.Coach})
			return err
		}},
		{"InviteKey", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, _, err := d.InviteKey(w.ctx, f.member.ID)
			return err
		}},
		{"RenamePartner", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.RenamePartner(w.ctx, f.partner.ID, f.partner.Rev, "Called "+string(f.client.Ref))
			return err
		}},
		{"RevokeInvitation", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.RevokeInvitation(w.ctx, f.inv.ID)
			return err
		}},
		{"AddMember", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.AddMember(w.ctx, desk.NewMember{Name: "New", Partner: "Other", Roles: []keys.Role{keys.Coach}, Key: newKey(w.t)})
			return err
		}},
		{"RevokeKey", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.RevokeKey(w.ctx, f.key.Fingerprint)
			return err
		}},
		{"SetRoles", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.SetRoles(w.ctx, f.member.ID, f.member.Rev, []keys.Role{keys.Provider})
			return err
		}},
		{"RenameMember", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.RenameMember(w.ctx, f.member.ID, f.member.Rev, "Renamed")
			return err
		}},
		{"LockMember", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.LockMember(w.ctx, f.member.ID, f.member.Rev, true)
			return err
		}},
		{"LockPartner", keys.ActAccessWrite, false, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.LockPartner(w.ctx, f.partner.ID, f.partner.Rev, true)
			return err
		}},
		{"Grounds", keys.ActPurposeRead, false, false, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Grounds(w.ctx, "")
			return err
		}},
		{"SetGround", keys.ActPurposeWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.SetGround(w.ctx, "", store.PurposeTriage, desk.Latest, store.Ground{Basis: store.PublicTask, Condition: store.HealthCare})
			return err
		}},
		{"Trail", keys.ActTrailRead, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Trail(w.ctx, store.TrailQuery{})
			return err
		}},
		{"Backup", keys.ActBackup, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Backup(w.ctx)
			return err
		}},
		{"BackupWith", keys.ActBackup, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.BackupWith(w.ctx, backUp)
			return err
		}},
		{"DataPack", keys.ActDataPack, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.DataPack(w.ctx, 0, 0)
			return err
		}},
		{"PutProgramme", keys.ActProvisionWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			source, err := d.ProgrammeSource(w.ctx, "restart")
			if err != nil {
				return err
			}
			_, err = d.PutProgramme(w.ctx, source, desk.Latest)
			return err
		}},
	}
}

// backUp is a server's way to make a backup.
func backUp(context.Context) (store.Backup, error) { return store.Backup{SHA256: "5e"}, nil }

// unlisted are the methods of Desk that reach no record.
var unlisted = map[string]bool{"Who": true, "Today": true, "Now": true, "Moves": true, "Replies": true, "Changes": true}

// Every method of the desk stands in the table, so that a new one cannot be
// forgotten.
func TestEveryMethodIsTried(t *testing.T) {
	have := map[string]bool{}
	for _, try := range tries() {
		have[try.name] = true
	}
	methods := reflect.TypeFor[*desk.Desk]()
	for i := range methods.NumMethod() {
		if name := methods.Method(i).Name; !have[name] && !unlisted[name] {
			t.Errorf("Desk.%s is not tried with every role", name)
		}
	}
}

// Every method x role x own or another partner: allowed exactly where the role
// says so, and a record of another partner is not found. Every change leaves one
// event, every failure none.
func TestMethodsRolesPartners(t *testing.T) {
	w := newWorld(t)
	owner := w.member("Owner", "Home", keys.Coach)
	steward := w.member("Steward", "Stewards", keys.Steward)
	if _, err := steward.SetDeliverer(w.ctx, "connect-to-work", 0, owner.Who().Partner.ID); err != nil {
		t.Fatal(err)
	}
	desks := map[string]map[keys.Role]*desk.Desk{"Home": {}, "Away": {}}
	for partner := range desks {
		for _, role := range append(keys.Roles(), "janitor") {
			desks[partner][role] = w.strange(partner, role)
		}
	}
	for _, try := range tries() {
		var f *fixture // made anew once it is used up
		for partner, byRole := range desks {
			for role, d := range byRole {
				t.Run(fmt.Sprintf("%s/%s/%s", try.name, partner, role), func(t *testing.T) {
					w.t = t
					if f == nil {
						f = w.fixture(owner)
					}
					if f.client.Ref != "" {
						_ = d.Because(w.ctx, f.client.Ref, "cover", "") // which is tried by itself
					}
					before := w.logged()
					err := try.call(w, d, f)
					after := w.logged() - before
					allowed := role.May(try.act) && (!try.scoped || partner == "Home")
					if err == nil && try.change || try.name == "ReopenClient" || try.name == "ReopenHousehold" {
						f = nil
					}
					switch {
					case allowed && err != nil:
						t.Fatalf("refused: %v", err)
					case allowed && try.change && after != 1 || allowed && !try.change && after != 0:
						t.Fatalf("left %d events", after)
					case !allowed && err == nil:
						t.Fatal("allowed")
					case !allowed && after != 0:
						t.Fatalf("a refusal left %d events", after)
					case !allowed && !role.May(try.act) && !errors.Is(err, keys.ErrNotAllowed):
						t.Fatalf("got %v, want not allowed", err)
					case !allowed && role.May(try.act) && !errors.Is(err, store.ErrNotFound):
						t.Fatalf("got %v, want not found", err)
					}
				})
			}
		}
	}
	w.t = t
}

// noteBy is a note on the client that the caller is said to have written, with no
// event.
func (w *world) noteBy(d *desk.Desk, ref store.ClientRef) store.Note {
	w.t.Helper()
	n := store.Note{ID: store.NoteID("N-" + store.NewRef()), Client: ref, By: d.Who().Member.ID, At: w.clock.now(), Text: "wants mornings"}
	err := w.engine.Update(w.ctx, func(tx store.Tx) (err error) {
		n, err = store.Notes.Put(tx, n)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// strange enrols a member with a role that may be unknown.
func (w *world) strange(partner string, role keys.Role) *desk.Desk {
	w.t.Helper()
	d := w.member("M "+string(role), partner, keys.Coach)
	err := w.engine.Update(w.ctx, func(tx store.Tx) error {
		m, err := store.Members.Get(tx, string(d.Who().Member.ID))
		if err != nil {
			return err
		}
		m.Roles = []keys.Role{role}
		if _, err = store.Members.Put(tx, m); err != nil {
			return err
		}
		_, err = store.AppendEvent(tx, store.Event{
			At: w.clock.now(), Act: keys.ActAccessWrite, Verb: "changed", Subject: "member " + string(m.ID), Fields: []string{"role " + string(role)},
		})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.desk(d.Who().Fingerprint)
}

func (w *world) fixture(owner *desk.Desk) *fixture {
	w.t.Helper()
	f := &fixture{}
	must := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	var err error
	f.client, err = owner.AddClient(w.ctx, "Jo", changes(w.t, `{"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"]}`), store.DocumentSeen, store.Told{How: store.ToldInPerson})
	must(err)
	f.kept, err = owner.Triage(w.ctx, f.client.Ref, owner.Today())
	must(err)
	told := store.Date(2026, 2, 1)
	f.draft, err = owner.SaveDraft(w.ctx, store.ReferralForm{Client: f.client.Ref, Programme: "ips-smi", Told: told})
	must(err)
	f.sent, err = owner.Refer(w.ctx, store.ReferralForm{Client: f.client.Ref, Programme: "connect-to-work", Told: told, Overrides: overAll()})
	must(err)
	f.house = w.homeOf(owner, f.client.Ref)
	f.promised, err = owner.AddFollowUp(w.ctx, f.client.Ref, owner.Today(), "ring about the course")
	must(err)
	leaver := w.member("Leaver", "Home", keys.Coach)
	f.leaver = leaver.Who().Member
	_, err = leaver.AddClient(w.ctx, "Mo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	must(err)
	d := w.member("Spare", "Home", keys.Coach)
	f.member = d.Who().Member
	f.key = keys.Key{Fingerprint: d.Who().Fingerprint}
	f.partner = w.member("Other", "Elsewhere "+string(f.client.Ref), keys.Coach).Who().Partner
	_, f.inv, err = w.office.Installer().Invite(w.ctx, "Guest", "Home", []keys.Role{keys.Coach})
	must(err)
	return f
}
