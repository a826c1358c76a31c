package say

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The end of a chase: the verdicts as buttons on a card, the page "Decide" with its facts (60 words), the forms behind
// the verdicts, and the clauses that say what was decided. A series has two words a touch beside that.

// verdictNames are the verdicts in running text.
var verdictNames = map[string]string{
	coach.VerdictExtend: "one more call", coach.VerdictStepBack: "step back", coach.VerdictBreakUp: "goodbye",
	coach.VerdictGift: "a gift", coach.VerdictNurture: "set aside",
}

// verdictName is a verdict in running text.
func verdictName(verdict string) string {
	if name := verdictNames[verdict]; name != "" {
		return name
	}
	return quote(strings.ReplaceAll(verdict, "-", " "), 40)
}

// verdictButtons are what may become of a lead at its review, each a way on; [Close…] is the last. The likeliest can't
// be told, so none is primary.
func (c stepView) verdictButtons() []slack.BlockElement {
	l, who := c.Lead, plainName(c.Lead, 40)
	v := Value(l.ID, strconv.FormatInt(l.Version, 10))
	ways := map[string][2]string{
		coach.VerdictExtend:   {ActExtend, "One more call…"},
		coach.VerdictStepBack: {ActStepBack, "Step back…"},
		coach.VerdictBreakUp:  {ActGoodbye, "Say goodbye…"},
		coach.VerdictGift:     {ActGiftForm, "Send a gift…"},
		coach.VerdictNurture:  {ActNurture, c.to.backIn()},
	}
	// Which of them a lead has is the rules' to say: no goodbye before the fifth call, no gift without high potential.
	var buttons []slack.BlockElement
	for _, verdict := range c.to.rules().Offered(l) {
		way := ways[verdict]
		buttons = append(buttons, buttonFor(way[0], v, way[1], who))
	}
	return append(buttons, buttonFor(ActCloseForm, Value(l.ID), "Close…", who))
}

// backIn is the label of what sets a lead aside.
func (to Reader) backIn() string {
	return "Back in " + counted(to.rules().VerdictDays(coach.VerdictNurture), "day")
}

// ReviewOf is what a review shows of a lead.
type ReviewOf struct {
	Card  coach.Card
	Chase coach.Chase
}

// Review is the facts of a chase with the verdicts as buttons, for where no form can be opened.
func Review(to Reader, r ReviewOf) Reply {
	p := &page{to: to}
	key := cardKey(r.Card.Lead.ID)
	p.sectionOf(key, strings.Join(to.reviewLines(r), "\n"), nil)
	p.series(r.Chase.Series)
	step := stepView{to, r.Card}
	switch l := r.Card.Lead; {
	case l.Open():
		p.actions(key, append(step.verdictButtons(),
			buttonFor(ActReached, Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reached…", plainName(l, 40)))...)
	default:
		p.actions(key, showButtons(to, r.Card)...)
	}
	return p.reply()
}

// ReviewForm is the same as a form: one choice, and [Close…] and [Reached…] beside it. A closed lead has nothing to
// choose.
func ReviewForm(to Reader, r ReviewOf, meta request.Meta) slack.ModalViewRequest {
	l := r.Card.Lead
	if !l.Open() {
		return Message("Decide", Review(to, r))
	}
	f := &form{page: page{to: to}, title: "Decide", submit: "Save", callback: FormReview, meta: meta}
	f.meta.Lead, f.meta.Version = l.ID, l.Version
	f.section(strings.Join(to.reviewLines(r), "\n"))
	f.series(r.Chase.Series)
	words := map[string]string{
		coach.VerdictExtend: "One more call: in " + counted(to.rules().VerdictDays(coach.VerdictExtend), "day") +
			", with a new reason",
		coach.VerdictStepBack: "Step back: one email that says a no is fine",
		coach.VerdictBreakUp: "Say goodbye: a last email, then " + small(to.limits().WatchDays) + " quiet " +
			plural(to.limits().WatchDays, "day"),
		coach.VerdictGift:    "Send a gift: to their staff, if your manager agrees",
		coach.VerdictNurture: to.backIn() + ": nothing until then",
	}
	var pairs [][2]string
	for _, verdict := range to.rules().Offered(l) {
		pairs = append(pairs, [2]string{verdict, words[verdict]})
	}
	f.input(FieldVerdict, "What now?", "", false, radio(FieldVerdict, "", pairs...))
	f.actions("a", buttonFor(ActCloseForm, Value(l.ID), "Close…", plainName(l, 40)),
		buttonFor(ActReached, Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reached…", plainName(l, 40)))
	return f.view()
}

// plural is a noun for so many.
func plural(n int, noun string) string {
	_, words, _ := strings.Cut(counted(n, noun), " ")
	return words
}

// whyNames are the kinds of reason in running text.
var whyNames = map[coach.WhyKind]string{coach.WhyValue: "value", coach.WhyTimely: "timely", coach.WhyNews: "news",
	coach.WhyStory: "success story"}

// reviewLines are the facts: who, how often and when it was tried, what was said, what it has cost.
func (to Reader) reviewLines(r ReviewOf) []string {
	l, c, p := r.Card.Lead, r.Chase, r.Card.Lead.Progress
	name, contact, _ := stepView{to, r.Card}.whom()
	head := name + contact
	switch {
	case !l.Open():
		head += "\n" + to.endLine(l)
	case !c.Talked.IsZero():
		head += " · talked" + onWhen(to.past(c.Talked))
	case p.Spoken:
		head += " · no talk yet"
	default:
		head += " · never reached"
	}
	calls := counted(c.Calls, "call") + " in " + counted(c.Days, "day")
	if c.Meter.FirstDay {
		calls = firstDay(c.Meter)
	}
	switch {
	case c.Morning > 0 && c.Later > 0:
		calls += ": " + thousands(c.Morning) + " in the morning, " + thousands(c.Later) + " after noon"
	case c.Morning > 0:
		calls += ", all in the morning"
	case c.Later > 0:
		calls += ", all after noon"
	}
	lines := []string{head, calls}
	mails := counted(c.Mails, "email")
	if len(c.Used) > 0 {
		mails += " · reasons used: " + whys(c.Used)
		if len(c.Unused) > 0 {
			mails += " · unused: " + whys(c.Unused)
		}
	} else {
		mails += " · no reason used yet"
	}
	lines = append(lines, mails)
	var more []string
	if kept := book(p.Counters); kept != "" {
		more = append(more, capital(kept))
	}
	if l.Gut > 0 {
		more = append(more, "hunch "+thousands(l.Gut)+" of 5")
	}
	if g := p.Gift; p.GiftIs() == coach.GiftDeclined {
		more = append(more, "gift declined: "+quote(few(g.Why, noteWords), shortLength))
	}
	if len(more) > 0 {
		lines = append(lines, capital(strings.Join(more, " · ")))
	}
	if c.Minutes > 0 {
		lines = append(lines, "About "+counted(c.Minutes, "minute")+" so far")
	}
	return lines
}

// whys lists kinds of reason.
func whys(kinds []coach.WhyKind) string {
	var names []string
	for _, k := range kinds {
		names = append(names, whyNames[k])
	}
	return strings.Join(names, ", ")
}

// series adds what was done as one line: "voicemail Nov 3 · no answer Nov 4 · talked Nov 9" (S4.16). A single touch is
// none.
func (p *page) series(touches []coach.Touch) {
	if line := p.to.seriesLine(touches); line != "" {
		p.sectionOf("series", line, nil)
	}
}

// seriesLine is the line itself, its days those of the reader's calendar; empty where there is none.
func (to Reader) seriesLine(touches []coach.Touch) string {
	if len(touches) < 2 {
		return ""
	}
	var parts []string
	// The day alone: which hour it was shows in the half of the day above, and a year can be told from the order.
	for _, t := range touches {
		parts = append(parts, shortly(t.Outcome)+" "+to.shortDate(t.At.In(to.zone())))
	}
	return strings.Join(parts, " · ")
}

// ExtendForm asks why one more call is worth it (S2.20). Of a verdict that is saved already it asks for the reason
// alone.
func ExtendForm(to Reader, l coach.Lead, saved bool, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "One more call", submit: "Save", callback: FormExtend, meta: meta}
	f.meta.Lead, f.meta.Version, f.meta.Asked = l.ID, l.Version, saved
	f.section(who(l) + "\nOne call, " + counted(to.rules().VerdictDays(coach.VerdictExtend), "day") + " after the last.")
	f.input(FieldReason, "Why one more?", "Something they haven't heard yet.", false,
		textInput(FieldReason, "", "Their budget opens in January", false, coach.MaxFact))
	return f.view()
}

// verdictWhy is a verdict as the sentence below what follows from it.
func verdictWhy(r coach.Reason) string {
	days := sentence(small(r.Days) + " " + plural(r.Days, "day"))
	days = strings.TrimSuffix(days, ".")
	switch r.Word {
	case coach.VerdictStepBack:
		return days + " of quiet, then you decide again."
	case coach.VerdictBreakUp:
		return days + " after your goodbye."
	case coach.VerdictGift:
		return strings.Replace(days, " day", " working day", 1) + " after the gift."
	case coach.VerdictNurture:
		if r.Days == 0 {
			return "The day you named."
		}
		return days + ", as you decided."
	}
	return "As you decided: " + verdictName(r.Word) + "."
}

// decides reports whether what was saved decides what becomes of the lead.
func (s Saved) decides() bool {
	o := s.Touch.Outcome
	return coach.IsVerdict(o) || o == outcome.Verdict ||
		o == outcome.Gift && slices.ContainsFunc(s.Step.Because, func(r coach.Reason) bool {
			return r.Code == coach.ReasonVerdict && r.Word == coach.VerdictGift
		})
}

// verdictResult is a decision in running text.
func verdictResult(t coach.Touch) string {
	switch {
	case t.Verdict == coach.VerdictGift && t.Gift != nil && t.Gift.Alone:
		return "gift approved by you"
	case t.Verdict == coach.VerdictGift && t.Gift != nil:
		return "gift asked for"
	case t.Verdict == coach.Approval(true):
		return "gift approved"
	case t.Verdict == coach.Approval(false):
		return "gift declined"
	case t.Verdict == "":
		return shortly(t.Outcome)
	}
	return verdictName(t.Verdict)
}

// backClause says that they answered after the end of a chase.
func backClause(to Reader, r coach.Reason) string {
	day := to.shortDate(r.At.In(to.zone()))
	words := ""
	switch r.Word {
	case coach.VerdictBreakUp:
		words = "back after your goodbye of " + day
	case coach.VerdictStepBack:
		words = "back after your step back of " + day
	case coach.VerdictGift:
		words = "back after your gift of " + day
	case coach.VerdictNurture, coach.VerdictExtend:
		return "back after you set it aside on " + day
	default:
		return "back after it was closed on " + day + ": " + shortly(outcome.Outcome(r.Word))
	}
	if r.N > 0 {
		words += "; it counts as won by it"
	}
	return words
}

// best names the lead that is worth the time that has become free (S4.20).
func (s savedView) best() string {
	return "Next best: *" + quote(few(nameOf(s.Best.Lead), nameWords), nameLength) + "*, " +
		lower(stepView{s.to, *s.Best}.name())
}

// verdictCounts are how often each verdict was answered: "goodbye 1 of 4 · set aside 0 of 2"; those that nobody chose
// are left out. counts are in the order of [coach.ReviewVerdicts].
func verdictCounts(counts [5]coach.Count) string {
	var parts []string
	for i, verdict := range coach.ReviewVerdicts() {
		if counts[i].Of > 0 {
			parts = append(parts, verdictName(verdict)+" "+countWords(counts[i]))
		}
	}
	return strings.Join(parts, " · ")
}

// closeReasons are the ways a lead mostly ends, each one tap on the form that closes it.
var closeReasons = []outcome.Outcome{outcome.NoResponse, outcome.NotInterested, outcome.HasSolution, outcome.NotFit,
	outcome.Lost,
	outcome.LeftCompany}

// closeButtons close a lead by one tap each, so that a close takes two; whoever has more to say fills in the form.
func closeButtons(l coach.Lead) []slack.BlockElement {
	var buttons []slack.BlockElement
	for _, o := range closeReasons {
		buttons = append(buttons, buttonFor(ActCloseAs+"."+string(o),
			Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)), o.Info().Button, plainName(l, 40)))
	}
	return buttons
}

// StillOpen is the answer that there is still a deal to be made.
func StillOpen() Answer { return Answer{Words: "still open"} }
