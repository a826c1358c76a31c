package coach

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckInput is what a message to a prospect is held against.
type CheckInput struct {
	Fill    Fill    // of the lead; without a lead what to say instead is for nobody in particular
	Touches []Touch // the end of the lead's history, in any order
}

// Check is what is to be said of a message before it goes to a prospect.
type Check struct {
	// Phrases stand in the order of the text; Instead is for this lead.
	Phrases []Finding
	// Repeats is the earlier message to this lead that has most of the text in it (S2.23); Percent 0 for none worth a
	// word.
	Repeats Repeats
	// NoReason says that nothing in it is a reason to write now (S1.16). Kinds are the four kinds of reason, those that
	// this lead never got first, then by turn (C17); the first Unused of them are new to the lead.
	NoReason bool
	Kinds    []WhyKind
	Unused   int
	// Goodbye tells what a goodbye has in it; of another message only Ends is set, to false.
	Goodbye Goodbye
}

// Clean reports whether there is nothing to say against it.
func (d Check) Clean() bool {
	return len(d.Phrases) == 0 && d.Repeats.Percent == 0 && !d.NoReason && d.Goodbye.Whole()
}

// Findings is how many things there are to say against it.
func (d Check) Findings() int {
	n := len(d.Phrases)
	g := d.Goodbye
	for _, yes := range []bool{d.Repeats.Percent > 0, d.NoReason, g.Ends && !g.Tries, g.Ends && !g.Timing} {
		if yes {
			n++
		}
	}
	return n
}

// CheckDraft reads a message before it is sent: its phrases, whether a reason is in it, what it repeats, and of a
// goodbye whether both halves are there. Its time grows with the text and with the earlier messages, of which it looks
// at the last 200.
func (r *Rules) CheckDraft(text string, in CheckInput) Check {
	tokens := tokenize(text)
	found := r.ReviewDraft(text)
	d := Check{Phrases: onceEach(found), Goodbye: readGoodbye(text, tokens)}
	gate := Gate{}
	if g := in.Fill.Lead.Progress.Gate; g != nil {
		gate = *g
	}
	for i := range d.Phrases {
		f := &d.Phrases[i]
		f.Instead = r.Instead(f.ID, in.Fill)
		if ask := gate.Missing(r.fit); sendsMaterial[f.ID] && len(ask) > 0 {
			f.Instead = ask[0].Ask // nothing is sent before the gate (S0.25)
		}
	}
	if most := repeatsOf(text, SentTexts(in.Touches)); most.Percent >= r.limits.Overlap {
		d.Repeats = most
	}
	d.NoReason = !d.Goodbye.Ends && !d.Goodbye.Timing && withoutReason(text, tokens, found, in.Fill)
	d.Kinds, d.Unused = kindsFor(in.Fill.Lead, in.Touches)
	return d
}

// sendsMaterial are the phrases that promise material: what has to be known first is asked instead (S0.23, S0.25).
var sendsMaterial = map[string]bool{"send-information": true, "attached": true}

// kindsFor are the kinds of reason for a lead, those that it never got first. Their order is that of the turns (C17).
func kindsFor(l Lead, touches []Touch) (kinds []WhyKind, unused int) {
	used := map[WhyKind]bool{l.Progress.LastWhy: true}
	for _, t := range touches {
		used[t.Why] = true
	}
	for _, k := range turns(l.Progress.LastWhy) {
		if !used[k] {
			kinds = append(kinds, k)
		}
	}
	unused = len(kinds)
	for _, k := range turns(l.Progress.LastWhy) {
		if used[k] {
			kinds = append(kinds, k)
		}
	}
	return kinds, unused
}

// onceEach leaves one finding of each phrase, with the words of the others.
func onceEach(found []Finding) (out []Finding) {
	for _, f := range found {
		if i := slices.IndexFunc(out, func(x Finding) bool { return x.ID == f.ID }); i >= 0 {
			out[i].Also = append(out[i].Also, f.Words)
			continue
		}
		out = append(out, f)
	}
	return out
}

// A text of fewer words than fewWords gives no reason and needs none; one with fewMatter words about the matter is
// about something. Letters are those of a word that can be about the matter.
const (
	fewWords  = 4
	fewMatter = 3
	letters   = 4
)

// withoutReason reports whether a message says nothing that a prospect could care about (S1.16). It is meant to be
// sure: a message that is about anything at all, confirms, thanks or answers is left alone.
func withoutReason(text string, tokens []token, found []Finding, f Fill) bool {
	rules := checkPatterns()
	if len(tokens) < fewWords || rules.reasons.in(tokens) || rules.purpose.in(tokens) || worthNamed(text) ||
		names(tokens, f) || calendarDay(text, tokens) || slices.ContainsFunc(tokens, func(t token) bool { return t.clock }) {
		return false
	}
	matter := 0
	for _, t := range tokens {
		first, _ := utf8.DecodeRuneInString(text[t.from:])
		named := unicode.IsUpper(first) && !t.starts // a name says who, not what
		if !named && utf8.RuneCountInString(t.word) >= letters && !rules.empty[t.word] &&
			!slices.ContainsFunc(found, func(x Finding) bool { return x.From <= t.from && t.to <= x.To }) {
			matter++
		}
	}
	return matter < fewMatter
}

// worthNamed reports whether a text names a figure of worth: a share, or money.
func worthNamed(text string) bool {
	return strings.ContainsAny(text, "%$€£") && strings.ContainsAny(text, "0123456789")
}

// telling is the length from which a word of the lead's own says something, in letters.
const telling = 5

// names reports whether a text speaks of what is known of the lead: a telling word of its hot button, its problem, a
// reason to call, an agenda, a promise, or the story that fits it.
func names(tokens []token, f Fill) bool {
	known := []string{f.Lead.HotButton, f.Lead.Problem}
	for _, w := range f.Lead.Reasons {
		known = append(known, w.Text)
	}
	if c := f.Lead.Progress.Commitment; c != nil {
		known = append(known, c.Agenda)
	}
	for _, p := range f.Lead.Progress.Promises {
		known = append(known, p.What)
	}
	if f.Story != nil {
		known = append(known, f.Story.Text)
	}
	words := map[string]bool{}
	for _, k := range known {
		for _, t := range tokenize(k) {
			if utf8.RuneCountInString(t.word) >= telling {
				words[t.word] = true
			}
		}
	}
	return slices.ContainsFunc(tokens, func(t token) bool { return words[t.word] })
}

// Goodbye is what the last message of a chase has in it (S1.28).
type Goodbye struct {
	Ends   bool // it is a goodbye
	Tries  bool // it names an earlier try with its date
	Timing bool // it allows that the time may not be right
}

// Whole reports whether it is no goodbye, or has both halves.
func (g Goodbye) Whole() bool { return !g.Ends || g.Tries && g.Timing }

// readGoodbye reads a message as a goodbye. Tries and Timing are read whether it sounds like one or not.
func readGoodbye(text string, tokens []token) Goodbye {
	rules := checkPatterns()
	g := Goodbye{Timing: rules.timing.in(tokens)}
	for i, hit := range rules.goodbye.starts(tokens) {
		g.Ends = g.Ends || hit && !conditional(tokens, i)
	}
	tried := rules.tries.starts(tokens)
	for i := range tokens {
		if tried[i] {
			from := tokens[i].sentence
			to := i + 1
			for to < len(tokens) && tokens[to].sentence == from {
				to++
			}
			if dated(text, tokens[from:to]) {
				g.Tries = true
				break
			}
		}
	}
	return g
}

// conditional reports whether a token's sentence has an "if": what it says depends on an answer.
func conditional(tokens []token, at int) bool {
	from := tokens[at].sentence
	return slices.ContainsFunc(tokens[from:], func(t token) bool {
		return t.sentence == from && (t.word == "if" || t.word == "unless")
	})
}

// Words that name a past day: months stand beside a number, weekdays and yesterday alone.
var (
	months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
		"november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
	daysByName = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
		"tues",
		"wed", "thu", "thur", "thurs", "fri", "sat", "sun", "yesterday"}
)

// dated reports whether a sentence names a day: those of [calendarDay], and "Monday".
func dated(text string, tokens []token) bool {
	return calendarDay(text, tokens) ||
		slices.ContainsFunc(tokens, func(t token) bool { return slices.Contains(daysByName, t.word) })
}

// calendarDay reports whether a day is named by its number: "Oct 15", "3 March", "on the 15th", "10/15".
func calendarDay(text string, tokens []token) bool {
	for i, t := range tokens {
		switch {
		case ordinal(t.word):
			return true
		case i == 0:
		case slices.Contains(months, t.word) && dayNumber(tokens[i-1].word),
			slices.Contains(months, tokens[i-1].word) && dayNumber(t.word):
			return true
		case dayNumber(t.word) && dayNumber(tokens[i-1].word) &&
			strings.Contains("/-.", text[tokens[i-1].to:t.from]) && tokens[i-1].to < t.from:
			return true
		}
	}
	return false
}

// dayNumber reports whether a word is the number of a day of a month, with its ending or without: 3, 15th.
func dayNumber(w string) bool {
	n, err := strconv.Atoi(strings.TrimRight(w, "stndrh"))
	return err == nil && n >= 1 && n <= 31
}

// ordinal reports whether a word is the number of a day with its ending: 15th.
func ordinal(w string) bool {
	return dayNumber(w) && slices.ContainsFunc([]string{"st", "nd", "rd", "th"},
		func(end string) bool { return strings.HasSuffix(w, end) })
}
