package access

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
)

// programme is one that clients can be referred to, and who delivers it.
type programme struct {
	store.Delivery
	name string
}

// programmes lists them by name.
func programmes(ctx context.Context, desk Desk) ([]programme, error) {
	all, err := desk.Deliveries(ctx)
	if err != nil {
		return nil, err
	}
	known := map[store.ProgrammeID]store.Delivery{}
	for _, d := range all {
		known[d.Programme] = d
	}
	found, err := desk.Find(ctx, search.Query{Audience: store.ForPerson, All: true, Day: store.DayOf(desk.Now()), Limit: 10_000})
	out := make([]programme, 0, len(found.Hits))
	for _, hit := range found.Hits {
		p := programme{known[hit.Programme.ID], hit.Programme.Name}
		p.Programme = hit.Programme.ID
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b programme) int { return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
	return out, err
}

// programme is the programme of that id; the zero one where there is none.
func (o *office) programme(id store.ProgrammeID) programme {
	for _, p := range o.programmes {
		if p.Programme == id {
			return p
		}
	}
	return programme{Delivery: store.Delivery{Programme: id}, name: string(id)}
}

// deliverer is who delivers a programme, in words.
func (o *office) deliverer(d *store.Delivery) string {
	if d.Partner == "" {
		return nobody
	}
	return o.partner(d.Partner)
}

const nobody = "nobody here"

func (p *Page) programmeRows() []row {
	out := make([]row, len(p.got.programmes))
	for i := range p.got.programmes {
		x := &p.got.programmes[i]
		out[i] = row{id: string(x.Programme), cells: []string{x.name}, state: p.got.deliverer(&x.Delivery)}
	}
	return out
}

func (p *Page) programmeWhole(id string, pair func(label, value string)) {
	x := p.got.programme(store.ProgrammeID(id))
	pair("Id", id)
	pair("Delivered by", p.got.deliverer(&x.Delivery))
	if x.Partner == "" {
		pair("", "Coaches send its referrals by other ways, and enter the answers themselves.")
	}
	label := "Providers"
	for _, m := range p.got.members {
		if x.Partner != "" && m.Partner == x.Partner && slices.Contains(m.Roles, keys.Provider) {
			pair(label, m.Name+map[bool]string{true: " (locked)"}[m.Locked])
			label = ""
		}
	}
	if x.Partner != "" && label != "" {
		pair(label, "none yet: give a member of this partner the role provider, or invite one")
	}
	if !x.Changed.IsZero() {
		pair("Changed on", p.day(x.Changed)+map[bool]string{true: " by " + p.got.member(x.ChangedBy).Name}[x.ChangedBy != ""])
	}
}

// deliver asks which partner delivers a programme.
type deliver struct {
	of       programme // as it was last read
	choice   *look.Choice
	partners []keys.PartnerID // what the options stand for
}

func (p *Page) startDeliver() {
	r, ok := p.chosen()
	if !ok || p.list.part != partProgrammes {
		return
	}
	p.job = job{deliver: p.got.deliver(p.got.programme(store.ProgrammeID(r.id)))}
}

func (o *office) deliver(x programme) *deliver {
	d := &deliver{of: x, partners: []keys.PartnerID{""}}
	options := []string{nobody}
	for _, partner := range o.partners {
		options = append(options, partner.Name+map[bool]string{true: " (locked)"}[partner.Locked])
		d.partners = append(d.partners, partner.ID)
	}
	d.choice = look.NewChoice("Which partner delivers "+x.name+"? Its providers are sent the referrals made from now on.", options, slices.Index(d.partners, x.Partner))
	return d
}

// refresh takes the programme as it is now, and says what somebody else saved;
// now is what was said before.
func (d *deliver) refresh(o *office, now string) string {
	x := o.programme(d.of.Programme)
	if x.Rev == d.of.Rev {
		return now
	}
	d.of = x
	return "Somebody else saved meanwhile: " + o.deliverer(&x.Delivery) + ". Enter saves yours over it, Esc leaves it."
}

func (p *Page) keyDeliver(k tea.KeyPressMsg) tea.Cmd {
	d := p.job.deliver
	switch d.choice.Key(k) {
	case look.Left:
		p.job = job{}
	case look.Chosen:
		x, to, says := d.of, d.partners[d.choice.At()], d.choice.Options[d.choice.At()]
		return p.start(func(ctx context.Context) (done, error) {
			_, err := p.desk.SetDeliverer(ctx, x.Programme, x.Rev, to)
			return done{says: "Saved: " + x.name + " is delivered by " + says + "."}, err
		})
	}
	return nil
}
