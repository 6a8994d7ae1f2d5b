package turn

import (
	"cmp"

	"signpost/store"
	"signpost/tui/look"
)

// Packet is what the receiver sees, read out to who sends it, in lines of w
// columns.
func Packet(lk look.Look, p *store.Packet, w int) []string {
	lines := []string{lk.Title(lk.Cut("What the receiver sees", w))}
	return append(append(lines, to(lk, p, w)...), packet(lk, p, w)...)
}

// PacketGone is the same, of what the receiver is not shown any more.
func PacketGone(lk look.Look, p *store.Packet, w int) []string {
	lines := Packet(lk, p, w)
	lines[0] = lk.Title(lk.Cut("What the receiver was sent, and is not shown any more", w))
	return lines
}

// PacketSent is the same, read out to the receiver, who knows best whom it was
// sent to.
func PacketSent(lk look.Look, p *store.Packet, w int) []string {
	lines := []string{lk.Title(lk.Cut("What you were sent", w))}
	return append(append(lines, packet(lk, p, w)...), to(lk, p, w)...)
}

func to(lk look.Look, p *store.Packet, w int) []string {
	return lk.Pair("  To", p.Receiver(), 24, w)
}

func packet(lk look.Look, p *store.Packet, w int) []string {
	var lines []string
	pair := func(label, value string) { lines = append(lines, lk.Pair("  "+label, value, 24, w)...) }
	pair("Given name", p.GivenName)
	pair("Reference", string(p.Client))
	pair("From", p.From)
	pair("For", p.Name)
	pair("Reason", cmp.Or(p.Reason, "none given"))
	pair("Contact", ContactWords(p.Contact))
	pair("Standing", string(p.Standing)+" on "+p.Day.Words())
	for _, l := range p.Lines {
		pair(l.Label, l.Says)
	}
	if len(p.Lines) == 0 {
		pair("Facts", "none: the rule turns on nothing that is known")
	}
	return lines
}

// ContactWords is how the client is to be reached.
func ContactWords(c store.Contact) string {
	by := map[store.ContactBy]string{
		store.ThroughCoach: "through the coach, which shares least", store.ByPhone: "by telephone", store.ByText: "by text message",
		store.ByEmail: "by email", store.ByLetter: "by letter",
	}[c.By]
	if c.Detail != "" {
		by += ", " + c.Detail
	}
	return by
}

// BasisWords is the basis on which something is shared.
func BasisWords(b store.Basis) string {
	switch b {
	case store.Consent:
		return "consent: the client agreed to this sharing"
	case store.PublicTask:
		return "public task: helping people into work is our duty"
	}
	info, _ := b.Info()
	return info.Says
}
