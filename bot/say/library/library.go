package library

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/script"
)

// The team's library: what there is to tell, in one message of at most 50 blocks, and the answers to adding and
// removing, which undo does not reach: each has a button that takes it back.

// storyKinds are the kinds of entries as people call them.
var storyKinds = map[coach.WhyKind]string{coach.WhyStory: "Success story", coach.WhyTimely: "Timely",
	coach.WhyNews: "News"}

// Library shows what teams have to tell, numbered through as `remove` counts. A team with nothing to tell is shown how
// to add something. What one message doesn't hold is counted, and a single team's can be asked for.
func Library(to say.Reader, teams []coach.Team) say.Reply {
	p := &say.Page{To: to}
	n, left, said := 0, 0, 0
	for _, t := range teams {
		lines := []string{"*" + stories(t) + "*, " + libraryCount(t)}
		if len(t.Stories) == 0 {
			lines = append(
				lines, "Nothing yet. `/followup team library add \"A hotel like theirs saved a day a week\" industry:hotels`")
		}
		for i, s := range t.Stories {
			line := strconv.Itoa(n+1) + ". " + Story(to, s)
			said += blockkit.Len(line)
			if len(p.Blocks) >= libraryBlocks || said > librarySaid {
				n, left = n+len(t.Stories)-i, left+len(t.Stories)-i
				break
			}
			n++
			if blockkit.Len(strings.Join(lines, "\n"))+blockkit.Len(line) >= blockkit.MaxText {
				p.Section(strings.Join(lines, "\n"))
				lines = nil
			}
			lines = append(lines, line)
		}
		if len(lines) > 0 && len(p.Blocks) <= libraryBlocks {
			p.Section(strings.Join(lines, "\n"))
		}
	}
	if left > 0 {
		p.Context("And " + say.Thousands(left) + " more. `/followup team library team:\"" +
			say.Quote(teams[len(teams)-1].Name,
				say.NameLength) + "\"` shows one team's.")
	}
	if n > 0 {
		p.Context(
			"Each shows in prep where it fits. `/followup team library remove 1` removes one.")
	}
	return p.Reply()
}

// libraryBlocks bounds the blocks of a list: a message takes fifty, and entries full of signs that must be escaped need
// one each.
const libraryBlocks = 46

// librarySaid bounds their characters, so that head and foot fit into a message as well.
const librarySaid = blockkit.MaxSaid - 1500

// libraryCount says how full a library is.
func libraryCount(t coach.Team) string {
	return fmt.Sprintf("%d of %d", len(t.Stories), coach.MaxStories)
}

// Story is an entry in a line or two: its text, and below that the industry and the problem that it fits, until when it
// holds and whose it is.
func Story(to say.Reader, s coach.Story) string {
	words := "*" + cmp.Or(storyKinds[s.Kind], "Reason") + ":* “" + say.Quote(s.Text, coach.MaxFact) + "”"
	var more []string
	if s.Industry != "" {
		more = append(more, "industry: "+say.Quote(s.Industry, say.ShortLength))
	}
	if s.Problem != "" {
		more = append(more, "problem: "+say.Quote(s.Problem, say.ShortLength))
	}
	// Until itself is no longer in it: the day before is the last on which it shows in a prep.
	last := to.Day(s.Until.Add(-1))
	switch {
	case s.Until.IsZero():
	case to.Now.Before(s.Until):
		more = append(more, "until "+last)
	default:
		more = append(more, "over since "+last)
	}
	if s.By != "" {
		more = append(more, "from "+say.Mention("@", s.By))
	}
	if len(more) > 0 {
		words += "\n" + strings.Join(more, " · ")
	}
	return words
}

// stories is what the library of a team is called: "North's stories".
func stories(t coach.Team) string { return whose(t) + " stories" }

// whose is a team in front of what belongs to it: "North's", "Inside sales'".
func whose(t coach.Team) string {
	name := say.Brief(t.Name, 4)
	if strings.HasSuffix(strings.ToLower(name), "s") {
		return name + "'"
	}
	return name + "'s"
}

// briefStory is an entry with what it holds cut to a line, for an answer to whoever just typed it.
func briefStory(to say.Reader, s coach.Story) string {
	// Whoever typed it knows that it is theirs.
	s.By = ""
	s.Text, s.Industry, s.Problem = cutWords(s.Text, 10), cutWords(s.Industry, 2), cutWords(s.Problem, 2)
	return Story(to, s)
}

// cutWords is at most so many words of a text, with what tells that there are more.
func cutWords(s string, most int) string {
	if ws := strings.Fields(s); len(ws) > most {
		return strings.Join(ws[:most], " ") + "…"
	}
	return s
}

// LibraryAdded confirms a new entry, with [Remove]: undo does not reach teams. aged: nobody said until when it holds.
func LibraryAdded(to say.Reader, t coach.Team, s coach.Story, aged bool) say.Reply {
	p := &say.Page{To: to}
	words := "✓ *Added* to " + stories(t) + ", " + libraryCount(t) + ". It shows in prep where it fits.\n" +
		briefStory(to, s)
	if aged && !s.Until.IsZero() {
		words += "\nAnother last day: `until:\"30 Nov\"`."
	}
	p.Section(words)
	if b := phrases.RunButton(0, "", "team library remove "+s.ID, "Remove"); b != nil {
		p.Actions("a", b)
	}
	return p.Reply()
}

// LibraryRemoved confirms that an entry is gone, with [Add it back]: undo does not reach teams. The line is given back
// to copy where it is longer than a button holds.
func LibraryRemoved(to say.Reader, t coach.Team, s coach.Story) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Removed* from " + stories(t) + ", " + libraryCount(t) + ":\n" + briefStory(to, s))
	line := "team library add " + words.Quote(s.Text) + " " + string(s.Kind)
	for _, more := range []struct{ key, value string }{{"industry", s.Industry}, {"problem", s.Problem},
		{"team", t.Name}} {
		if more.value != "" {
			line += " " + more.key + ":" + words.Quote(more.value)
		}
	}
	// A last day that is over would be refused when the line is sent.
	if to.Now.Before(s.Until) {
		line += ` until:"` + to.Dated(s.Until.Add(-1).In(to.Location())) + `"`
	}
	if b := phrases.RunButton(0, "", line, "Add it back"); b != nil {
		p.Actions("a", b)
		return p.Reply()
	}
	p.Context("This line brings it back:")
	p.Typed("/followup " + line)
	return p.Reply()
}

// Scripts: what to say in each turn of a call, line by line in fences to be copied. Names, hot buttons and times are
// filled in before they come here; what is unknown stays as a placeholder in brackets.

// AnyName stands in a script for the name of nobody in particular.
const AnyName = "[their name]"

// ScriptFor is a branch of the conversation tree as it is said to a lead; the lead's id is empty for nobody in
// particular.
type ScriptFor struct {
	Card   coach.Card
	Script script.Script
	Opens  bool // it is the branch that opens the next call
	New    bool // its reader is new to this: practice is offered beside it (S1.4)
}

// Scripts lists the branches, a line and a button each. Tapped, they are shown for the lead.
func Scripts(to say.Reader, l coach.Lead, branches []script.Branch) say.Reply {
	p := &say.Page{To: to}
	p.Header("Scripts by situation")
	if l.ID != "" {
		p.Section("For " + say.Who(l))
	}
	const most = blockkit.MaxBlocks - 4
	for i, b := range branches {
		if i == most {
			p.Context(say.Thousands(len(branches)-most) + " more: `/followup script` with its name shows it.")
			break
		}
		show := say.Button(say.Numbered(ids.ActScript, i), ids.Value(l.ID, b.ID), sayLabel(b))
		p.SectionOf("branch", "*"+say.Quote(b.Title, 60)+"*\n"+say.Quote(b.When, 200), show)
	}
	if l.ID == "" {
		p.Context("`/followup script acme` fills in what I know of Acme.")
	}
	return p.Reply()
}

// ButtonWords is how many characters a button's label has: more is cut on a telephone.
const ButtonWords = 24

// sayLabel is a branch on a button, each with its own words: "Say: no time". A branch of a team's own has its id.
func sayLabel(b script.Branch) string {
	return say.Tidy("Say: "+cmp.Or(b.Button, strings.ReplaceAll(b.ID, "-", " ")), ButtonWords)
}

// Script is what to say, line by line: each in a fence so that it can be copied, what not to say marked as that in
// words, advice beneath. Then the branches that can follow, and the outcome to log when the call ends here.
func Script(to say.Reader, s ScriptFor) say.Reply {
	p := &say.Page{To: to}
	l, b := s.Card.Lead, s.Script.Branch
	p.Header(say.Tidy(b.Title, 100))
	words := say.Quote(b.When, 200)
	if l.ID != "" {
		words = say.Who(l) + "\n" + words
		if s.Opens {
			words += "\nFor the next call."
		}
	}
	p.Section(words)
	for _, line := range s.Script.Lines {
		scriptLine(p, line)
	}
	if zone := s.Card.Step.Zone; l.ID != "" && zone.Loc != nil && saysTime(s.Script) &&
		!say.SameClock(to.Now, to.Location(), zone.Loc) {
		p.Context("Times in it are theirs (" + say.Quote(say.Place(zone.Loc), 40) + ").")
	}
	if l.ID == "" {
		p.Context("`/followup script acme " + b.ID + "` fills in what I know of Acme.")
	}
	// A branch without another turn still leads to the list, so that no page of it is a dead end.
	var next []slack.BlockElement
	for i, n := range s.Script.Next {
		next = append(next, say.Button(say.Numbered(ids.ActScript, i), ids.Value(l.ID, n.ID),
			say.Tidy(n.Title, phrases.MostLabel)))
	}
	next = append(next, say.Button(say.Numbered(ids.ActScript, len(next)), ids.Value(l.ID, AllScripts), "All scripts"))
	next = append(next, say.Button(ids.ActSource, ids.Value("", b.ID), "Source"))
	if drill := phrases.PracticeButton(b); drill != nil && (l.ID == "" || s.New) {
		next = append(next, drill)
	}
	p.Section("*What comes then?*")
	p.Actions("next", next...)
	if b.Outcome != "" && l.ID != "" && l.Open() {
		p.Actions("a", endsIn(p, l, b.Outcome))
	}
	return p.Reply()
}

// endsIn is the button that logs what a branch ends in.
func endsIn(p *say.Page, l coach.Lead, o outcome.Outcome) *slack.ButtonBlockElement {
	words := "Log: " + phrases.PlainLabel(o)
	if blockkit.Len(words) > phrases.MostLabel {
		words = "Log: " + phrases.ResultLabel(o)
	}
	b := say.ButtonFor(ids.ActEndsIn, ids.Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)), words,
		say.PlainName(l, 30))
	if o == outcome.DoNotCall {
		b.Style, b.Confirm = slack.StyleDanger, phrases.StopsAll(l)
	}
	return b
}

// saysTime reports whether a script names hours, which are theirs and not the rep's.
func saysTime(s script.Script) bool {
	for _, l := range s.Lines {
		if say.ClockTime.MatchString(l.Say) || say.ClockTime.MatchString(l.Note) {
			return true
		}
	}
	return false
}

// WhichBranch offers the branches that words may have meant, or the list.
func WhichBranch(to say.Reader, l coach.Lead, named string, near []script.Branch, text string) say.Reply {
	what := "I know no script “" + say.Quote(named, 60) + "”."
	if len(near) > 0 {
		what += " Did you mean one of these?"
	}
	p := problems.Problem(to, what, "/followup script acme no-time", text)
	var buttons []slack.BlockElement
	for i, b := range near {
		buttons = append(buttons, say.Button(say.Numbered(ids.ActScript, i), ids.Value(l.ID, b.ID),
			say.Tidy(b.Title, phrases.MostLabel)))
	}
	buttons = append(buttons, say.Button(say.Numbered(ids.ActScript, len(near)), ids.Value(l.ID, AllScripts),
		"All scripts"))
	p.Actions("a", buttons...)
	return p.Reply()
}

// NoScript says that no call to a lead is to come.
func NoScript(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	if l.Progress.Closed == outcome.DoNotCall {
		p.Section("Don't call " + say.Who(l) + ": they asked not to be called.")
		return p.Reply()
	}
	p.Section(say.Who(l) + " is closed: " + say.Lower(say.PlainOutcome(l.Progress.Closed)) + ".")
	p.Actions("a", say.Button(say.Numbered(ids.ActScript, 0), ids.Value(l.ID, AllScripts), "All scripts"))
	return p.Reply()
}
