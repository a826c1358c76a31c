package app

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A gauge is a figure of the source that has one limit for all subjects: packages, types or files.
type gauge struct {
	name   string
	strict int  // limit of a subject that has no row of its own
	floor  bool // limit is the least that is allowed, not the most
	// figures measures every subject of the tree.
	figures func(*tree) map[string]int
}

// Gauges count what a package holds, so that no shape of the same code hides it: methods come back as functions that
// take the value first, and a cycle through a table or a field filled elsewhere is a cycle.
var gauges = []gauge{
	// Declarations of a package that lead back to themselves through another one.
	{name: "cycles", strict: 0, figures: cycles},
	// Files of a package that lead back to themselves through another one. A few files are read as a whole.
	{name: "file cycles", strict: 8, figures: fileCycles},
	// What works on a type: its methods, promoted ones, and functions that take it first.
	{name: "functions", strict: 40, figures: functions},
	// Of a struct, with those of structs that it embeds.
	{name: "fields", strict: 25, figures: fields},
	// Of the function that has the most, by package.
	{name: "parameters", strict: 7, figures: parameters},
	// Functions, methods, types and variables of a package.
	{name: "declarations", strict: 250, figures: declared},
	// Names and methods of a package that another one can use.
	{name: "exported", strict: 100, figures: exported},
	// Of a package, without tests.
	{name: "files", strict: 25, figures: files},
	// By file, tests too.
	{name: "file lines", strict: 400, figures: fileLines},
	// Lines of more than 120 characters by package, tests too.
	{name: "long lines", strict: 0, figures: longLines},
	// Percent of a package's lines that are comments, without tests.
	{name: "comments", strict: 12, floor: true, figures: commentShare},
	// Places in bot and its slices that look into an error to find out which it is.
	{name: "errors taken apart", strict: 20, figures: errorsTakenApart},
}

// limits are the exceptions. A figure may only get better: the test asks for the row to follow it, until the strict
// limit is reached and the row goes. A new package has no row. -shape.report -v prints the rows as they should be.
var limits = []limit{
	{"cycles", "bot/dates", 37, "a grammar: a phrase holds phrases"},
	{"cycles", "bot/fakeslack", 3, "a delivery that is not acknowledged is delivered again; one file"},
	{"cycles", "bot/blockkit", 3, "a value holds values; one file"},

	{"file cycles", "bot/fakeslack", 27, "one server whose handlers and levers share its state"},
	{"file cycles", "coach", 15, "Rules has the methods of leads, digests and summaries"},
	{"file cycles", "schedule", 17, "the engine's steps; the last, how a manager's reps stand"},
	{"file cycles", "store", 13, "a change, its undo, a merge, a hand-over, an erasure and marks write one batch"},
	{"file cycles", "bot/dates", 18, "a grammar: a phrase holds phrases"},

	{"functions", "bot/fakeslack.Server", 159, "one for each method of Slack's Web API, files, and what a select asks"},
	{"functions", "bot.Bot", 42, "the last goes on with lists and hand-overs for the engine"},
	{"functions", "coach.Rules", 58, "every decision is one of the rules; the last, at which hours they call"},
	{"functions", "store.Workspace", 43, "every way to change something; the last ends a cover"},
	{"functions", "store.Records", 44, "every way to read leads; the last, how the reps of a team stand"},
	{"functions", "bot/dates.parser", 80, "one for each production of the grammar"},

	{"fields", "coach.Progress", 40, "stored flat, as one JSON object; the last, calls by hour"},
	{"fields", "coach.Counters", 26, "stored flat; the last, calls by what came of them"},
	{"fields", "coach.Rep", 27, "stored flat; the last, what own calls have overturned, and for whom they cover"},
	{"fields", "bot/fakeslack.Server", 39, "a whole workspace and its levers"},

	{"declarations", "coach", 431, "the whole business; the last, how a lead went"},
	{"declarations", "bot/fakeslack", 382, "Slack's Web API, Socket Mode and page; the last, what a select asks the app"},
	{"declarations", "store", 318, "changes, names, digests, lists, hand-overs, webhooks, covers"},

	{"exported", "coach", 368, "the whole business; the last, how a lead went"},
	{"exported", "store", 153, "what is read and written, digests at once, hand-overs, how reps stand; to fall"},

	{"files", "coach", 31, "the whole business"},
	{"files", "store", 28, "a change and what follows from it; the last, a lead that goes to another rep"},
	{"files", "bot/fakeslack", 30, "Slack's Web API, Socket Mode and page"},

	{"cycles", "coach/outcome", 2, "the tree of phrases: a phrase is turned by phrases; one file"},
	{"declarations", "bot/dates", 258, "a grammar and the stretches that it calls vague"},
	{"declarations", "bot/input", 356, "every way to read a line, of a lead that went away too; to fall"},
	{"functions", "bot/input.LogLine", 53, "what a line says, whom it is about and what is asked of it; to fall"},
	{"exported", "bot/input", 202, "every command reads its line here; the last, of a lead that went away; to fall"},
	{"exported", "bot/request", 121, "what comes in and goes back; the last, a lead that went to another rep"},
	{"fields", "store.Change", 26, "all that one write may hold; the last, leads that go to other reps"},
	{"fields", "bot.Bot", 29, "one for each slice; the last, managers"},
	{"fields", "bot/request.Request", 33, "seven kinds of envelope, with a third of it each; the last, a cover"},
	{"fields", "coach.Lead", 33, "the facts of a lead; the last, which reps had it and who has read it"},
	{"fields", "coach/notify.Letter", 27, "a letter and what it is about; the last, what is to be covered"},
	{"errors taken apart", "bot and its slices", 22, "the last, at the edge: a lead that went to a colleague"},
	{"fields", "coach.Touch", 31, "stored flat: what any outcome can bring along, most of it empty in each"},
	{"exported", "bot/fakeslack", 105, "Slack's Web API, Socket Mode and levers; the last, what a select asks the app"},
	{"functions", "bot/say/answers.SavedView", 46, "every line that an answer to a change can have; to fall"},
	{"file cycles", "bot/input", 13, "a line is read word by word and whole; to fall"},
	{"exported", "bot/say/ids", 135, "a list: one name for each button that was ever sent; the last, who has a lead now"},
	{"exported", "bot/say/fields", 132, "a list: one name for each form and field; the last, a comment's"},
}

type limit struct {
	gauge, subject string
	figure         int
	why            string
}

var (
	shapeTree   = flag.String("shape.tree", root, "root of the source tree that the shape tests measure")
	shapeReport = flag.Bool("shape.report", false, "print every figure beyond its strict limit instead of failing")
)

// TestShape holds every figure against its limit.
func TestShape(t *testing.T) {
	tr := load(t)
	for _, g := range gauges {
		t.Run(strings.ReplaceAll(g.name, " ", "-"), func(t *testing.T) {
			figures := g.figures(tr)
			if *shapeReport {
				report(t, g, figures)
				return
			}
			for _, complaint := range g.check(figures, rowsOf(g.name)) {
				t.Error(complaint)
			}
		})
	}
}

func rowsOf(name string) map[string]int {
	rows := map[string]int{}
	for _, l := range limits {
		if l.gauge == name {
			rows[l.subject] = l.figure
		}
	}
	return rows
}

// check compares figures with the rows of their gauge, and with the strict limit where there is no row.
func (g gauge) check(figures, rows map[string]int) []string {
	sign := 1 // turns a floor into a limit
	if g.floor {
		sign = -1
	}
	var complaints []string
	complain := func(format string, args ...any) { complaints = append(complaints, fmt.Sprintf(format, args...)) }
	for _, subject := range slices.Sorted(maps.Keys(figures)) {
		is := figures[subject]
		row, listed := rows[subject]
		limit := g.strict
		if listed {
			limit = row
		}
		switch {
		case sign*is > sign*limit:
			complain("%s of %s: %d, limit %d", g.name, subject, is, limit)
		case listed && sign*is <= sign*g.strict:
			complain("%s of %s: %d, the row may go", g.name, subject, is)
		case listed && is != row:
			complain("%s of %s: the limit may follow: {%q, %q, %d, …}", g.name, subject, g.name, subject, is)
		}
	}
	for _, subject := range slices.Sorted(maps.Keys(rows)) {
		if _, ok := figures[subject]; !ok {
			complain("%s of %s: there is no such subject, the row may go", g.name, subject)
		}
	}
	return complaints
}

// report prints the total, the worst and whatever is beyond the strict limit, as rows for [limits].
func report(t *testing.T, g gauge, figures map[string]int) {
	bySize := slices.SortedFunc(maps.Keys(figures), func(a, b string) int { return figures[b] - figures[a] })
	if g.floor {
		slices.Reverse(bySize)
	}
	total := 0
	for _, n := range figures {
		total += n
	}
	t.Logf("%s: %d in %d subjects, worst %s with %d", g.name, total, len(bySize), bySize[0], figures[bySize[0]])
	for _, subject := range bySize {
		if is := figures[subject]; !g.floor && is > g.strict || g.floor && is < g.strict {
			l := limit{g.name, subject, is, ""}
			if i := slices.IndexFunc(limits, func(l limit) bool { return l.gauge == g.name && l.subject == subject }); i >= 0 {
				l.why = limits[i].why
			}
			fmt.Printf("\t{%q, %q, %d, %q},\n", l.gauge, l.subject, l.figure, l.why)
		}
	}
}

// TestShapeLimits: a gauge complains of a figure beyond its limit and of a limit that has become loose.
func TestShapeLimits(t *testing.T) {
	most, least := gauge{name: "most", strict: 10}, gauge{name: "least", strict: 12, floor: true}
	for _, c := range []struct {
		g        gauge
		is       int
		rows     map[string]int
		complain string
	}{
		{most, 10, nil, ""},
		{most, 11, nil, "11, limit 10"},
		{most, 15, map[string]int{"x": 15}, ""},
		{most, 16, map[string]int{"x": 15}, "16, limit 15"},
		{most, 14, map[string]int{"x": 15}, `{"most", "x", 14, …}`},
		{most, 9, map[string]int{"x": 15}, "the row may go"},
		{most, 9, map[string]int{"gone": 15}, "no such subject"},
		{least, 12, nil, ""},
		{least, 11, nil, "11, limit 12"},
		{least, 8, map[string]int{"x": 8}, ""},
		{least, 7, map[string]int{"x": 8}, "7, limit 8"},
		{least, 9, map[string]int{"x": 8}, `{"least", "x", 9, …}`},
		{least, 12, map[string]int{"x": 8}, "the row may go"},
	} {
		got := strings.Join(c.g.check(map[string]int{"x": c.is}, c.rows), "; ")
		if c.complain == "" && got != "" || !strings.Contains(got, c.complain) {
			t.Errorf("%s %d with %v: complains %q, want %q", c.g.name, c.is, c.rows, got, c.complain)
		}
	}
	for _, l := range limits {
		if l.why == "" || !slices.ContainsFunc(gauges, func(g gauge) bool { return g.name == l.gauge }) {
			t.Errorf("the row %v has no reason or speaks of no gauge", l)
		}
	}
}
