package app

import (
	"go/ast"
	"strings"
	"testing"
)

// Do-not-disturb is Slack's own: it holds notifications back, so that none of its methods is called. That the app asks
// for no right to is in the manifest's test.
func TestDoNotDisturbIsSlacksOwn(t *testing.T) {
	eachFile(t, func(_, file string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			called, is := n.(*ast.SelectorExpr)
			if is && (strings.Contains(called.Sel.Name, "DND") || called.Sel.Name == "SetSnooze") {
				t.Errorf("%s asks Slack for do-not-disturb: %s", file, called.Sel.Name)
			}
			return true
		})
	})
}
