package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// Filters of a list, by the words that stand in its buttons too; an outcome that ends a lead is one as well.
const (
	ListOpen     = "open"
	ListAll      = "all"
	ListClosed   = "closed"
	ListWon      = "won"
	ListLost     = "lost"
	ListDue      = "due"
	ListOverdue  = "overdue"
	ListTomorrow = "tomorrow"
	ListWeek     = "week"
	ListNextWeek = "next-week"
	ListUndated  = "needs-date"
	ListReview   = "to-decide"
	ListAgreed   = "agreed"
	ListStale    = "stale"
	ListParked   = "parked"
	ListPaused   = "paused"
	ListWarm     = "warm"
	ListCold     = "cold"
	ListHigh     = "high"
	ListLow      = "low"
)

// listNames are the filters with what they are called, on screen and by people. A list is shown in their order.
var listNames = []struct {
	filter string
	names  []string
}{
	{ListOpen, []string{"open", "active"}},
	{ListAll, []string{"all", "everything", "everybody", "everyone", "every lead", "every one"}},
	{ListClosed, []string{"closed", "finished", "ended", "archived", "inactive"}},
	{ListWon, []string{"won", "wins", "closed won", "customers"}},
	{ListLost, []string{"lost", "losses", "loss", "closed lost"}},
	{ListDue, []string{"due", "due today", "due now", "today", "today's", "for today", "to call"}},
	{ListOverdue, []string{"overdue", "over due", "past due", "late"}},
	{ListTomorrow, []string{"tomorrow", "due tomorrow", "tomorrow's", "for tomorrow", "tmrw"}},
	{ListWeek, []string{"week", "this week", "due this week", "the week", "this week's", "for this week", "7 days",
		"next 7 days", "coming week", "next seven days"}},
	{ListNextWeek, []string{"next week", "due next week", "next week's", "for next week", "next-week"}},
	{ListUndated, []string{"needs a date", "need a date", "needs date", "needs-date", "needing a date", "without a date",
		"without date", "no date", "no next date", "without a next date", "undated", "that need a date"}},
	{ListReview, []string{"to decide", "to-decide", "time to decide", "review", "reviews", "for review", "decide"}},
	{ListAgreed, []string{"agreed", "agreed call", "agreed calls", "appointments", "booked", "commitments",
		"with a date"}},
	{ListStale, []string{"stale", "untouched", "forgotten", "neglected", "cold for a month", "standing still",
		"without a call for a month", "not touched", "not called", "dormant"}},
	{ListParked, []string{"parked", "not started"}},
	{ListPaused, []string{"paused", "on hold", "held", "frozen"}},
	{ListWarm, []string{"warm"}},
	{ListCold, []string{"cold"}},
	{ListHigh, []string{"high", "high potential", "high-potential"}},
	{ListLow, []string{"low", "low potential", "low-potential"}},
}

// listNoise are words that say nothing about which leads are meant. In quotes they are searched for, as every word is.
var listNoise = []string{"leads", "my", "the", "me", "only", "just", "are", "is", "that", "which", "who", "with", "of",
	"for",
	"deals", "ones", "calls", "and", "or", "&", "in", "by", "please", "show", "contacts", "accounts", "prospects", "our",
	"from", "being", "as", "have", "been", "i", "outstanding", "pending", "list", "any"}

// List is which leads a line lists: those that all of the filters hold for, and the text is found in.
type List struct {
	Filters []string // each once, in the order of [ListFilters]
	Text    string
}

// filterOf is each filter by what it is called, and filterMost how many words that takes at most.
var filterOf, filterMost = func() (map[string]string, int) {
	of, most := make(map[string]string), 1
	for _, f := range listNames {
		for _, name := range f.names {
			of[name], most = f.filter, max(most, len(strings.Fields(name)))
		}
	}
	return of, most
}()

// ListFilters orders filters as they are shown and drops what is none or stands there twice. ok reports whether each
// was one.
func ListFilters(given []string) (filters []string, ok bool) {
	for _, f := range listNames {
		if slices.Contains(given, f.filter) {
			filters = append(filters, f.filter)
		}
	}
	for _, g := range given {
		if outcome.Outcome(g).Info().Ends && !slices.Contains(filters, g) {
			filters = append(filters, g)
		}
	}
	return filters, !slices.ContainsFunc(given, func(g string) bool { return !slices.Contains(filters, g) })
}

// ReadList reads which leads a line lists: filters in any order, by the contract's words and everyday ones, among words
// that are searched for. What stands in quotes is always searched for.
func ReadList(ws []words.Word) List {
	var given, text []string
	for i := 0; i < len(ws); {
		if filter, used := filterAt(ws[i:]); used > 0 {
			given, i = append(given, filter), i+used
			continue
		}
		if w := ws[i]; w.Quoted || !slices.Contains(listNoise, strings.ToLower(strings.Trim(w.Text, words.EndMarks))) {
			text = append(text, w.Text)
		}
		i++
	}
	filters, _ := ListFilters(given)
	return List{Filters: filters, Text: strings.Join(text, " ")}
}

// filterAt is the filter that words begin with, and how many of them it takes; 0 for none. An ending's label is one
// too: "not interested".
func filterAt(ws []words.Word) (filter string, used int) {
	n := 0
	for n < min(len(ws), filterMost) && !ws[n].Quoted {
		n++
	}
	said := strings.Fields(strings.ToLower(strings.Join(words.Texts(ws[:n]), " ")))
	for i := range said {
		said[i] = strings.Trim(said[i], words.EndMarks)
	}
	for n := len(said); n > 0; n-- {
		name := strings.Join(said[:n], " ")
		if f := filterOf[name]; f != "" {
			return f, n
		}
		if o, ok := closings[name]; ok {
			return string(o), n
		}
		if o, used, ok := outcome.Parse(said[:n]...); ok && used == n && o.Info().Ends {
			return string(o), n
		}
	}
	return "", 0
}

// This file reads a list of leads of which not every one is known.

// crossesPart reports whether the outcome at a word is one only together with words behind a comma, while a comma
// stands in front of it too: the word is a name in a list.
func (l LogLine) crossesPart(n int) bool {
	for i := n; i < n+l.said[n].Used-1; i++ {
		if endsPart(l.Words[i]) {
			return endsPart(l.Words[n-1]) && outcome.Read(bareWords(l.Words[n:i+1])).Used == 0
		}
	}
	return false
}

// outcomeBeyond is the next word behind one at which what happened begins; 0 for none.
func (l LogLine) outcomeBeyond(n int) int {
	for i := n + 1; i < len(l.Words); i++ {
		if l.said[i].Used > 0 {
			return i
		}
	}
	return 0
}

// Mixed are the names of a list divided by commas, and which of them no lead has, where one has one of them: those are
// logged, and the others ask. nil where what happened is unclear, for a list in which an unknown part can't be a name,
// and for a company's name.
func (l LogLine) Mixed(known func(string) bool) (list []string, unknown map[string]bool) {
	if l.said[len(l.List)].Outcome == "" || l.DoubtedList("") == nil {
		return nil, nil
	}
	if list, unknown = l.names(known); len(list) < 2 || len(unknown) == len(list) {
		return nil, nil
	}
	for name := range unknown {
		ws := words.Lex(name)
		word := ws[0].Lower // between known names any word is one that says something: "Nobody"
		if !likeName(ws) && (len(ws) > 1 || glue[word] || prepositions[word] || verbs[word]) {
			return nil, nil
		}
	}
	return list, unknown
}

// names are the names of a list, each once, and which of them no lead has.
func (l LogLine) names(known func(string) bool) (list []string, unknown map[string]bool) {
	ws := l.List
	at := atoms(ws)
	seen := make(map[string]bool)
	unknown = make(map[string]bool)
	for i := 0; i < len(at); {
		name, next := "", i+1
		for j := min(len(at), i+4) - 1; j > i; j-- {
			longer := trimName(Span(l.Text, ws[at[i][0]:at[j][1]]))
			if known(longer) {
				name, next = longer, j+1
				break
			}
		}
		if name == "" {
			if name = trimName(Span(l.Text, ws[at[i][0]:at[i][1]])); !known(name) {
				unknown[name] = true
			}
		}
		if key := names.Normalize(name); !seen[key] {
			seen[key] = true
			list = append(list, name)
		}
		i = next
	}
	return list, unknown
}
