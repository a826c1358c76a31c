package app

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// cycles counts, by package, the declarations that lead back to themselves through another one. A function that calls
// itself is none, and neither is a type with its methods, which a declaration of a type does not speak of.
func cycles(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		figures[p.dir] = 0
		for _, c := range cyclesOf(p) {
			figures[p.dir] += len(c)
		}
	}
	return figures
}

// references are the arrows between the declarations of a package.
type references struct {
	info    *types.Info
	objects []types.Object
	nodes   map[types.Object]int
	to      []map[int]bool
	// fills are the variables that a function assigns to.
	fills map[types.Object][]types.Object
}

// declaration is what stands below node and belongs to the objects.
type declaration struct {
	of   []types.Object
	node ast.Node
}

// referencesIn draws the arrows of a package.
func referencesIn(p *sourcePackage) *references {
	r := &references{info: p.info, nodes: map[types.Object]int{}, fills: map[types.Object][]types.Object{}}
	declarations := declarationsIn(p)
	for _, d := range declarations {
		for _, o := range d.of {
			r.addNode(o)
		}
	}
	for _, field := range functionFields(p.info) {
		r.addNode(field)
	}
	for _, d := range declarations {
		r.findFills(d.of[0], d.node)
	}
	for _, d := range declarations {
		r.add(d.of, d.node)
	}
	return r
}

func (r *references) addNode(o types.Object) {
	r.nodes[o] = len(r.objects)
	r.objects = append(r.objects, o)
	r.to = append(r.to, map[int]bool{})
}

func declarationsIn(p *sourcePackage) []declaration {
	var declarations []declaration
	declare := func(node ast.Node, names ...*ast.Ident) {
		d := declaration{node: node}
		for _, name := range names {
			d.of = append(d.of, p.info.Defs[name])
		}
		declarations = append(declarations, d)
	}
	for _, f := range p.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Body != nil {
					declare(d.Body, d.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.ValueSpec:
						declare(s, s.Names...)
					case *ast.TypeSpec:
						declare(s.Type, s.Name)
					}
				}
			}
		}
	}
	return declarations
}

func cyclesOf(p *sourcePackage) [][]types.Object {
	r := referencesIn(p)
	var found [][]types.Object
	for _, component := range components(r.to) {
		var c []types.Object
		for _, i := range component {
			c = append(c, r.objects[i])
		}
		found = append(found, c)
	}
	return found
}

// fileCycles counts, by package, the files of which functions lead back to the file through another one.
func fileCycles(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, p := range tr.packages {
		r := referencesIn(p)
		files := map[*token.File]int{}
		var to []map[int]bool
		file := func(i int) int {
			f := tr.fset.File(r.objects[i].Pos())
			if _, ok := files[f]; !ok {
				files[f] = len(files)
				to = append(to, map[int]bool{})
			}
			return files[f]
		}
		for i, arrows := range r.to {
			from := file(i)
			for j := range arrows {
				_, isType := r.objects[j].(*types.TypeName)
				_, isConst := r.objects[j].(*types.Const)
				if !isType && !isConst {
					to[from][file(j)] = true
				}
			}
		}
		figures[p.dir] = 0
		for _, component := range components(to) {
			figures[p.dir] += len(component)
		}
	}
	return figures
}

// functionFields returns the fields of structs that hold a function, or a list or map of them. They count as
// declarations, since a call through them leads to whatever was put there.
func functionFields(info *types.Info) []types.Object {
	var fields []types.Object
	for _, o := range info.Defs {
		v, ok := o.(*types.Var)
		if !ok || !v.IsField() {
			continue
		}
		held := v.Type().Underlying()
		switch list := held.(type) {
		case *types.Map:
			held = list.Elem().Underlying()
		case *types.Slice:
			held = list.Elem().Underlying()
		}
		if _, ok := held.(*types.Signature); ok {
			fields = append(fields, v)
		}
	}
	return fields
}

// add draws the arrows of what stands below node. What is assigned to a variable of the package or to a field that
// holds functions, or given to a function that fills such a variable, belongs to it as much as if it stood in its
// declaration: a table filled by init leads where its rows lead.
func (r *references) add(from []types.Object, node ast.Node) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if v := r.filled(left); v != nil {
					r.add([]types.Object{v}, n.Rhs[min(i, len(n.Rhs)-1)])
				}
			}
		case *ast.KeyValueExpr:
			if field, ok := n.Key.(*ast.Ident); ok && r.node(r.info.Uses[field]) != nil {
				r.add([]types.Object{r.info.Uses[field]}, n.Value)
			}
		case *ast.CallExpr:
			if fills := r.fills[r.callee(n)]; len(fills) > 0 {
				for _, arg := range n.Args {
					r.add(fills, arg)
				}
			}
		case *ast.Ident:
			if to, ok := r.nodes[origin(r.info.Uses[n])]; ok {
				for _, o := range from {
					r.to[r.nodes[o]][to] = true
				}
			}
		}
		return true
	})
}

func (r *references) findFills(function types.Object, node ast.Node) {
	ast.Inspect(node, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for _, left := range a.Lhs {
				if v := r.filled(left); v != nil {
					r.fills[function] = append(r.fills[function], v)
				}
			}
		}
		return true
	})
}

// filled returns the declaration that an assignment to the expression changes: a field that holds functions, a variable
// of the package, or nil.
func (r *references) filled(e ast.Expr) types.Object {
	for {
		switch x := e.(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			if field := r.node(r.info.Uses[x.Sel]); field != nil {
				return field
			}
			e = x.X
		case *ast.Ident:
			return r.node(r.info.Uses[x])
		default:
			return nil
		}
	}
}

// node returns the object if it is a declaration of the package, nil otherwise.
func (r *references) node(o types.Object) types.Object {
	if _, ok := r.nodes[o]; ok {
		return o
	}
	return nil
}

func (r *references) callee(c *ast.CallExpr) types.Object {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return origin(r.info.Uses[f])
	case *ast.SelectorExpr:
		return origin(r.info.Uses[f.Sel])
	}
	return nil
}

// origin returns the declared object of an instance of a generic function.
func origin(o types.Object) types.Object {
	if f, ok := o.(*types.Func); ok {
		return f.Origin()
	}
	return o
}

// components returns the strongly connected components of more than one node (Tarjan).
func components(to []map[int]bool) [][]int {
	index, low, on := make([]int, len(to)), make([]int, len(to)), make([]bool, len(to))
	var stack []int
	var found [][]int
	next := 1
	var visit func(int)
	visit = func(v int) {
		index[v], low[v], on[v] = next, next, true
		next++
		at := len(stack)
		stack = append(stack, v)
		for w := range to[v] {
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		component := slices.Clone(stack[at:])
		stack = stack[:at]
		for _, w := range component {
			on[w] = false
		}
		if len(component) > 1 {
			found = append(found, component)
		}
	}
	for v := range to {
		if index[v] == 0 {
			visit(v)
		}
	}
	return found
}

// TestShapeSeesCycles plays every way in which declarations can lead back to themselves.
func TestShapeSeesCycles(t *testing.T) {
	for _, c := range []struct {
		why, source string
		want        string // members, sorted
	}{
		{"none", `func a() { b() }; func b() {}`, ""},
		{"a function that calls itself", `func a(n int) { if n > 0 { a(n-1) } }`, ""},
		{"a type and its methods", `type T struct{ next *T }; func (t *T) m() *T { return t.next }`, ""},
		{"two functions", `func a() { b() }; func b() { a() }; func c() { a() }`, "a b"},
		{
			"methods of two types",
			`type T struct{}; type U struct{}; func (T) a(u U) { u.b(T{}) }; func (U) b(t T) { t.a(U{}) }`,
			"a b"},
		{"a method as a value", `type T struct{}; func (T) a() { run(T.b) }; func (T) b() { T{}.a() }; func run(func(T)) {}`,
			"a b"},
		{"a table filled by init", `var table map[string]func(); func init() { table = map[string]func(){"a": a} }; ` +
			`func a() { table["a"]() }`, "a table"},
		{"a table filled row by row", `var table = map[string]func(){}; func init() { table["a"] = a }; ` +
			`func a() { table["a"]() }`, "a table"},
		{"a table filled by a function", `var table = map[string]func(){}; func init() { register("a", a) }; ` +
			`func register(n string, f func()) { table[n] = f }; func a() { table["a"]() }`, "a table"},
		{"a table in a struct", `type T struct{ run map[string]func() }; func start() T { return T{run: map[string]func(){` +
			`"a": func() { a(T{}) }}} }; func a(t T) { t.run["a"]() }`, "a run"},
		{
			"a function in a field",
			`type T struct{ run func() }; func (t *T) start() { t.run = t.a }; func (t *T) a() { t.run() }`,
			"a run"},
		{"instances of generic functions", `func a[P any](p P) { b[P](p) }; func b[P any](p P) { a[P](p) }`, "a b"},
		{"types that hold each other", `type T struct{ u *U }; type U struct{ t *T }`, "T U"},
	} {
		var got []string
		for _, component := range cyclesOf(checkSource(t, c.source).packages[0]) {
			for _, o := range component {
				got = append(got, o.Name())
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.why, got, c.want)
		}
	}
}
