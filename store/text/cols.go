package text

import (
	"strings"

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
	if n := cols - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

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

func wrapLine(out []string, s string, cols int) []string {
	line, used := "", 0
	for word := range strings.FieldsSeq(s) {
		w := Width(word)
		if line != "" && used+1+w <= cols {
			line, used = line+" "+word, used+1+w
			continue
		}
		if line != "" {
			out = append(out, line)
		}
		for w > cols {
			head, tail := split(word, cols)
			if head == "" {
				_, tail, _, _ = uniseg.FirstGraphemeClusterInString(word, -1)
				head = string(mark)
			}
			out = append(out, head)
			word, w = tail, Width(tail)
		}
		line, used = word, w
	}
	if line != "" || strings.TrimSpace(s) == "" {
		out = append(out, line)
	}
	return out
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
