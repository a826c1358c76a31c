package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/mapdiff"
	"github.com/followup-coach/followup/store"
)

const (
	diffDays     = 30 // how far back a changed file is tried
	diffPatterns = 4  // what is told of one line of the map, and…
	diffExamples = 3  // …how many results are shown for it
)

// mapDiff tries a changed file of rules on what was logged in the last 30 days. It reads Redis and writes nothing, and
// shows of a lead its id and nothing else.
type mapDiff struct {
	File      string `arg:"positional,required" help:"The changed rules; compared with --config, else FOLLOWUP_CONFIG."`
	Workspace string `placeholder:"ID" help:"Slack's id of the workspace; Slack is asked when it isn't given."`
}

// Run replays what was logged up to now.
func (c mapDiff) Run(w world) error {
	now := time.Now()
	was, err := w.cli.Map.rules(w)
	if err != nil {
		return err
	}
	is, err := changedRules(c.File)
	if err != nil {
		return err
	}
	url, workspace, err := c.where(w)
	if err != nil {
		return err
	}
	st, err := store.Open(store.Options{URL: url})
	if err != nil {
		return &app.SettingError{Variable: "REDIS_URL", Expected: err.Error()}
	}
	defer st.Close()
	d := diff{was: was, is: is, from: now.AddDate(0, 0, -diffDays), to: now, groups: map[string]*diffGroup{}}
	if err := d.everybody(w.ctx, st.In(workspace)); err != nil {
		return fmt.Errorf("redis: %s", rootCause(err))
	}
	_, err = io.WriteString(w.out, d.words(c.File))
	return err
}

// changedRules reads the file that is tried. Its own outcomes are not made those of the process: what was logged is
// read as it was.
func changedRules(path string) (*coach.Rules, error) {
	// Not through loadRules: that one installs the outcomes of the file for the whole process.
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &app.SettingError{Variable: path,
			Expected: "expected the path of a readable YAML file: " + rootCause(err)}
	}
	rules, err := coach.LoadRules(path, data)
	if err != nil {
		return nil, &app.SettingError{Variable: path, Expected: "expected settings that are known and fit: " + err.Error()}
	}
	return rules, nil
}

// where is the address of Redis and the workspace. Slack knows which one a token belongs to.
func (c mapDiff) where(w world) (url, workspace string, err error) {
	if c.Workspace != "" {
		url, _ := w.lookup("REDIS_URL")
		return cmp.Or(strings.TrimSpace(url), app.DefaultRedisURL), c.Workspace, nil
	}
	// Only without a workspace are the tokens needed: who names one can try a file without them.
	s, err := app.FromEnv(w.lookup)
	if err != nil {
		return "", "", err
	}
	api, err := app.SlackClient(s)
	if err != nil {
		return "", "", err
	}
	ctx, cancel := context.WithTimeout(w.ctx, checkPatience)
	defer cancel()
	me, err := api.AuthTestContext(ctx)
	if err != nil {
		return "", "", fmt.Errorf("which workspace is it? %w; --workspace says so without Slack", err)
	}
	return s.RedisURL, me.TeamID, nil
}

// diff is what the replay comes to.
type diff struct {
	was, is  *coach.Rules
	from, to time.Time

	results, leads     int // replayed
	differing, onLeads int // come out differently
	moved, otherDay    int // of those: what comes next is another; calls on another day…
	ontoFriday, off    int // …of which onto a Friday, and away from one
	groups             map[string]*diffGroup
}

// diffGroup is a line of the map with what comes out differently of it.
type diffGroup struct {
	row, when string
	place     int // in the map
	results   int
	leads     map[string]bool
	changes   map[string]int // how often each is found, in words
	examples  []string
}

// everybody replays the touches of all reps, one rep after the other, in batches of leads.
func (d *diff) everybody(ctx context.Context, space *store.Workspace) error {
	reps, err := space.Records.Reps(ctx)
	if err != nil {
		return err
	}
	// In one order, so that two runs on the same data show the same examples.
	slices.SortFunc(reps, func(a, b coach.Rep) int { return cmp.Compare(a.ID, b.ID) })
	for _, rep := range reps {
		err := space.EachTouched(ctx, rep.ID, d.from, func(part []store.Touched) error {
			for _, one := range part {
				d.lead(rep, one)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lead adds up what one lead adds.
func (d *diff) lead(rep coach.Rep, one store.Touched) {
	found, replayed := mapdiff.Differ(d.was, d.is, one.Lead, one.Touches, rep, d.from, d.to)
	d.results += replayed
	if replayed > 0 {
		d.leads++
	}
	if len(found) > 0 {
		d.onLeads++
	}
	for _, f := range found {
		d.differing++
		if f.Moved {
			d.moved++
		}
		d.friday(f)
		g := d.group(f)
		g.results++
		// A lead is counted once in a group, however many of its results are in it.
		g.leads[one.Lead.ID] = true
		for _, change := range changesOf(f) {
			g.changes[change]++
		}
		if len(g.examples) < diffExamples {
			g.examples = append(g.examples, exampleOf(f, rep, one.Lead.ID))
		}
	}
}

// friday counts calls that move to another day of the lead's.
func (d *diff) friday(f mapdiff.Differing) {
	was, is := theirs(f.Was.Step), theirs(f.Is.Step)
	// A call that begins or ends, or is due at another hour of its day, has not moved to another day.
	if was.IsZero() || is.IsZero() || !f.Was.Step.IsCall() || !f.Is.Step.IsCall() ||
		was.Format(time.DateOnly) == is.Format(time.DateOnly) {
		return
	}
	d.otherDay++
	switch {
	case is.Weekday() == time.Friday:
		d.ontoFriday++
	case was.Weekday() == time.Friday:
		d.off++
	}
}

// theirs is when a step is due on the lead's clock; zero for never.
func theirs(s coach.Step) time.Time {
	if s.Due.IsZero() || s.Zone.Loc == nil {
		return time.Time{}
	}
	return s.Due.In(s.Zone.Loc)
}

// group is the line of the map that a touch falls into by the rules as they are, or by the changed ones.
func (d *diff) group(f mapdiff.Differing) *diffGroup {
	// A touch that only the changed rules have a line for is shown under that line.
	row, of := f.Was.Row, d.was
	if !f.Was.Mapped {
		row, of = f.Is.Row, d.is
	}
	g := diffGroup{row: cmp.Or(row.Row, string(f.Touch.Outcome)), when: caseWords(row.When)}
	key := g.row + "|" + g.when
	if have := d.groups[key]; have != nil {
		return have
	}
	g.place = slices.IndexFunc(of.CallMap(), func(c coach.MapCase) bool {
		return c.Row == row.Row && caseWords(c.When) == g.when
	})
	if g.place < 0 { // what has no line, like an email, comes last
		g.place = len(of.CallMap())
	}
	g.leads, g.changes = map[string]bool{}, map[string]int{}
	d.groups[key] = &g
	return &g
}

// words tells what the replay came to: the sum, then each line of the map in the order of the map.
func (d *diff) words(file string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s – %s: %s of %s, replayed by %s\n", d.from.Format("2 Jan 2006"), d.to.Format("2 Jan 2006"),
		say.Counted(d.results, "result"), say.Counted(d.leads, "lead"), file)
	if d.differing == 0 {
		b.WriteString("nothing comes out differently\n")
		return b.String()
	}
	fmt.Fprintf(&b, "%d come out differently, on %s; after %d of them something else comes next, or at another time\n",
		d.differing, say.Counted(d.onLeads, "lead"), d.moved)
	if d.otherDay > 0 {
		fmt.Fprintf(&b, "on another day: %s, %d of them moved onto a Friday, %d away from one\n",
			say.Counted(d.otherDay, "call"), d.ontoFriday, d.off)
	}
	// A map of Go has no order; the reader knows that of the call map.
	groups := make([]*diffGroup, 0, len(d.groups))
	for _, g := range d.groups {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b *diffGroup) int {
		return cmp.Or(a.place-b.place, cmp.Compare(a.row, b.row), cmp.Compare(a.when, b.when))
	})
	for _, g := range groups {
		g.write(&b)
	}
	return b.String()
}

// write tells of one line of the map: how many results of how many leads, what becomes of them, and some of them.
func (g *diffGroup) write(b *strings.Builder) {
	name := g.row
	if g.when != "" {
		name += ": " + g.when
	}
	fmt.Fprintf(b, "\n%s: %s of %s\n", name, say.Counted(g.results, "result"), say.Counted(len(g.leads), "lead"))
	changes := make([]string, 0, len(g.changes))
	for change := range g.changes {
		changes = append(changes, change)
	}
	// What is found most often comes first; alike counts keep one order from run to run.
	slices.SortFunc(changes, func(x, y string) int { return cmp.Or(g.changes[y]-g.changes[x], cmp.Compare(x, y)) })
	for i, change := range changes {
		if i == diffPatterns {
			fmt.Fprintf(b, "  and %d more\n", len(changes)-i)
			break
		}
		fmt.Fprintf(b, "  %d× %s\n", g.changes[change], change)
	}
	for _, example := range g.examples {
		fmt.Fprintf(b, "  e.g. %s\n", example)
	}
}

// changesOf say what a touch leads to, before → after, without a date, so that alike ones count together.
func changesOf(f mapdiff.Differing) (changes []string) {
	add := func(what, was, is string) {
		if was != is {
			changes = append(changes, what+": "+orDash(was)+" → "+orDash(is))
		}
	}
	// What the rep would notice first comes first: the next step, then the words around it.
	add("next", nextWords(f.Touch, f.Was.Step), nextWords(f.Touch, f.Is.Step))
	if f.Was.Mapped != f.Is.Mapped {
		add("row", f.Was.Row.Row, f.Is.Row.Row)
	}
	add("do", f.Was.Row.Activity, f.Is.Row.Activity)
	add("beside the answer", f.Was.Row.Do, f.Is.Row.Do)
	add("tip", f.Was.Row.Tip, f.Is.Row.Tip)
	add("script", f.Was.Row.Branch, f.Is.Row.Branch)
	if f.Was.Step.NeedsDate || f.Is.Step.NeedsDate {
		add("times offered within working days", offerWords(f.Was.Row), offerWords(f.Is.Row))
	}
	return changes
}

// offerWords are within how many working days times are offered.
func offerWords(c coach.MapCase) string {
	if c.Offer == 0 {
		return "the usual"
	}
	return fmt.Sprint(c.Offer)
}

// stepNames are the steps as the README calls them.
var stepNames = map[coach.StepKind]string{
	coach.StepCall: "call", coach.StepRedial: "redial", coach.StepCommitment: "agreed call",
	coach.StepDidIt: "did it happen?", coach.StepNeedsDate: "needs a date", coach.StepReview: "review",
	coach.StepTask: "task", coach.StepLight: "keep the short plan?", coach.StepNone: "closed",
}

// nextWords say what comes next, and how long after a touch on the lead's clock: "call 3 days later, 16:00".
func nextWords(t coach.Touch, s coach.Step) string {
	words := stepNames[s.Kind]
	if s.Task != nil {
		words += " " + s.Task.Kind
	}
	if at := theirs(s); !at.IsZero() {
		// Dates are compared, not hours: a call at 9 on the day after one at 16 is a day later.
		days := int(midnight(at).Sub(midnight(t.At.In(at.Location()))).Hours()) / 24
		switch {
		case s.Kind == coach.StepRedial:
			words += fmt.Sprintf(" after %d minutes", int(s.Due.Sub(t.At).Minutes()))
		case days == 0:
			words += " the same day, " + at.Format("15:04")
		case days == 1:
			words += " a day later, " + at.Format("15:04")
		default:
			words += fmt.Sprintf(" %d days later, %s", days, at.Format("15:04"))
		}
		if s.Until.Sub(s.Due) > 0 && s.IsCall() {
			words += "–" + s.Until.In(at.Location()).Format("15:04")
		}
	}
	if s.NeedsDate && s.Kind != coach.StepNeedsDate {
		words += ", needs a date"
	}
	if s.Mail > 0 {
		words += fmt.Sprint(", email ", s.Mail)
	}
	if s.Social {
		words += ", LinkedIn or X"
	}
	return words
}

// midnight is a date as an instant of a calendar without summer time, so that a day has 24 hours.
func midnight(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// exampleOf is one result: whose lead, when it was logged, and what comes next, on the rep's clock.
func exampleOf(f mapdiff.Differing, rep coach.Rep, lead string) string {
	at := func(s coach.Step) string {
		words := stepNames[s.Kind]
		if !s.Due.IsZero() {
			words += " " + s.Due.In(rep.Location()).Format(shownLayout)
		}
		return words
	}
	line := fmt.Sprintf("rep %s, lead %s, %s", rep.ID, lead, f.Touch.At.In(rep.Location()).Format(shownLayout))
	// What keeps its step and its time differs in words alone, which the lines above have.
	if f.Moved {
		line += ": " + at(f.Was.Step) + " → " + at(f.Is.Step)
	}
	return line
}
