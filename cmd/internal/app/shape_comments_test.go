package app

import (
	"go/types"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var (
	// named is a name of another package of ours, or a member of a type, in a comment.
	named = regexp.MustCompile(`\b([A-Za-z]\w*)\.([A-Z]\w*)(?:\.([A-Z]\w*))?\b`)
	// linked are brackets that go doc takes for a link. Those of one word may be a button.
	linked = regexp.MustCompile(`\[\*?([A-Za-z][\w.]*\.[A-Za-z][\w.]*)\]`)
	// goFile is a file in a comment, with its folder or without.
	goFile = regexp.MustCompile(`[\w./]*\w\.go\b`)
)

// TestShapeComments: what a comment names in this repository is there, a package's name, a type's member, a file.
func TestShapeComments(t *testing.T) {
	tr := load(t)
	for _, p := range tr.packages {
		for _, f := range p.files {
			for _, group := range f.Comments {
				for _, c := range group.List {
					if !strings.HasPrefix(c.Text, "//go:") {
						for _, gone := range tr.gone(p, c.Text) {
							t.Errorf("%s speaks of %s, which is not there", tr.fset.Position(c.Pos()), gone)
						}
					}
				}
			}
		}
	}
}

// gone returns what a comment in a package names that is not there.
func (tr *tree) gone(p *sourcePackage, comment string) (gone []string) {
	for _, m := range named.FindAllStringSubmatch(comment, -1) {
		// Where several packages have the name, one of them is meant.
		in, found := tr.named(m[1]), false
		for _, q := range in {
			found = found || has(q, m[2], m[3])
		}
		if len(in) > 0 && !found {
			gone = append(gone, m[0])
		}
	}
	for _, m := range linked.FindAllStringSubmatch(comment, -1) {
		first, member, _ := strings.Cut(m[1], ".")
		if unicode.IsUpper(rune(first[0])) && !has(p, first, member) {
			gone = append(gone, m[0])
		}
	}
	for _, path := range goFile.FindAllString(comment, -1) {
		if !slices.ContainsFunc(tr.texts, func(s sourceText) bool { return strings.HasSuffix("/"+s.file, "/"+path) }) {
			gone = append(gone, path)
		}
	}
	return gone
}

// named returns the packages of a name.
func (tr *tree) named(name string) (found []*sourcePackage) {
	for _, p := range tr.packages {
		if p.types.Name() == name && name != "main" {
			found = append(found, p)
		}
	}
	return found
}

// has reports whether a package declares a name and, where one is given, its type has the member.
func has(p *sourcePackage, name, member string) bool {
	o := p.types.Scope().Lookup(name)
	if o == nil || member == "" {
		return o != nil
	}
	found, _, _ := types.LookupFieldOrMethod(types.NewPointer(o.Type()), true, p.types, member)
	if found == nil {
		found, _, _ = types.LookupFieldOrMethod(o.Type(), true, p.types, member)
	}
	return found != nil
}

// TestShapeCommentsSees plays comments that name something and that don't.
func TestShapeCommentsSees(t *testing.T) {
	tr := checkSource(t, "type T struct{ Field int }; func (*T) Method() {}; var V = 1")
	tr.texts = []sourceText{{dir: "x", file: "x/a.go"}}
	for comment, want := range map[string]string{
		"a button [Undo], [T.Field], [*T.Method], x.V, x.T.Method, a.go, x/a.go, os.Stdin": "",
		"[T.Gone]": "[T.Gone]", "[Gone.Method]": "[Gone.Method]", "[bufio.Scanner]": "", "x.Gone": "x.Gone",
		"x.T.Gone": "x.T.Gone", "[x.Gone]": "x.Gone", "see b.go": "b.go", "y/a.go": "y/a.go",
	} {
		if got := strings.Join(tr.gone(tr.packages[0], "// "+comment), " "); got != want {
			t.Errorf("%q: %q is not there, want %q", comment, got, want)
		}
	}
}
