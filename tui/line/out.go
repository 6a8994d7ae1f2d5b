package line

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"signpost/store/text"
)

// width is the columns that text keeps to where it can.
const width = 80

// answer puts out what a command found: v as one JSON value, or the text that
// say writes.
func (j *job) answer(v any, say func(*page)) error {
	if !j.json {
		var p page
		say(&p)
		j.out.WriteString(text.SafeLines(p.String()))
		return nil
	}
	enc := json.NewEncoder(&j.out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("answer as JSON: %w", err)
	}
	safe := text.JSON(j.out.Bytes())
	j.out.Reset()
	j.out.Write(safe)
	return nil
}

// idWidth is the columns of an id or a reference, M-K7M-2QX: cut, it names nothing.
const idWidth = 9

// page is text being written, a line at a time, within width.
type page struct{ strings.Builder }

// line writes one line as it is, made safe.
func (p *page) line(format string, args ...any) {
	p.WriteString(text.Safe(fmt.Sprintf(format, args...)) + "\n")
}

// blank parts what comes from what was, by one empty line.
func (p *page) blank() {
	if p.Len() > 0 && !strings.HasSuffix(p.String(), "\n\n") {
		p.WriteByte('\n')
	}
}

// head writes a heading.
func (p *page) head(format string, args ...any) {
	p.blank()
	p.line(format, args...)
}

// para wraps words: first goes before the first line, and the others are
// indented by as many columns as it has. Its own new lines are kept.
func (p *page) para(first, words string) {
	indent := strings.Repeat(" ", text.Width(first))
	for _, l := range text.Wrap(text.SafeLines(words), max(width-len(indent), 20)) {
		p.WriteString(strings.TrimRight(first+l, " ") + "\n")
		first = indent
	}
}

// field writes "Label: value", wrapped under itself; nothing for no value.
func (p *page) field(label, value string) {
	if value == "" {
		return
	}
	for i, l := range text.Wrap(text.SafeLines(label+": "+value), width-2) {
		if i > 0 {
			l = "  " + l
		}
		p.WriteString(strings.TrimRight(l, " ") + "\n")
	}
}

// table writes rows in columns under a heading. Where they are wider than
// width, the columns of give are cut, in that order, but no shorter than their
// heading or idWidth columns; the others are whole always.
func (p *page) table(head []string, give []int, rows [][]string) {
	all := append([][]string{head}, rows...)
	wide := make([]int, len(head))
	for _, row := range all {
		for c := range row {
			row[c] = text.Safe(row[c])
			wide[c] = max(wide[c], text.Width(row[c]))
		}
	}
	over := 2*(len(head)-1) - width
	for _, w := range wide {
		over += w
	}
	for _, c := range give {
		if over > 0 {
			cut := min(over, max(0, wide[c]-max(idWidth, text.Width(head[c]))))
			wide[c], over = wide[c]-cut, over-cut
		}
	}
	for _, row := range all {
		cells := make([]string, len(row))
		for c, cell := range row {
			cells[c] = text.Pad(cell, wide[c])
		}
		p.WriteString(strings.TrimRight(strings.Join(cells, "  "), " ") + "\n")
	}
}

// clock is a moment for a table; empty for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

// moment is a moment in a sentence.
func moment(t time.Time) string { return t.Format("2 January 2006 at 15:04") }

// joined is the words of a list with commas between.
func joined[S any](list []S, word func(S) string) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = word(w)
	}
	return strings.Join(words, ", ")
}

func plain[S ~string](s S) string { return string(s) }

// some is the list, never nil, so that JSON has [] and not null.
func some[R any](list []R) []R {
	if list == nil {
		return []R{}
	}
	return list
}

// each is the list made over, never nil.
func each[R, S any](list []R, fn func(R) S) []S {
	out := make([]S, 0, len(list))
	for _, r := range list {
		out = append(out, fn(r))
	}
	return slices.Clip(out)
}
