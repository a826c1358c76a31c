package app_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module    = "github.com/followup-coach/followup/"
	traceHook = "internal/trace" // where the hook stands in a traced build
)

// untraced are directories without code of the bot.
var untraced = []string{"bot/fakeslack", "store/storetest", "cmd/demo"}

// traced builds the binary of the tree so that each function in certain directories reports its entries, and returns
// its file. The tree stays as it is: the compiler is given other files in its place.
func traced(t testing.TB, tree string, in func(dir string) bool) string {
	t.Helper()
	tree, err := filepath.Abs(tree)
	if err != nil {
		t.Fatal(err)
	}
	hook, err := filepath.Abs("testdata/trace/hook.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	replace := map[string]string{filepath.Join(tree, traceHook, "hook.go"): hook}
	err = filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(tree, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if d.Name() == "testdata" || strings.HasPrefix(rel, ".") && rel != "." || slices.Contains(untraced, rel) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") || !in(filepath.Dir(rel)) {
			return nil
		}
		text, err := instrument(path, rel)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		replace[path] = to
		return os.WriteFile(to, text, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "followup")
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", binary, "./cmd/followup")
	build.Dir = tree
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// instrument returns the source with a report at the beginning of each function, on the lines where they stood.
func instrument(path, rel string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	insert := map[int]string{}
	report := func(body *ast.BlockStmt, name string) {
		insert[at(body.Lbrace)+1] = fmt.Sprintf(" defer tracehook.Enter(%q)(); ", rel+" "+name)
	}
	for _, d := range f.Decls {
		name := "var"
		if d, ok := d.(*ast.FuncDecl); ok {
			name = functionName(d)
			if d.Body != nil {
				report(d.Body, name)
			}
		}
		literals := 0
		ast.Inspect(d, func(n ast.Node) bool {
			if n, ok := n.(*ast.FuncLit); ok {
				literals++
				report(n.Body, fmt.Sprintf("%s·%d", name, literals))
			}
			return true
		})
	}
	if len(insert) > 0 {
		insert[at(f.Name.End())] = fmt.Sprintf("; import tracehook %q", module+traceHook)
	}
	var out []byte
	from := 0
	for _, to := range slices.Sorted(maps.Keys(insert)) {
		out = append(append(out, text[from:to]...), insert[to]...)
		from = to
	}
	return append(out, text[from:]...), nil
}

// functionName returns the name of a declared function, with the type of its receiver.
func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	of := d.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if generic, ok := of.(*ast.IndexExpr); ok {
		of = generic.X
	}
	return fmt.Sprintf("%s.%s", of, d.Name.Name)
}
