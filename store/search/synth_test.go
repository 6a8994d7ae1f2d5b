package search_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"

	"signpost/store"
)

// common are words of the field, the most used first, as the sources use them.
var common = strings.Fields(`
support work skills employment training help people job local advice programme service learning career
health business course development digital young community employers college careers opportunities experience
apprenticeship placement guidance free funding adults county partners coaching qualification unemployed
children family childcare mental physical wellbeing disability inclusion redundancy housing debt transport
confidence interview mentoring engineering construction hospitality manufacturing retail care logistics
green energy technology cyber software data maths english literacy numeracy language bootcamp academy
traineeship internship volunteering enterprise start grant loan voucher device laptop internet connection
veterans offenders refugees homeless carers parents lone graduates returners forklift warehouse driving
licence welding plumbing electrical painting joinery catering cleaning security nursing teaching finance
accounting marketing design media tourism farming food textile aerospace nuclear maritime rail`)

// synth makes programmes that look like provision: words as frequent as in a
// language, tags as in the catalogue. The same seed makes the same programmes.
type synth struct {
	*rand.Rand
	words     []string
	upTo      []float64 // cumulative frequency of words
	providers []string
}

func newSynth(n int) *synth {
	s := &synth{Rand: rand.New(rand.NewPCG(1948, 7))}
	size := 2000 + int(90*math.Sqrt(float64(n))) // Heaps: a larger collection has more words
	seen := map[string]bool{}
	add := func(w string) {
		if !seen[w] {
			seen[w] = true
			s.words = append(s.words, w)
		}
	}
	for _, w := range common {
		add(w)
	}
	for len(s.words) < size {
		add(s.invent())
	}
	sum := 0.0
	for rank := range s.words {
		sum += math.Pow(float64(rank)+2.7, -1.05)
		s.upTo = append(s.upTo, sum)
	}
	for range 20 + n/25 {
		s.providers = append(s.providers, title(s.invent())+" "+
			[]string{"College", "Trust", "Council", "Training", "Community Interest Company", "Housing", "University", "Works"}[s.IntN(8)])
	}
	return s
}

func (s *synth) invent() string {
	starts := strings.Fields("b bl br c ch cl cr d dr f fl fr g gl gr h j k kn l m n p pl pr qu r s sc sh sl sm sp st str sw t th tr v w wh")
	vowels := strings.Fields("a e i o u ai ea ee ie oa oo ou")
	ends := strings.Fields("b ck d ft g l ld ll m mp n nd ng nt p r rd rk rn rt s sh ss st t th tion ment ing er ly ness")
	var b strings.Builder
	for range 1 + s.IntN(3) {
		b.WriteString(starts[s.IntN(len(starts))])
		b.WriteString(vowels[s.IntN(len(vowels))])
	}
	b.WriteString(ends[s.IntN(len(ends))])
	return b.String()
}

func (s *synth) word() string {
	x := s.Float64() * s.upTo[len(s.upTo)-1]
	return s.words[sort.SearchFloat64s(s.upTo, x)]
}

func (s *synth) text(least, most int) string {
	words := make([]string, least+s.IntN(most-least+1))
	for i := range words {
		words[i] = s.word()
	}
	return strings.Join(words, " ")
}

func title(w string) string { return strings.ToUpper(w[:1]) + w[1:] }

// few picks some of list, the first ones most often.
func few[T any](s *synth, list []T, most int) []T {
	var out []T
	taken := map[int]bool{}
	for range 1 + s.IntN(most) {
		i := int(float64(len(list)) * math.Pow(s.Float64(), 2))
		if !taken[i] {
			taken[i] = true
			out = append(out, list[i])
		}
	}
	return out
}

// synthetic is n programmes.
func synthetic(n int) []store.Programme {
	s := newSynth(n)
	codes := store.DistrictCodes()
	all := make([]store.Programme, n)
	used := map[string]int{}
	for i := range all {
		name := s.text(2, 5)
		id := strings.ReplaceAll(name, " ", "-")
		if used[id]++; used[id] > 1 {
			id = fmt.Sprint(id, "-", used[id])
		}
		p := store.Programme{
			ID:       store.ProgrammeID(id),
			Name:     title(name),
			Provider: s.providers[s.IntN(len(s.providers))],
			Audience: few(s, store.Audiences(), 1),
			Help:     few(s, store.Helps(), 2),
			Gives:    title(s.text(10, 24)) + ".",
			For:      title(s.text(6, 14)) + ".",
			Helps:    few(s, store.AllBarriers(), 6),
			Words:    strings.Split(s.text(1, 5), " "),
		}
		switch where := s.IntN(20); {
		case where < 8:
			p.Area = few(s, codes, 3)
		case where < 13:
			p.Area = []string{store.Lancashire14}
		case where < 16:
			p.Area = []string{store.England}
		case where < 18:
			p.Area = []string{store.GreaterManchester}
		}
		p.Dates.Opens = store.Date(2015, 1, 1) + store.Day(s.IntN(3000))
		if s.IntN(3) == 0 {
			p.Dates.Closes = p.Dates.Opens + 200 + store.Day(s.IntN(1500))
		}
		all[i] = p
	}
	return all
}

// queryLog is a mix of what a coach types: every key of a few searches, typing
// errors, what people say, and filters.
func queryLog() []typed {
	day := store.Date(2024, 6, 3)
	var log []typed
	add := func(kind, words string, filters int) {
		q := typed{kind: kind}
		q.Words, q.Day, q.Limit = words, day, 20
		if filters > 0 {
			q.District = "E07000117"
		}
		if filters > 1 {
			q.Barriers = []store.Barrier{"health.mental"}
		}
		if filters > 2 {
			q.Help = store.HelpTraining
		}
		log = append(log, q)
	}
	for _, words := range []string{"forklift licence", "mental health support", "digital skills bootcamp"} {
		for n := 1; n <= len(words); n++ {
			add("keys", words[:n], 0)
			add("keys", words[:n], 1)
		}
	}
	for _, words := range []string{
		"aprenticeship trai", "confidense coac", "constructoin skil", "mentl health adv", "redundency supp",
		"qualificaton eng", "hosptality train", "techonology cour", "volunterring exp", "childcaer help",
	} {
		add("typical", words, 3)
	}
	for _, words := range []string{"bad back", "ex army", "no broadband", "made redundant", "looks after his mum", "cv", "rent arrears"} {
		add("said", words, 0)
		add("said", words, 1)
	}
	for _, letter := range []string{"s", "a", "c", "p", "t"} {
		add("letter", letter, 0)
	}
	add("filters", "", 3)
	add("filters", "", 1)
	add("nothing", "zzyzx qqqqq", 1)
	return log
}
