package app

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/followup-coach/followup/"
	root   = "../../.." // of the repository
)

// mayImport lists which packages of ours each package may import; the arrows of the tree in the README. A package that
// is not listed fails the test, so that nobody adds a room without saying where its door is.
var mayImport = map[string][]string{
	"coach": {"coach/absence", "coach/calendar", "coach/outcome", "coach/outreach", "coach/phone", "coach/phrase",
		"coach/qualify", "coach/reach", "coach/rulefile", "coach/script", "coach/tally", "coach/tips", "coach/webhook"},
	"coach/absence":  {"coach/calendar"},
	"coach/reach":    nil,
	"coach/tally":    {"coach/outcome"},
	"coach/numbers":  {"coach", "coach/outcome", "coach/reach", "coach/tally"},
	"coach/cover":    {"coach", "coach/absence", "coach/outcome"},
	"coach/correct":  {"coach", "coach/outcome"},
	"coach/spread":   {"coach", "coach/absence", "coach/calendar"},
	"coach/doubles":  {"coach", "coach/facts", "coach/outcome"},
	"coach/handover": {"coach"},
	"coach/teamday":  {"coach", "coach/selfreport"},
	"coach/drafts": {"coach", "coach/calendar", "coach/merge", "coach/outcome", "coach/outreach", "coach/phrase",
		"coach/qualify"},
	"coach/outreach": {"coach/outcome", "coach/phrase", "coach/rulefile", "coach/template"},
	"coach/phrase":   {"coach/rulefile", "coach/template"},
	"coach/practice": {"coach", "coach/merge", "coach/phrase", "coach/rulefile"},
	"coach/script":   {"coach/outcome", "coach/rulefile", "coach/template"},
	"coach/template": {"coach/rulefile"},
	"coach/calendar": {"coach/rulefile"},
	"coach/facts":    {"coach", "coach/phrase"},
	"coach/listfile": {"coach", "coach/facts", "coach/phone"},
	"coach/mapdiff":  {"coach"},
	"coach/qualify":  {"coach/phrase", "coach/rulefile"},
	"coach/suspect":  {"coach", "coach/qualify"},
	"coach/whatif":   {"coach", "coach/outcome"},
	"coach/event":    {"coach", "coach/outcome", "coach/webhook"},
	"coach/webhook":  {"coach/rulefile"},
	"coach/chase":    {"coach", "coach/calendar", "coach/outcome"},
	"coach/merge":    {"coach", "coach/calendar", "coach/selfreport", "coach/template"},
	"coach/notify": {"coach/cover", "coach/absence", "coach/spread", "coach", "coach/advice", "coach/calendar",
		"coach/outcome", "coach/prep", "coach/reach", "coach/selfreport", "coach/teamday", "coach/tips"},
	"coach/prep": {"coach", "coach/advice", "coach/merge", "coach/script", "coach/selfreport", "coach/suspect",
		"coach/tips"},
	"coach/selfreport": {"coach"},
	"coach/advice":     {"coach", "coach/calendar", "coach/outcome", "coach/phrase", "coach/tips"},
	"coach/tips":       {"coach/phrase", "coach/rulefile"},
	"coach/data":       nil,
	"coach/outcome":    {"coach/phrasing", "coach/rulefile"},
	"coach/phone":      nil,
	"coach/phrasing":   nil,
	"coach/rulefile":   {"coach/data"},
	"store": {"coach", "coach/absence", "coach/calendar", "coach/event", "coach/outcome", "coach/reach", "coach/tally",
		"store/codec", "store/homes", "store/hooks", "store/keyspace", "store/ledger", "store/marks", "store/numbers",
		"store/patch", "store/prints", "store/search", "store/sums", "store/traces", "store/went", "store/wire"},
	"store/sums":      {"coach", "coach/numbers", "coach/reach", "coach/tally", "store/keyspace", "store/wire"},
	"store/went":      {"store/codec", "store/keyspace", "store/wire"},
	"store/prints":    {},
	"store/marks":     {"store/patch"},
	"store/archive":   {"store/codec", "store/keyspace", "store/numbers"},
	"store/scratch":   {"store/keyspace"},
	"store/clock":     nil,
	"store/codec":     {"coach", "store/patch"},
	"store/copied":    nil,
	"store/together":  nil,
	"store/keyspace":  nil,
	"store/homes":     {"store/codec", "store/keyspace", "store/wire"},
	"store/hooks":     {"coach/event", "store/codec", "store/keyspace", "store/wire"},
	"store/numbers":   {"store/keyspace", "store/wire"},
	"store/ledger":    {"coach", "store/codec", "store/keyspace", "store/wire"},
	"store/patch":     nil,
	"store/search":    {"coach"},
	"store/storetest": nil,
	// how the tests of the fault matrix are run, and what they write down
	"store/storetest/matrix": nil,
	"store/traces":           {"store/keyspace"},
	"store/wire":             {"store/clock", "store/codec", "store/copied", "store/keyspace", "store/together"},
	"schedule": {"coach/cover", "coach/absence", "coach", "coach/advice", "coach/calendar", "coach/notify",
		"coach/outcome", "coach/prep", "coach/reach", "schedule/learning", "coach/selfreport", "schedule/comeback",
		"schedule/covering", "schedule/donotcall", "schedule/retention", "store", "store/codec", "store/failure",
		"store/keyspace", "store/ledger", "coach/teamday"},
	"schedule/learning": {"coach", "coach/reach", "store"},
	"schedule/comeback": {"coach", "coach/absence", "coach/calendar", "coach/spread", "store", "store/codec",
		"store/ledger"},
	"schedule/covering":  {"coach", "coach/cover", "coach/notify", "store"},
	"schedule/donotcall": {"coach", "coach/correct", "coach/outcome", "store", "store/codec"},
	"schedule/retention": {"coach", "coach/outcome", "store", "store/codec"},
	"schedule/webhooks":  {"coach", "coach/event", "coach/webhook", "store", "store/codec", "store/hooks"},
	// the classes of failed calls, which both who posts and who decides need
	"store/failure": nil,
	"bot/kept": {"bot/input/factline", "bot/record/lending", "bot/dates", "bot/input", "bot/names", "bot/record",
		"bot/reply", "bot/request", "bot/say/library", "bot/words", "coach", "coach/outcome", "store"},
	"bot": {"bot/input/factline", "bot/lent", "bot/say/absent", "bot/away", "bot/calls", "bot/dates", "bot/dial",
		"bot/doubles", "bot/drafts", "bot/handover", "bot/history", "bot/home", "bot/input", "bot/kept", "bot/leads",
		"bot/lists", "bot/manager", "bot/names", "bot/numbers", "bot/picker", "bot/posts", "bot/practice", "bot/preps",
		"bot/privacy", "bot/record", "bot/reply", "bot/reps", "bot/request", "bot/reviews", "bot/say", "bot/say/answers",
		"bot/say/fields", "bot/say/forms", "bot/say/ids", "bot/say/library", "bot/say/problems", "bot/say/setup",
		"bot/say/texts", "bot/send", "bot/socket", "bot/talks", "bot/teams", "bot/words", "coach", "coach/outcome", "store",
		"store/codec", "store/ledger"},
	"bot/request": {"coach"},
	"bot/input": {"bot/input/factline", "bot/input/leaveline", "bot/input/person", "bot/dates", "bot/input/settingline",
		"bot/input/whose", "bot/names", "bot/request", "bot/say/problems", "bot/words", "coach", "coach/calendar",
		"coach/facts", "coach/outcome", "coach/outreach", "coach/qualify", "coach/script", "coach/whatif"},
	"bot/input/factline":    {"bot/names", "bot/words", "coach/facts"},
	"bot/input/leaveline":   {"bot/words"},
	"bot/input/person":      {"bot/input/settingline"},
	"bot/input/settingline": {"bot/dates", "bot/request"},
	"bot/input/teamline":    {"bot/dates", "bot/input/settingline", "bot/request", "bot/words", "coach", "coach/handover"},
	"bot/input/tipline":     {"bot/names", "bot/words", "coach/tips"},
	"bot/input/phraseline":  {"bot/words", "coach/phrase"},
	"bot/input/whose":       {"bot/request", "bot/words", "coach/outcome"},
	"bot/reply": {"bot/say/covered", "bot/request", "bot/say", "bot/say/answers", "bot/say/fields", "bot/say/setup",
		"bot/send", "coach", "store", "store/failure"},
	"bot/record": {"bot/record/lending", "coach/cover", "bot/dates", "bot/input", "bot/logged", "bot/names", "bot/reply",
		"bot/request", "bot/say", "bot/say/answers", "bot/say/cards", "bot/say/fields", "bot/say/forms", "bot/say/library",
		"bot/say/phrases", "bot/say/problems", "coach", "coach/chase", "coach/facts", "coach/merge", "coach/notify",
		"coach/outcome", "coach/phrase", "coach/qualify", "coach/script", "coach/selfreport", "coach/suspect", "store"},
	"bot/lent": {"bot/input", "bot/record", "bot/request", "bot/say/covered", "bot/say/fields", "bot/say/ids",
		"coach/cover"},
	"bot/record/lending": {"bot/input", "bot/names", "bot/reply", "bot/request", "bot/say/covered", "coach",
		"coach/absence", "coach/cover", "coach/notify", "store"},
	"bot/say/covered": {"bot/request", "bot/say", "bot/say/ids"},
	"bot/away": {"bot/input/leaveline", "bot/say/cards", "coach/cover", "bot/dates", "bot/input", "bot/record",
		"bot/reply", "bot/request", "bot/say", "bot/say/absent", "bot/say/fields", "bot/say/problems", "bot/words", "coach",
		"coach/absence", "coach/spread", "store", "store/codec"},
	"bot/calls": {"bot/dates", "bot/ics", "bot/input", "bot/input/settingline", "bot/record", "bot/reply", "bot/request",
		"bot/say/answers", "bot/say/fields", "bot/say/forms", "bot/say/problems", "bot/say/texts", "bot/words", "coach",
		"coach/outcome", "store"},
	"bot/doubles": {"bot/input", "bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/answers",
		"bot/say/fields", "bot/say/forms", "bot/say/problems", "bot/say/texts", "coach", "coach/doubles", "coach/outcome",
		"store"},
	"bot/handover": {"bot/input", "bot/input/teamline", "bot/names", "bot/record", "bot/reply", "bot/request", "bot/say",
		"bot/say/fields", "bot/say/handovers", "coach", "coach/handover", "store"},
	"bot/numbers": {"bot/input", "bot/input/teamline", "bot/names", "bot/record", "bot/reply", "bot/request", "bot/say",
		"bot/say/figures", "coach", "coach/numbers", "store"},
	"bot/manager": {"bot/input", "bot/input/teamline", "bot/names", "bot/record", "bot/reply", "bot/request", "bot/say",
		"bot/say/cards", "bot/say/fields", "bot/say/managers", "bot/words", "coach", "coach/chase", "coach/teamday",
		"store"},
	"bot/history": {"bot/input", "bot/logged", "bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/answers",
		"bot/say/cards", "bot/say/fields", "bot/say/forms", "bot/say/problems", "coach", "coach/correct", "coach/outcome",
		"store"},
	"bot/home": {"bot/blockkit", "bot/logged", "bot/record", "bot/reply", "bot/request", "bot/say/answers",
		"bot/say/cards", "bot/say/homes", "bot/say/managers", "bot/say/phrases", "coach", "coach/notify", "coach/outcome",
		"coach/selfreport", "store", "store/homes"},
	"bot/drafts": {"bot/record/lending", "bot/input", "bot/record", "bot/reply", "bot/request", "bot/say",
		"bot/say/answers", "bot/say/fields", "bot/say/library", "bot/say/problems", "bot/say/setup", "bot/say/texts",
		"bot/words", "coach", "coach/drafts", "coach/merge", "coach/outcome", "coach/outreach", "coach/phrase", "store"},
	"bot/lists": {"bot/imports", "bot/input", "bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/fields",
		"bot/say/ids", "bot/say/lists", "coach/listfile", "coach/suspect", "store", "store/ledger"},
	"bot/leads": {"bot/record/lending", "bot/input", "bot/input/whose", "bot/names", "bot/record", "bot/reply",
		"bot/request", "bot/say", "bot/say/answers", "bot/say/cards", "bot/say/fields", "bot/say/forms", "bot/say/problems",
		"bot/words", "coach", "coach/facts", "coach/outcome", "store"},
	"bot/privacy": {"bot/input", "bot/record", "bot/reply", "bot/request", "bot/say/fields", "bot/say/privacy",
		"bot/say/texts", "coach", "coach/facts", "coach/qualify", "coach/suspect", "store"},
	"bot/dial": {"bot/input", "bot/logged", "bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/answers",
		"bot/say/cards", "bot/words", "coach", "coach/cover", "coach/notify", "coach/outcome", "coach/prep", "store",
		"store/ledger"},
	"bot/logged": {"bot/say/cards", "coach", "coach/outcome", "store"},
	"bot/picker": {"bot/names", "bot/record", "bot/request", "bot/say/fields", "bot/say/forms", "coach"},
	"bot/posts": {"bot/input", "bot/names", "bot/record", "bot/reply", "bot/request", "bot/say/forms", "bot/words",
		"coach", "coach/outcome", "store"},
	"bot/practice": {"bot/input", "bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/fields", "bot/say/forms",
		"bot/say/texts", "coach/outcome", "coach/practice", "coach/script"},
	"bot/preps": {"bot/input", "bot/input/tipline", "bot/record", "bot/reply", "bot/request", "bot/say",
		"bot/say/answers", "bot/say/cards", "bot/say/fields", "bot/say/ids", "bot/say/library", "bot/say/problems",
		"bot/words", "coach", "coach/advice", "coach/notify", "coach/outcome", "coach/prep", "coach/suspect", "coach/tips",
		"coach/whatif", "store"},
	"bot/teams": {"bot/input", "bot/input/phraseline", "bot/input/teamline", "bot/input/tipline", "bot/names",
		"bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/fields", "bot/say/library", "bot/say/privacy",
		"bot/say/setup", "bot/words", "coach", "coach/absence", "coach/notify", "coach/phrase", "coach/qualify",
		"coach/tips", "store", "store/ledger"},
	"bot/reviews": {"bot/input", "bot/record", "bot/reply", "bot/request", "bot/say/answers", "bot/say/fields",
		"bot/say/texts", "coach", "coach/chase", "coach/drafts", "coach/outcome", "coach/outreach", "coach/phrase",
		"store"},
	"bot/talks": {"bot/input", "bot/record", "bot/reply", "bot/request", "bot/say/answers", "bot/say/fields",
		"bot/say/forms", "bot/say/library", "bot/say/problems", "coach", "coach/outcome", "coach/qualify",
		"coach/selfreport", "store", "store/ledger"},
	"bot/reps": {"coach/cover", "bot/say/absent", "coach/absence", "bot/input", "bot/input/settingline", "bot/logged",
		"bot/record", "bot/reply", "bot/request", "bot/say", "bot/say/answers", "bot/say/cards", "bot/say/fields",
		"bot/say/figures", "bot/say/ids", "bot/say/library", "bot/say/lists", "bot/say/problems", "bot/say/setup", "coach",
		"coach/absence", "coach/calendar", "coach/notify", "coach/outcome", "coach/selfreport", "store", "store/ledger"},
	"bot/blockkit":           nil,
	"bot/dates":              nil,
	"bot/fakeslack":          nil,
	"bot/fakeslack/pagetest": nil,
	"bot/ics":                nil,
	"bot/imports": {"bot/input", "bot/names", "coach", "coach/calendar", "coach/facts", "coach/listfile",
		"coach/qualify", "coach/spread", "coach/suspect", "store"},
	"bot/manifest": nil,
	"bot/names":    nil,
	"bot/say":      {"bot/blockkit", "bot/words", "coach", "coach/calendar", "coach/outcome"},
	"bot/say/absent": {"coach/cover", "bot/request", "bot/say", "bot/say/fields", "bot/say/ids", "bot/say/phrases",
		"coach", "coach/absence", "coach/spread"},
	"bot/say/answers": {"bot/say/covered", "bot/blockkit", "bot/request", "bot/say", "bot/say/cards", "bot/say/fields",
		"bot/say/ids", "bot/say/library", "bot/say/phrases", "bot/say/problems", "coach", "coach/outcome", "coach/phrase",
		"coach/tips", "coach/whatif"},
	"bot/say/cards": {"bot/say/covered", "bot/say/absent", "bot/blockkit", "bot/request", "bot/say", "bot/say/fields",
		"bot/say/figures", "bot/say/ids", "bot/say/phrases", "coach", "coach/chase", "coach/facts", "coach/notify",
		"coach/outcome", "coach/outreach", "coach/prep", "coach/qualify", "coach/suspect", "coach/tips"},
	"bot/say/fields": {"bot/blockkit", "bot/request", "bot/say", "bot/say/ids", "bot/say/phrases", "coach",
		"coach/facts", "coach/outcome"},
	"bot/say/figures": {"bot/say", "bot/say/phrases", "coach", "coach/notify", "coach/numbers", "coach/outcome",
		"coach/reach", "coach/selfreport"},
	"bot/say/forms": {"bot/blockkit", "bot/request", "bot/say", "bot/say/answers", "bot/say/cards", "bot/say/fields",
		"bot/say/figures", "bot/say/ids", "bot/say/library", "bot/say/phrases", "bot/say/problems", "bot/say/texts",
		"coach", "coach/correct", "coach/doubles", "coach/drafts", "coach/facts", "coach/outcome", "coach/practice",
		"coach/qualify", "coach/script", "coach/selfreport"},
	"bot/say/handovers": {"bot/blockkit", "bot/request", "bot/say", "bot/say/fields", "bot/say/phrases", "coach/handover"},
	"bot/say/managers": {"bot/request", "bot/say", "bot/say/cards", "bot/say/fields", "bot/say/ids", "bot/say/phrases",
		"bot/words", "coach", "coach/notify", "coach/teamday", "coach/tips"},
	"bot/say/homes": {"bot/say/covered", "bot/say", "bot/say/managers", "bot/say/absent", "bot/say/answers",
		"bot/say/cards", "bot/say/fields", "bot/say/figures", "bot/say/ids", "bot/say/phrases", "coach",
		"coach/notify", "coach/outcome", "coach/selfreport"},
	"bot/say/ids": nil,
	"bot/say/library": {"bot/blockkit", "bot/request", "bot/say", "bot/say/cards", "bot/say/fields", "bot/say/ids",
		"bot/say/phrases", "bot/say/problems", "bot/words", "coach", "coach/outcome", "coach/phrase", "coach/prep",
		"coach/qualify", "coach/script", "coach/tips"},
	"bot/say/lists": {"bot/blockkit", "bot/request", "bot/say", "bot/say/fields", "bot/say/ids", "bot/say/phrases",
		"coach/listfile", "coach/suspect"},
	"bot/say/phrases": {"coach/absence", "bot/blockkit", "bot/say", "bot/say/ids", "coach", "coach/facts",
		"coach/outcome", "coach/outreach", "coach/script", "coach/suspect"},
	"bot/say/privacy": {"bot/request", "bot/say", "bot/say/fields", "coach", "coach/facts"},
	"bot/say/problems": {"bot/blockkit", "bot/request", "bot/say", "bot/say/ids", "bot/say/phrases", "coach",
		"coach/facts", "coach/outcome"},
	"bot/say/setup": {"bot/blockkit", "bot/request", "bot/say", "bot/say/cards", "bot/say/fields", "bot/say/ids",
		"bot/say/phrases", "bot/say/problems", "coach", "coach/calendar", "coach/notify"},
	"bot/say/texts": {"bot/say/absent", "coach/absence", "bot/blockkit", "bot/request", "bot/say", "bot/say/cards",
		"bot/say/fields", "bot/say/ids", "bot/say/phrases", "coach", "coach/chase", "coach/drafts", "coach/notify",
		"coach/outcome", "coach/outreach", "coach/phrase"},
	"bot/send": {"bot/request", "bot/say", "bot/say/cards", "bot/say/figures", "bot/say/texts", "coach",
		"coach/calendar", "coach/notify", "store", "store/ledger", "store/failure", "bot/say/managers"},
	"bot/socket": nil,
	"bot/words":  nil,
	"cmd/internal/app": {"bot", "bot/send", "bot/socket", "coach", "coach/notify", "coach/webhook", "schedule",
		"schedule/webhooks", "store", "store/archive", "store/codec", "store/failure", "store/ledger", "store/scratch"},
	// map: near misses, and reasons in words
	"cmd/followup": {"bot/imports", "bot/manifest", "bot/names", "bot/say", "bot/say/answers", "bot/say/cards",
		"bot/say/lists", "bot/say/phrases", "cmd/internal/app", "coach", "coach/mapdiff", "coach/merge", "coach/outcome",
		"coach/qualify", "coach/script", "coach/selfreport", "coach/suspect", "coach/whatif", "schedule/webhooks", "store",
		"store/archive", "store/codec", "store/hooks", "store/keyspace"},
	"cmd/demo": {"bot/fakeslack", "bot/manifest", "bot/names", "cmd/internal/app", "coach", "coach/notify",
		"coach/outcome", "store"},
}

// TestArrows reads every file of the repository, for whatever system it is, and holds its imports against the list.
func TestArrows(t *testing.T) {
	used := map[string]map[string]bool{}
	eachFile(t, func(dir, file string, f *ast.File) {
		if used[dir] == nil {
			used[dir] = map[string]bool{}
		}
		allowed, listed := mayImport[dir]
		if !listed {
			t.Errorf("%s: the package %s is not in the list of who may import whom", file, dir)
			return
		}
		for _, spec := range f.Imports {
			to, ours := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module)
			test := strings.HasSuffix(file, "_test.go")
			if !ours || to == dir || test && (slices.Contains(forTests, to) || dir == wholeHouse ||
				strings.HasPrefix(to, dir+"/")) {
				continue
			}
			if !slices.Contains(allowed, to) {
				t.Errorf("%s: %s must not import %s", file, dir, to)
			}
			used[dir][to] = used[dir][to] || !test
		}
	})
	for dir, allowed := range mayImport {
		if used[dir] == nil {
			t.Errorf("the list speaks of %s, which does not exist", dir)
		}
		for _, to := range allowed {
			if used[dir] != nil && !used[dir][to] {
				t.Errorf("%s no longer imports %s: the list may shrink", dir, to)
			}
		}
	}
}

// forTests are packages that any test may use; those of the business are pure and make what words are about. A
// package's tests may use the packages below it, which its words stand in. The tests of the app play the whole house
// and may reach into any room.
var forTests = []string{"bot/blockkit", "bot/fakeslack", "bot/fakeslack/pagetest", "bot/request", "bot/say/fields",
	"coach", "coach/absence", "coach/advice", "coach/chase", "coach/correct", "coach/drafts", "coach/facts",
	"coach/listfile", "coach/merge", "coach/notify", "coach/numbers", "coach/outcome", "coach/outreach", "coach/phrase",
	"coach/practice", "coach/prep", "coach/qualify", "coach/reach", "coach/rulefile", "coach/script", "coach/selfreport",
	"coach/suspect", "coach/teamday", "coach/tips", "coach/whatif", "store/keyspace", "store/ledger", "store/storetest",
	"store/storetest/matrix"}

const wholeHouse = "cmd/internal/app"

// eachFile parses the imports and the package clause of every Go file.
func eachFile(t *testing.T, do func(dir, file string, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "testdata" || strings.HasPrefix(name, ".") && name != ".." && path != root) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		do(filepath.ToSlash(filepath.Dir(rel)), filepath.ToSlash(rel), f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPackagesAreIntroduced wants a comment above the package clause of one file of each package.
func TestPackagesAreIntroduced(t *testing.T) {
	said := map[string]bool{}
	eachFile(t, func(dir, file string, f *ast.File) {
		if !strings.HasSuffix(file, "_test.go") {
			said[dir] = said[dir] || f.Doc != nil && len(f.Doc.Text()) > 40
		}
	})
	for dir, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment that says what it is", dir)
		}
	}
}

// TestTheBotIsAlone asks the compiler what the bot is linked of: nothing that only tests and the demo need, and nothing
// that only coaching is decided with may talk to the network.
func TestTheBotIsAlone(t *testing.T) {
	for _, from := range []struct {
		pkg  string
		none []string
	}{
		{"./cmd/followup", []string{module + "bot/fakeslack", module + "store/storetest", "github.com/alicebob/miniredis",
			"testing", "net/http/httptest"}},
		{"./coach/...", []string{"net", "net/http", "os/exec", "github.com/redis/go-redis", "github.com/slack-go/slack"}},
		{"./store", []string{"github.com/slack-go/slack", module + "bot"}},
		{"./schedule", []string{"github.com/slack-go/slack", module + "bot"}},
		{"./bot", []string{module + "schedule", "github.com/go-co-op/gocron"}},
	} {
		for _, dep := range dependencies(t, from.pkg) {
			for _, no := range from.none {
				if dep == no || strings.HasPrefix(dep, no+"/") && strings.Contains(no, ".") {
					t.Errorf("%s links %s", from.pkg, dep)
				}
			}
		}
	}
}

func dependencies(t *testing.T, pkg string) []string {
	t.Helper()
	c := exec.Command("go", "list", "-deps", pkg) // go test puts its own go first in PATH
	c.Dir, c.Stderr = root, os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go list %s: %v", pkg, err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 10 {
		t.Fatalf("go list %s: %d dependencies are too few to believe", pkg, len(deps))
	}
	return deps
}
