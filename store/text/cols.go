package text

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// Width is how many terminal columns s takes, by grapheme clusters. s is one
// safe line.
func Width(s string) int {
	if plainASCII(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
}

// Cut gives as much of s as fits in cols columns, with ".." at the end where
// something was left out. The result is never wider than cols.
func Cut(s string, cols int) string {
	if Width(s) <= cols {
		return s
	}
	if cols <= 2 {
		return ".."[:max(cols, 0)]
	}
	head, _ := split(s, cols-2)
	return strings.TrimRight(head, " ") + ".."
}

// Pad is Cut, filled with spaces to exactly cols columns.
func Pad(s string, cols int) string {
	s = Cut(s, cols)
	n := cols - Width(s)
	switch {
	case n <= 0:
		return s
	case n <= len(spaces):
		return s + spaces[:n]
	}
	return s + strings.Repeat(" ", n)
}

// spaces fill the columns of most screens.
const spaces = "                                                                                                                                "

// Wrap breaks s into lines of at most cols columns: at its own new lines, at
// spaces, and inside a word only where the word alone is wider than cols. Runs
// of spaces become one; an empty line stays an empty line. A character that is
// wider than cols becomes "?". There are no lines in no columns.
func Wrap(s string, cols int) []string {
	if cols < 1 {
		return nil
	}
	var out []string
	for part := range strings.SplitSeq(s, "\n") {
		out = wrapLine(out, part, cols)
	}
	return out
}

// wrapLine adds the lines of s, most of which are parts of s itself.
func wrapLine(out []string, s string, cols int) []string {
	if s = tidy(s); s == "" {
		return append(out, "")
	}
	from, used := 0, -1 // where the line in hand begins, and its columns; -1 when it is empty
	for at := 0; at <= len(s); {
		word := s[at:]
		if i := strings.IndexByte(word, ' '); i >= 0 {
			word = word[:i]
		}
		w := Width(word)
		if used < 0 || used+1+w > cols {
			if used >= 0 {
				out = append(out, s[from:at-1])
			}
			out, from, used = tooWide(out, word, w, cols)
			if from += at; from == at+len(word) {
				used = -1
			}
		} else {
			used += 1 + w
		}
		at += len(word) + 1
	}
	if used < 0 {
		return out
	}
	return append(out, s[from:])
}

// tooWide adds the lines of as much of a word as is too wide for one, and says
// where the rest of it begins, and its columns.
func tooWide(out []string, word string, w, cols int) (lines []string, from, used int) {
	for w > cols {
		head, tail := split(word[from:], cols)
		if head == "" {
			_, tail, _, _ = uniseg.FirstGraphemeClusterInString(word[from:], -1)
			head = string(mark)
		}
		out = append(out, head)
		from, w = len(word)-len(tail), Width(tail)
	}
	return out, from, w
}

// tidy is s with one space between words, and none at the ends.
func tidy(s string) string {
	space := true
	for _, r := range s {
		is := unicode.IsSpace(r)
		if is && (space || r != ' ') {
			return strings.Join(strings.Fields(s), " ")
		}
		space = is
	}
	return strings.TrimSuffix(s, " ")
}

// split parts s after as many whole grapheme clusters as fit in cols columns.
func split(s string, cols int) (head, tail string) {
	if plainASCII(s) {
		n := min(max(cols, 0), len(s))
		return s[:n], s[n:]
	}
	at, state, rest := 0, -1, s
	for rest != "" {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if w > cols {
			break
		}
		cols -= w
		at += len(cluster)
	}
	return s[:at], s[at:]
}

// First is the first grapheme cluster of s, which is not empty, and how many
// terminal columns it takes.
func First(s string) (cluster string, cols int) {
	cluster, _, cols, _ = uniseg.FirstGraphemeClusterInString(s, -1)
	return cluster, cols
}
