package match

import (
	"slices"
	"sync"

	"signpost/store"
)

// vocabulary is the facts and barriers there are, with their bits.
type vocabulary struct {
	facts    [slots]store.FactInfo
	barriers map[store.Barrier]uint64
}

// terms is the vocabulary, made once: it is a constant.
var terms = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{barriers: map[store.Barrier]uint64{}}
	for f := range store.Fact(slots) {
		v.facts[f] = f.Info()
	}
	for i, b := range store.AllBarriers() {
		v.barriers[b] = 1 << i
	}
	return v
})

// barriersOf is the bits of barriers. One that is not in the vocabulary is
// nobody's, and has none.
func (v *vocabulary) barriersOf(list []store.Barrier) uint64 {
	var out uint64
	for _, b := range list {
		out |= v.barriers[b]
	}
	return out
}

// bitsOf is the bits of words of a fact, and whether all of them have one.
func (v *vocabulary) bitsOf(f store.Fact, list ...string) (out uint64, all bool) {
	all = true
	for _, w := range list {
		i := slices.Index(v.facts[f].Values, w)
		if i < 0 || i >= slots {
			all = false
			continue
		}
		out |= 1 << i
	}
	return out, all
}

// yesNoBits are the bits of the two words of a yes/no fact.
func yesNoBits(no, yes bool) uint64 {
	var out uint64
	if no {
		out = 1
	}
	if yes {
		out |= 2
	}
	return out
}

// value is what is known of a fact, and as bits of the fact's words: those that
// are in it, and those that are known not to be.
type value struct {
	store.Value
	has, not uint64
}

func (v *vocabulary) value(f store.Fact, of store.Value) value {
	out := value{Value: of}
	switch v.facts[f].Kind {
	case store.KindYesNo:
		out.has = yesNoBits(of.Num == 0, of.Num != 0)
	case store.KindOne:
		out.has, _ = v.bitsOf(f, of.Word)
	case store.KindSet:
		out.has, _ = v.bitsOf(f, of.Set.Has...)
		if out.not = ^out.has; !of.Set.Whole {
			out.not, _ = v.bitsOf(f, of.Set.Not...)
			out.not &^= out.has
		}
	}
	return out
}
