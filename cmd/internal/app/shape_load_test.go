package app

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tree is the source of the module, type-checked once for all gauges.
type tree struct {
	fset     *token.FileSet
	packages []*sourcePackage // without their tests
	texts    []sourceText     // of every Go file, tests too
}

type sourcePackage struct {
	dir   string // below the root, with slashes
	files []*ast.File
	types *types.Package
	info  *types.Info
}

type sourceText struct {
	dir, file string // below the root, with slashes
	test      bool
	text      string
}

// load reads the tree once. Dependencies come from the compiler's export data, so only our own source is checked.
func load(t *testing.T) *tree {
	t.Helper()
	tr, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

var loadOnce = sync.OnceValues(func() (*tree, error) {
	tr := &tree{fset: token.NewFileSet()}
	list := exec.Command("go", "list", "-export", "-deps", "-json=Dir,ImportPath,Export,GoFiles,Module", "./...")
	list.Dir, list.Stderr = *shapeTree, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	imports := importer.ForCompiler(tr.fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
	for listed := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			Dir, ImportPath, Export string
			GoFiles                 []string
			Module                  *struct{ Main bool }
		}
		if err := listed.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		// Dependencies are listed before who needs them.
		exports[p.ImportPath] = p.Export
		if p.Module == nil || !p.Module.Main {
			continue
		}
		checked, err := check(tr.fset, imports, p.ImportPath, p.Dir, p.GoFiles)
		if err != nil {
			return nil, err
		}
		tr.packages = append(tr.packages, checked)
	}
	slices.SortFunc(tr.packages, func(a, b *sourcePackage) int { return strings.Compare(a.dir, b.dir) })
	return tr, tr.readTexts()
})

func check(fset *token.FileSet, imports types.Importer, path, dir string, names []string) (*sourcePackage, error) {
	p := &sourcePackage{dir: strings.TrimPrefix(path, module), info: &types.Info{
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Types: map[ast.Expr]types.TypeAndValue{},
	}}
	for _, name := range names {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, f)
	}
	var err error
	p.types, err = (&types.Config{Importer: imports}).Check(path, fset, p.files, p.info)
	return p, err
}

// checkSource type-checks one file of source that imports nothing, for tests of the gauges.
func checkSource(t *testing.T, files ...string) *tree {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for i, text := range files {
		name := string(rune('a'+i)) + ".go"
		if err := os.WriteFile(filepath.Join(dir, name), []byte("package x\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	tr := &tree{fset: token.NewFileSet()}
	p, err := check(tr.fset, importer.Default(), module+"x", dir, names)
	if err != nil {
		t.Fatal(err)
	}
	tr.packages = []*sourcePackage{p}
	return tr
}
