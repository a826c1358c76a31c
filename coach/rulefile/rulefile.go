// Package rulefile reads YAML as people write it: strictly, with every mistake at once, each with its line and column
// and in words for whoever wrote the file. What the values mean is checked by whoever decodes them, with
// [Mistakes.Add].
package rulefile

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/followup-coach/followup/coach/data"
)

// Configured is the source of a rule that a team wrote itself.
const Configured = "configuration"

// SourceOr says where a rule comes from: the handbook's line, or the team's own file.
func SourceOr(s string) string {
	if s == "" {
		return Configured
	}
	return s
}

// Embedded is a file of coach/data, compiled in, by the name that messages call it by: "data/rules.yaml".
func Embedded(name string) []byte {
	b, err := data.Files.ReadFile(strings.TrimPrefix(name, "data/"))
	if err != nil {
		panic(err) // the file is compiled in
	}
	return b
}

// id is one or more words of small letters and digits, with hyphens between them.
var id = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ID reports whether a name may stand for something in a file: small letters, digits and hyphens, at most 40
// characters.
func ID(name string) bool { return len(name) <= 40 && id.MatchString(name) }

// Clock is a time of day in minutes from midnight, written "08:30"; "24:00" is the end of the day.
type Clock int

// UnmarshalYAML reads "HH:MM", with two digits each, so that what is compared by eye is written alike. Nothing is later
// than "24:00".
func (c *Clock) UnmarshalYAML(n *yaml.Node) error {
	h, err1 := strconv.ParseUint(before(n.Value), 10, 8)
	m, err2 := strconv.ParseUint(after(n.Value), 10, 8)
	if err1 != nil || err2 != nil || len(n.Value) != len("00:00") || m > 59 || h*60+m > 24*60 {
		return fmt.Errorf("%q is no time of day: expected HH:MM in quotes, like \"08:30\"", n.Value)
	}
	*c = Clock(h*60 + m)
	return nil
}

func before(s string) string { b, _, _ := strings.Cut(s, ":"); return b }
func after(s string) string  { _, a, _ := strings.Cut(s, ":"); return a }

// Mistake is one thing wrong in a YAML file, in words for whoever wrote it.
type Mistake struct {
	Line, Column int // from 1; 0 when it concerns the file as a whole
	What         string
}

// Error says everything that is wrong with a configuration file, each mistake with its line and column.
type Error struct {
	Name     string
	Mistakes []Mistake // in the order of the file
}

// Error lists the mistakes, one per line.
func (e *Error) Error() string {
	lines := make([]string, len(e.Mistakes))
	for i, m := range e.Mistakes {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", e.Name, m.Line, m.Column, m.What)
		if m.Line == 0 {
			lines[i] = e.Name + ": " + m.What
		}
	}
	return strings.Join(lines, "\n")
}

// Mistakes collects what is wrong with one file.
type Mistakes struct {
	name string
	data []byte
	root *yaml.Node // read when the first mistake asks for its place; nil when the file is no YAML at all
	list []Mistake
}

// Count is how many mistakes were found so far.
func (m *Mistakes) Count() int { return len(m.list) }

// Add notes a mistake at a dotted path, like "windows.morning.from" or "tips.3.id", or at its nearest ancestor in the
// file.
func (m *Mistakes) Add(path, format string, args ...any) {
	n := m.find(path)
	m.list = append(m.list, Mistake{n.Line, n.Column, path + ": " + fmt.Sprintf(format, args...)})
}

// What the library says of a key that the target lacks, of a value of another kind, and of a key that is there twice.
// The first two name Go types.
var (
	unknownKey = regexp.MustCompile(`^field (.+) not found in type `)
	wrongKind  = regexp.MustCompile("(?s)^cannot construct !!(\\w+)(?: `(.*)`)? into (\\S+)")
	twice      = regexp.MustCompile(`(?s)^mapping key ".*" already defined at line (\d+)$`)
)

// addRefused notes what the library refuses, in words for whoever wrote the file. What it says of the syntax stays.
func (m *Mistakes) addRefused(e *yaml.LoadError) {
	what, path := e.Message, ""
	if root := m.tree(); root != nil {
		path = pathTo(root, e.Mark.Line, e.Mark.Column)
	}
	key, kind, first := unknownKey.FindStringSubmatch(what), wrongKind.FindStringSubmatch(what),
		twice.FindStringSubmatch(what)
	switch {
	case key != nil:
		what, path = "there is no such key", cmp.Or(path, key[1])
	case first != nil:
		what = "it is there already, in line " + first[1]
	case kind != nil:
		given := map[string]string{"map": "keys with values", "seq": "a list", "null": "nothing"}[kind[1]]
		if kind[2] != "" {
			given = strconv.Quote(kind[2])
		}
		what = fmt.Sprintf("%s: expected %s", given, kindWords(kind[3]))
	case m.byteAt(e.Mark.Line, e.Mark.Column) == '\t':
		what = "a tab stands here: expected spaces"
	}
	if path != "" {
		what = path + ": " + what
	}
	m.list = append(m.list, Mistake{e.Mark.Line, e.Mark.Column, what})
}

// byteAt is the byte at a place of the file, 0 for none.
func (m *Mistakes) byteAt(line, column int) byte {
	for text := range strings.Lines(string(m.data)) {
		if line--; line == 0 && column >= 1 && column <= len(text) {
			return text[column-1]
		}
	}
	return 0
}

// kindWords says what a value of a Go type is in a file. Structs are told by their names, which end in File, since the
// library gives nothing but the name.
func kindWords(goType string) string {
	switch {
	case goType == "int":
		return "a whole number"
	case goType == "bool":
		return "true or false"
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "map["), strings.HasPrefix(goType, "struct"), strings.HasSuffix(goType, "File"):
		return "keys with values"
	}
	return "text"
}

// pathTo is the dotted path of the key or value at a place, "" for none.
func pathTo(n *yaml.Node, line, column int) string {
	is := func(n *yaml.Node) bool { return n.Line == line && n.Column == column }
	for i, v := range n.Content {
		name := strconv.Itoa(i)
		if n.Kind == yaml.MappingNode {
			if i%2 == 0 {
				if is(v) {
					return v.Value
				}
				continue
			}
			name = n.Content[i-1].Value
		}
		if rest := pathTo(v, line, column); rest != "" {
			return name + "." + rest
		}
		if is(v) {
			return name
		}
	}
	return ""
}

// tree is the file as nodes, nil when it is no YAML at all. It is read only when a mistake asks for its place, since a
// good file has none.
func (m *Mistakes) tree() *yaml.Node {
	if m.root == nil {
		var doc yaml.Node
		if err := yaml.Load(m.data, &doc); err != nil {
			return nil
		}
		m.root = &doc
		if doc.Kind == yaml.DocumentNode && len(doc.Content) > 0 {
			m.root = doc.Content[0]
		}
	}
	return m.root
}

// find is the node at a dotted path, or its nearest ancestor that is in the file: of a key that is missing, the mistake
// is where it should stand.
func (m *Mistakes) find(path string) yaml.Node {
	n := m.tree()
	if n == nil {
		return yaml.Node{}
	}
	best := *n
	for key := range strings.SplitSeq(path, ".") {
		n = child(n, key)
		if n == nil {
			break
		}
		best = *n
	}
	return best
}

// Keys lists the keys of the mapping at a dotted path in the order of the file.
func (m *Mistakes) Keys(path string) (out []string) {
	n := m.tree()
	if n == nil {
		return nil
	}
	for key := range strings.SplitSeq(path, ".") {
		if n = child(n, key); n == nil {
			return nil
		}
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		out = append(out, n.Content[i].Value)
	}
	return out
}

// child is the value of a key or of an index, nil for none.
func child(n *yaml.Node, key string) *yaml.Node {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i]
		}
	}
	return nil
}

// Err is a [*Error] of all mistakes in the order of the file, nil for none.
func (m *Mistakes) Err() error {
	if len(m.list) == 0 {
		return nil
	}
	slices.SortStableFunc(m.list, func(a, b Mistake) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return &Error{m.name, m.list}
}

// blank reports whether a file holds nothing but comments.
func blank(data []byte) bool {
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// Decode reads data into out, refusing keys that out doesn't have. An empty file is no mistake. name is what messages
// call the file. What out holds already is kept where the file says nothing, so that one file can be laid over another;
// whoever decodes adds what is wrong with the values and asks for [Mistakes.Err] in the end.
func Decode(name string, data []byte, out any) *Mistakes {
	ms := &Mistakes{name: name, data: data}
	if blank(data) {
		return ms
	}
	err := yaml.Load(data, out, yaml.WithKnownFields())
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case err == nil:
	case errors.As(err, &many):
		for _, e := range many.Errors {
			ms.addRefused(e)
		}
	case errors.As(err, &one):
		ms.addRefused(one)
	default:
		ms.list = append(ms.list, Mistake{What: err.Error()})
	}
	return ms
}
