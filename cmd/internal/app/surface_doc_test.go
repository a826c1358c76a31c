package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The table in package say's documentation: a row is a tab, then columns with two or more spaces between them.
var (
	tableRow = regexp.MustCompile(`(?m)^//\t(–|[\d ]+?) {2,}(.+?)(?: {2,}(.+?))?(?: {2,}(\S+))?$`)
	gaps     = regexp.MustCompile(` {2,}`)
)

// targetTexts is how many texts the words page gives to be met.
const targetTexts = 50

// TestSurfacesAreInTheDoc holds the table of package say to the code: each surface that is tapped here has a row, each
// target text has one, and the function that a row names stands in the file that it names and makes something to read.
func TestSurfacesAreInTheDoc(t *testing.T) {
	const say = "../../../bot/say"
	doc, err := os.ReadFile(filepath.Join(say, "doc.go"))
	if err != nil {
		t.Fatal(err)
	}
	rows, texts := map[string]bool{}, map[string]int{}
	for _, m := range tableRow.FindAllStringSubmatch(string(doc), -1) {
		number, name, fn, file := m[1], m[2], m[3], m[4]
		if number == "–" {
			number = ""
		}
		if rows[name] {
			t.Errorf("%s has two rows", name)
		}
		rows[name] = true
		for n := range strings.FieldsSeq(number) {
			texts[n]++
		}
		if gaps.MatchString(fn) || file == "" && fn != "not built" {
			t.Errorf("%s: a row of four columns, not %q", name, m[0])
		} else if file != "" && !declares(t, filepath.Join(say, file), fn) {
			t.Errorf("%s: %s has no %s that makes what somebody reads", name, file, fn)
		} else if fn == "not built" && surfaces[name].words > 0 {
			t.Errorf("%s is tapped here and said not to be built", name)
		}
	}
	for name := range surfaces {
		if !rows[name] {
			t.Errorf("no row for %s", name)
		}
	}
	for n := 1; n <= targetTexts; n++ {
		if got := texts[strconv.Itoa(n)]; got != 1 {
			t.Errorf("target text %d has %d rows, want 1", n, got)
		}
	}
	if len(texts) != targetTexts {
		t.Errorf("%d target texts, want %d: %v", len(texts), targetTexts, texts)
	}
}

// declares reports whether a file of package dir.Func or dir.Type.Func declares it, and it returns words, blocks or a
// form, or writes them on the page that it is given.
func declares(t *testing.T, file, name string) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return false
	}
	parts := strings.Split(name, ".")
	if parts[0] != f.Name.Name || len(parts) < 2 {
		return false
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Name.Name != parts[len(parts)-1] || (fn.Recv != nil) != (len(parts) == 3) {
			continue
		}
		if fn.Recv != nil && typeWords(fn.Recv.List[0].Type) != parts[1] {
			continue
		}
		makes := func(list *ast.FieldList, kinds ...string) bool {
			return list != nil && slices.ContainsFunc(list.List, func(f *ast.Field) bool {
				return slices.Contains(kinds, typeWords(f.Type))
			})
		}
		return makes(fn.Type.Params, "Page") || makes(fn.Type.Results, "Reply", "ModalViewRequest", "Block", "BlockElement",
			"ConfirmationBlockObject", "string")
	}
	return false
}

// typeWords is the last name of a type: Reply of say.Reply, Page of *say.Page, Block of []slack.Block.
func typeWords(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeWords(e.X)
	case *ast.ArrayType:
		return typeWords(e.Elt)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}
