package texts

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
)

// The end of a chase: the verdicts as buttons on a card, the page "Decide" with its facts (60 words), the forms behind
// the verdicts, and the clauses that say what was decided. A series has two words a touch beside that.

// ReviewOf is what a review shows of a lead.
type ReviewOf struct {
	Card  coach.Card
	Chase chase.Report
}

// Review is the facts of a chase with the verdicts as buttons, for where no form can be opened.
func Review(to say.Reader, r ReviewOf) say.Reply {
	p := &say.Page{To: to}
	key := phrases.CardKey(r.Card.Lead.ID)
	p.SectionOf(key, strings.Join(reviewLines(to, r), "\n"), nil)
	cards.Series(p, r.Chase.Series, nil)
	step := cards.StepView{To: to, Card: r.Card}
	switch l := r.Card.Lead; {
	case l.Open():
		p.Actions(key, append(step.VerdictButtons(),
			say.ButtonFor(ids.ActReached, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reached…",
				say.PlainName(l, 40)))...)
	default:
		p.Actions(key, cards.ShowButtons(to, r.Card)...)
	}
	return p.Reply()
}

// ReviewForm is the same as a form: one choice, and [Close…] and [Reached…] beside it. A closed lead has nothing to
// choose.
func ReviewForm(to say.Reader, r ReviewOf, meta request.Meta) slack.ModalViewRequest {
	l := r.Card.Lead
	if !l.Open() {
		return fields.ReplyPage("Decide", Review(to, r))
	}
	f := &fields.Form{Page: say.Page{To: to}, Title: "Decide", Submit: "Save", Callback: fields.FormReview, Meta: meta}
	f.Meta.Lead, f.Meta.Version = l.ID, l.Version
	f.Section(strings.Join(reviewLines(to, r), "\n"))
	cards.Series(&f.Page, r.Chase.Series, nil)
	words := map[string]string{
		coach.VerdictExtend: "One more call: in " + say.Counted(to.AllRules().VerdictDays(coach.VerdictExtend), "day") +
			", with a new reason",
		coach.VerdictStepBack: "Step back: one email that says a no is fine",
		coach.VerdictBreakUp: "Say goodbye: a last email, then " + say.Small(to.Limits().WatchDays) + " quiet " +
			say.Plural(to.Limits().WatchDays, "day"),
		coach.VerdictGift:    "Send a gift: to their staff, if your manager agrees",
		coach.VerdictNurture: cards.BackIn(to) + ": nothing until then",
	}
	var pairs [][2]string
	for _, verdict := range chase.Offered(to.AllRules(), l) {
		pairs = append(pairs, [2]string{verdict, words[verdict]})
	}
	f.Input(fields.Verdict, "What now?", "", false, fields.Radio(fields.Verdict, "", pairs...))
	f.Actions("a", say.ButtonFor(ids.ActCloseForm, ids.Value(l.ID), "Close…", say.PlainName(l, 40)),
		say.ButtonFor(ids.ActReached, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reached…", say.PlainName(l, 40)))
	return f.View()
}

// reviewLines are the facts: who, how often and when it was tried, what was said, what it has cost.
func reviewLines(to say.Reader, r ReviewOf) []string {
	l, c, p := r.Card.Lead, r.Chase, r.Card.Lead.Progress
	name, contact, _ := cards.StepView{To: to, Card: r.Card}.Whom()
	head := name + contact
	switch {
	case !l.Open():
		head += "\n" + cards.EndLine(to, l)
	case !c.Talked.IsZero():
		head += " · talked" + say.OnWhen(to.Past(c.Talked))
	case p.Spoken:
		head += " · no talk yet"
	default:
		head += " · never reached"
	}
	calls := say.Counted(c.Calls, "call") + " in " + say.Counted(c.Meter.Days, "day")
	if c.Meter.FirstDay {
		calls = cards.FirstDay(c.Meter)
	}
	switch {
	case c.Morning > 0 && c.Later > 0:
		calls += ": " + say.Thousands(c.Morning) + " in the morning, " + say.Thousands(c.Later) + " after noon"
	case c.Morning > 0:
		calls += ", all in the morning"
	case c.Later > 0:
		calls += ", all after noon"
	}
	lines := []string{head, calls}
	var reasons []string
	if c.Mails > 0 {
		reasons = append(reasons, say.Counted(c.Mails, "email"))
	}
	if len(c.Used) == 0 {
		reasons = append(reasons, "no reason used yet")
	} else {
		reasons = append(reasons, "reasons used: "+phrases.Whys(c.Used))
		if len(c.Unused) > 0 {
			reasons = append(reasons, "unused: "+phrases.Whys(c.Unused))
		}
	}
	lines = append(lines, say.Capital(strings.Join(reasons, " · ")))
	var more []string
	if kept := phrases.Book(p.Counters); kept != "" {
		more = append(more, say.Capital(kept))
	}
	if l.Gut > 0 {
		more = append(more, "hunch "+say.Thousands(l.Gut)+" of 5")
	}
	if declined := phrases.GiftDeclined(p.Gift); declined != "" {
		more = append(more, declined)
	}
	if len(more) > 0 {
		lines = append(lines, say.Capital(strings.Join(more, " · ")))
	}
	if c.Minutes > 0 {
		lines = append(lines, "About "+say.Counted(c.Minutes, "minute")+" so far")
	}
	return lines
}

// ExtendForm asks why one more call is worth it (S2.20). Of a verdict that is saved already it asks for the reason
// alone.
func ExtendForm(to say.Reader, l coach.Lead, saved bool, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "One more call", Submit: "Save", Callback: fields.FormExtend,
		Meta: meta}
	f.Meta.Lead, f.Meta.Version, f.Meta.Asked = l.ID, l.Version, saved
	f.Section(say.Who(l) + "\nOne call, " + say.Counted(to.AllRules().VerdictDays(coach.VerdictExtend), "day") +
		" after the last.")
	f.Input(fields.Reason, "Why one more?", "Something they haven't heard yet.", false,
		fields.TextInput(fields.Reason, "", "Their budget opens in January", false, coach.MaxFact))
	return f.View()
}
