package provision

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"signpost/store"
)

// Problem is one thing that is wrong with a record, in words that say how to
// mend it.
type Problem struct {
	File string // the record's file
	Line int    // its line there, where a file was read; 0 otherwise
	ID   store.ProgrammeID
	Path string // where in the record: "rule.all[1].min"
	Says string
}

// String is "ft-in4.yaml:12: rule.all[1].min: ...".
func (p Problem) String() string {
	s := p.File
	if p.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, p.Line)
	}
	if p.Path != "" {
		s += ": " + p.Path
	}
	return s + ": " + p.Says
}

// Lint says everything that is wrong with the records, taken as one whole
// catalogue, in the order given. Nothing wrong is an empty answer.
func Lint(all []store.Programme) []Problem {
	return lintSome(all, func(*store.Programme) bool { return true })
}

// LintFile says everything that is wrong with one file beside the rest of the
// catalogue, each with its line. A record of the same id in the rest is taken
// to be the one that the file replaces.
func LintFile(name string, data []byte, rest []store.Programme) (store.Programme, []Problem) {
	file := path.Base(name)
	p, shape, err := parse(file, data)
	if err != nil {
		return p, []Problem{{File: file, Says: strings.TrimPrefix(err.Error(), file+": ")}}
	}
	var found []Problem
	for _, w := range shape.wrong {
		found = append(found, Problem{File: file, Line: w.line, Path: w.path, Says: w.says})
	}
	if len(found) > 0 {
		return p, found
	}
	if want := fileOf(p.ID); want != file {
		found = append(found, Problem{Path: "id", Says: fmt.Sprintf("%q is in a file of another name: name the file %q", p.ID, want)})
	}
	all := append(slices.DeleteFunc(slices.Clone(rest), func(r store.Programme) bool { return r.ID == p.ID }), p)
	found = append(found, lintSome(all, func(r *store.Programme) bool { return r == &all[len(all)-1] })...)
	for i := range found {
		found[i].File, found[i].ID, found[i].Line = file, p.ID, shape.lineOf(found[i].Path)
	}
	return p, found
}

// lineOf is the line of the path, or of the nearest thing that holds it.
func (s *shape) lineOf(path string) int {
	for path != "" {
		if line, ok := s.lines[path]; ok {
			return line
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return s.lines[""]
}

func fileOf(id store.ProgrammeID) string { return string(id) + ".yaml" }

func lintSome(all []store.Programme, wanted func(*store.Programme) bool) []Problem {
	c := catalog{owner: map[store.ProgrammeID]store.ProgrammeID{}}
	var found []Problem
	for i := range all {
		l := linter{p: &all[i], all: &c}
		l.ids()
		if wanted(l.p) {
			found = append(found, l.found...)
		}
	}
	for i := range all {
		l := linter{p: &all[i], all: &c}
		if wanted(l.p) {
			l.record()
			l.rule()
			found = append(found, l.found...)
		}
	}
	slices.SortStableFunc(found, func(a, b Problem) int { return strings.Compare(a.File, b.File) })
	return found
}

// catalog is what a record may point to.
type catalog struct {
	owner map[store.ProgrammeID]store.ProgrammeID // each id and other id, and the record it belongs to
}

// linter gathers what is wrong with one record.
type linter struct {
	p     *store.Programme
	all   *catalog
	found []Problem
}

func (l *linter) say(path, format string, a ...any) {
	l.found = append(l.found, Problem{File: fileOf(l.p.ID), ID: l.p.ID, Path: path, Says: fmt.Sprintf(format, a...)})
}

// ids takes the record's ids for it, and says which are taken or out of form.
func (l *linter) ids() {
	take := func(path string, id store.ProgrammeID) {
		if !idForm.MatchString(string(id)) || len(id) > 60 {
			l.say(path, "%q is not an id: enter lower-case words and numbers with hyphens, such as skills-for-work, at most 60 characters", id)
		}
		if of, ok := l.all.owner[id]; ok {
			l.say(path, "%q is already an id of %q: choose another", id, of)
			return
		}
		l.all.owner[id] = l.p.ID
	}
	take("id", l.p.ID)
	for i, id := range l.p.OtherIDs {
		take(fmt.Sprintf("other_ids[%d]", i), id)
	}
}

// points says what is wrong with an id that should be that of another record.
func (l *linter) points(path string, id store.ProgrammeID) {
	switch of, ok := l.all.owner[id]; {
	case !ok:
		l.say(path, "%q is the id of no record: enter the id of one", id)
	case of != id:
		l.say(path, "%q is another id of %q: enter %q", id, of, of)
	}
}

// source says what is wrong with the source of a statement.
func (l *linter) source(at, id string, unverified bool) {
	if at != "" {
		at += "."
	}
	if _, ok := l.p.SourceOf(id); id != "" && !ok {
		l.say(at+"source", "%q is none of the record's sources: enter the id of one", id)
	} else if id == "" && !unverified {
		l.say(at+"source", "missing: enter the id of one of the record's sources, or unverified: true")
	}
}
