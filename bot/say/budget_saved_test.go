package say_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// chicago is where the leads of these tests are whose clock is another than the reader's.
var chicago = zoneOf("America/Chicago")

// maya reads in New York, on a clock of twelve hours.
func maya() say.Reader {
	return say.Reader{Zone: newYork, Locale: "en-US", Now: time.Date(2026, 11, 10, 13, 30, 0, 0, time.UTC), Nonce: "n1"}
}

// mayasDay is an instant of November 2026 by her clock.
func mayasDay(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, newYork).UTC()
}

// budgeted is a reply with what it may have and must say.
type budgeted struct {
	name    string
	reply   say.Reply
	words   int
	buttons []string // their labels, exactly
	facts   []string // in this order
}

// check holds a reply to its words, its buttons and what must be in it.
func (b budgeted) check(t *testing.T) {
	t.Helper()
	shown := fallbacks.ReplaceAllString(b.reply.Text, "{$1}") + "\n"
	for _, l := range buttonLabels(b.reply.Blocks) {
		shown += "[" + l + "] "
	}
	if n := wordCount(b.reply.Blocks); n > b.words {
		t.Errorf("%s: %d words, %d allowed:\n%s", b.name, n, b.words, shown)
	}
	labels := buttonLabels(b.reply.Blocks)
	if b.buttons != nil && !slices.Equal(labels, b.buttons) {
		t.Errorf("%s: buttons %q, want %q", b.name, labels, b.buttons)
	}
	for i, l := range labels {
		if blockkit.Len(l) > phrases.MostLabel {
			t.Errorf("%s: [%s] has %d characters", b.name, l, blockkit.Len(l))
		}
		if slices.Contains(labels[:i], l) {
			t.Errorf("%s: two buttons read %q", b.name, l)
		}
	}
	rest := shown
	for _, f := range b.facts {
		_, after, found := strings.Cut(rest, f)
		if !found {
			t.Errorf("%s: no %q in its place:\n%s", b.name, f, shown)
			continue
		}
		rest = after
	}
	for line := range strings.Lines(shown) {
		for _, sentence := range sentenceEnd.Split(line, -1) {
			if n := wordsIn(sentence); n > 20 && !strings.HasPrefix(line, "✓") && !strings.Contains(line, "·") {
				t.Errorf("%s: a sentence of %d words: %s", b.name, n, sentence)
			}
		}
	}
	for _, odd := range oddWords {
		if m := odd.FindString(shown); m != "" {
			t.Errorf("%s: says %q:\n%s", b.name, m, shown)
		}
	}
}

var (
	fallbacks   = regexp.MustCompile(`<!date\^[^>|]*\|([^>]*)>`)
	sentenceEnd = regexp.MustCompile(`[.?!] `)
	// oddWords are never said: parser talk, codes, inversions, and what the voice has put away.
	oddWords = []*regexp.Regexp{
		regexp.MustCompile(`Because `), regexp.MustCompile(`your mode is|mode is`), regexp.MustCompile(`One question`),
		regexp.MustCompile(`[Tt]aken back`), regexp.MustCompile(`hold anybody to`),
		regexp.MustCompile(`\b[SC][0-9]+\.?[0-9]*\b`),
		regexp.MustCompile(`\b[Mm]ails?\b`), regexp.MustCompile(`gatekeeper|commitment|outcome`),
		regexp.MustCompile(`\blikely\b`),
		regexp.MustCompile(`[Yy]esterday`), regexp.MustCompile(`isn't built`),
	}
)

// tried is what Maya saves in these tests: a lead called so, the step after it, and why it comes then.
func tried(named string, o outcome.Outcome, st coach.Step) answers.Saved {
	return answers.Saved{Lead: coach.Lead{ID: "L1", Rep: "U1", Version: 3, Name: named, Contact: "Pat Reyes",
		Phone: "+1 202 555 0101", Warmth: coach.Warm}, Touch: coach.Touch{ID: "T1", Outcome: o, At: maya().Now, By: "U1"},
		Step: st, Change: "J1"}
}

// attempt is a try of the plan in a part of a day.
func attempt(n int, from, until time.Time, zone *time.Location, because ...coach.Reason) coach.Step {
	return coach.Step{Kind: coach.StepCall, Number: n, Of: 7, Due: from, Until: until,
		Window: coach.Window{From: 1, To: 2},
		Zone:   coach.LeadZone{Loc: zone}, Because: because}
}

// TestBudgetLogged renders the answers of words.md, word by word.
func TestBudgetLogged(t *testing.T) {
	gap := func(days int) coach.Reason {
		return coach.Reason{Code: coach.ReasonGap, Days: days, At: maya().Now}
	}
	soon := attempt(2, mayasDay(10, 16, 0), mayasDay(10, 17, 30), newYork,
		coach.Reason{Code: coach.ReasonSameDay, Word: "warm"})
	soon.Mail = 1
	one := tried("Acme Corp", outcome.Voicemail, soon)

	two := tried("Foxglove Bakery", outcome.Voicemail, attempt(2, mayasDay(11, 8, 0), mayasDay(11, 10, 0), newYork,
		coach.Reason{Code: coach.ReasonWarmth, Word: "unknown"}, coach.Reason{Code: coach.ReasonNextDay, Word: "unknown"}))
	two.Lead.Warmth, two.Step.Mail = coach.WarmthUnknown, 1
	two.Logged.Question = &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}

	three := tried("Foxglove Bakery", outcome.Talked, attempt(1, mayasDay(11, 8, 0), mayasDay(11, 10, 0), newYork))
	three.Step.FollowUp, three.Step.NeedsDate, three.Touch.Note = true, true, "likes the idea"
	three.Times.Slots = []coach.Slot{{At: mayasDay(11, 9, 0)}, {At: mayasDay(12, 16, 30)}, {At: mayasDay(18, 9, 0)}}

	four := tried("Cobalt Freight", outcome.NoAnswer,
		attempt(4, mayasDay(13, 17, 0), mayasDay(13, 18, 0), chicago, gap(3)))
	four.Step.Mail = 2

	agreed := &coach.Commitment{At: mayasDay(12, 16, 0), Agenda: "rates", Made: maya().Now}
	five := tried("Cobalt Freight", outcome.Talked, coach.Step{Kind: coach.StepCommitment, Due: agreed.At,
		Until: agreed.At.Add(time.Hour), Commitment: agreed, Zone: coach.LeadZone{Loc: chicago},
		Because: []coach.Reason{{Code: coach.ReasonCommitment}}})
	five.Theirs, five.Touch.Until, five.Lead.Progress.Commitment = true, agreed.At, agreed

	six := one
	six.Touch.Note = "just checking in"
	six.Phrase = &answers.Found{Finding: coach.DefaultRules().Phrases().Review("just checking in")[0],
		Instead: "I have an idea for you: cut unscheduled maintenance."}

	seven := tried("Pinecrest Clinic", outcome.NoAnswer, attempt(5, mayasDay(16, 16, 0), mayasDay(16, 17, 30), newYork,
		gap(5)))
	seven.Logged.Notes = []coach.Reason{{Code: coach.ReasonEarly, N: 1, Of: 3}}

	for _, b := range []budgeted{
		{"1", answers.Logged(maya(), one), 25, []string{"Email 1…", "Undo"},
			[]string{"✓ Saved: *Acme Corp*, voicemail\nNext: {Tue, Nov 10, 4:00 PM EST}–{5:30 PM EST} · attempt 2 of 7\n" +
				"Warm leads get a second try the same day.\n"}},
		{"2", answers.Logged(maya(), two), 40, []string{"They contacted us", "Cold", "Email 1…", "Undo"},
			[]string{
				"✓ Saved: *Foxglove Bakery*, voicemail\nNext: {Wed, Nov 11, 8:00 AM EST}–{10:00 AM EST} · attempt 2 of 7\n" +
					"It counts as cold until you say otherwise.\n", "*Did they contact you first?*"}},
		{"3", answers.Logged(maya(), three), 35,
			[]string{"Wed, Nov 11, 9:00 AM", "Thu, Nov 12, 4:30 PM", "Wed, Nov 18, 9:00 AM", "Other time…", "Undo"},
			[]string{
				"✓ Saved: *Foxglove Bakery*, talked\n> likes the idea\n*When do you talk next?* Otherwise follow-up 1, the " +
					"day after: {Wed, Nov 11, 8:00 AM EST}–{10:00 AM EST}\n"}},
		{"4", answers.Logged(maya(), four), 25, []string{"Email 2…", "Undo"},
			[]string{"✓ Saved: *Cobalt Freight*, no answer\nNext: {Fri, Nov 13, 5:00 PM EST}–{6:00 PM EST} (4:00–5:00 PM in " +
				"Chicago) · attempt 4 of 7\nThree days after this try.\n"}},
		{"5", answers.Logged(maya(), five), 25, nil,
			[]string{
				"✓ Saved: *Cobalt Freight*, talked\nAgreed call: {Thu, Nov 12, 4:00 PM EST} (3:00 PM in Chicago) · agenda: " +
					"rates\nI'll remind you ten minutes before.\n", "[Meant their time]", "[Undo]"}},
		{"6", answers.Logged(maya(), six), 50, []string{"Source", "Email 1…", "Undo"},
			[]string{"> just checking in\nNext:", "same day.\n",
				"“Just checking in” offers nothing new. Try: “I have an idea for you: cut unscheduled maintenance.”\n"}},
		{"7", answers.Logged(maya(), seven), 25, []string{"Undo"},
			[]string{"✓ Saved: *Pinecrest Clinic*, no answer. Early: 1 day after the last try, the plan says 3.\n" +
				"Next: {Mon, Nov 16, 4:00 PM EST}–{5:30 PM EST} · attempt 5 of 7\n"}},
	} {
		b.check(t)
	}
}

// TestBudgetOfEveryOutcome: whatever was logged, the answer keeps to its words, alone, with everything there is to say
// of it, and of a lead of which nothing but the name is known; and it names the lead and the result.
func TestBudgetOfEveryOutcome(t *testing.T) {
	for _, o := range outcome.All() {
		usual := tried("Cobalt Freight", o.Code, attempt(4, mayasDay(13, 17, 0), mayasDay(13, 18, 0), chicago,
			coach.Reason{Code: coach.ReasonGap, Days: 3, At: maya().Now}))
		if o.Ends {
			usual.Lead.Progress.Closed, usual.Step = o.Code, coach.Step{Kind: coach.StepNone}
		}
		facts := []string{"*Cobalt Freight*"}
		if o.Typed && o.Code != outcome.DoNotCall {
			facts = append(facts, o.Short)
		}
		if !o.Ends {
			facts = append(facts, "4:00–5:00 PM in Chicago", "attempt 4 of 7")
		}
		budgeted{string(o.Code), answers.Logged(maya(), usual), 25, nil, facts}.check(t)

		largest := usual
		largest.Created = true
		largest.Touch.Note = strings.Repeat("She wants to see the numbers of the last three years. ", 5)
		largest.Logged.Notes = []coach.Reason{{Code: coach.ReasonPromiseKept, Word: "them", N: 3, Of: 4},
			{Code: coach.ReasonKept, At: maya().Now}, {Code: coach.ReasonGut, N: 4, Of: 5}}
		largest.Logged.Question = &coach.Question{Code: coach.AskPromise, Options: []string{"kept", "broken"},
			Promise: &coach.Promise{ID: "1", By: coach.Them, What: "send the signed offer to the board by the end of the week"}}
		budgeted{string(o.Code) + ", largest", answers.Logged(maya(), largest), 25 + 2 + say.NoteWords + 15 + 15, nil,
			[]string{"*Cobalt Freight* (new lead)", "> She wants to see the numbers of the last three…", "3 of 4 promises",
				"*Did they send the signed offer to the board by the end…?*"}}.check(t)

		smallest := tried("Zwölf", o.Code, coach.Step{Kind: coach.StepNone})
		smallest.Lead.Phone, smallest.Lead.Contact, smallest.Change = "", "", ""
		budgeted{string(o.Code) + ", smallest", answers.Logged(maya(), smallest), 15, nil, []string{"*Zwölf*"}}.check(t)
	}
}

// TestBudgetOfEveryReason: each reason that can come first has a sentence of at most ten words, whole in one answer.
func TestBudgetOfEveryReason(t *testing.T) {
	for _, r := range reasonWords {
		r.given.Code = r.code
		if !slices.Contains(answers.Strongest, r.code) {
			continue
		}
		s := tried("Cobalt Freight", outcome.Voicemail,
			attempt(4, mayasDay(13, 17, 0), mayasDay(13, 18, 0), chicago, r.given))
		why := answers.SavedView{To: maya(), Saved: s}.Why()
		if n := wordsIn(why); n > 10 || why != "" && !strings.HasSuffix(why, ".") {
			t.Errorf("%s %q: %d words: %q", r.code, r.given.Word, n, why)
		}
		budgeted{r.code, answers.Logged(maya(), s), 25, nil, []string{"attempt 4 of 7"}}.check(t)
	}
}

// TestBudgetBesideALog: everything that is saved without a call keeps to 25 words.
func TestBudgetBesideALog(t *testing.T) {
	later := attempt(2, mayasDay(11, 8, 0), mayasDay(11, 10, 0), chicago,
		coach.Reason{Code: coach.ReasonOpenWindow, At: maya().Now})
	agreed := &coach.Commitment{At: mayasDay(12, 16, 0), Agenda: strings.Repeat("rates and routes ", 9), Made: maya().Now}
	planned := tried("Cobalt Freight", outcome.Planned, coach.Step{Kind: coach.StepCommitment, Due: agreed.At,
		Commitment: agreed, Zone: coach.LeadZone{Loc: chicago}, Because: []coach.Reason{{Code: coach.ReasonCommitment}}})
	planned.Touch.Until = agreed.At
	snoozed := tried("Cobalt Freight", outcome.Snoozed, later)
	snoozed.Touch.Until = later.Due
	added := tried("Cobalt Freight", "", later)
	added.Created, added.Lead.Potential = true, coach.PotentialHigh
	was := added.Lead
	edited := tried("Cobalt Freight", "", later)
	edited.Lead.HotButton, edited.Was = "fewer empty runs", &was
	blocked := tried("Cobalt Freight", outcome.DoNotCall, coach.Step{Kind: coach.StepNone})
	blocked.Lead.Progress.Closed = outcome.DoNotCall
	wanted := tried("Cobalt Freight", "", later)
	wanted.Times.Words, wanted.Times.Slots = "Thu", []coach.Slot{{At: mayasDay(12, 9, 0)}}
	promise := coach.Promise{By: coach.Them, What: "read the specs"}
	for _, b := range []budgeted{
		{"booked", answers.Logged(maya(), planned), 25 + say.NoteWords, nil, []string{"✓ Booked: *Cobalt Freight*\n",
			"Agreed call: {Thu, Nov 12, 4:00 PM EST} (3:00 PM in Chicago) · agenda: rates", "ten minutes before."}},
		{"snoozed", answers.Logged(maya(), snoozed), 25, []string{"Undo"}, []string{"✓ Snoozed: *Cobalt Freight*\n",
			"Next: {Wed, Nov 11, 8:00 AM EST}", "attempt 2 of 7"}},
		{"resumed", answers.Logged(maya(), tried("Cobalt Freight", outcome.Resumed, later)), 25, nil,
			[]string{"✓ Resumed: *Cobalt Freight*", "attempt 2 of 7"}},
		{"reopened", answers.Logged(maya(), tried("Cobalt Freight", outcome.Reopened, later)), 25, nil,
			[]string{"✓ Reopened: *Cobalt Freight*", "attempt 2 of 7"}},
		{"added", answers.Logged(maya(), added), 25, nil, []string{"✓ Added: *Cobalt Freight*, warm, high potential",
			"attempt 2 of 7", "Cold leads get the first open window."}},
		{"edited", answers.Logged(maya(), edited), 25, []string{"Undo"}, []string{"✓ Changed: *Cobalt Freight*",
			"Hot button: fewer empty runs"}},
		{"do not call", answers.Logged(maya(), blocked), 25, []string{"Lift the block…", "Undo"},
			[]string{"✓ Saved: *Cobalt Freight*, do not call\nAll calls stop, and nobody here can call +1 202 555 0101."}},
		{"needs a date", answers.Logged(maya(), wanted), 25, []string{"Thu, Nov 12, 9:00 AM", "Other time…", "Undo"},
			[]string{"✓ Noted: *Cobalt Freight* needs a date", "*When do you talk next?* (8:00 AM in Chicago)"}},
		{"answered", answers.Answered(maya(), coach.AskWarmth, "warm", tried("Cobalt Freight", "", later)), 25,
			[]string{"Undo"},
			[]string{"✓ Noted: *Cobalt Freight*, warm", "attempt 2 of 7"}},
		{"promise", answers.PromiseAnswer(promise, false,
			coach.Lead{Progress: coach.Progress{Counters: coach.Counters{TheyKept: 3,
				TheyBroke: 1}}}).Reply(maya(), tried("Cobalt Freight", "", later)), 40, []string{"Undo"},
			[]string{"haven't done “read the specs”", "Kept so far: 3 of 4.", "Ask what got in the way.", "attempt 2 of 7"}},
		{"together", answers.TogetherAnswer(true, nil, coach.Lead{}).Reply(maya(), tried("Cobalt Freight", "", later)), 27,
			[]string{"Undo"}, []string{"You tried, that's what counts.", "attempt 2 of 7"}},
		{"undone", answers.Undone(maya(), answers.Result(outcome.Voicemail), tried("Cobalt Freight", "", later), false), 25,
			[]string{},
			[]string{"Undone: *Cobalt Freight*, voicemail", "attempt 2 of 7"}},
		{"removed", answers.Undone(maya(), "", added, true), 25, []string{}, []string{"*Cobalt Freight* is gone again."}},
		{"line", answers.Line(maya(), tried("Cobalt Freight", outcome.NoAnswer, later)), 14, []string{"Undo"},
			[]string{"✓ Saved: *Cobalt Freight*, no answer. Next: {Wed, Nov 11, 8:00 AM EST}"}},
		{"line of a new lead", answers.Line(maya(), func() answers.Saved {
			s := tried("Cobalt Freight", outcome.Gatekeeper, later)
			s.Created = true
			return s
		}()), 14, []string{"Undo"}, []string{"*Cobalt Freight* (new lead), spoke to an assistant. Next: {Wed"}},
		{"line, do not call", answers.Line(maya(), blocked), 14, []string{"Undo"},
			[]string{"*Cobalt Freight*, do not call."}},
	} {
		b.check(t)
	}
}

// TestBudgetErrors: errors have at most 30 words beside what was typed, quote what failed, give the words back and end
// in a button.
func TestBudgetErrors(t *testing.T) {
	const text = "/followup next acme 31 Apr 16:00 agenda prices"
	law := &coach.LawError{At: mayasDay(12, 8, 30), Before: mayasDay(11, 21, 30), After: mayasDay(12, 9, 0),
		Zone: coach.LeadZone{Loc: chicago}}
	lead := tried("Acme Corp", "", coach.Step{}).Lead
	foods := coach.Lead{ID: "L2", Name: "Acme Foods", Contact: "Ana Lima"}
	closed, blocked := lead, lead
	closed.Progress.Closed, closed.Progress.ClosedAt = outcome.Won, mayasDay(9, 9, 0)
	blocked.Progress.Closed, blocked.Progress.ClosedAt, blocked.Progress.ClosedBy = outcome.DoNotCall, mayasDay(8, 9, 0),
		"U7"
	fence := "```" + text + "```"
	for _, b := range []budgeted{
		{"42", problems.ImpossibleDate(maya(), "31 Apr 16:00", "April has 30 days", false,
			&problems.Mended{At: time.Date(2027, 4, 30, 16, 0, 0, 0,
				newYork), Line: "next acme 30 Apr 16:00 agenda prices"}, text), 30, []string{"Fri, Apr 30, 4:00 PM",
			"Pick a date…"}, []string{"*Not saved:* April has 30 days, so “31 Apr 16:00” doesn't exist.", fence}},
		{"43", problems.WhichOutcome(maya(), "voicemeil", []outcome.Outcome{outcome.Voicemail}, text, "R1"), 30,
			[]string{"Yes: voicemail", "Pick a result…"}, []string{"*Not saved:* I don't know the result “voicemeil”.", fence}},
		{"44", problems.WhichLead(maya(), problems.Which{Named: "Acme", Text: text, Ref: "R1",
			Candidates: []coach.Lead{lead, foods},
			Create:     true}), 30, []string{"Acme Corp · Pat Reyes", "Acme Foods · Ana Lima", "New lead: Acme"},
			[]string{"*Not saved yet:* which “Acme”?", fence}},
		{"45", problems.NotSaved(maya(), "my database isn't answering", text), 30, []string{"Send again"},
			[]string{"*Not saved:* my database isn't answering. Nothing changed.", fence}},
		{"46", problems.CannotTell(maya(), text), 30, []string{},
			[]string{"*I can't tell yet if this was saved.* I'm checking and will answer here. No need to send it again.",
				fence}},
		{"47", problems.NumberStopped(maya(), request.Stopped{Number: "+1 305 555 0117", By: "U7", At: mayasDay(8, 9, 0)},
			text), 30,
			nil, []string{"*Not saved:* the owner of +1 305 555 0117 asked <@U7> on Sun not to be called. It's blocked for " +
				"everyone.", fence}},
		{"48", problems.OutsideLaw(maya(), lead, law, text), 30,
			[]string{"Wed, Nov 11, 9:30 PM", "Thu, Nov 12, 9:00 AM", "Other time…"},
			[]string{"*Not saved:* 7:30 AM is too early in Chicago. Calls are allowed from 8:00 AM to 9:00 PM.", fence}},
		{"closed", problems.LeadClosed(maya(), closed, text), 30, []string{"Show the lead", "Reopen"},
			[]string{"*Not saved:* *Acme Corp* is closed: won (Mon).", fence}},
		{"do not call", problems.LeadClosed(maya(), blocked, text), 30, []string{"Show the lead"}, []string{"<@U7>", fence}},
		{"long ago", problems.LongAgo(maya(), mayasDay(1, 9, 0), text, "R1"), 30, []string{"Yes, save it"},
			[]string{"Not saved yet", fence}},
		{"again", problems.Again(maya(), maya().Now, true, text, "R1"), 30, []string{"Log again"},
			[]string{"*Already saved*", fence}},
		{"near", problems.WhichLead(maya(), problems.Which{Named: "Acme Crop", Text: text, Ref: "R1",
			Candidates: []coach.Lead{lead},
			Near:       true,
			Create:     true}), 30, nil, []string{"“Acme Crop”", "*Acme Corp*", fence}},
		{"mistyped", problems.Mistyped(maya(), "log", "log elm voicemail", "lgo elm", text, "R1"), 30,
			[]string{"Yes: log elm voicemail", "New lead: lgo elm"}, []string{"`log`", fence}},
		{"past", problems.PastDate(maya(), "31 Apr 16:00", mayasDay(1, 9, 0), nil, text), 30, []string{"Pick a date…"},
			[]string{"“31 Apr 16:00” is in the past", fence}},
		{"future", problems.FutureTouch(maya(), mayasDay(20, 9, 0), text), 30, []string{"Log a call…"},
			[]string{"in the future", fence}},
		{"no date", problems.NotADate(maya(), "31 Apr 16:00", text), 30, []string{"Pick a date…"},
			[]string{"as a date", fence}},
		{"vague", problems.Vague(maya(), "31 Apr 16:00", "/followup snooze Acme Monday", text), 30, []string{"Pick a date…"},
			[]string{"which day?", fence}},
		{"note", problems.NoteTooLong(maya(), 3120, 3000, text), 30, nil, []string{"3,120", "3,000", fence}},
		{"gone", problems.Gone(maya()), 30, []string{"Show today"}, []string{"out of date"}},
		{"unexpected", problems.Unexpected(maya(), "e-17", text), 30, []string{"Show today"}, []string{"`e-17`", fence}},
		{"busy", problems.Busy(maya(), text), 30, []string{"Send again"}, []string{"*Not saved:*", fence}},
		{"crowded", problems.Overloaded(maya(), text), 30, []string{"Send again"}, []string{"*Not saved:*", fence}},
		{"unknown lead", problems.UnknownLead(maya(), "Acne", text, false), 30, []string{"Add a lead…"},
			[]string{"No lead called “Acne”.", fence}},
		{"others' lead", problems.OthersLead(maya(), "Acne", text), 30, []string{"Help"},
			[]string{"only whom you mention works", "`/followup team audit Acne @rep`", fence}},
		{"unknown word", problems.UnknownCommand(maya(), "lgo", []string{"log", "list"}, text), 30, []string{"Help"},
			[]string{"“lgo”", "`log` or `list`", fence}},
		{"value", problems.BadValue(maya(), "a phone number", "12", "with the country code I can read it",
			"/followup add Acme phone:+12125550100", text), 30, []string{"Help"}, []string{"“12”", fence}},
		{"undo", answers.UndoBlocked(maya(), lead, "c1", []coach.Touch{{Outcome: outcome.Talked, At: mayasDay(9, 17, 0)},
			{Outcome: outcome.Email, At: mayasDay(9, 9, 0)}}), 30, []string{"Undo the newest"},
			[]string{"*Undo the newer change first.* *Acme Corp*", "talked, {Mon, Nov 9, 5:00 PM EST}"}},
	} {
		b.check(t)
	}
}
