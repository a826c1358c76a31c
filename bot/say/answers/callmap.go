package answers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/whatif"
)

// The call map, as a picture of what each outcome leads to, and one case of it explained.

const (
	// SourceMap marks a [Source] of the call map: behind it stands where the case is in the whole map.
	SourceMap = "map"
	// mapRowWords is the budget of a row.
	mapRowWords = 20
	// mapExample shows how one case is asked for; it can be typed as it stands.
	mapExample = "`/followup map third voicemail warm`"
)

// CallMap is the whole map: a line for each outcome that a rep logs, by group, with when the next call is due and what
// to do. The cases of a row stand behind its name.
func CallMap(to say.Reader, rows []coach.MapCase) say.Reply {
	p := &say.Page{To: to}
	p.Section("*What comes next* · one case: " + mapExample)
	for _, g := range []outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs,
		outcome.Ended} {
		var lines []string
		for _, o := range outcome.All() {
			i := slices.IndexFunc(rows, func(c coach.MapCase) bool { return c.Row == string(o.Code) && c.When.IsZero() })
			if o.Group == g && o.Typed && i >= 0 {
				lines = append(lines, mapRow(o, rows[i]))
			}
		}
		if len(lines) > 0 {
			p.Section("*" + fields.GroupNames[g] + "*\n" + strings.Join(lines, "\n"))
		}
	}
	return p.Reply()
}

// mapRow is one line of the table: the outcome, when the next call is due, what to do. The last is cut to the words
// that the others leave, and left out where three would not fit: when counts more, and one case shows the whole of it.
func mapRow(o outcome.Info, c coach.MapCase) string {
	head := "• " + say.Capital(say.Quote(o.Short, 60)) + ": " + MapDue(c)
	do := c.Do
	if do == "" {
		do = c.Activity
	}
	if room := mapRowWords - say.WordsOf(head); do != "" && room >= 3 {
		head += " · " + say.Quote(say.Few(do, room), 200)
	}
	return head
}

// MapDue says when the next call is due by a row. A date, or the end of the plan, rules before anything the row says.
func MapDue(c coach.MapCase) string {
	half := "the other half of the day"
	if c.Morning {
		half = "in the morning"
	}
	switch {
	// The date of this one is the end of their contract, which nobody agreed on a call for.
	case c.Task == coach.Renewal:
		return fmt.Sprintf("closed, asks %d days before their contract ends", c.Days)
	case c.When.Dated != nil && *c.When.Dated:
		return "the agreed time"
	case c.When.Last != nil && *c.When.Last:
		return "the plan is used up"
	case c.Task != "":
		return "closed, a task after " + say.Counted(c.Days, "day")
	case c.Due == "end":
		return "closed"
	case c.Due == "now":
		return "now"
	case c.Due == "date":
		return "once there's a date"
	case c.Due == "redial":
		return fmt.Sprintf("redial after %d minutes", c.Minutes)
	case c.Due == "task":
		return "a task after " + say.Counted(c.Days, "day") + ", " + half
	case c.Due == "days" && c.Days == 0:
		return "the same day, " + half
	case c.Due == "days":
		return "after " + say.Counted(c.Days, "day") + ", " + half
	}
	return "the plan's next step"
}

// MapExplained explains a case: what comes next and when, why, what to do; its sources stand behind [Source]. at is the
// index of the row among all of [coach.Rules.CallMap].
func MapExplained(to say.Reader, p whatif.Played, at int) say.Reply {
	o := &say.Page{To: to}
	s := SavedView{to, Saved{Lead: p.After, Touch: p.Touch, Step: p.Step, Logged: p.Logged}}
	lines := append([]string{"*" + caseName(p) + "*, logged now:"}, s.nextLines()...)
	if p.Mapped {
		lines = append(lines, say.Quote(p.Row.Activity, 300))
	}
	o.Section(strings.Join(lines, "\n"))
	var buttons []slack.BlockElement
	if p.Row.Branch != "" {
		buttons = append(buttons, say.Button(say.Numbered(ids.ActScript, 0), ids.Value("", p.Row.Branch), "What to say"))
	}
	if p.Mapped {
		buttons = append(buttons, say.Button(ids.ActSource, ids.Value("", SourceMap, strconv.Itoa(at)), "Source"))
	}
	if b := phrases.RunButton(0, "", "map", "Whole map"); b != nil {
		buttons = append(buttons, b)
	}
	o.Actions("a", buttons...)
	return o.Reply()
}

// caseName names a case: the result, the number of the call, and what is known of the lead.
func caseName(p whatif.Played) string {
	what := say.Capital(say.Shortly(p.Touch.Outcome))
	if p.Touch.Outcome == outcome.Verdict {
		what = say.Capital(verdictResult(p.Touch))
	}
	parts := []string{what}
	if n := p.Logged.Touch.Try; n > 0 {
		parts = append(parts, "call "+strconv.Itoa(n))
	}
	if w := p.Before.Warmth; w != "" {
		parts = append(parts, string(w))
	}
	if w := potentialWords[p.Before.Potential]; w != "" {
		parts = append(parts, w)
	}
	if p.Before.Progress.Spoken {
		parts = append(parts, "after a talk")
	}
	return strings.Join(parts, ", ")
}

// NoMapCase says that words are no case of the map, or one that the plan doesn't have. near are words that were meant.
func NoMapCase(to say.Reader, said string, near []string, why string) say.Reply {
	p := &say.Page{To: to}
	words := "I don't know the result “" + say.Brief(said, 5) + "”."
	switch {
	case why != "":
		words = why
	case said == "":
		words = "Which case?"
	case len(near) > 0:
		words += " Did you mean " + say.Joined(near[:min(3, len(near))], "or") + "?"
	}
	p.Section(words + " One case looks like this: " + mapExample)
	var buttons []slack.BlockElement
	if b := phrases.RunButton(0, "", "map", "Whole map"); b != nil {
		buttons = append(buttons, b)
	}
	p.Actions("a", buttons...)
	return p.Reply()
}
