package app

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// functions counts, by type, what works on it: its methods, those that it gets from embedded types of ours, and the
// functions of its package that take it first, or first behind a context.
func functions(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		scope := p.types.Scope()
		for _, name := range scope.Names() {
			n, ok := scope.Lookup(name).(*types.TypeName)
			if !ok || n.IsAlias() {
				continue
			}
			of := n.Type()
			if !types.IsInterface(of) {
				of = types.NewPointer(of)
			}
			methods := 0
			for set, i := types.NewMethodSet(of), 0; i < set.Len(); i++ {
				if from := set.At(i).Obj().Pkg(); from != nil && strings.HasPrefix(from.Path()+"/", module) {
					methods++
				}
			}
			figures[p.dir+"."+name] = methods
		}
		eachFunction(p, func(_ *ast.FuncDecl, f *types.Func) {
			if n := takesFirst(f); n != nil && n.Pkg() == p.types {
				figures[p.dir+"."+n.Name()]++
			}
		})
	}
	return figures
}

// fields counts, by type, the fields of a struct, with those of structs of ours that it embeds.
func fields(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		scope := p.types.Scope()
		for _, name := range scope.Names() {
			if n, ok := scope.Lookup(name).(*types.TypeName); ok && !n.IsAlias() {
				if s, ok := n.Type().Underlying().(*types.Struct); ok {
					figures[p.dir+"."+name] = fieldsOf(s)
				}
			}
		}
	}
	return figures
}

func fieldsOf(s *types.Struct) int {
	count := 0
	for f := range s.Fields() {
		t := f.Type()
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		n, named := t.(*types.Named)
		inner, isStruct := t.Underlying().(*types.Struct)
		ours := named && n.Obj().Pkg() != nil && strings.HasPrefix(n.Obj().Pkg().Path()+"/", module)
		if f.Embedded() && isStruct && ours {
			count += fieldsOf(inner)
		} else {
			count++
		}
	}
	return count
}

// takesFirst returns the named type of the first parameter that is no context, nil for methods and other types.
func takesFirst(f *types.Func) *types.TypeName {
	if f.Signature().Recv() != nil {
		return nil
	}
	for v := range f.Signature().Params().Variables() {
		t := types.Unalias(v.Type())
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		if n, ok := t.(*types.Named); !ok {
			return nil
		} else if n.Obj().Name() != "Context" {
			return n.Obj()
		}
	}
	return nil
}

func eachFunction(p *sourcePackage, do func(*ast.FuncDecl, *types.Func)) {
	for _, f := range p.files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok {
				do(d, p.info.Defs[d.Name].(*types.Func))
			}
		}
	}
}

// parameters counts those of the function of a package that has the most, of function literals too. The receiver is
// none; a list of any length is one.
func parameters(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		figures[p.dir] = 0
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if t, ok := n.(*ast.FuncType); ok {
					figures[p.dir] = max(figures[p.dir], t.Params.NumFields())
				}
				return true
			})
		}
	}
	return figures
}

// declared counts the functions, methods, types and variables of a package.
func declared(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		scope := p.types.Scope()
		for _, name := range scope.Names() {
			switch scope.Lookup(name).(type) {
			case *types.TypeName, *types.Var:
				figures[p.dir]++
			}
		}
		eachFunction(p, func(*ast.FuncDecl, *types.Func) { figures[p.dir]++ })
	}
	return figures
}

// exported counts the names that another package can use: those of the package, and the methods of its types.
func exported(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		scope := p.types.Scope()
		for _, name := range scope.Names() {
			if ast.IsExported(name) {
				figures[p.dir]++
			}
		}
		eachFunction(p, func(d *ast.FuncDecl, f *types.Func) {
			if d.Recv != nil && f.Exported() {
				figures[p.dir]++
			}
		})
	}
	return figures
}

// notOfTheBot are packages below bot that have nothing to do with how a request is handled.
var notOfTheBot = []string{"blockkit", "dates", "fakeslack", "ics", "manifest", "names", "say", "send", "socket",
	"words"}

// errorsTakenApart counts, in package bot and what was split off it, the places that look into an error to find out
// which it is: errors.As, errors.AsType and type assertions.
func errorsTakenApart(tr *tree) map[string]int {
	const subject = "bot and its slices"
	figures := map[string]int{subject: 0}
	for _, p := range tr.packages {
		first, rest, _ := strings.Cut(p.dir, "/")
		below, _, _ := strings.Cut(rest, "/")
		if first != "bot" || slices.Contains(notOfTheBot, below) {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					if o := p.info.Uses[n]; o != nil && o.Pkg() != nil && o.Pkg().Path() == "errors" &&
						strings.HasPrefix(o.Name(), "As") {
						figures[subject]++
					}
				case *ast.TypeAssertExpr:
					if types.Identical(p.info.Types[n.X].Type, types.Universe.Lookup("error").Type()) {
						figures[subject]++
					}
				}
				return true
			})
		}
	}
	return figures
}

// TestShapeNames keeps packages out that are named for nothing, and imports that hide where a name comes from.
func TestShapeNames(t *testing.T) {
	vague := []string{"base", "common", "core", "helper", "helpers", "lib", "misc", "shared", "util", "utils"}
	for _, p := range load(t).packages {
		if name := p.types.Name(); slices.Contains(vague, name) || strings.ContainsAny(name+p.dir, "_-") {
			t.Errorf("%s: a package is named for what it holds, in one word", p.dir)
		}
		for _, f := range p.files {
			for _, i := range f.Imports {
				if i.Name != nil && i.Name.Name == "." {
					t.Errorf("%s imports %s under no name", p.dir, i.Path.Value)
				}
			}
			for _, c := range f.Comments {
				if strings.Contains(c.List[0].Text, "//go:linkname") {
					t.Errorf("%s links to a name that it may not see", p.dir)
				}
			}
		}
	}
}

// TestShapeCounts measures source of which the figures are known.
func TestShapeCounts(t *testing.T) {
	tr := checkSource(t, `
		type Base struct{ a, b int }
		func (Base) One() {}
		func (*Base) two() {}
		type Grown struct { Base; n int }
		func (g *Grown) Three() {}
		func four(g *Grown, a, b int) {}
		func five(a int, g *Grown) { _ = func(a, b, c, d int) {} }
		var Six = 6
		type Context interface{ Done() }
		func seven(ctx Context, g Grown) {}
		func eight(err error) bool { _, ok := err.(interface{ Timeout() bool }); return ok }
	`)
	for _, c := range []struct {
		gauge   func(*tree) map[string]int
		subject string
		want    int
	}{
		{functions, "x.Base", 2}, {fields, "x.Base", 2},
		{functions, "x.Grown", 5}, {fields, "x.Grown", 3}, {parameters, "x", 4}, {declared, "x", 11}, {exported, "x", 6},
	} {
		if got := c.gauge(tr)[c.subject]; got != c.want {
			t.Errorf("%s: %d, want %d", c.subject, got, c.want)
		}
	}
	tr.packages[0].dir = "bot/slice"
	if got := errorsTakenApart(tr)["bot and its slices"]; got != 1 {
		t.Errorf("errors taken apart: %d, want 1", got)
	}
}
