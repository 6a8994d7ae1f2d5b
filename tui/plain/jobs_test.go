package plain_test

import (
	"context"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// alter has somebody change a client.
func (w *world) alter(d *desk.Desk, ref store.ClientRef, facts string) func() {
	return func() {
		w.tb.Helper()
		f, err := store.ParseChanges([]byte(facts))
		if err != nil {
			w.tb.Error(err)
			return
		}
		if err := d.Because(w.tb.Context(), ref, "together", ""); err != nil {
			w.tb.Error(err)
		}
		if _, err = d.SetFacts(w.tb.Context(), ref, desk.Latest, f, store.DocumentSeen); err != nil {
			w.tb.Error(err)
		}
	}
}

// facts are a client's as they are kept.
func (w *world) facts(d *desk.Desk, ref store.ClientRef) store.Facts {
	w.tb.Helper()
	c, err := d.Client(w.tb.Context(), ref)
	if err != nil {
		w.tb.Fatal(err)
	}
	return c.Facts
}

func TestFind(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	shown := w.do(coach, "1", "zzzzqqqq", "kickstart", "nearest", "quit")
	has(t, shown, "Nothing found. Left out, as nothing has it: zzzzqqqq.", "With closed programmes: 1 found. To see them, enter nearest.", `"kickstart": 1 found. Filters: Closed too.`)
	shown = w.do(coach, "1", "", "district", "burn", "barriers", "debt, transport", "closed", "clear", "quit")
	has(t, shown, "Filters: District: Burnley.", "Filters: District: Burnley; Barriers: debt and transport.",
		"Barriers: debt and transport; Closed too.", "found.")
	shown = w.do(coach, "1", "restart", "filters", "4", "zzz", "99", "training", "filters", "kind", "", "quit")
	has(t, shown, `"zzz" is none of the answers`, `"99" is not one of the numbers`, "Filters: Help: training.", "Now: Help: training.")
	shown = w.do(coach, "1", "training", "more", "12", "back", "99", "again", "back", "forklift", "quit")
	has(t, shown, "more. Enter more.", "11 ", "20 ", "Programme", "To hear it again", "There is no 99 here. Enter a number from 1 to", "11 ", "Words: forklift", `"forklift":`)
}

func TestAProgrammeLeadsToOthers(t *testing.T) {
	w := newWorld(t)
	shown := w.do(w.coach(), "1", "kickstart", "closed", "1", "more", "more", "1", "back", "again", "menu", "quit")
	has(t, shown, "Closed to referrals", "See also", "Number under See also", "Programme", "To hear it again", "Menu")
}

func TestTriageGoesBackAndForgets(t *testing.T) {
	w := newWorld(t)
	shown := w.do(w.coach(), "2", "burnley", "27/3/1990", "back", "", "back", "back", "pendle", "back", "?", "results", "menu", "y", "quit")
	has(t, shown,
		"Date of birth: 27 March 1990", "Now: 27 March 1990. Enter alone leaves it so; ? makes it not known.",
		"Now: Burnley. Enter alone leaves it so", "District: Pendle", "Now: Pendle", "District: ?", "Results", "This client is not saved.")
}

func TestAQuestionAsksWhichWasMeant(t *testing.T) {
	w := newWorld(t)
	shown := w.do(w.coach(), "2", "north", "more", "again", "99", "1", "quit", "y")
	has(t, shown, `names fit "north":`, "10 ", "more. Enter more.", "11 ", "There is no 99 here.", "District: North")
	shown = w.do(w.coach(), "2", "north", "back", "west", "west lancashire", "quit", "y")
	has(t, shown, `names fit "north":`, "Number, or more of the name: back", "District: west", `names fit "west":`, "District: West Lancashire")
}

func TestAnswersThatDoNotFit(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	shown := w.do(coach, "2", "atlantis", "burnley", "31/2/1990", "1/1/2090", "27/3/1990", "results", "quit", "y")
	has(t, shown,
		"District: atlantis does not fit: enter part of the name of an English district, such as burn.", "District: burnley",
		"Date of birth: 31/2/1990 does not fit: enter day, month and year, such as 27/3/1990.",
		"Date of birth: 2090-01-01 does not fit: enter a date of birth on or before 2026-02-02.",
		"Date of birth: 27 March 1990", "2 answers about a new client are not saved.")
	c := w.client(coach, "Sam", `{"age": 24, "district": "burnley"}`)
	say := func(shown string) (string, error) { // the question of the benefits, wherever it stands
		switch p := prompt(shown); {
		case strings.HasPrefix(p, "Benefits") && !strings.Contains(shown, "None of these is an answer by itself"):
			if strings.Contains(shown, "is none of the answers") {
				return "1, 10\r", nil
			}
			return "zzz\r", nil
		case strings.HasPrefix(p, "Benefits"):
			return "none\r", nil
		case strings.Contains(shown, "Benefits: none"):
			return "quit\ry\r", nil
		case strings.HasPrefix(p, "Number to change"):
			for line := range strings.SplitSeq(shown, "\r\n") {
				if n, label, _ := strings.Cut(line, " "); strings.HasPrefix(label, "Benefits:") {
					return n + "\r", nil
				}
			}
			return "more\r", nil
		case strings.HasPrefix(p, "Number:") && strings.Contains(shown, "Client "+string(c.Ref)):
			return "5\r", nil
		case strings.HasPrefix(p, "Number, or help"):
			return "facts\r", nil
		case strings.HasPrefix(p, "Number, name"):
			return "1\r", nil
		}
		return "3\r", nil
	}
	shown, _ = w.sit(coach, say)
	has(t, shown, `"zzz" is none of the answers`, "None of these is an answer by itself", "Benefits: none")
}

func TestReasonsAndWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	c := w.client(coach, "Sam", `{"age": 24, "district": "burnley"}`)
	shown := w.do(coach, "3", "1", "5", "unclear", "2", "next", "next", "previous", "programme", "back", "answer", "back", "answer", "", "", "", "", "", "", "again",
		"back", "1", "previous", "answer", "again", "refer", "quit")
	has(t, shown, "Triage: "+string(c.Ref)+" Sam", "Results", "Matched on 2 February 2026.", "Number, or help: unclear 2 ",
		"Why, 2 of", "Not known", "Why, 3 of", "Why, 4 of", "Why, 3 of", "Programme", "To hear it again", "answer or back: answer",
		": back Why, 3 of", "Nothing is left to ask for", "Why, 3 of", "Results", "Why, 1 of", "This is the first of the results.", "Nothing is left to ask for",
		"Refer "+string(c.Ref)+" Sam to", "Goodbye.")
}

func TestRefusedBeforeSaving(t *testing.T) {
	w := newWorld(t)
	shown := w.do(w.coach(), "2", "burnley", "results", "1", "refer", "quit", "y")
	has(t, shown, "Save the client first: enter back, and then save. Then refer.")
}

func TestWhatIfKeepsNothingUntilTaken(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	c := w.client(coach, "Sam", `{"birth_date": "2008-06-01", "district": "burnley"}`)
	shown := w.do(coach, "3", "1", "5", "what if", "1", "1/1/1990", "", "what if", "1", "1/1/1990", "take", "quit", "n", "quit", "y")
	has(t, shown, "What if it were different? Nothing is kept.", "Date of birth: 1 June 2008 -> 1 January 1990", "near -> unclear",
		"Results", "take, or Enter to leave it as it was: take", "New answers are not saved.", "1 answer about "+string(c.Ref))
	if got := w.facts(coach, c.Ref)[store.BirthDate].Day; got != store.Date(2008, 6, 1) {
		t.Errorf("what was tried was kept: %v", got)
	}
}

func TestSavingANewClient(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	shown := w.do(coach, "2", "burnley", "save", "", "Sam AB123456C", "back", "save", "Sam", "back", "save", "Sam", "9", "documents", "2", "1", "quit")
	has(t, shown, "Enter the client's given name.", "Given name: Sam AB123456C", "Not saved. Your answers are still here.",
		"Not saved. Your answers are still here.", `"9" is not one of the numbers`, "Saved: client", "Sam, with this assessment.")
	clients, err := coach.Clients(t.Context(), false)
	if err != nil || len(clients) != 1 || clients[0].GivenName != "Sam" {
		t.Fatalf("%v: %+v", err, clients)
	}
	if c, err := coach.Client(t.Context(), clients[0].Ref); err != nil || c.Known[store.District].Source != store.DocumentSeen {
		t.Errorf("%v: %+v", err, c)
	}
	shown = w.do(coach, "2", "save", "Sam AB123456C", "1", "Kim", "quit")
	has(t, shown, "Given name: Take out the National Insurance number.", "Given name: Kim", "Saved: client")
}

func TestTwoCoachesOnOneClient(t *testing.T) {
	for _, c := range []struct {
		choice string
		says   string
		months int64
		who    string
	}{
		{"mine", "Saved: client", 9, "employed"},
		{"theirs", "Took the version that is saved.", 3, "employed"},
		{"back", "Not saved. Your answers are still here.", 3, "employed"},
	} {
		t.Run(c.choice, func(t *testing.T) {
			w := newWorld(t)
			coach := w.coach()
			other := w.member("Bob Ray", "Burnley Jobcentre", keys.Coach)
			sam := w.client(coach, "Sam", `{"months_out_of_work": 1}`)
			shown := w.do(coach, "3", "1", "5", "facts", "1", "9", "save", w.alter(other, sam.Ref, `{"months_out_of_work": 3, "work": "employed"}`), "1", c.choice, "quit", "y")
			has(t, shown, "was changed by Bob Ray", "Both versions, where they differ", "theirs 3 months", "mine 9 months", c.says)
			got := w.facts(coach, sam.Ref)
			if got[store.MonthsOutOfWork].Num != c.months || got[store.Work].Word != c.who {
				t.Errorf("kept: %v months, %v", got[store.MonthsOutOfWork].Num, got[store.Work].Word)
			}
		})
	}
}

func TestCaseload(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	other := w.member("Bob Ray", "Burnley Jobcentre", keys.Coach)
	w.client(coach, "Sam", `{}`)
	kim := w.client(other, "Kim", `{}`)
	shown := w.do(coach, "3", "mine", "mine", "ki", "all", strings.ToLower(string(kim.Ref)), "1", "", "6", "", "a complaint of theirs", "8", "left the area", "back", "all", "closed", "nobody", "quit")
	has(t, shown, "Burnley Jobcentre: 2 open clients.", "1 Kim, "+string(kim.Ref), "Bob Ray", "Your own: 1 open client.", "Burnley Jobcentre: 1 open client, with \"ki\".", "1 Kim",
		"Client "+string(kim.Ref)+" is in the caseload of Bob Ray. Why do you open their record?", "Enter a number from 1 to 6.", "Reason: Enter a reason.", "Client "+string(kim.Ref)+" Kim", "Why is this client closed?", "Client "+string(kim.Ref)+" Kim", "Closed on 2 February 2026: left the area",
		"1 open client.", "2 clients, closed ones too.", "closed 2 February 2026", "No client fits.")
}

func TestAClientIsChanged(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"age": 24}`)
	shown := w.do(coach, "3", "1",
		"1", "1", "", "2", "1/1/2090", "1", "back", "1", "25", "back", "25", "2", "1", "?", "back", // the age: as it is, not saved, saved, forgotten
		"4", "6", "AB 12 34 56 C", "Has an interview on Friday", "4", "", "7", "", "7", "Samira", "8", "", "Has moved", "1", "1", "back", "8", "quit")
	has(t, shown, "Client "+string(sam.Ref)+" Sam", "1 Facts, 1 known", "client said; entered by Ann Lee on 2 February 2026",
		"Now: 24 years. Enter alone leaves it so; ? makes it not known.",
		"Date of birth: 2090-01-01 does not fit", "Age: 25 years", "How do you know?", "Saved. Age: 25 years.", "Saved. Age: not known.",
		"No notes.", "Note: Take out the National Insurance number.", "Saved.", "2 February 2026 09:00, Ann Lee:", "Has an interview on Friday",
		"Saved.", "Client "+string(sam.Ref)+" Samira", "Reason for closing: Enter a reason for closing.", "Closed on 2 February 2026: Has moved",
		"This client is closed. Open the client again first", "is open again.")
}

func TestTwoCoachesOnOneFact(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	other := w.member("Bob Ray", "Burnley Jobcentre", keys.Coach)
	sam := w.client(coach, "Sam", `{"age": 24}`)
	shown := w.do(coach, "3", "1", "1", "1", "25", w.alter(other, sam.Ref, `{"age": 26}`), "1", "theirs",
		"1", "27", w.alter(other, sam.Ref, `{"age": 28}`), "1", "mine", "quit")
	has(t, shown, "was changed by Bob Ray", "theirs 26 years", "mine 25 years", "Nothing of yours was saved.", "Age: 26 years",
		"theirs 28 years", "mine 27 years", "Saved. Age: 27 years.")
	if got := w.facts(coach, sam.Ref)[store.Age].Num; got != 27 {
		t.Errorf("kept: %d", got)
	}
}

func TestANameThatMeetsAnother(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	other := w.member("Bob Ray", "Burnley Jobcentre", keys.Coach)
	sam := w.client(coach, "Sam", `{"age": 24}`)
	shown := w.do(coach, "3", "1", "7", w.alter(other, sam.Ref, `{"age": 26}`), "Samira", "", "quit")
	has(t, shown, "was changed by Bob Ray", "The version that is saved now: "+string(sam.Ref)+" Sam. Coach: Ann Lee. Changed by Bob Ray", "Now: Samira. Enter alone leaves it so.", "Saved.")
	if c, err := coach.Client(t.Context(), sam.Ref); err != nil || c.GivenName != "Samira" {
		t.Errorf("%q, %v", c.GivenName, err)
	}
}

func TestAReferral(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"age": 24, "district": "burnley", "work": "out-of-work", "right_to_work": true}`)
	shown := w.do(coach, "3", "1", "5", "save", "eligible", "1", "refer",
		"AB123456C is my number", "To learn", "9", "phone", "back", "", "by tele", "", "", "1/1/2030", "back", "", "soon", "", // the five questions
		"send", "n", "send", "y", // without a number
		"07700900123", "send", "y", // and without a day
		"1/2/2026", "sees", "", "draft",
		"menu", "4", "no answer", "draft", "1", "1", "1", "To learn more", "send", "y",
		"menu", "4", "all", "1", "1", "another", "", "Sent twice", "quit")
	has(t, shown, "Refer "+string(sam.Ref)+" Sam to",
		"Reason: Take out the National Insurance number.", "Contact, number: 9", "is not one of the numbers", `"phone" is none of the answers`,
		"Basis for sharing", "Enter today or a day before it, such as 2 February 2026.", "Check the answers",
		"Not sent.", "Contact detail: Enter the number or address to use", "Your other answers are kept.", "Client told on: Enter the day the client was told", "What the receiver sees", "by telephone", "Saved as a draft: referral R-", "It is not sent.", "No referrals here.", "Check, change and send", "Sent: referral R-",
		"Withdraw: Sam to", "Reason: another reason", "Enter a few words.", "Saved: withdrawn on 2 February 2026: another reason.", "\"Sent twice\"")
	all, err := coach.Referrals(t.Context(), sam.Ref)
	if err != nil || len(all) != 1 || all[0].State != store.Withdrawn || all[0].Packet.Reason != "To learn more" {
		t.Errorf("%v: %+v", err, all)
	}
}

func TestADraftThatSomebodyElseChanged(t *testing.T) {
	for _, choice := range []string{"mine", "theirs"} {
		t.Run(choice, func(t *testing.T) {
			w := newWorld(t)
			coach := w.coach()
			other := w.member("Bob Ray", "Burnley Jobcentre", keys.Coach)
			sam := w.client(coach, "Sam", `{"age": 24, "district": "burnley"}`)
			form := store.ReferralForm{Client: sam.Ref, Programme: "restart", Reason: "first"}
			r, err := coach.SaveDraft(t.Context(), form)
			if err != nil {
				t.Fatal(err)
			}
			change := func() {
				form.Reason = "theirs"
				if err := other.Because(context.Background(), sam.Ref, "cover", ""); err != nil {
					t.Error(err)
				}
				if _, err := other.ChangeDraft(context.Background(), r.ID, r.Rev, form); err != nil {
					t.Error(err)
				}
			}
			shown := w.do(coach, "4", "1", "1", "1", "mine", change, "draft", choice, "draft", "quit")
			has(t, shown, "was changed since you opened it", "Both versions, where they differ", "Reason. Theirs: theirs. Mine: mine.", "Saved as a draft")
			if got, err := coach.Referral(t.Context(), r.ID); err != nil || got.Packet.Reason != choice {
				t.Errorf("%q, %v", got.Packet.Reason, err)
			}
		})
	}
}

func TestMembersAreChanged(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	ann := w.coach()
	shown := w.do(steward, "5", "2", "ann", "1",
		"1", "9", "none", "coach, auditor", // roles
		"1", "2", "", "1", "2", "Ann Leigh", // name
		"1", "3", "n", "1", "3", "y", "n", "y", // a code for another key
		"1", "4", "n", "1", "4", "y", "1", "4", "y", // lock, unlock
		"back", "1", "2", "1", "Lancashire", "", "quit")
	has(t, shown, "Members (2)", `1 with "ann".`, "Ann Lee", "Roles:", "1 Change the roles",
		`"9" is not one of the numbers`, "Enter one or more roles.", "Saved: Ann Lee is coach, auditor.", "Saved.", "Ann Leigh",
		"Make a code for another key of Ann Leigh", "The code for another key of Ann Leigh", "Have you written the code down", "Invited: Ann Leigh.",
		"Lock Ann Leigh?", "Nothing was changed.", "Locked: Ann Leigh.", "Unlocked: Ann Leigh.",
		"What is this partner called?", "Saved.", "Lancashire, 1 member")
	who, err := ann.Whoami(t.Context())
	if err != nil || who.Member.Name != "Ann Leigh" || len(who.Member.Roles) != 2 {
		t.Errorf("%+v, %v", who.Member, err)
	}
}

func TestAnInvitationIsMended(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	shown := w.do(steward, "5", "6", "", "Sam", "acme", "back", "", "2", "back", "2", "", "Burnley Jobcentre", "none", "coach", "back", "back", "", "", "no", "y", "quit", "n", "y", "1", "quit")
	has(t, shown, "Name: Enter the person's name, such as Sam Jones. Name: Sam", `"acme" is none of the answers`, "Now: Sam.", "What is the partner called?",
		"For which partner?", "Partner: Enter the organisation's name", "Enter one or more roles.", "Check the answers", "Which roles?", "For which partner?",
		"Now: Burnley Jobcentre.", "Check the answers", `"no" is none of the choices. Enter y or yes.`, "The code",
		"The code above cannot be shown again.", "You stay.", "Invited: Sam.", "Burnley Jobcentre, 0 members")
}

func TestTheTrailIsNarrowed(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"age": 24}`)
	auditor := w.member("Joe Dean", "Burnley Jobcentre", keys.Auditor)
	shown := w.do(auditor, "6", "member", "nobody", "ann", "client", "rubbish", strings.ToLower(string(sam.Ref)), "all", "quit")
	has(t, shown, "Member: No member here has that id or name.", "Events by Ann Lee: 1", "Client: Enter a client reference such as K7M-2QX.",
		"added client "+string(sam.Ref)+", given_name, told, age", "All events:")
}

func TestSettings(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	shown := w.do(coach, "7", "3", "lines", "3", "a line", "4", "2", "20", "4", "", "quit")
	has(t, shown, "Pages or lines: full-screen pages", `"lines" is none of the answers`, "Saved. Pages or lines: a line at a time.",
		"Enter a number of minutes from 5 to 60", "Saved. Idle time: 20 minutes.", "Now: 20 minutes.")
	got, err := coach.Settings(t.Context())
	if err != nil || got.View != store.ViewLines || got.Idle != 20 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTheDataPack(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	for range 6 {
		sam := w.client(coach, "Sam", `{"age": 24, "district": "burnley"}`)
		if err := coach.MarkGap(t.Context(), "barriers.transport", sam.Ref); err != nil {
			t.Fatal(err)
		}
	}
	curator := w.member("Cora Bell", "Lancashire County Council", keys.Curator)
	shown := w.do(curator, "8", "1", "", "3", "", "period", "9", "5", "1", "", "back", "quit")
	has(t, shown, "Data pack", "From 1 March 2025 to 2 February 2026.", "Counts are rounded down to a multiple of 5.",
		"1 transport: nothing helped 5 times. In Burnley 5, and the others fewer than 5 each. Most often aged 18 to 24.",
		"Of every programme, fewer than 5 referrals were sent.", "Which months?", "There is no 9 here.",
		"From 1 April 2024 to 31 March 2025.", "Of every barrier, fewer than 5 times was there nothing that helps.")
}

func TestWhatThereIsNoProvisionForIsMarked(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	sam := w.client(coach, "Sam", `{"age": 24, "district": "burnley", "barriers": {"debt": true, "housing": true}}`)
	shown := w.do(coach, "3", "1", "5", "mark", "2", "mark", "2", "mark", "back", "quit")
	has(t, shown, "For which barrier is there no provision?", "Counted: no provision for debt.", "This is counted already for client "+string(sam.Ref)+": debt.")
	shown = w.do(coach, "2", "results", "mark", "quit", "y")
	has(t, shown, "Save the client first: enter save.")
}
