package main

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// peopleWrite is whether a field of a record holds words of people, by its name; the
// others hold what the program itself made, and are looked up by it.
var peopleWrite = map[string]bool{
	"Name": true, "GivenName": true, "Text": true, "Detail": true, "Says": true, "Label": true, "Provider": true, "From": true, "Reason": true,
	"Who": true, "Why": true, "Note": true, "Notes": true, "Gives": true, "For": true, "AreaSays": true, "How": true, "Contact": true, "Cost": true,
	"What": true, "Title": true, "URL": true, "Date": true, "Quote": true, "AssuredBy": true, "OtherNames": true, "Words": true, "ClosedWhy": true,
	"Question": true, "Line": true, "To": true, "SaysNot": true, "Changes": true, "Short": true, "Verb": true, "Fields": true, "Comment": true, "Seed": true,
}

// poisoner puts hostile strings into records, one after the other.
type poisoner struct{ next, fields int }

// poison puts one or two of them behind the words of each field that people
// write.
func (p *poisoner) poison(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				p.poison(v.Field(i), f.Name)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			p.poison(v.Index(i), field)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			p.poison(v.Elem(), field)
		}
	case reflect.String:
		if v.Type() != reflect.TypeFor[string]() || !v.CanSet() || !peopleWrite[field] {
			return
		}
		if field == "Fields" && strings.HasPrefix(v.String(), "role ") {
			return // members are held to it at the door
		}
		h := hostile[p.next%len(hostile)]
		p.next++
		p.fields++
		v.SetString(strings.ToValidUTF8(v.String()+h[:min(len(h), 600)], "\x1b[199m")) // JSON keeps no broken UTF-8
	}
}

// poisoned puts hostile strings into every record of a table, as an older version
// or an import might have left them.
func poisoned[R any](t *testing.T, p *poisoner, engine store.Engine, table store.Table[R], put func(store.Tx, R) (R, error)) {
	t.Helper()
	var all []R
	check(t, engine.View(t.Context(), func(tx store.Tx) error {
		for r, err := range table.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, r)
		}
		return nil
	}))
	if len(all) == 0 {
		t.Errorf("there is no %s to poison", table.Name)
	}
	for _, r := range all {
		p.poison(reflect.ValueOf(&r).Elem(), "")
		check(t, engine.Update(t.Context(), func(tx store.Tx) error {
			_, err := put(tx, r)
			return err
		}))
	}
}

// poisonedStage is a stage whose store holds hostile strings wherever people
// write.
func poisonedStage(t *testing.T) (dir string, who cast) {
	t.Helper()
	dir, who = wrote(t)
	data, err := openData(place{data: dir}, false)
	check(t, err)
	question(t, data.Store, who)
	ground(t, data.Store, memberOf(t, data.Store, who[keys.Steward]).Partner.ID)
	p := &poisoner{}
	poisoned(t, p, data.Store, store.Partners, store.Partners.Put)
	poisoned(t, p, data.Store, store.Members, store.Members.Put)
	poisoned(t, p, data.Store, store.Keys, store.Keys.Put)
	poisoned(t, p, data.Store, store.Invitations, store.Invitations.Put)
	poisoned(t, p, data.Store, store.Clients, store.Clients.Put)
	poisoned(t, p, data.Store, store.Notes, store.Notes.Put)
	poisoned(t, p, data.Store, store.Corrections, store.Corrections.Put)
	provider := memberOf(t, data.Store, who[keys.Provider])
	poisoned(t, p, data.Store, store.Referrals, func(tx store.Tx, r store.Referral) (store.Referral, error) {
		r.To = provider.Partner.ID // for the inbox
		return store.Referrals.Put(tx, r)
	})
	poisoned(t, p, data.Store, store.AllGrounds, func(tx store.Tx, g store.Grounds) (store.Grounds, error) {
		for purpose, of := range g.Set {
			p.poison(reflect.ValueOf(&of).Elem(), "")
			g = g.With(purpose, of)
		}
		return store.AllGrounds.Put(tx, g)
	})
	poisoned(t, p, data.Store, store.Households, store.Households.Put)
	poisoned(t, p, data.Store, store.AllMarks, store.AllMarks.Put)
	poisoned(t, p, data.Store, store.Deliveries, store.Deliveries.Put)
	poisoned(t, p, data.Store, store.FieldQuestions, store.FieldQuestions.Put)
	poisoned(t, p, data.Store, store.Assessments, store.Assessments.Put)
	poisoned(t, p, data.Store, store.Events, store.Events.Put)
	poisoned(t, p, data.Store, store.Catalogue, func(tx store.Tx, r store.Programme) (store.Programme, error) {
		r.Edited = true // else the built-in record replaces it
		return store.Catalogue.Put(tx, r)
	})
	check(t, data.Close())
	if p.fields < 20*len(hostile) {
		t.Fatalf("only %d fields were poisoned", p.fields)
	}
	return dir, who
}

// memberOf is who holds the key.
func memberOf(t *testing.T, engine store.Engine, key gossh.Signer) keys.Caller {
	t.Helper()
	office, err := desk.Over(t.Context(), engine, func() time.Time { return stageDay }, desk.Options{})
	check(t, err)
	who, err := office.WhoIs(t.Context(), keys.FingerprintOf(key.PublicKey()))
	check(t, err)
	return who
}

// question asks whether a record is right.
func question(t *testing.T, engine store.Engine, who cast) {
	t.Helper()
	office, err := desk.Over(t.Context(), engine, func() time.Time { return stageDay }, desk.Options{})
	check(t, err)
	_, err = office.For(memberOf(t, engine, who[keys.Coach])).Question(t.Context(), "restart", "cost", 0, "The client was asked to pay.")
	check(t, err)
}

// ground names a law for each purpose of a partner.
func ground(t *testing.T, engine store.Engine, partner keys.PartnerID) {
	t.Helper()
	g := store.Grounds{Partner: partner}
	for _, of := range store.Purposes() {
		g = g.With(of.Code, store.Ground{Basis: store.PublicTask, Condition: store.EmploymentLaw, Note: "Policy document "})
	}
	check(t, engine.Update(t.Context(), func(tx store.Tx) error {
		_, err := store.AllGrounds.Put(tx, g)
		return err
	}))
}

// Every field of text is on one side or the other: a new one needs a decision.
func TestEveryFieldIsPoisonedOrMadeHere(t *testing.T) {
	made := strings.Fields("ID Hash Builtin Source AreaSource Area Documents Fact Ask Rule Check Subject With Type Public Is Has Lacks")
	var walk func(of reflect.Type, name string, seen []reflect.Type)
	walk = func(of reflect.Type, name string, seen []reflect.Type) {
		if slices.Contains(seen, of) || of == reflect.TypeFor[time.Time]() {
			return
		}
		switch of.Kind() {
		case reflect.Struct:
			for i := range of.NumField() {
				if f := of.Field(i); f.IsExported() {
					walk(f.Type, f.Name, append(slices.Clone(seen), of))
				}
			}
		case reflect.Slice, reflect.Pointer:
			walk(of.Elem(), name, seen)
		case reflect.String:
			if of == reflect.TypeFor[string]() && !peopleWrite[name] && !slices.Contains(made, name) {
				t.Errorf("%s has a field %s: is it words of people (wrote), or made by the program?", seen[0], name)
			}
		}
	}
	for _, of := range []reflect.Type{
		reflect.TypeFor[keys.Partner](), reflect.TypeFor[keys.Member](), reflect.TypeFor[keys.Key](), reflect.TypeFor[keys.Invitation](),
		reflect.TypeFor[store.Client](), reflect.TypeFor[store.Note](), reflect.TypeFor[store.Correction](), reflect.TypeFor[store.Referral](), reflect.TypeFor[store.Assessment](),
		reflect.TypeFor[store.Event](), reflect.TypeFor[store.Programme](), reflect.TypeFor[store.FieldQuestion](),
		reflect.TypeFor[store.Household](), reflect.TypeFor[store.Marks](), reflect.TypeFor[store.Delivery](),
	} {
		walk(of, "", nil)
	}
}
