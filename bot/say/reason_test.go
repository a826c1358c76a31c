package say

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
		"the last result was “Left a voicemail” (Tue)"},
	{"gap", coach.Reason{Days: 1, At: at(13, 16, 5)}, nobody,
		"the plan leaves 1 day after the call of Tue"},
	{"gap", coach.Reason{Days: 4}, nobody, "the plan leaves 4 days after it"},
	{"same-day", coach.Reason{Word: "warm"}, nobody, "a warm lead gets a second try the same day"},
	{"same-day", coach.Reason{Word: "high"}, nobody, "a lead of high potential gets a second try the same day"},
	{"same-day", coach.Reason{Word: "assertive"}, nobody,
		"in assertive mode everybody gets a second try the same day"},
	{"next-day", coach.Reason{Word: "cold"}, nobody, "a cold lead is tried again the next working morning"},
	{"next-day", coach.Reason{Word: "unknown"}, nobody, "a cold lead is tried again the next working morning"},
	{"next-day", coach.Reason{Word: "afternoon"}, nobody,
		"the first try was after noon, so the second comes the next working morning"},
	{"next-day", coach.Reason{Word: "no-room"}, nobody,
		"the day left no room for a second try, so it comes the next working morning"},
	{"next-day", coach.Reason{Word: "passive"}, nobody,
		"in passive mode the second try comes the next working morning"},
	{"mode", coach.Reason{Word: "assertive"}, us, "your mode is assertive"},
	{"potential", coach.Reason{Word: "high"}, nobody, "its potential is high"},
	{"warmth", coach.Reason{Word: "warm"}, them, "they came to you, so it's a warm lead"},
	{"warmth", coach.Reason{Word: "cold"}, nobody, "it's a cold lead"},
	{"warmth", coach.Reason{Word: "unknown"}, nobody, "nobody has said yet whether it's warm, so it runs as cold"},
	{"now", coach.Reason{}, them,
		"a new warm lead is called as soon as it may be: they've probably asked others too"},
	{"open-window", coach.Reason{}, nobody, "a new cold lead is called in the first open window"},
	{"half", coach.Reason{Word: "morning"}, nobody,
		"the last try was in the other half of the day, so this one is in the morning"},
	{"morning", coach.Reason{}, nobody, "this step belongs in the morning"},
	{"day-off", coach.Reason{Word: "rep", At: at(13, 16, 5)}, us, "Tue 13 Jan is no working day of yours"},
	{"day-off", coach.Reason{Word: "lead", At: at(13, 16, 5)}, them, "Tue 13 Jan is no working day of theirs"},
	{"holiday", coach.Reason{Word: "Epiphany", At: at(6, 12, 0)}, nobody, "Tue 6 Jan is a holiday (Epiphany)"},
	{"rep-hours", coach.Reason{N: 8 * 60, Of: 18 * 60}, us, "your hours are 08:00–18:00"},
	{"lunch", coach.Reason{N: 12 * 60, Of: 13 * 60}, them, "12:00–13:00 is their lunch"},
	{"law", coach.Reason{N: 8 * 60, Of: 21 * 60}, them,
		"people may be called only within 08:00–21:00 of their own time"},
	{"outside", coach.Reason{}, them,
		"their day and your hours don't meet, so it's the nearest time that is allowed"},
	{"zone", coach.Reason{Word: "America/New_York", N: -360}, us, "the clock in New York is 6 hours behind yours"},
	{"zone", coach.Reason{Word: "Asia/Tokyo", N: 480, Of: 1}, us,
		"the clock in Tokyo is 8 hours ahead of yours, going by the phone number"},
	{"zone", coach.Reason{Word: "Europe/Vienna"}, us, "the clock in Vienna is the same as yours"},
	{"zone", coach.Reason{N: 60}, them, "their clock is 1 hour ahead of yours"},
	{"commitment", coach.Reason{At: at(12, 11, 0)}, them, "they agreed to this time (Mon)"},
	{"unlogged", coach.Reason{At: at(13, 16, 5)}, nobody,
		"nothing was logged about the call agreed for {Tue 13 Jan, 16:05 CET}"},
	{"lapsed", coach.Reason{At: at(13, 16, 5)}, nobody,
		"the call agreed for {Tue 13 Jan, 16:05 CET} stayed open for two working days, which counts as no " +
			"answer and is nobody's fault"},
	{"broken", coach.Reason{N: 1}, them, "they weren't there at the time agreed"},
	{"broken", coach.Reason{N: 2, At: at(13, 16, 5)}, them,
		"they weren't there at the time agreed, {Tue 13 Jan, 16:05 CET}, 2 times in a row now"},
	{"missed", coach.Reason{At: at(13, 16, 5)}, us,
		"the agreed call didn't happen from our side, so it comes first"},
	{"given", coach.Reason{At: at(15, 16, 0)}, nobody, "somebody there named {Thu 15 Jan, 16:00 CET}"},
	{"snooze", coach.Reason{At: at(15, 16, 0)}, us, "you snoozed it until {Thu 15 Jan, 16:00 CET}"},
	{"busy", coach.Reason{N: 1, Of: 45}, nobody, "the line was busy, so it's dialled again after 45 minutes"},
	{"busy", coach.Reason{N: 2}, nobody,
		"the line was busy 2 times that day, so it's dialled again the next working morning"},
	{"replied", coach.Reason{At: at(13, 9, 0)}, them,
		"they wrote back (Tue), so no call is due until there's a date, a result or a resume"},
	{"resumed", coach.Reason{Word: "resumed", At: at(13, 9, 0)}, us, "you let it go on (Tue)"},
	{"resumed", coach.Reason{Word: "reopened", At: at(13, 9, 0)}, us, "you opened it again (Tue)"},
	{"bad-number", coach.Reason{Days: 2, At: at(13, 9, 0)}, nobody,
		"the number was wrong on the call of Tue; 2 days to find another"},
	{"needs-date", coach.Reason{At: at(13, 9, 0)}, us, "you talked (Tue) and nobody named the next date"},
	{"row", coach.Reason{Word: "no-time"}, nobody, "the last result was “Had no time”"},
	{"row", coach.Reason{Word: "not-now", Days: 30}, nobody,
		"the last result was “Not now”, and the next comes 30 days later"},
	{"review", coach.Reason{Days: 3, At: at(13, 9, 0)}, nobody,
		"the plan's calls are used up, the last on Tue; 3 days later it's time to decide"},
	{"tenth", coach.Reason{N: 10, At: at(13, 9, 0)}, nobody,
		"that made 10 contact attempts, calls and mails together (Tue)"},
	{"light", coach.Reason{N: 1}, nobody, "the short plan of 1 call is used up"},
	{"keep-light", coach.Reason{Days: 30}, us, "you kept it light: one call in 30 days"},
	{"full", coach.Reason{}, us, "you chose the full plan"},
	{"verdict", coach.Reason{Word: "step-back"}, us, "you decided: step back"},
	{"successor", coach.Reason{Days: 2, At: at(13, 9, 0)}, them,
		"they have left the company, as the call of Tue told; somebody follows them"},
	{"renewal", coach.Reason{Days: 60, At: at(13, 9, 0)}, nobody,
		"60 days before a contract ends people look around"},
	{"past", coach.Reason{At: at(13, 9, 0)}, us,
		"its time had passed already when you logged the call before it, so it's due from then on"},
	{"early", coach.Reason{N: 0, Of: 1}, them,
		"this call came on the day of the last one; the plan leaves 1 day between them. It counts, and a " +
			"little more air may help"},
	{"early", coach.Reason{N: 2, Of: 4}, them,
		"this call came 2 days after the last one; the plan leaves 4 days between them. It counts, and a " +
			"little more air may help"},
	{"early-soon", coach.Reason{N: 45, Of: 180}, nobody,
		"this call came 45 minutes after the last one; the plan leaves 3 hours. It counts, and a little more " +
			"air may help"},
	{"late", coach.Reason{Days: 3}, nobody,
		"this call came 3 days after its day, so the rest of the plan moves along with it"},
	{"no-try", coach.Reason{}, nobody, "the first busy signal of a day doesn't count as a try"},
	{"same-try", coach.Reason{}, nobody,
		"this try was counted with the busy signal before, so it isn't counted twice"},
	{"runs-cold", coach.Reason{}, them, "nobody has said whether they came to you, so this lead runs as cold"},
	{"kept", coach.Reason{At: at(13, 16, 5)}, nobody, "the agreed call took place (Tue)"},
	{"replay", coach.Reason{}, nobody,
		"this happened before something that was logged already, so I worked everything out again"},
	{"closed", coach.Reason{Word: "has-solution"}, nobody, "it's closed: already has a solution"},
	{"gut", coach.Reason{N: 4, Of: 5}, us, "your gut had said 4 of 5"},
	{"promise-kept", coach.Reason{Word: "them", N: 3, Of: 4}, them,
		"they kept their word: 3 of 4 promises kept so far"},
	{"promise-kept", coach.Reason{Word: "them", N: 1, Of: 1}, them, "they kept their word: 1 of 1 promise kept so far"},
	{"promise-kept", coach.Reason{Word: "us"}, us, "you kept your word"},
	{"promise-broken", coach.Reason{Word: "them", N: 1, Of: 2}, them,
		"they haven't done what they said: 1 of 2 promises kept so far"},
	{"promise-broken", coach.Reason{Word: "us"}, us,
		"something you promised isn't done yet; a word about it opens the next call well"},
	{"unread", coach.Reason{N: 2}, us,
		"2 documents sent and none looked at so far: go through one together before you send another"},
	{"close-hidden", coach.Reason{}, them,
		"the call is to end with a deal, and its agenda doesn't say so: tell them beforehand, so that nobody " +
			"is caught off guard"},
	{"twice", coach.Reason{Word: "Birch", At: at(15, 16, 0)}, us,
		"you've agreed on a call with Birch for {Thu 15 Jan, 16:00 CET} too"},
	{"unlikely", coach.Reason{N: 8 * 60, Of: 21 * 60}, them,
		"it was outside the hours in which people may be called where they are; please mind their clock"},
	{"weak-day", coach.Reason{Word: "Friday"}, nobody, "all the data agree that Friday is the weakest day"},
	{"weak-day", coach.Reason{Word: "Monday"}, nobody, "one source advises against Monday, newer data dispute it"},
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
		got := seenWords(t, reader.reason(r.given))
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
		if clauses[code] == nil {
			t.Errorf("coach.%s (%q) has no words", name, code)
		}
	}
	known := slices.Collect(maps.Values(codes))
	for code := range clauses {
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
		return reader.questionWords(acme(), coach.Question{Code: coach.AskPromise, Promise: &x})
	}
	optional := "One question, if you like: "
	answered := func(x coach.Promise) string {
		return strings.Join(PromiseAnswer(x, false, coach.Lead{}).Meaning, " ")
	}
	facts := func(x coach.Promise) string {
		return strings.Join(reader.promisesOf(coach.Lead{Progress: coach.Progress{Promises: []coach.Promise{x}}}, true), "\n")
	}
	came := func(x coach.Promise) string {
		return strings.Join(reader.detailLines(coach.Touch{Promises: []coach.Promise{x}}), "\n")
	}
	for _, r := range []struct{ got, want string }{
		{asked(theirs), optional + "they had promised “read it”. Did they?"},
		{asked(document), optional + "they had promised to look at “read it”. Did they?"},
		{asked(ours), optional + "you had promised “read it”. Is that done?"},
		{promiseOption("kept", coach.Them), "Yes, they did"},
		{promiseOption("kept", coach.Us), "Yes, it's done"},
		{PromiseKept(theirs, true), "they've done “read it”"},
		{PromiseKept(theirs, false), "they haven't done “read it” yet"},
		{PromiseKept(document, true), "they've looked at “read it”"},
		{PromiseKept(document, false), "they haven't looked at “read it” yet"},
		{PromiseKept(ours, true), "you've done “read it”"},
		{PromiseKept(ours, false), "“read it” is still to do"},
		{answered(theirs), "No reproach: ask what came in between, and agree on the next step with a date."},
		{answered(ours), "A word about it opens the next call well."},
		{facts(theirs), "They promised: read it"},
		{facts(ours), "You promised: read it"},
		{came(theirs), "They promised: read it"},
		{came(ours), "You promised: read it"},
		{book(coach.Counters{TheyKept: 3, TheyBroke: 1, WeKept: 2}),
			"they kept 3 of 4, you kept 2 of 2"},
		{reader.because(days("rep")), "Because Sat 17 Jan and Sun 18 Jan are no working days of yours."},
		{reader.because(days("lead")), "Because Sat 17 Jan and Sun 18 Jan are no working days of theirs."},
	} {
		if got := seenWords(t, r.got); got != r.want {
			t.Errorf("got %s, want %s", got, r.want)
		}
	}
}
