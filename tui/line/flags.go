package line

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signpost/keys"
	"signpost/store"
)

// value is an option whose text is read as a T. What is wrong with it is wrong
// usage.
type value[T any] struct {
	to   *T
	read func(string) (T, error)
	name string
}

func (v value[T]) Set(s string) error {
	got, err := v.read(strings.TrimSpace(s))
	if err == nil {
		*v.to = got
	}
	return err
}
func (v value[T]) String() string { return "" }
func (v value[T]) Type() string   { return v.name }

func option[T any](c *cobra.Command, to *T, name, takes, usage string, read func(string) (T, error)) {
	c.Flags().Var(value[T]{to, read, takes}, name, usage)
}

// options is option for one that may be given several times.
func options[T any](c *cobra.Command, to *[]T, name, takes, usage string, read func(string) (T, error)) {
	c.Flags().Var(value[[]T]{to, func(s string) ([]T, error) {
		one, err := read(s)
		return append(*to, one), err
	}, takes}, name, usage)
}

// day reads a day; "today" is the desk's own.
func (j *job) day(name string) func(string) (store.Day, error) {
	return func(s string) (store.Day, error) {
		if strings.EqualFold(s, "today") {
			return j.today, nil
		}
		d, err := store.ParseDay(s)
		if err != nil || d < store.Date(1900, 1, 1) || d > store.Date(2100, 1, 1) {
			return 0, misuse("", "%q does not fit --%s: enter a date as year-month-day, such as %s, or today.", s, name, j.today)
		}
		return d, nil
	}
}

// within reads a whole number from low to high.
func within(name string, low, high int) func(string) (int, error) {
	return func(s string) (int, error) {
		n := 0
		for _, r := range s {
			if r < '0' || r > '9' || n > high {
				n = -1
				break
			}
			n = n*10 + int(r-'0')
		}
		if s == "" || n < low || n > high {
			return 0, misuse("", "%q does not fit --%s: enter a whole number from %d to %d.", s, name, low, high)
		}
		return n, nil
	}
}

// revision reads the revision of a record.
func revision(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || n == 0 {
		return 0, misuse("", "%q does not fit --rev: enter the revision of the record as you read it, such as 3.", s)
	}
	return n, nil
}

// oneOf reads one of the words.
func oneOf[S ~string](name string, words []S) func(string) (S, error) {
	return func(s string) (S, error) {
		for _, w := range words {
			if strings.EqualFold(s, string(w)) {
				return w, nil
			}
		}
		return "", misuse("", "%q does not fit --%s: enter one of %s.", s, name, joined(words, plain))
	}
}

// asTyped takes any text.
func asTyped(s string) (string, error) { return s, nil }

func district(s string) (string, error) {
	if d, ok := store.FindDistrict(s); ok {
		return d.Code, nil
	}
	var names []string
	for _, code := range store.DistrictCodes() {
		names = append(names, store.DistrictName(code))
	}
	return "", misuse("", "%q is not a district of England: enter its name or its GSS code, such as burnley or E07000117.%s", s, meant(nearest(s, names)))
}

func barrier(s string) (store.Barrier, error) {
	if b, ok := store.FindBarrier(s); ok {
		return b, nil
	}
	var names, labels []string
	byLabel := map[string]string{}
	for _, b := range store.AllBarriers() {
		names = append(names, string(b))
		labels = append(labels, b.Label())
		byLabel[b.Label()] = string(b)
	}
	near := nearest(s, names)
	for _, l := range nearest(s, labels) {
		near = append(near, byLabel[l])
	}
	if len(near) == 0 {
		return "", misuse("", "%q is not a barrier. The barriers are: %s.", s, strings.Join(names, ", "))
	}
	return "", misuse("", "%q is not one barrier: enter it as it is named.%s", s, meant(uniq(near)))
}

func uniq(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			out = append(out, s)
		}
		seen[s] = true
	}
	return out
}

// roles reads roles with commas between.
func roles(s string) ([]keys.Role, error) {
	var out []keys.Role
	for word := range strings.SplitSeq(s, ",") {
		r := keys.Role(strings.ToLower(strings.TrimSpace(word)))
		if !r.Known() {
			return nil, misuse("", "%q is not a role: enter one or more of %s, with commas between.", word, joined(keys.Roles(), plain))
		}
		out = append(out, r)
	}
	return out, nil
}
