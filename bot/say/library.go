package say

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The team's library: what there is to tell, in one message of at most 50 blocks, and the answers to adding and
// removing, which undo does not reach: each has a button that takes it back.

// storyKinds are the kinds of entries as people call them.
var storyKinds = map[coach.WhyKind]string{coach.WhyStory: "Success story", coach.WhyTimely: "Timely",
	coach.WhyNews: "News"}

// Library shows what teams have to tell, numbered through as `remove` counts.
func Library(to Reader, teams []coach.Team) Reply {
	p := &page{to: to}
	n, left := 0, 0
	for _, t := range teams {
		lines := []string{"*" + stories(t) + "*, " + libraryCount(t)}
		if len(t.Stories) == 0 {
			lines = append(
				lines, "Nothing yet. `/followup team library add \"A hotel like theirs saved a day a week\" industry:hotels`")
		}
		for i, s := range t.Stories {
			if len(p.blocks) >= libraryBlocks {
				n, left = n+len(t.Stories)-i, left+len(t.Stories)-i
				break
			}
			n++
			line := strconv.Itoa(n) + ". " + to.story(s)
			if blockkit.Len(strings.Join(lines, "\n"))+blockkit.Len(line) >= blockkit.MaxText {
				p.section(strings.Join(lines, "\n"))
				lines = nil
			}
			lines = append(lines, line)
		}
		if len(lines) > 0 && len(p.blocks) <= libraryBlocks {
			p.section(strings.Join(lines, "\n"))
		}
	}
	if left > 0 {
		p.context("And " + thousands(left) + " more. `/followup team library team:\"" + quote(teams[len(teams)-1].Name,
			nameLength) + "\"` shows one team's.")
	}
	if n > 0 {
		p.context(
			"Each shows in prep where it fits. `/followup team library remove 1` removes one.")
	}
	return p.reply()
}

// libraryBlocks bounds the blocks of a list: a message takes fifty, and entries full of signs that must be escaped need
// one each.
const libraryBlocks = 46

// libraryCount says how full a library is.
func libraryCount(t coach.Team) string {
	return fmt.Sprintf("%d of %d", len(t.Stories), coach.MaxStories)
}

// story is an entry in a line or two.
func (to Reader) story(s coach.Story) string {
	words := "*" + cmp.Or(storyKinds[s.Kind], "Reason") + ":* “" + quote(s.Text, coach.MaxFact) + "”"
	var more []string
	if s.Industry != "" {
		more = append(more, "industry: "+quote(s.Industry, shortLength))
	}
	if s.Problem != "" {
		more = append(more, "problem: "+quote(s.Problem, shortLength))
	}
	// Until itself is no longer in it: the day before is the last on which it shows in a prep.
	last := to.day(s.Until.Add(-1))
	switch {
	case s.Until.IsZero():
	case to.Now.Before(s.Until):
		more = append(more, "until "+last)
	default:
		more = append(more, "over since "+last)
	}
	if s.By != "" {
		more = append(more, "from "+mention("@", s.By))
	}
	if len(more) > 0 {
		words += "\n" + strings.Join(more, " · ")
	}
	return words
}

// stories is what the library of a team is called: "North's stories".
func stories(t coach.Team) string { return brief(t.Name, 4) + "'s stories" }

// briefStory is an entry with what it holds cut to a line, for an answer to whoever just typed it.
func (to Reader) briefStory(s coach.Story) string {
	s.By = ""
	s.Text, s.Industry, s.Problem = cutWords(s.Text, 10), cutWords(s.Industry, 2), cutWords(s.Problem, 2)
	return to.story(s)
}

// cutWords is at most so many words of a text, with what tells that there are more.
func cutWords(s string, most int) string {
	if ws := strings.Fields(s); len(ws) > most {
		return strings.Join(ws[:most], " ") + "…"
	}
	return s
}

// LibraryAdded confirms a new entry, with [Remove]: undo does not reach teams. aged: nobody said until when it holds.
func LibraryAdded(to Reader, t coach.Team, s coach.Story, aged bool) Reply {
	p := &page{to: to}
	words := "✓ *Added* to " + stories(t) + ", " + libraryCount(t) + ". It shows in prep where it fits.\n" +
		to.briefStory(s)
	if aged && !s.Until.IsZero() {
		words += "\nAnother last day: `until:\"30 Nov\"`."
	}
	p.section(words)
	if b := runButton(0, "", "team library remove "+s.ID, "Remove"); b != nil {
		p.actions("a", b)
	}
	return p.reply()
}

// LibraryRemoved confirms that an entry is gone, with [Add it back]: undo does not reach teams. The line is given back
// to copy where it is longer than a button holds.
func LibraryRemoved(to Reader, t coach.Team, s coach.Story) Reply {
	p := &page{to: to}
	p.section("✓ *Removed* from " + stories(t) + ", " + libraryCount(t) + ":\n" + to.briefStory(s))
	// Quotation marks would end the value in the line, so they come back as apostrophes.
	line := `team library add "` + strings.ReplaceAll(s.Text, `"`, "'") + `" ` + string(s.Kind)
	for _, more := range []struct{ key, value string }{{"industry", s.Industry}, {"problem", s.Problem},
		{"team", t.Name}} {
		if more.value != "" {
			line += " " + more.key + `:"` + strings.ReplaceAll(more.value, `"`, "'") + `"`
		}
	}
	if to.Now.Before(s.Until) {
		line += ` until:"` + to.dated(s.Until.Add(-1).In(to.zone())) + `"`
	}
	if value := "|" + line; blockkit.Len(value) <= blockkit.MaxCarried {
		p.actions("a", button(numbered(ActRun, 0), value, "Add it back"))
		return p.reply()
	}
	p.context("This line brings it back:")
	for _, piece := range typed("/followup " + line) {
		p.section(piece)
	}
	return p.reply()
}

// Scripts: what to say in each turn of a call, line by line in fences to be copied. Names, hot buttons and times are
// filled in before they come here; what is unknown stays as a placeholder in brackets.

// AnyName stands in a script for the name of nobody in particular.
const AnyName = "[their name]"

// ScriptFor is a branch of the conversation tree as it is said to a lead; the lead's id is empty for nobody in
// particular.
type ScriptFor struct {
	Card   coach.Card
	Script coach.Script
	Opens  bool // it is the branch that opens the next call
	New    bool // its reader is new to this: practice is offered beside it (S1.4)
}

// Scripts lists the branches, a line and a button each. Tapped, they are shown for the lead.
func Scripts(to Reader, l coach.Lead, branches []coach.Branch) Reply {
	p := &page{to: to}
	p.header("Scripts by situation")
	if l.ID != "" {
		p.section("For " + who(l))
	}
	const most = blockkit.MaxBlocks - 4
	for i, b := range branches {
		if i == most {
			p.context(thousands(len(branches)-most) + " more: `/followup script` with its name shows it.")
			break
		}
		show := button(numbered(ActScript, i), Value(l.ID, b.ID), sayLabel(b))
		p.sectionOf("branch", "*"+quote(b.Title, 60)+"*\n"+quote(b.When, 200), show)
	}
	if l.ID == "" {
		p.context("`/followup script acme` fills in what I know of Acme.")
	}
	return p.reply()
}

// buttonWords is how many characters a button's label has: more is cut on a telephone.
const buttonWords = 24

// sayLabel is a branch on a button, each with its own words: "Say: no time". A branch of a team's own has its id.
func sayLabel(b coach.Branch) string {
	return tidy("Say: "+cmp.Or(b.Button, strings.ReplaceAll(b.ID, "-", " ")), buttonWords)
}

// Script is what to say, line by line: each in a fence so that it can be copied, what not to say marked as that in
// words, advice beneath. Then the branches that can follow, and the outcome to log when the call ends here.
func Script(to Reader, s ScriptFor) Reply {
	p := &page{to: to}
	l, b := s.Card.Lead, s.Script.Branch
	p.header(tidy(b.Title, 100))
	words := quote(b.When, 200)
	if l.ID != "" {
		words = who(l) + "\n" + words
		if s.Opens {
			words += "\nFor the next call."
		}
	}
	p.section(words)
	for _, line := range s.Script.Lines {
		p.scriptLine(line)
	}
	if zone := s.Card.Step.Zone; l.ID != "" && zone.Loc != nil && saysTime(s.Script) &&
		!sameClock(to.Now, to.zone(), zone.Loc) {
		p.context("Times in it are theirs (" + quote(place(zone.Loc), 40) + ").")
	}
	if l.ID == "" {
		p.context("`/followup script acme " + b.ID + "` fills in what I know of Acme.")
	}
	// A branch without another turn still leads to the list, so that no page of it is a dead end.
	var next []slack.BlockElement
	for i, n := range s.Script.Next {
		next = append(next, button(numbered(ActScript, i), Value(l.ID, n.ID), tidy(n.Title, mostLabel)))
	}
	next = append(next, button(numbered(ActScript, len(next)), Value(l.ID, AllScripts), "All scripts"))
	next = append(next, button(ActSource, Value("", b.ID), "Source"))
	if drill := practiceButton(b); drill != nil && (l.ID == "" || s.New) {
		next = append(next, drill)
	}
	p.section("*What comes then?*")
	p.actions("next", next...)
	if b.Outcome != "" && l.ID != "" && l.Open() {
		p.actions("a", p.endsIn(l, b.Outcome))
	}
	return p.reply()
}

// endsIn is the button that logs what a branch ends in.
func (p *page) endsIn(l coach.Lead, o outcome.Outcome) *slack.ButtonBlockElement {
	words := "Log: " + plainLabel(o)
	if blockkit.Len(words) > mostLabel {
		words = "Log: " + resultLabel(o)
	}
	b := buttonFor(ActEndsIn, Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)), words, plainName(l, 30))
	if o == outcome.DoNotCall {
		b.Style, b.Confirm = slack.StyleDanger, stopsAll(l)
	}
	return b
}

// saysTime reports whether a script names hours, which are theirs and not the rep's.
func saysTime(s coach.Script) bool {
	for _, l := range s.Lines {
		if clockTime.MatchString(l.Say) || clockTime.MatchString(l.Note) {
			return true
		}
	}
	return false
}

// WhichBranch offers the branches that words may have meant, or the list.
func WhichBranch(to Reader, l coach.Lead, named string, near []coach.Branch, text string) Reply {
	what := "I know no script “" + quote(named, 60) + "”."
	if len(near) > 0 {
		what += " Did you mean one of these?"
	}
	p := to.problem(what, "/followup script acme no-time", text)
	var buttons []slack.BlockElement
	for i, b := range near {
		buttons = append(buttons, button(numbered(ActScript, i), Value(l.ID, b.ID), tidy(b.Title, mostLabel)))
	}
	buttons = append(buttons, button(numbered(ActScript, len(near)), Value(l.ID, AllScripts), "All scripts"))
	p.actions("a", buttons...)
	return p.reply()
}

// NoScript says that no call to a lead is to come.
func NoScript(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	if l.Progress.Closed == outcome.DoNotCall {
		p.section("Don't call " + who(l) + ": they asked not to be called.")
		return p.reply()
	}
	p.section(who(l) + " is closed: " + lower(plainOutcome(l.Progress.Closed)) + ".")
	p.actions("a", button(numbered(ActScript, 0), Value(l.ID, AllScripts), "All scripts"))
	return p.reply()
}
