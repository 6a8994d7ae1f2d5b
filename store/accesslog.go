package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"signpost/keys"
)

// accessLog is what the audit log says of who may come in, for the records that say
// the same to be held to. A record that was changed without an event, or one of
// before that somebody put back into the file, says otherwise.
type accessLog struct {
	enrolled map[keys.Fingerprint]bool // the keys that were
	revoked  map[string]bool           // keys and invitations that were, as subjects
	used     map[string]bool           // invitations that were
	locked   map[string]bool           // members and partners that are
	roles    map[string][]string       // what each member may do, where the log tells it
}

func newAccessLog() accessLog {
	return accessLog{map[keys.Fingerprint]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string][]string{}}
}

// take goes on to the next event. To take the last ones once more changes nothing:
// a View may run more than once.
func (a *accessLog) take(e *Event) {
	if e.Act != keys.ActAccessWrite {
		return
	}
	named := e.named("key ")
	switch e.Verb {
	case "added":
		for _, fp := range named {
			a.enrolled[keys.Fingerprint(fp)] = true
		}
	case "enrolled":
		a.enrolled[e.Key], a.used[e.Subject] = true, true
	case "revoked":
		for _, fp := range named {
			a.revoked["key "+fp] = true
		}
		if strings.HasPrefix(e.Subject, "invitation ") {
			a.revoked[e.Subject] = true
		}
	case "locked", "unlocked":
		a.locked[e.Subject] = e.Verb == "locked"
	}
	of := e.Subject
	if e.Verb == "enrolled" {
		of = "member " + string(e.Member)
	}
	if roles := e.named("role "); len(roles) > 0 && strings.HasPrefix(of, "member ") {
		a.roles[of] = roles
	}
}

// named lists what follows the word in the event's fields.
func (e *Event) named(word string) []string {
	var out []string
	for _, f := range e.Fields {
		if what, ok := strings.CutPrefix(f, word); ok {
			out = append(out, what)
		}
	}
	return out
}

// key, member and partner say in a sentence where a record is not as the log has
// it; "" where it is.
func (a *accessLog) key(k *keys.Key) string {
	if logged := a.revoked["key "+string(k.Fingerprint)]; logged == k.Revoked.IsZero() {
		return "The key " + string(k.Fingerprint) + differs(logged, "revoked")
	}
	return ""
}

func (a *accessLog) member(m *keys.Member) string {
	subject := "member " + string(m.ID)
	if logged := a.locked[subject]; logged != m.Locked {
		return "The " + subject + differs(logged, "locked")
	}
	var has []string
	for _, r := range m.Roles {
		has = append(has, string(r))
	}
	if logged, ok := a.roles[subject]; ok && !slices.Equal(slices.Sorted(slices.Values(logged)), slices.Sorted(slices.Values(has))) {
		return fmt.Sprintf("The %s has the roles %s by its record, and %s by the audit log: the record was changed, or is one of before.",
			subject, strings.Join(has, ", "), strings.Join(logged, ", "))
	}
	return ""
}

func (a *accessLog) partner(p *keys.Partner) string {
	if logged := a.locked["partner "+string(p.ID)]; logged != p.Locked {
		return "The partner " + string(p.ID) + differs(logged, "locked")
	}
	return ""
}

func (a *accessLog) invitation(v *keys.Invitation) string {
	subject := "invitation " + string(v.ID)
	switch used, revoked := a.used[subject], a.revoked[subject]; {
	case used == v.Used.IsZero():
		return "The " + subject + differs(used, "used")
	case revoked == v.Revoked.IsZero():
		return "The " + subject + differs(revoked, "revoked")
	}
	return ""
}

func differs(logged bool, what string) string {
	if logged {
		return " was " + what + ", as the audit log says, and its record does not: the record was changed, or is one of before."
	}
	return " is " + what + " by its record, and the audit log does not say so: the record was changed, or is one of before."
}

// hold holds every record of access to the log, and tells of each that differs.
func (a *accessLog) hold(tx Tx, fault func(format string, args ...any)) error {
	there := map[keys.Fingerprint]bool{}
	say := func(says string) {
		if says != "" {
			fault("%s", says)
		}
	}
	for k, err := range Keys.All(tx) {
		if err != nil {
			return err
		}
		there[k.Fingerprint] = true
		say(a.key(&k))
	}
	for m, err := range Members.All(tx) {
		if err != nil {
			return err
		}
		say(a.member(&m))
	}
	for p, err := range Partners.All(tx) {
		if err != nil {
			return err
		}
		say(a.partner(&p))
	}
	for v, err := range Invitations.All(tx) {
		if err != nil {
			return err
		}
		say(a.invitation(&v))
	}
	for fp := range a.enrolled {
		if !there[fp] {
			fault("The key %s was enrolled, as the audit log says, and has no record: it was taken out.", fp)
		}
	}
	return nil
}

// Contradicted is a sentence where the records by which a caller comes in are not
// as the audit log has them, and "" where they are. It reads the events of that
// member and that partner alone, so that it can be asked at every login.
func Contradicted(tx Tx, c keys.Caller) (string, error) {
	var events []Event
	for _, subject := range []string{"member " + string(c.Member.ID), "partner " + string(c.Partner.ID)} {
		for e, err := range Events.By(tx, "subject", subject) {
			if err != nil {
				return "", fmt.Errorf("the events of %s: %w", subject, err)
			}
			events = append(events, e)
		}
	}
	slices.SortFunc(events, func(a, b Event) int { return cmp.Compare(a.ID, b.ID) })
	said := newAccessLog()
	for i := range events {
		said.take(&events[i])
	}
	key, err := Keys.Get(tx, string(c.Fingerprint))
	if err != nil {
		return "", err
	}
	return cmp.Or(said.key(&key), said.member(&c.Member), said.partner(&c.Partner)), nil
}
