package plain

import (
	"errors"
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page/access"
)

// access is where a steward sees and changes who may come in.
func (s *session) access() error {
	for {
		a, err := access.Read(s.ctx, s.desk, s.lk, s.w)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Access")
		l := &list{label: "Number", rows: append(capitals(a.Lists()), "Invite somebody")}
		s.show(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if got.row == len(l.rows)-1 {
			err = s.invite(a)
		} else {
			err = s.accessList(got.row)
		}
		if !back(err) {
			return err
		}
	}
}

func capitals(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = capital(w)
	}
	return out
}

// accessList lists partners, members, keys or invitations, and opens one.
func (s *session) accessList(which int) error {
	for by, at := "", 0; ; {
		a, err := access.Read(s.ctx, s.desk, s.lk, s.w)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title(capital(a.Lists()[which]))
		l := &list{
			label: "Number, or part of a name", free: "part of a name to look for", at: at, none: "Nothing here.",
			words: []command{{"invite", "invite somebody."}, {"all", "without the name that was looked for."}},
		}
		var fit []int
		for i, words := range a.Rows(which) {
			if strings.Contains(strings.ToLower(words), strings.ToLower(by)) {
				fit, l.rows = append(fit, i), append(l.rows, words)
			}
		}
		if by != "" {
			l.head = fmt.Sprintf("%d with %q.", len(fit), by)
		}
		s.show(l)
		got, err := s.pick(l)
		switch {
		case err != nil:
			return err
		case got.row >= 0:
			at = got.row
			err = s.accessOne(a, which, fit[got.row])
		case got.word == "invite":
			err = s.invite(a)
		default: // all, or other words
			by, at = got.free, 0
		}
		if !back(err) {
			return err
		}
	}
}

// accessOne reads one record, and does what can be done with it.
func (s *session) accessOne(a *access.Aloud, which, i int) error {
	s.title("One of the " + strings.Fields(a.Lists()[which])[0])
	s.text(a.Whole(which, i))
	l := &list{label: "Number or back"}
	var do []func() error
	add := func(says string, fn func() error) {
		l.rows, do = append(l.rows, says), append(do, fn)
	}
	if which == access.Members {
		m := a.Member(i)
		add("Change the roles", func() error { return s.roles(m) })
		add("Change the name", func() error { return s.renameMember(m) })
		add("Make a code for another key", func() error { return s.inviteKey(a, m) })
	}
	if which == access.Partners {
		p := a.Partner(i)
		add("Change the name", func() error { return s.renamePartner(p) })
	}
	if which == access.Programmes {
		add("Say who delivers it", func() error { return s.deliverer(a.Deliver(i)) })
	}
	if end := a.Ends(which, i); end.Verb != "" {
		add(capital(end.Verb), func() error { return s.ending(end) })
	}
	if which == access.Members {
		add("Hand over all they have in hand", func() error { return s.handOverOf(a, a.Member(i)) })
	}
	if len(l.rows) == 0 {
		l.label = "Enter, to go back"
		l.enter = "goes back to the list."
	} else {
		s.rows(l)
	}
	got, err := s.pick(l)
	if err != nil || got.row < 0 {
		return err
	}
	return unlessBack(do[got.row]())
}

// rows shows a short list under a text without taking the rest of the text away.
func (s *session) rows(l *list) {
	text := s.now
	s.show(l)
	s.now = text
}

// ending ends what a record allows, having asked.
func (s *session) ending(end access.Ending) error {
	s.para(end.Question)
	yes, err := s.confirm(capital(end.Verb)+", y or n", "y does it. n changes nothing.")
	if err != nil {
		return err
	}
	if !yes {
		s.para("Nothing was changed.")
		return nil
	}
	says, err := end.Do(s.ctx)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.para(says)
	return nil
}

// deliverer says which partner delivers a programme.
func (s *session) deliverer(d access.Deliver) error {
	for {
		c := d.Choice()
		answered, err := s.pickFrom(c, "Number or name", c.Options[c.At()])
		if err != nil || !answered {
			return err
		}
		says, err := d.Take(s.ctx, s.desk)
		if err == nil {
			s.para(says)
			return nil
		}
		s.wrong(err)
		if !isConflict(err) {
			return nil
		}
		s.para(d.Refresh(s.ctx, s.desk, s.lk, s.w))
	}
}

// member is the member as they are now, where a change met somebody else's.
func (s *session) member(m keys.Member) keys.Member {
	all, err := s.desk.Members(s.ctx)
	if err != nil {
		return m
	}
	for _, now := range all {
		if now.ID == m.ID {
			s.parf("The version that is saved now: %s, %s.", now.Name, access.Words(now.Roles))
			return now
		}
	}
	return m
}

// roles changes what a member may do.
func (s *session) roles(m keys.Member) error {
	for {
		c := access.Roles("Which roles may "+m.Name+" have?", m.Roles)
		answered, err := s.pickFrom(c, "Numbers, with commas between", access.Words(m.Roles))
		if err != nil || !answered {
			return err
		}
		roles := access.Marked(c)
		if len(roles) == 0 {
			s.para("Enter one or more roles. To end all that a member may do, lock them.")
			continue
		}
		_, err = s.desk.SetRoles(s.ctx, m.ID, m.Rev, roles)
		if err == nil {
			s.parf("Saved: %s is %s.", m.Name, access.Words(roles))
			s.warnMixed(roles)
			return nil
		}
		s.wrong(err)
		if !isConflict(err) {
			return nil
		}
		m = s.member(m)
	}
}

// renameMember changes a member's name.
func (s *session) renameMember(m keys.Member) error {
	w := words{label: "Name", ask: "What is this member's name?", note: "As their colleagues know them.", was: m.Name}
	return s.enter(w, func(typed string) error {
		if typed == m.Name {
			return nil
		}
		_, err := s.desk.RenameMember(s.ctx, m.ID, m.Rev, typed)
		return err
	}, func() { m = s.member(m) })
}

// warnMixed says where roles are meant to be two people's.
func (s *session) warnMixed(roles []keys.Role) {
	if says := access.Mixed(roles); says != "" {
		s.para(says)
	}
}

// renamePartner changes a partner's name.
func (s *session) renamePartner(p keys.Partner) error {
	w := words{label: "Name", ask: "What is this partner called?", note: "The organisation's name. Its id stays " + string(p.ID) + ".", was: p.Name}
	return s.enter(w, func(typed string) error {
		if typed == p.Name {
			return nil
		}
		_, err := s.desk.RenamePartner(s.ctx, p.ID, p.Rev, typed)
		return err
	}, func() {
		all, err := s.desk.Partners(s.ctx)
		for _, now := range all {
			if err == nil && now.ID == p.ID {
				p = now
				s.parf("The name that is saved now: %s.", now.Name)
			}
		}
	})
}

// inviteKey makes a code for another key of a member, having asked.
func (s *session) inviteKey(a *access.Aloud, m keys.Member) error {
	s.para(access.KeyNote())
	yes, err := s.confirm("Make a code for another key of "+m.Name+", y or n", "y makes it. n changes nothing.")
	if err != nil || !yes {
		return err
	}
	code, inv, err := s.desk.InviteKey(s.ctx, m.ID)
	if err != nil {
		s.wrong(err)
		return nil
	}
	v := &invited{name: m.Name}
	defer s.keep(v.unsaved)()
	return s.code(a.Invite(), v, code, inv)
}

// invited is an invitation being filled in.
type invited struct {
	name, partner string
	roles         []keys.Role
	made          bool // and its code not yet written down
}

func (v *invited) unsaved() string {
	switch {
	case v.made:
		return "The code above cannot be shown again."
	case v.name == "":
		return ""
	}
	return "The invitation of " + v.name + " is not made yet."
}

// invite makes an invitation: who, for which partner, which roles; then the
// answers to check, and the code, once. Going back is to the question before.
func (s *session) invite(a *access.Aloud) error {
	s.title("Invite somebody")
	form, v := a.Invite(), &invited{}
	defer s.keep(v.unsaved)()
	steps := []func(access.Invitation, *invited) error{s.inviteName, s.invitePartner, s.inviteRoles, s.inviteCheck}
	for i := 0; i < len(steps); {
		err := steps[i](form, v)
		var field *store.FieldError
		switch {
		case err == nil:
			i++
		case errors.As(err, &field):
			s.wrong(err)
			s.para("Your other answers are kept.")
			i = map[string]int{"name": 0, "partner": 1}[field.Field]
			if field.Field == "roles" {
				i = 2
			}
		case !back(err):
			return err
		case i == 0:
			return errBack
		default:
			i--
		}
	}
	return nil
}

func (s *session) inviteName(form access.Invitation, v *invited) error {
	question, note := form.Name()
	return s.need("Name", question, note, &v.name)
}

// need asks for words that must not be empty.
func (s *session) need(label, question, note string, to *string) error {
	typed, err := s.words(words{label, question, note, *to, note})
	if err == nil {
		*to = typed
	}
	return err
}

func (s *session) invitePartner(form access.Invitation, v *invited) error {
	c := form.Partners()
	for {
		now := c.Options[c.At()]
		if v.partner != "" {
			now = v.partner
		}
		answered, err := s.pickFrom(c, "Number or name", now)
		if err != nil || !answered && v.partner != "" {
			return err
		}
		if c.At() < len(c.Options)-1 {
			v.partner = c.Options[c.At()]
			return nil
		}
		question, note := form.NewPartner()
		if err := s.need("Partner", question, note, &v.partner); !errors.Is(err, errBack) {
			return err
		}
	}
}

func (s *session) inviteRoles(_ access.Invitation, v *invited) error {
	have := v.roles
	if len(have) == 0 {
		have = []keys.Role{keys.Coach}
	}
	for {
		c := access.Roles("Which roles?", have)
		if _, err := s.pickFrom(c, "Numbers, with commas between", access.Words(have)); err != nil {
			return err
		}
		if v.roles = access.Marked(c); len(v.roles) > 0 {
			return nil
		}
		s.para("Enter one or more roles.")
	}
}

func (s *session) inviteCheck(form access.Invitation, v *invited) error {
	s.title("Check the answers")
	s.pair("Name", v.name)
	s.pair("Partner", v.partner)
	s.pair("Roles", access.Words(v.roles))
	s.warnMixed(v.roles)
	for {
		_, err := s.pick(&list{label: "Invite this person, y or back", words: []command{{"y", "make the invitation."}, {"yes", "the same."}}})
		if err != nil {
			return err
		}
		code, inv, err := s.desk.Invite(s.ctx, v.name, v.partner, v.roles)
		var field *store.FieldError
		switch {
		case errors.As(err, &field):
			return err
		case err != nil:
			s.wrong(err)
			continue
		}
		return s.code(form, v, code, inv)
	}
}

// code reads out the code, and leaves it only when the steward says that it was
// written down.
func (s *session) code(form access.Invitation, v *invited, code string, inv keys.Invitation) error {
	v.made = true
	s.title("The code")
	s.lines(form.Code(s.lk, s.w, s.enrol(), code, inv, v.partner))
	for {
		yes, err := s.confirm("Have you written the code down, y or n", "y leaves it: it cannot be shown again. n reads it out once more.")
		if err != nil {
			return err
		}
		if yes {
			s.parf("Invited: %s.", inv.Name)
			return nil
		}
		s.lines(form.Code(s.lk, s.w, s.enrol(), code, inv, v.partner))
	}
}

// enrol is what an invited person types.
func (s *session) enrol() string {
	host := s.in.Host
	if host == "" {
		host = "HOST"
	}
	if s.in.Port != 0 && s.in.Port != 22 {
		return fmt.Sprintf("ssh -p %d enrol@%s", s.in.Port, host)
	}
	return "ssh enrol@" + host
}
