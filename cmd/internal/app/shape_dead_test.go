package app

import (
	"encoding/json"
	"go/ast"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// unreachable are the functions that neither binary reaches, each with the reason why it stays.
var unreachable = map[string]string{
	"bot/blockkit.ValidateModal":       "tests of forms check them as Slack does",
	"bot/fakeslack.In":                 "tests read messages",
	"bot/fakeslack.RefuseBefore":       "tests make trouble",
	"bot/fakeslack.RefuseHTTP":         "tests make trouble",
	"bot/fakeslack.RateLimit":          "tests make trouble",
	"bot/fakeslack.After":              "tests make trouble",
	"cmd/internal/app.App.Ready":       "tests ask for the reasons without HTTP",
	"cmd/internal/app.App.HTTPAddr":    "tests learn the port",
	"cmd/internal/app.Secret.String":   "fmt calls it, so that no secret is printed",
	"cmd/internal/app.Secret.GoString": "fmt calls it, so that no secret is printed",
	"cmd/internal/app.Secret.LogValue": "slog calls it, so that no secret is logged",
	"schedule.Look.Idle":               "tests wait until nothing is due",
}

// TestShapeDeadCode asks deadcode which functions neither binary reaches. Methods with an empty body mark their type.
func TestShapeDeadCode(t *testing.T) {
	tool := exec.Command("go", "tool", "-modfile=.ci/lint.mod", "deadcode", "-json", "./cmd/followup", "./cmd/demo")
	tool.Dir, tool.Stderr = *shapeTree, os.Stderr
	// Collecting garbage would be a third of its work.
	tool.Env = append(os.Environ(), "GOGC=off", "GOMEMLIMIT=2GiB")
	out, err := tool.Output()
	if err != nil {
		t.Fatalf("deadcode: %v", err)
	}
	var packages []struct {
		Path  string
		Funcs []struct{ Name string }
	}
	if err := json.Unmarshal(out, &packages); err != nil {
		t.Fatal(err)
	}
	markers, dead := emptyMethods(load(t)), map[string]bool{}
	for _, p := range packages {
		for _, f := range p.Funcs {
			if name := strings.TrimPrefix(p.Path, module) + "." + f.Name; !markers[name] {
				dead[name] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(dead)) {
		if unreachable[name] == "" {
			t.Errorf("%s is reached by neither binary", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unreachable)) {
		if !dead[name] {
			t.Errorf("%s is reached, or gone: its row may go", name)
		}
	}
}

// emptyMethods returns the methods that do nothing, named as deadcode does.
func emptyMethods(tr *tree) map[string]bool {
	empty := map[string]bool{}
	for _, p := range tr.packages {
		for _, f := range p.files {
			for _, d := range f.Decls {
				d, ok := d.(*ast.FuncDecl)
				if !ok || d.Recv == nil || d.Body == nil || len(d.Body.List) > 0 {
					continue
				}
				of := d.Recv.List[0].Type
				if pointer, ok := of.(*ast.StarExpr); ok {
					of = pointer.X
				}
				if name, ok := of.(*ast.Ident); ok {
					empty[p.dir+"."+name.Name+"."+d.Name.Name] = true
				}
			}
		}
	}
	return empty
}
