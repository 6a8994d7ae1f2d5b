package provision

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/store"
)

// misfit is one place in a file that a record cannot be read from.
type misfit struct {
	line int
	path string // "rule.all[1].min"
	says string
}

// shape is what a file looks like beside the record type: what does not fit,
// and the line of each path.
type shape struct {
	wrong []misfit
	lines map[string]int
}

func (s *shape) say(line int, path, format string, a ...any) {
	s.wrong = append(s.wrong, misfit{line, path, fmt.Sprintf(format, a...)})
}

// checkShape compares a file with the record type, so that every misfit is
// told at once and with its line. (The decoder gives no line for a date or a
// fact that it cannot read.)
func checkShape(doc *yaml.Node) *shape {
	s := &shape{lines: map[string]int{}}
	if len(doc.Content) != 1 {
		s.wrong = []misfit{{line: 1, says: "nothing here: enter a programme, beginning with its id"}}
		return s
	}
	s.walk(doc.Content[0], reflect.TypeFor[store.Programme](), "")
	return s
}

func (s *shape) walk(n *yaml.Node, t reflect.Type, at string) {
	s.lines[at] = n.Line
	say := func(format string, a ...any) { s.say(n.Line, at, format, a...) }
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		say("an anchor or alias: write the value out")
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		say("nothing after the colon: enter a value, or take the line out")
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		if n.Kind != yaml.ScalarNode {
			say("enter one value")
		} else if err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Value)); err != nil {
			say("%v", err)
		}
	case t.Kind() == reflect.Struct:
		s.walkFields(n, t, at)
	case t.Kind() == reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			say("enter a list, such as [a, b]")
			return
		}
		for i, item := range n.Content {
			s.walk(item, t.Elem(), fmt.Sprintf("%s[%d]", at, i))
		}
	default:
		walkScalar(n, t, say)
	}
}

func walkScalar(n *yaml.Node, t reflect.Type, say func(string, ...any)) {
	switch {
	case n.Kind != yaml.ScalarNode:
		say("enter one value, in quotation marks where it has a colon or a comma")
	case n.Decode(reflect.New(t).Interface()) == nil:
	case t.Kind() == reflect.Bool:
		say("%q does not fit: enter true or false", n.Value)
	default:
		say("%q does not fit: enter a whole number", n.Value)
	}
}

func (s *shape) walkFields(n *yaml.Node, t reflect.Type, at string) {
	if n.Kind != yaml.MappingNode {
		s.say(n.Line, at, "enter names and values, such as fact: age")
		return
	}
	fields, names := yamlFields(t)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		path := strings.TrimPrefix(at+"."+key.Value, ".")
		ft, ok := fields[key.Value]
		switch {
		case !ok:
			s.say(key.Line, path, "no such name here: use one of %s", strings.Join(names, ", "))
		case seen[key.Value]:
			s.say(key.Line, path, "given twice: keep one")
		default:
			s.walk(value, ft, path)
		}
		seen[key.Value] = true
	}
}

// yamlFields are the fields of a record type by their names in a file, and the
// names in the order of the type.
func yamlFields(t reflect.Type) (map[string]reflect.Type, []string) {
	fields := make(map[string]reflect.Type, t.NumField())
	var names []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "-" || name == "" {
			continue
		}
		fields[name] = f.Type
		names = append(names, name)
	}
	return fields, names
}
