package match

import (
	"math"
	"slices"
	"strconv"

	"signpost/store"
)

// kind is what a node is, and how a test is done.
type kind uint8

const (
	isTrue  kind = iota // asks nothing
	isFalse             // the same, under a Not
	isAll
	isAny
	isDated
	isAsk    // a judgement
	isVain   // a test that does not fit its fact
	isNumber // between lo and hi
	isWord   // one of the words has
	isSet    // one of the words has, and not all of the words lacks
	isOther  // what none of these can do, found out once for a client
)

// node is one node of a rule as it is walked: no Nots are left, since each is
// carried down to the tests, and what is said of a test is at hand.
type node struct {
	kind  kind
	fact  store.Fact
	neg   bool // it stands under an odd number of Nots
	fixed bool
	check bool // no source was read for it: a coach confirms it
	other int32
	lo    int64
	hi    int64
	has   uint64
	lacks uint64
	kids  []node // of All and Any; of a Dated, one for each window
	rule  *store.Rule
	words
}

// words are what is said of a test or a judgement.
type words struct {
	says     string
	from     string // its source, on one line
	ask      string // the judgement, or the one that confirms it: "programme/ask"
	question string
	changes  string
}

// apart is what a programme's rule tells apart of a fact.
type apart struct {
	fact    store.Fact
	numbers []int64  // about which its tests turn
	words   []string // that its tests of a set name
}

// compiler makes the nodes of one programme.
type compiler struct {
	set   *Set
	rec   *store.Programme
	cited []string // its sources, on one line
}

// node makes the node of a rule, negated where neg is set.
func (c *compiler) node(r *store.Rule, neg bool) node {
	n := node{rule: r, neg: neg}
	switch {
	case r.Fact != store.NoFact:
		c.test(&n)
	case len(r.All) > 0, len(r.Any) > 0:
		n.kind, n.kids = isAny, c.nodes(group(r), neg)
		if len(r.All) > 0 != neg {
			n.kind = isAll
		}
	case r.Not != nil:
		return c.node(r.Not, !neg)
	case len(r.Dated) > 0:
		c.judgement(&n)
		n.kind, n.kids = isDated, make([]node, len(r.Dated))
		for i := range r.Dated {
			n.kids[i] = c.node(&r.Dated[i].Rule, neg)
		}
	case r.Ask != "":
		c.judgement(&n)
	case neg:
		n.kind = isFalse
	}
	return n
}

func group(r *store.Rule) []store.Rule {
	if len(r.All) > 0 {
		return r.All
	}
	return r.Any
}

func (c *compiler) nodes(rules []store.Rule, neg bool) []node {
	out := make([]node, len(rules))
	for i := range rules {
		out[i] = c.node(&rules[i], neg)
	}
	return out
}

// say keeps what is said of the node.
func (c *compiler) say(n *node, ask string) {
	r := n.rule
	n.check, n.words = r.Unverified, words{says: says(r, n.neg), from: c.source(r.Source), question: r.Question, changes: r.Changes}
	if ask != "" {
		n.ask = string(c.rec.ID) + "/" + ask
	}
}

func (c *compiler) judgement(n *node) {
	n.kind = isAsk
	ask := n.rule.Ask
	if ask == "" {
		ask = confirmAsk(n.rule, false)
	}
	c.say(n, ask)
}

func (c *compiler) test(n *node) {
	r, ask := n.rule, ""
	if r.Unverified {
		ask = confirmAsk(r, n.neg)
	}
	c.say(n, ask)
	n.fact, n.fixed, n.kind = r.Fact, r.Fixed, isVain
	switch kind := r.Fact.Info().Kind; kind {
	case store.KindNumber, store.KindPounds:
		var ok bool
		if n.lo, n.hi, ok = bounds(r, kind); ok {
			n.kind = isNumber
		}
	case store.KindYesNo:
		if len(r.Is) > 0 {
			n.kind, n.has = isWord, yesNoBits(slices.Contains(r.Is, "no"), slices.Contains(r.Is, "yes"))
		}
	case store.KindOne, store.KindText:
		bits, all := c.set.terms.bitsOf(r.Fact, r.Is...)
		switch {
		case len(r.Is) == 0:
		case all:
			n.kind, n.has = isWord, bits
		default:
			c.other(n)
		}
	case store.KindDate:
		if r.MaxDaysAgo != nil {
			c.other(n)
		}
	case store.KindSet:
		has, all := c.set.terms.bitsOf(r.Fact, r.Has...)
		lacks, both := c.set.terms.bitsOf(r.Fact, r.Lacks...)
		switch {
		case len(r.Has) == 0 && len(r.Lacks) == 0:
		case all && both:
			n.kind, n.has, n.lacks = isSet, has, lacks
		default:
			c.other(n)
		}
	}
}

func (c *compiler) other(n *node) {
	n.kind = isOther
	n.other = c.set.others.number(testKey(n.rule), n.rule)
}

// testKey is the same for tests that ask the same, whatever they say.
func testKey(r *store.Rule) string {
	key := []byte{byte(r.Fact)}
	for _, list := range [...][]string{r.Is, r.Has, r.Lacks} {
		key = append(appendList(key, list), 1)
	}
	if r.MaxDaysAgo != nil {
		key = strconv.AppendInt(key, int64(*r.MaxDaysAgo), 10)
	}
	return string(key)
}

func appendList(key []byte, list []string) []byte {
	for _, w := range list {
		key = append(append(key, w...), 0)
	}
	return key
}

// tellApart lists what the rule tells apart, fact by fact.
func (c *compiler) tellApart() []apart {
	var out []apart
	c.rec.Rule.Walk(func(r *store.Rule, _ bool) {
		info := &c.set.terms.facts[r.Fact%slots]
		switch info.Kind {
		case store.KindNumber, store.KindPounds, store.KindSet:
		default:
			return
		}
		i := slices.IndexFunc(out, func(a apart) bool { return a.fact == r.Fact })
		if i < 0 {
			i, out = len(out), append(out, apart{fact: r.Fact})
		}
		a := &out[i]
		if info.Kind == store.KindSet {
			a.words = addWords(a.words, r)
		} else {
			a.numbers = addTurns(a.numbers, r, info)
		}
	})
	return out
}

// addTurns adds the numbers about which a test turns, in order.
func addTurns(to []int64, r *store.Rule, info *store.FactInfo) []int64 {
	lo, hi, _ := bounds(r, info.Kind)
	least, most := int64(info.Min), int64(info.Max)
	if info.Kind == store.KindPounds {
		least, most = least*100, most*100
	}
	add := func(n int64) {
		if at, found := slices.BinarySearch(to, n); !found && n >= least && n <= most {
			to = slices.Insert(to, at, n)
		}
	}
	if lo != math.MinInt64 {
		add(lo - 1)
		add(lo)
	}
	if hi != math.MaxInt64 {
		add(hi)
		add(hi + 1)
	}
	return to
}

// addWords adds the words that a test of a set names.
func addWords(to []string, r *store.Rule) []string {
	for _, list := range [...][]string{r.Has, r.Lacks} {
		for _, w := range list {
			if !slices.Contains(to, w) {
				to = append(to, w)
			}
		}
	}
	return to
}

// source is the programme's source of that id on one line.
func (c *compiler) source(id string) string {
	if id == "" {
		return ""
	}
	for i := range c.rec.Sources {
		if c.rec.Sources[i].ID == id {
			return c.cited[i]
		}
	}
	return ""
}
