package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The behaviours of the handbook that live talks and agreed calls rest on, as ranges of its lines.
var talkRules = []string{"S0.9", "S0.14-S0.26", "S1.6-S1.11", "S1.16-S1.22", "S3.1-S3.27", "S4.4-S4.15"}

// Each of these behaviours lives somewhere in the program and has a test that names it. Run with -v it prints the
// table.
func TestEveryRuleOfATalkHasAPlaceAndATest(t *testing.T) {
	lives, tests := map[string][]string{}, map[string][]string{}
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		switch {
		case d.IsDir() || strings.HasSuffix(name, "handbook_test.go"):
		case strings.HasSuffix(name, "_test.go"):
			return testsOf(path, name, tests)
		case strings.HasSuffix(name, ".talk"):
			return talkOf(path, name, tests)
		case strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".yaml"):
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for s := range numbersIn(string(raw)) {
				lives[s] = append(lives[s], name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, s := range expand(t, talkRules) {
		fmt.Fprintf(&table, "%-6s %-70s %s\n", s, few(lives[s]), few(tests[s]))
		if len(lives[s]) == 0 {
			t.Errorf("%s lives nowhere", s)
		}
		if len(tests[s]) == 0 {
			t.Errorf("%s has no test that names it", s)
		}
	}
	t.Logf("rule, where it lives, what fails without it:\n%s", table.String())
}

var ruleNumber = regexp.MustCompile(`\bS([0-4])\.([0-9]+)(?:[–-]S?(?:[0-4]\.)?([0-9]+))?\b`)

// numbersIn are the lines of the handbook that a text names, ranges spelled out.
func numbersIn(text string) map[string]bool {
	out := map[string]bool{}
	for _, m := range ruleNumber.FindAllStringSubmatch(text, -1) {
		from, _ := strconv.Atoi(m[2])
		to := from
		if m[3] != "" {
			to, _ = strconv.Atoi(m[3])
		}
		for n := from; n <= to && n < from+60; n++ {
			out[fmt.Sprintf("S%s.%d", m[1], n)] = true
		}
	}
	return out
}

func expand(t *testing.T, ranges []string) []string {
	t.Helper()
	var out []string
	for _, r := range ranges {
		out = append(out, slices.Sorted(maps.Keys(numbersIn(r)))...)
	}
	return out
}

// testsOf notes what the tests of a file name, in their comments, their tables and the comments inside them.
func testsOf(path, name string, into map[string][]string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, raw, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Test") && !strings.HasPrefix(fn.Name.Name, "Fuzz") {
			continue
		}
		from := fn.Pos()
		if fn.Doc != nil {
			from = fn.Doc.Pos()
		}
		for s := range numbersIn(string(raw[set.Position(from).Offset:set.Position(fn.End()).Offset])) {
			into[s] = append(into[s], filepath.ToSlash(filepath.Dir(name))+"."+fn.Name.Name)
		}
	}
	return nil
}

// talkOf notes what the prose of a conversation names.
func talkOf(path, name string, into map[string][]string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(raw)) {
		if !strings.HasPrefix(line, "#") {
			continue
		}
		for s := range numbersIn(line) {
			into[s] = append(into[s], "TestTalks/"+strings.TrimSuffix(filepath.Base(name), ".talk"))
		}
	}
	return nil
}

// few are the first places, each once.
func few(all []string) string {
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 3 {
		return strings.Join(all[:3], " ") + fmt.Sprintf(" +%d", len(all)-3)
	}
	return strings.Join(all, " ")
}
