package texts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
)

// What is said of a message to a prospect before it is sent: 20 words, and 25 more for each finding. The message itself
// is given back with its phrases marked; it doesn't count.
//
// Each finding has its own paragraph of three lines: what was written and what speaks against it, what to say instead,
// who says so and on what grounds. The grounds are a word or two, never a letter or a number of a rule. Sentences that
// name times are said whole, on the other side's clock, since they are to be sent so; the reader's own clock follows.

// Checked is a message that was looked at, and what came of it.
type Checked struct {
	Lead  coach.Lead // without an ID it is for nobody in particular
	Zone  *time.Location
	Slots []coach.Slot // times that may be offered to them
	Tries []time.Time  // of the earlier calls, newest first
	Text  string
	Check drafts.Check
	Ref   string // names the text in buttons
}

// DraftText is a message as it is checked: without what nobody can see.
func DraftText(text string) string { return strings.TrimSpace(blockkit.Clean(text)) }

// draftShown is how much of a message is given back with the answer, in characters.
const draftShown = 2000

// CheckedDraft is the answer to a message that was looked at.
func CheckedDraft(to say.Reader, c Checked) say.Reply {
	p := &say.Page{To: to}
	checked(p, c)
	p.Actions("check", checkButtons(c, true)...)
	return p.Reply()
}

// checkButtons are what may be done next. change is left out where the text stands in a field anyway.
func checkButtons(c Checked, change bool) []slack.BlockElement {
	who := say.PlainName(c.Lead, 40)
	ask := say.ButtonFor(ids.ActAskColleague, ids.Value(c.Lead.ID, c.Ref), "Ask a colleague…", who)
	if !change {
		return []slack.BlockElement{ask}
	}
	return []slack.BlockElement{say.ButtonFor(ids.ActCheck, ids.Value(c.Lead.ID, c.Ref), "Change…", who), ask}
}

// checked adds the text and what there is to say of it.
func checked(p *say.Page, c Checked) {
	head, n := "", c.Check.Findings()
	if c.Lead.ID != "" {
		head = "*" + say.Name(c.Lead) + "*: "
	}
	switch {
	case strings.TrimSpace(c.Text) == "":
		head += "There's no message yet."
	case n == 0:
		head = "✓ " + head + "nothing to change."
		if c.Lead.ID == "" {
			head = "✓ Nothing to change."
		}
	case c.Lead.ID == "":
		head += "*" + say.Counted(n, "thing") + " to change.*"
	default:
		head += say.Counted(n, "thing") + " to change."
	}
	p.Section(head)
	if text := c.Marked(); text != "" {
		p.Section(text)
	}
	for _, words := range slices.Concat(c.phrases(p.To), c.others(p.To)) {
		p.Section(words)
	}
}

// Marked is the text as a quotation, its phrases bold.
func (c Checked) Marked() string {
	safe := func(s string) string { return blockkit.Escape(blockkit.Literal(s)) }
	var b strings.Builder
	at := 0
	for _, f := range c.Check.Phrases {
		if f.From < at || f.To > len(c.Text) {
			continue
		}
		b.WriteString(safe(c.Text[at:f.From]))
		b.WriteString("*" + safe(c.Text[f.From:f.To]) + "*")
		at = f.To
		if b.Len() > draftShown {
			break
		}
	}
	rest := c.Text[at:]
	if b.Len()+len(rest) > draftShown {
		rest = blockkit.Truncate(rest, max(1, draftShown-b.Len()))
	}
	b.WriteString(safe(rest))
	var lines []string
	for line := range strings.Lines(b.String()) {
		lines = append(lines, "> "+blockkit.Isolate(strings.TrimRight(line, "\n")))
	}
	return strings.Join(lines, "\n")
}

// findingWords is how many words one finding takes.
const findingWords = 25

// phrases are a paragraph for each phrase: what was written, what speaks against it, what to say instead, who says so
// and on what grounds. What to say instead is cut to the words that are left.
func (c Checked) phrases(to say.Reader) (out []string) {
	said := map[string]bool{} // who says so stands once in a message
	for _, f := range c.Check.Phrases {
		words := "“" + say.Capital(say.Quote(say.Few(f.Words, 6), 80)) + "”"
		if len(f.Also) > 0 {
			words += ", “" + say.Quote(say.Few(f.Also[0], 3), 40) + "”"
		}
		words += " " + say.Lower(say.Sentence(say.Quote(f.Why, 200)))
		by, here := saidBy(f.Author, f.Strength), c.hereToo(to, f)
		if said[by] {
			by = ""
		}
		said[by] = true
		left := findingWords - len(strings.Fields(words+by+here)) - 1
		if left = max(left, 14); say.ClockTime.MatchString(f.Instead) {
			left = 40 // times are said whole
		}
		out = append(out, words+"\nInstead: "+toSay(f.Instead, left)+here+by)
	}
	return out
}

// advice begins with these words; anything else is to be said as it is.
var advice = []string{"Ask", "Open", "Name", "Say", "Leave", "Write"}

// toSay is what stands in the place of a phrase, in at most so many words, in quotes where it is to be said so.
func toSay(instead string, most int) string {
	words := say.Quote(say.Few(instead, most), 400)
	if first, _, _ := strings.Cut(instead, " "); !slices.Contains(advice, first) {
		return "“" + words + "”"
	}
	return words
}

// hereToo are the two times that a sentence names on their clock, on the reader's; "" where both show the same.
func (c Checked) hereToo(to say.Reader, f phrase.Finding) string {
	if c.Zone == nil || !say.ClockTime.MatchString(f.Instead) || say.SameClock(to.Now, to.Location(), c.Zone) {
		return ""
	}
	var here []string
	for _, s := range c.Slots {
		if s.At.After(to.Now) && len(here) < 2 {
			here = append(here, to.Clock(s.At))
		}
	}
	if len(here) < 2 {
		return " (their time)"
	}
	return " (their time; " + say.And(here) + " yours)"
}

// grounds are the strengths of the evidence, in words.
var grounds = map[string]string{"A": "large studies agree", "B": "one good study", "C": "contested", "D": "untested"}

// saidBy is who says so and on what grounds, in a line of its own.
func saidBy(author, strength string) string {
	if author == "" {
		return "\nYour team's own rule."
	}
	name := say.Quote(author, 60)
	if strength == "D" { // what somebody advises, and nobody has measured
		return "\n" + name + "'s advice, " + grounds[strength] + "."
	}
	return "\n" + name + ": " + grounds[strength] + "."
}

// kindNames are the kinds of reason as they are named in a row.
var kindNames = map[coach.WhyKind]string{coach.WhyValue: "what it brings them", coach.WhyTimely: "something timely",
	coach.WhyNews: "news", coach.WhyStory: "a success story"}

// sentNames are what was written, by its outcome.
var sentNames = map[outcome.Outcome]string{outcome.Email: "email", outcome.LinkedIn: "LinkedIn message",
	outcome.XTwitter: "message on X", outcome.StepBack: "email", outcome.BreakUp: "goodbye"}

// others are a paragraph for each thing to say of the message as a whole.
func (c Checked) others(to say.Reader) (out []string) {
	if r := c.Check.Repeats; r.Percent > 0 {
		out = append(out, strconv.Itoa(r.Percent)+"% of it stood in your "+sentNames[r.Of.What]+" of "+pastDate(to, r.Of.At)+
			".\nInstead: one new thought."+saidBy("Michael Pedone", "D"))
	}
	if c.Check.NoReason {
		out = append(out, c.reasons())
	}
	if g := c.Check.Goodbye; !g.Whole() {
		if !g.Tries {
			out = append(out, "A goodbye names the earlier tries by date.\nInstead: "+c.tries(to)+saidBy("Niti Shah", "C"))
		}
		if !g.Timing {
			out = append(out, "A goodbye allows that the time may be wrong.\n"+
				"Instead: “My guess is that the timing isn't right, and that's fine.”"+saidBy("Niti Shah", "C"))
		}
	}
	return out
}

// reasons names the kinds of reason there are, those first that this lead never got.
func (c Checked) reasons() string {
	var kinds []string
	for _, k := range c.Check.Kinds {
		kinds = append(kinds, kindNames[k])
	}
	fresh, used := kinds[:c.Check.Unused], kinds[c.Check.Unused:]
	words := "No reason to write now.\nGive one: " + say.Joined(fresh, "or") + "."
	switch {
	case len(fresh) == 0:
		words = "No reason to write now.\nAll kinds are used; next in turn: " + kinds[0] + "."
	case len(used) > 0:
		words = "No reason to write now.\nNew to them: " + say.Joined(fresh, "or") + ". Used: " + say.And(used) + "."
	}
	return words + saidBy("Keith Rosen", "D")
}

// tries is a sentence with the days of the last calls; without any, what it should name.
func (c Checked) tries(to say.Reader) string {
	var days []string
	for _, at := range c.Tries[:min(3, len(c.Tries))] {
		days = append(days, pastDate(to, at))
	}
	if len(days) == 0 {
		return "Name the days on which you called or wrote."
	}
	slices.Reverse(days)
	return "“I called on " + say.And(days) + ".”"
}

// pastDate is a past day by its date, as one writes it.
func pastDate(to say.Reader, at time.Time) string {
	local := at.In(to.Location())
	if local.Year() != to.Now.In(to.Location()).Year() {
		return to.Dated(local)
	}
	return to.ShortDate(local)
}

// CheckFields fill the form in which a message is looked at.
type CheckFields struct {
	Lead coach.Lead // the zero lead where none is known
	Text string     // cut to what a field takes
	Done *Checked   // what was found in it; nil before it was looked at
	Meta request.Meta
}

// CheckForm has room for a whole mail. What was found stands above the text, which can be changed and looked at again.
func CheckForm(to say.Reader, in CheckFields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Check a message", Submit: "Check", Callback: fields.FormCheck,
		Meta: in.Meta}
	if in.Done != nil {
		checked(&f.Page, *in.Done)
		f.Actions("check", checkButtons(*in.Done, false)...)
		f.Submit = "Check again"
	}
	f.Lead("Lead", "Empty: the one that the message names.", true, in.Lead)
	f.Input(fields.Draft, "Your message", "", false,
		fields.TextInput(fields.Draft, in.Text, "The whole text, before you send it", true, coach.MaxNote))
	v := f.View()
	v.Close = say.Label("Close", blockkit.MaxTitle)
	return v
}
