package say_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// reasonCodes reads the codes out of package coach's source: every string constant whose name starts with Reason.
func reasonCodes(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../coach/*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Reason") {
				return true
			}
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				codes[spec.Names[0].Name], _ = strconv.Unquote(lit.Value)
			}
			return true
		})
	}
	return codes
}

// whose says whom a clause is about, by its first pronoun: us is the rep and the rep's side.
type side string

const (
	us     side = "us"
	them   side = "them"
	nobody side = "nobody"
)

var pronoun = regexp.MustCompile(`\b(you|yours?|ours?|we|they|theirs?|them)\b`)

func about(words string) side {
	switch p := pronoun.FindString(words); {
	case p == "":
		return nobody
	case p[0] == 't':
		return them
	}
	return us
}

// reasonWords has each code with each of the words that make a clause of their own, whom the clause is about, and the
// clause as it is read.
var reasonWords = []struct {
	code  string
	given coach.Reason
	about side
	want  string
}{
	{"last", coach.Reason{Word: "voicemail", At: at(13, 16, 5)}, nobody,
		"the last call on Tue: voicemail"},
	{"gap", coach.Reason{Days: 1, At: at(13, 16, 5)}, nobody,
		"the plan waits 1 day after the call on Tue"},
	{"gap", coach.Reason{Days: 4}, nobody, "the plan waits 4 days after it"},
	{"same-day", coach.Reason{Word: "warm"}, nobody, "a warm lead gets a second try the same day"},
	{"same-day", coach.Reason{Word: "high"}, nobody, "a high-potential lead gets a second try the same day"},
	{"same-day", coach.Reason{Word: "assertive"}, us,
		"you give everybody a second try the same day"},
	{"next-day", coach.Reason{Word: "cold"}, nobody, "a cold lead gets its second try the next working morning"},
	{"next-day", coach.Reason{Word: "unknown"}, nobody, "a cold lead gets its second try the next working morning"},
	{"next-day", coach.Reason{Word: "afternoon"}, nobody,
		"the first try was after noon, so the next working morning"},
	{"next-day", coach.Reason{Word: "no-room"}, nobody,
		"the day left no room for a second try, so the next working morning"},
	{"next-day", coach.Reason{Word: "passive"}, us,
		"you leave second tries to the next working morning"},
	{"mode", coach.Reason{Word: "assertive"}, nobody, "second tries: assertive"},
	{"potential", coach.Reason{Word: "high"}, nobody, "high potential"},
	{"warmth", coach.Reason{Word: "warm"}, them, "they contacted you, so it's warm"},
	{"warmth", coach.Reason{Word: "cold"}, nobody, "it's cold"},
	{"warmth", coach.Reason{Word: "unknown"}, us, "it counts as cold until you say otherwise"},
	{"now", coach.Reason{}, them,
		"a new warm lead is called at once: they may be asking others"},
	{"open-window", coach.Reason{}, nobody, "a new cold lead gets the first open window"},
	{"half", coach.Reason{Word: "morning"}, them,
		"the other half of the day comes next: their morning"},
	{"half", coach.Reason{Word: "afternoon"}, them,
		"the other half of the day comes next: their afternoon, when people wind down"},
	{"not-a-no", coach.Reason{N: 4}, nobody, "no answer is not a no"},
	{"learned", coach.Reason{Word: "960-1080", N: 40, Of: 100}, us,
		"your own calls reach more people at 16:00–18:00, 40 of 100"},
	{"morning", coach.Reason{}, nobody, "this step belongs in the morning, when people start"},
	{"day-off", coach.Reason{Word: "rep", At: at(13, 16, 5)}, us, "Tue 13 Jan is your day off"},
	{"day-off", coach.Reason{Word: "lead", At: at(13, 16, 5)}, nobody, "Tue 13 Jan is a day off there"},
	{"holiday", coach.Reason{Word: "Epiphany", At: at(6, 12, 0)}, nobody, "Tue 6 Jan is a holiday (Epiphany)"},
	{"rep-hours", coach.Reason{N: 8 * 60, Of: 18 * 60}, us, "your hours are 08:00–18:00"},
	{"lunch", coach.Reason{N: 12 * 60, Of: 13 * 60}, them, "12:00–13:00 is their lunch"},
	{"law", coach.Reason{N: 8 * 60, Of: 21 * 60}, nobody,
		"calls are allowed from 08:00 to 21:00 there"},
	{"outside", coach.Reason{}, them,
		"their day and your hours don't meet, so it's the nearest time allowed"},
	{"zone", coach.Reason{Word: "America/New_York", N: -360}, us, "New York is 6 hours behind you"},
	{"zone", coach.Reason{Word: "Asia/Tokyo", N: 480, Of: 1}, us,
		"Tokyo is 8 hours ahead of you"},
	{"zone", coach.Reason{Word: "Europe/Vienna"}, us, "Vienna has the same time as you"},
	{"zone", coach.Reason{N: 60}, them, "their clock is 1 hour ahead of you"},
	{"commitment", coach.Reason{At: at(12, 11, 0)}, them, "they agreed to this time (Mon)"},
	{"unlogged", coach.Reason{At: at(13, 16, 5)}, nobody,
		"nothing is logged about the call of {Tue 13 Jan, 16:05 CET}"},
	{"lapsed", coach.Reason{At: at(13, 16, 5)}, nobody,
		"nothing was logged about the call of {Tue 13 Jan, 16:05 CET} for two days; it counts as no answer"},
	{"broken", coach.Reason{N: 1}, them, "they missed the agreed call"},
	{"broken", coach.Reason{N: 2, At: at(13, 16, 5)}, them,
		"they missed the agreed call, {Tue 13 Jan, 16:05 CET}, 2 in a row"},
	{"missed", coach.Reason{At: at(13, 16, 5)}, us,
		"you missed the agreed call, so it comes first"},
	{"given", coach.Reason{At: at(15, 16, 0)}, nobody, "somebody there named {Thu 15 Jan, 16:00 CET}"},
	{"moved", coach.Reason{Word: "away", At: at(15, 0, 0)}, nobody,
		"moved: away, so it's {Thu 15 Jan} at the earliest"},
	{"moved", coach.Reason{Word: "away", At: at(15, 0, 0), N: 1}, us, "moved: you're away until then"},
	{"moved", coach.Reason{Word: "backlog", At: at(15, 0, 0)}, nobody,
		"moved: too many were overdue, so it's {Thu 15 Jan} at the earliest"},
	{"moved", coach.Reason{Word: "park", At: at(15, 0, 0)}, us, "you parked it"},
	{"snooze", coach.Reason{At: at(15, 16, 0)}, us, "you snoozed it until {Thu 15 Jan, 16:00 CET}"},
	{"busy", coach.Reason{N: 1, Of: 45}, nobody, "the line was busy: redial after 45 minutes"},
	{"busy", coach.Reason{N: 2}, nobody,
		"the line was busy 2 times that day: redial the next working morning"},
	{"replied", coach.Reason{At: at(13, 9, 0)}, them,
		"they wrote back (Tue), so no call is due until you set a date or log a result"},
	{"resumed", coach.Reason{Word: "resumed", At: at(13, 9, 0)}, us, "you resumed it (Tue)"},
	{"resumed", coach.Reason{Word: "reopened", At: at(13, 9, 0)}, us, "you reopened it (Tue)"},
	{"bad-number", coach.Reason{Days: 2, At: at(13, 9, 0)}, nobody,
		"the number was wrong (Tue): 2 days to find another"},
	{"needs-date", coach.Reason{At: at(13, 9, 0)}, us, "you talked (Tue) and set no next date"},
	{"row", coach.Reason{Word: "no-time"}, nobody, "the last call: no time"},
	{"row", coach.Reason{Word: "not-now", Days: 30}, nobody,
		"the last call: not now, then 30 days"},
	{"review", coach.Reason{Days: 3, At: at(13, 9, 0)}, nobody,
		"the plan's calls are used up (Tue): 3 days later it's time to decide"},
	{"tenth", coach.Reason{N: 10, At: at(13, 9, 0)}, nobody,
		"that made 10 calls and emails (Tue)"},
	{"light", coach.Reason{N: 1}, nobody, "the short plan of 1 call is done"},
	{"keep-light", coach.Reason{Days: 30}, us, "you kept it light: one call in 30 days"},
	{"full", coach.Reason{}, us, "you chose the full plan"},
	{"verdict", coach.Reason{Word: "step-back"}, us, "you decided: step back"},
	{"verdict", coach.Reason{Word: "break-up", Days: 90}, us, "you decided: goodbye, then 90 days"},
	{"verdict", coach.Reason{Word: "special-delivery", Days: 3}, us, "you decided: a gift, then 3 days"},
	{"gift", coach.Reason{Word: "asked", At: at(13, 9, 0)}, nobody, "the gift was asked for on Tue"},
	{"gift", coach.Reason{Word: "approved", At: at(13, 9, 0)}, nobody, "the gift was approved on Tue"},
	{"gift", coach.Reason{Word: "declined", At: at(13, 9, 0)}, nobody, "the gift was declined on Tue"},
	{"back", coach.Reason{Word: "break-up", At: at(3, 9, 0)}, us, "back after your goodbye of 3 Jan"},
	{"back", coach.Reason{Word: "break-up", At: at(3, 9, 0), N: 1}, us,
		"back after your goodbye of 3 Jan; it counts as won by it"},
	{"back", coach.Reason{Word: "step-back", At: at(3, 9, 0)}, us, "back after your step back of 3 Jan"},
	{"back", coach.Reason{Word: "special-delivery", At: at(3, 9, 0)}, us, "back after your gift of 3 Jan"},
	{"back", coach.Reason{Word: "nurture", At: at(3, 9, 0), N: 1}, us, "back after you set it aside on 3 Jan"},
	{"back", coach.Reason{Word: "lost", At: at(3, 9, 0)}, nobody, "back after it was closed on 3 Jan: lost"},
	{"gut", coach.Reason{N: 4, Of: 5, Word: "lost"}, us, "your hunch was 4 of 5, the result: lost"},
	{"soon", coach.Reason{N: 1, Of: 5}, us, "goodbyes mostly come after 5 calls; you made 1"},
	{"first-response", coach.Reason{N: 150}, them, "they waited 2 h 30 min for your first call or email"},
	{"successor", coach.Reason{Days: 2, At: at(13, 9, 0)}, them,
		"they left (call on Tue)"},
	{"renewal", coach.Reason{Days: 60, At: at(13, 9, 0)}, nobody,
		"60 days before a contract ends, people look around"},
	{"past", coach.Reason{At: at(13, 9, 0)}, us,
		"its day had passed when you logged the call before it, so it's due from then"},
	{"early", coach.Reason{N: 0, Of: 1}, nobody,
		"early: on the day of the last try, the plan says 1 day"},
	{"early", coach.Reason{N: 2, Of: 4}, nobody,
		"early: 2 days after the last try, the plan says 4 days"},
	{"early-soon", coach.Reason{N: 45, Of: 180}, nobody,
		"early: 45 minutes after the last try, the plan says 3 hours"},
	{"late", coach.Reason{Days: 3}, nobody,
		"late by 3 days, so the plan moves along"},
	{"no-try", coach.Reason{}, nobody, "the first busy signal of a day is no try"},
	{"same-try", coach.Reason{}, nobody,
		"the busy signal before counts as this try"},
	{"runs-cold", coach.Reason{}, us, "it counts as cold until you say otherwise"},
	{"kept", coach.Reason{At: at(13, 16, 5)}, nobody, "the agreed call took place (Tue)"},
	{"replay", coach.Reason{}, nobody,
		"older than what was logged, so everything is worked out again"},
	{"closed", coach.Reason{Word: "has-solution"}, nobody, "closed: has a solution"},
	{"gut", coach.Reason{N: 4, Of: 5}, us, "your hunch was 4 of 5"},
	{"promise-kept", coach.Reason{Word: "them", N: 3, Of: 4}, them,
		"they kept their word: 3 of 4 promises"},
	{"promise-kept", coach.Reason{Word: "them", N: 1, Of: 1}, them, "they kept their word: 1 of 1 promise"},
	{"promise-kept", coach.Reason{Word: "us"}, us, "you kept your word"},
	{"promise-broken", coach.Reason{Word: "them", N: 1, Of: 2}, them,
		"they broke a promise: 1 of 2 promises kept"},
	{"promise-broken", coach.Reason{Word: "us"}, us,
		"you promised something that isn't done yet: open with it"},
	{"unread", coach.Reason{N: 2}, us,
		"2 documents unread: go through one together before you send another"},
	{"close-hidden", coach.Reason{}, us,
		"the agenda doesn't say that you'll ask for a deal: tell them beforehand"},
	{"twice", coach.Reason{Word: "Birch", At: at(15, 16, 0)}, us,
		"you have another call then: Birch, {Thu 15 Jan, 16:00 CET}"},
	{"unlikely", coach.Reason{N: 8 * 60, Of: 21 * 60}, nobody,
		"calls are allowed from 08:00 to 21:00 there"},
	{"unlikely", coach.Reason{N: 8 * 60, Of: 21 * 60, At: at(13, 5, 20), Word: "America/Chicago"}, nobody,
		"it was 22:20 there; calls are allowed from 08:00 to 21:00"},
	{"paused", coach.Reason{Word: "agreed", At: at(12, 9, 0)}, nobody, "all else is on hold since Mon"},
	{"paused", coach.Reason{At: at(15, 16, 0)}, us,
		"you had put it on hold: the rest of the gap ends {Thu 15 Jan, 16:00 CET}"},
	{"paused", coach.Reason{Word: "ended", At: at(12, 9, 0)}, nobody, "it was on hold: that has ended"},
	{"spread", coach.Reason{}, us, "the first calls of your list are spread over days"},
	{"weak-day", coach.Reason{Word: "Friday"}, nobody, "Friday is the weakest day in all data"},
	{"weak-day", coach.Reason{Word: "Monday"}, nobody, "one source advises against Monday, newer data disagree"},
}

// TestReasonsInWords pins every clause, and whom it is about: a promise of theirs is never said to be the rep's.
func TestReasonsInWords(t *testing.T) {
	codes := reasonCodes(t)
	if len(codes) < 40 {
		t.Fatalf("found only %d codes in package coach", len(codes))
	}
	rows := map[string]bool{}
	for _, r := range reasonWords {
		rows[r.code] = true
		r.given.Code = r.code
		got := seenWords(t, phrases.Reason(reader, r.given))
		if got != r.want {
			t.Errorf("%s %q:\n got %s\nwant %s", r.code, r.given.Word, got, r.want)
		}
		if about(r.want) != r.about {
			t.Errorf("%s %q is about %s, but %q is about %s", r.code, r.given.Word, r.about, r.want, about(r.want))
		}
	}
	for name, code := range codes {
		if !rows[code] {
			t.Errorf("coach.%s (%q) has no row in reasonWords", name, code)
		}
		if phrases.Clauses[code] == nil {
			t.Errorf("coach.%s (%q) has no words", name, code)
		}
	}
	known := slices.Collect(maps.Values(codes))
	for code := range phrases.Clauses {
		if !slices.Contains(known, code) {
			t.Errorf("words for %q, which package coach doesn't know", code)
		}
	}
}

// TestPromisesAreTheirsOrOurs pins both sides of whatever else is said of a promise.
func TestPromisesAreTheirsOrOurs(t *testing.T) {
	days := func(whose string) []coach.Reason {
		return []coach.Reason{{Code: coach.ReasonDayOff, Word: whose, At: at(17, 12, 0)},
			{Code: coach.ReasonDayOff, Word: whose, At: at(18, 12, 0)}}
	}
	theirs := coach.Promise{By: coach.Them, What: "read it"}
	ours, document := theirs, theirs
	ours.By, document.Read = coach.Us, true
	asked := func(x coach.Promise) string {
		return cards.QuestionWords(reader, acme(), coach.Question{Code: coach.AskPromise, Promise: &x})
	}
	answered := func(x coach.Promise) string {
		return strings.Join(answers.PromiseAnswer(x, false, coach.Lead{}).Meaning, " ")
	}
	facts := func(x coach.Promise) string {
		return strings.Join(cards.PromisesOf(reader, coach.Lead{Progress: coach.Progress{Promises: []coach.Promise{x}}},
			true), "\n")
	}
	came := func(x coach.Promise) string {
		return strings.Join(phrases.DetailLines(reader, coach.Touch{Promises: []coach.Promise{x}}), "\n")
	}
	for _, r := range []struct{ got, want string }{
		{asked(theirs), "*Did they read it?*"},
		{asked(document), "*Did they look at read it?*"},
		{asked(ours), "*Did you read it?*"},
		{cards.PromiseOption("kept", coach.Them), "Yes, they did"},
		{cards.PromiseOption("kept", coach.Us), "Yes, it's done"},
		{answers.PromiseKept(theirs, true), "they've done “read it”"},
		{answers.PromiseKept(theirs, false), "they haven't done “read it” yet"},
		{answers.PromiseKept(document, true), "they've looked at “read it”"},
		{answers.PromiseKept(document, false), "they haven't looked at “read it” yet"},
		{answers.PromiseKept(ours, true), "you've done “read it”"},
		{answers.PromiseKept(ours, false), "“read it” is still to do"},
		{answered(theirs), "Ask what got in the way."},
		{answered(ours), "Open the next call with it."},
		{facts(theirs), "They promised: read it"},
		{facts(ours), "You promised: read it"},
		{came(theirs), "They promised: read it"},
		{came(ours), "You promised: read it"},
		{phrases.Book(coach.Counters{TheyKept: 3, TheyBroke: 1, WeKept: 2}),
			"they kept 3 of 4, you kept 2 of 2"},
		{strings.Join(phrases.Reasons(reader, days("rep")), "; "), "Sat 17 Jan and Sun 18 Jan fall on a weekend"},
		{strings.Join(phrases.Reasons(reader, days("lead")), "; "),
			"Sat 17 Jan and Sun 18 Jan fall on a weekend there"},
	} {
		if got := seenWords(t, r.got); got != r.want {
			t.Errorf("got %s, want %s", got, r.want)
		}
	}
}
