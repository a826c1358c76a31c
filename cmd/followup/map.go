package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
)

// mapCommand shows what the rules do, built-in or of a file: it needs neither Slack nor Redis.
type mapCommand struct {
	Config string `help:"A file of rules; FOLLOWUP_CONFIG when it isn't given." placeholder:"FILE"`

	Print *mapPrint `arg:"subcommand" help:"Print the whole map: outcome, case, what to do, when, tip, branch, source."`
	Test  *mapTest  `arg:"subcommand" help:"Explain one case: what comes next, when, and why."`
	Diff  *mapDiff  `arg:"subcommand" help:"Replay the last 30 days against a changed file, and say what differs."`
}

// Run prints the whole map, which is what map alone asks for.
func (mapCommand) Run(w world) error { return mapPrint{}.Run(w) }

// rules reads the file of the flag, else that of the environment; mistakes name the one that was used.
func (c mapCommand) rules(w world) (*coach.Rules, error) {
	if c.Config == "" {
		path, _ := w.lookup("FOLLOWUP_CONFIG")
		return loadRules(path)
	}
	// The flag wins over the environment, so that a file can be looked at before it is installed.
	rules, err := loadRules(c.Config)
	if wrong, ok := errors.AsType[*app.SettingError](err); ok {
		wrong.Variable = "--config"
	}
	return rules, err
}

// mapPrint is the whole map as a table.
type mapPrint struct{}

func (mapPrint) Run(w world) error {
	rules, err := w.cli.Map.rules(w)
	if err != nil {
		return err
	}
	return printMap(w.out, rules.CallMap())
}

// mapColumns are the columns of the map with their widths, which make 120 characters with what is between them.
var mapColumns = []struct {
	head  string
	width int
}{{"OUTCOME", 17}, {"CASE", 22}, {"WHAT TO DO", 35}, {"DUE", 18}, {"TIP, BRANCH, SOURCE", 20}}

// printMap writes the cases of each outcome in turn, a cell that is too long on several lines; “else” is what holds
// when no case above it does.
func printMap(out io.Writer, lines []coach.MapCase) error {
	var heads []string
	for _, c := range mapColumns {
		heads = append(heads, c.head)
	}
	printRow(out, heads)
	for i, c := range lines {
		// The first row of an outcome without a condition holds in any case.
		when := caseWords(c.When)
		switch {
		case when == "" && i > 0 && lines[i-1].Row == c.Row:
			when = "else"
		case when == "":
			when = "any"
		}
		printRow(out, []string{c.Row, when, orDash(c.Activity), dueWords(c),
			strings.Join([]string{orDash(c.Tip), orDash(c.Branch), c.Source}, " ")})
	}
	return nil
}

// printRow writes cells beside each other, each wrapped to the width of its column.
func printRow(out io.Writer, cells []string) {
	for more := true; more; {
		// One line, with as much of each cell as fits; what is left of any goes below.
		line := ""
		more = false
		for i, c := range mapColumns {
			var part string
			part, cells[i] = firstLine(cells[i], c.width)
			line += fmt.Sprintf("%-*s  ", c.width, part)
			more = more || cells[i] != ""
		}
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
}

// firstLine takes as many words as fit into the width, or what fits of one that is longer.
func firstLine(text string, width int) (line, rest string) {
	for rest = text; rest != ""; {
		word, after, _ := strings.Cut(rest, " ")
		// A word that is longer than its column is cut, so that the columns beside it stay where they are.
		long := utf8.RuneCountInString(strings.TrimLeft(line+" "+word, " ")) > width
		if long && line == "" {
			runes := []rune(rest)
			return string(runes[:width]), string(runes[width:])
		}
		if long {
			break
		}
		line, rest = strings.TrimLeft(line+" "+word, " "), after
	}
	return line, rest
}

// orDash marks a cell that is empty on purpose.
func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// caseWords says when a line of the map holds; empty for always.
func caseWords(w coach.When) string {
	var words []string
	if len(w.Try) > 0 {
		words = append(words, "try "+strings.Trim(strings.ReplaceAll(fmt.Sprint(w.Try), " ", " or "), "[]"))
	}
	for _, c := range []struct {
		is      *bool
		yes, no string
	}{
		// Conditions that are nil hold in every case.
		{w.Last, "last of the plan", "more of the plan left"},
		{w.Warm, "warm", "cold"},
		{w.Spoken, "spoken before", "never spoken"},
		{w.Talked, "after a talk", "no talk yet"},
		{w.Promised, "they owe us something", "nothing promised"},
		{w.Dated, "with a date", "no date"},
		{w.Gate, "gate passed", "gate not passed"},
		{w.Again, "not for the first time", "for the first time"},
	} {
		switch {
		case c.is != nil && *c.is:
			words = append(words, c.yes)
		case c.is != nil:
			words = append(words, c.no)
		}
	}
	// Potential is a word, not yes or no.
	if w.Potential != "" {
		words = append(words, string(w.Potential)+" potential")
	}
	return strings.Join(words, ", ")
}

// dueWords says a due rule, and how soon times are offered in the response to the log.
func dueWords(c coach.MapCase) string {
	words := answers.MapDue(c)
	if c.Offer > 0 {
		words += fmt.Sprintf("; times offered within %d working days", c.Offer)
	}
	return words
}
