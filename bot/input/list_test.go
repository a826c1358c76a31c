package input

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// Filters in the contract's words, in the bot's and in everyday ones, in any order, among words to search for.
func TestListsAreRead(t *testing.T) {
	for line, want := range map[string]string{
		"": " / ", "leads": " / ", "my leads": " / ", "open": "open / ", "open leads": "open / ", "all": "all / ",
		"all leads": "all / ", "all my leads please": "all / ", "everything": "all / ", "every lead": "all / ",
		"due": "due / ", "due today": "due / ", "today": "due / ", "leads due today": "due / ", "today's calls": "due / ",
		"overdue": "overdue / ", "Overdue leads": "overdue / ", "over due": "overdue / ", "past due": "overdue / ",
		"my overdue leads": "overdue / ", "that are overdue": "overdue / ", "overdue.": "overdue / ",
		"tomorrow": "tomorrow / ", "due tomorrow": "tomorrow / ", "leads for tomorrow": "tomorrow / ",
		"week": "week / ", "this week": "week / ", "due this week": "week / ", "next 7 days": "week / ",
		"next week": "next-week / ", "leads due next week": "next-week / ",
		"closed": "closed / ", "closed leads": "closed / ", "closed won": "won / ", "won": "won / ", "won deals": "won / ",
		"all won": "all won / ", "won closed": "closed won / ", "closed lost": "lost / ", "lost": "lost / ",
		"losses":         "lost / ",
		"not interested": "not-interested / ", "closed not-interested": "closed not-interested / ",
		"no response": "no-response / ", "needs a date": "needs-date / ", "that need a date": "needs-date / ",
		"without a date": "needs-date / ", "no date": "needs-date / ", "stale": "stale / ", "stale leads": "stale / ",
		"untouched leads": "stale / ", "without a call for a month": "stale / ", "to decide": "to-decide / ",
		"reviews": "to-decide / ", "agreed calls": "agreed / ", "booked": "agreed / ", "warm": "warm / ",
		"cold leads":     "cold / ",
		"high potential": "high / ", "low": "low / ",
		"warm overdue": "overdue warm / ", "overdue, warm": "overdue warm / ",
		"overdue and high potential": "overdue high / ",
		"warm leads due tomorrow":    "tomorrow warm / ", "overdue overdue": "overdue / ",
		"smith": " / smith", "overdue smith": "overdue / smith", "smith overdue": "overdue / smith",
		"all doe": "all / doe", "doe all warm": "all warm / doe", "leads of Acme Corp": " / Acme Corp",
		"lead 01": " / lead 01",
		`"won"`:   " / won", `"overdue" due`: "due / overdue", `closed "won ton"`: "closed / won ton", `"all"`: " / all",
		"won ton": "won / ton", "all 555-0101": "all / 555-0101", "ann@example.com": " / ann@example.com",
	} {
		got := ReadList(words.Lex(line))
		if read := strings.Join(got.Filters, " ") + " / " + got.Text; read != want {
			t.Errorf("%q: %q, want %q", line, read, want)
		}
	}
}

// Every filter that a line can name is one that a button carries back, and every name is one filter's.
func TestFiltersAreTold(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range listNames {
		if got, ok := ListFilters([]string{f.filter}); !ok || len(got) != 1 {
			t.Errorf("%s doesn't come back: %v", f.filter, got)
		}
		for _, name := range f.names {
			if seen[name] {
				t.Errorf("%q is two filters", name)
			}
			seen[name] = true
			if got := ReadList(words.Lex(name)); len(got.Filters) != 1 || got.Filters[0] != f.filter || got.Text != "" {
				t.Errorf("%q: %+v, want %s", name, got, f.filter)
			}
		}
	}
	for _, bad := range [][]string{{"late"}, {"due", ""}, {string(outcome.Voicemail)}} {
		if got, ok := ListFilters(bad); ok {
			t.Errorf("%v passes as %v", bad, got)
		}
	}
}

// Where a list of names ends: at what happened, and neither at a name that says something together with the words
// behind its comma, nor at one that is called like what happens.
func TestListOfNamesEnds(t *testing.T) {
	for typed, want := range map[string]string{
		"Acme, Birch voicemail":                              "Acme, Birch",
		"Acme, Nobody, vm":                                   "Acme, Nobody,",
		"Acme, Nobody, Birch voicemail":                      "Acme, Nobody, Birch",
		"Acme, Nobody Inc, Birch voicemail":                  "Acme, Nobody Inc, Birch",
		"Acme, Nobody, Nobody Inc, Birch voicemail":          "Acme, Nobody, Nobody Inc, Birch",
		"Acme, Birch, left, a message":                       "Acme, Birch,",
		"Acme and Birch didn't, answer":                      "Acme and Birch",
		"Acme, Birch busy no answer":                         "Acme, Birch",
		"Acme, Birch, Won Tech voicemail":                    "", // only the leads that exist tell
		"Acme, Birch, Left Bank Ltd voicemail":               "",
		"Acme, Birch and Won Tech voicemail":                 "",
		"Acme voicemail":                                     "",
		"Acme, a, b, c, d, e, f, g, h, i, j, k, l voicemail": "Acme, a, b, c, d, e, f, g, h, i, j, k, l",
	} {
		l := ReadLog(ReadLine(typed))
		if got := Span(l.Text, l.List); got != want {
			t.Errorf("%q lists %q, want %q", typed, got, want)
		}
	}
}
