package coach

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/rulefile"
)

// Fill is what the slots of a script get their values from. Only the lead is needed; what is missing costs a variant,
// never a gap.
type Fill struct {
	Lead  Lead
	Step  Step
	Rep   Rep
	Me    string // the rep's name as they say it
	Now   time.Time
	Slots []Slot // times to offer, the first two are said
	Story *Story
	Cost  CallBack
}

// slotNames are the slots there are. Times are words on the lead's clock, as they are said to them.
var slotNames = []string{
	"name",       // the contact's first name, else the lead's: always there
	"company",    // theirs
	"me",         // the rep's name
	"hot",        // hot button
	"agenda",     // of the agreed call
	"material",   // what they were given last, something unread first…
	"pointer",    // …and where in it to look
	"why",        // the reason to call now
	"story",      // what a similar business did
	"last",       // when we last talked: "on Tuesday"
	"agreed",     // the agreed time, from its day on: "today at 16:00", for Americans "today at 4:00 PM"
	"slot1",      // times to offer: "Wednesday at 9:00"
	"slot2",      //
	"competitor", // whom else they talk to
	"introduced", // who sent us
	"decider",    // who decides
	"rep_cost",   // what calling back costs the rep: "about 15 minutes"
	"reach",      // a sentence on how rarely a try reaches somebody
}

// values are the slots that have a value for this lead.
func (f Fill) values() map[string]string {
	l, p := f.Lead, f.Lead.Progress
	loc := l.Zone(f.Rep, f.Now).Loc
	v := map[string]string{
		"name": calledName(l), "company": spoken(l.Company), "me": spoken(f.Me), "hot": spoken(l.HotButton),
		"competitor": spoken(l.Competitor), "introduced": spoken(l.Introduced), "decider": spoken(l.Decider),
	}
	m := p.unread()
	if m == nil && len(p.Materials) > 0 {
		m = &p.Materials[len(p.Materials)-1]
	}
	if m != nil {
		v["material"], v["pointer"] = theThing(spoken(m.Name)), spoken(m.Pointer)
	}
	if w := WhyNow(l, f.Now); w != nil {
		v["why"] = spoken(w.Text)
	}
	if f.Story != nil {
		v["story"] = spoken(f.Story.Text)
	}
	if !p.TalkedAt.IsZero() {
		v["last"] = onDay(p.TalkedAt.In(loc), f.Now.In(loc))
	}
	if c := p.Commitment; c != nil {
		v["agenda"] = spoken(c.Agenda)
		if at := c.At.In(loc); daysAhead(at, f.Now.In(loc)) <= 0 {
			v["agreed"] = f.dayAndTime(at, f.Now.In(loc))
		}
	}
	var ahead []Slot
	for _, s := range f.Slots {
		if s.At.After(f.Now) {
			ahead = append(ahead, s)
		}
	}
	if len(ahead) > 1 { // one alone is no choice
		v["slot1"], v["slot2"] = f.dayAndTime(ahead[0].At.In(loc), f.Now.In(loc)),
			f.dayAndTime(ahead[1].At.In(loc), f.Now.In(loc))
	}
	if f.Cost.Minutes > 0 {
		v["rep_cost"] = fmt.Sprintf("about %d minutes", f.Cost.Minutes)
	}
	switch share := f.Cost.Share; {
	case share <= 0 || share > 1:
	case f.Cost.Guess:
		v["reach"] = "the source guesses that one try in three finds somebody"
	default:
		v["reach"] = fmt.Sprintf("of your own calls about 1 in %d finds somebody", int(math.Round(1/share)))
	}
	return v
}

// spokenMost is how much of a value is said in one breath, in characters.
const spokenMost = 160

// theThing is the name of material as it stands in a sentence: "spec sheet" is "the spec sheet", "our offer" is what it
// is.
func theThing(name string) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	switch first {
	case "", "the", "a", "an", "my", "our", "your", "their", "this", "that", "these", "those":
		return name
	}
	return "the " + name
}

// spoken makes a value of what somebody wrote: one line without an end of its own, short enough to say. What holds
// nothing that can be read has no value.
func spoken(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if !strings.ContainsFunc(s, readable) {
		return ""
	}
	s = strings.TrimRight(s, ".,;:!? ")
	if utf8.RuneCountInString(s) <= spokenMost {
		return s
	}
	cut := string([]rune(s)[:spokenMost])
	if i := strings.LastIndexByte(cut, ' '); i > spokenMost/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ".,;:!? ") + "…"
}

// readable reports whether a rune shows something: the fillers that count as letters don't.
func readable(r rune) bool {
	switch r {
	case '\u115F', '\u1160', '\u2800', '\u3164', '\uFFA0', utf8.RuneError:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r)
}

// calledName is what to call somebody: the contact's first name, else the lead's name. There is always one.
func calledName(l Lead) string {
	if n := firstName(spoken(l.Contact)); n != "" {
		return n
	}
	for _, s := range []string{l.Name, l.Company} {
		if s = spoken(s); s != "" {
			return s
		}
	}
	return "there"
}

// forms of address; whoever is written with one is called by it and the last name.
var addresses = []string{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "sir", "dame", "monsieur",
	"madame", "señor", "señora"}

// suffixes follow a name behind a comma and are none.
var suffixes = []string{"jr", "sr", "phd", "esq", "cpa", "mba", "sales", "marketing", "purchasing", "procurement",
	"finance"}

// firstName is how somebody is called on the phone: "Pat" of "Pat Doe" and of "Doe, Pat", "Dr. Doe" of "Dr. Pat Doe".
// Names that begin with the family are left whole.
func firstName(s string) string {
	if family, given, ok := strings.Cut(s, ","); ok {
		s = strings.TrimSpace(family)
		if w := strings.Fields(given); len(w) == 1 && len(strings.Fields(s)) == 1 && w[0] != strings.ToUpper(w[0]) &&
			!slices.Contains(suffixes, strings.ToLower(strings.TrimRight(w[0], "."))) {
			return w[0]
		}
	}
	words := strings.Fields(s)
	if len(words) < 2 || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	}) {
		return s
	}
	if slices.Contains(addresses, strings.ToLower(strings.TrimRight(words[0], "."))) {
		return words[0] + " " + words[len(words)-1]
	}
	if !strings.ContainsFunc(words[0], readable) {
		return s
	}
	return words[0]
}

// daysAhead counts calendar days on the clock of each instant; the past is negative.
func daysAhead(at, now time.Time) int {
	return int(dayIn(at.Unix(), in(at.Location())) - dayIn(now.Unix(), in(now.Location())))
}

// onDay says a day of the past as people do, with its preposition.
func onDay(at, now time.Time) string {
	switch d := daysAhead(at, now); {
	case d >= 0:
		return "earlier today"
	case d == -1:
		return "yesterday"
	case d >= -6:
		return at.Format("on Monday")
	case at.Year() == now.Year():
		return at.Format("on 2 January")
	}
	return at.Format("on 2 January 2006")
}

// dayAndTime says a time as people do: "Wednesday at 9:00", with the date when the weekday alone could mean another
// week. The clock is that of the rep's locale: Americans' has twelve hours.
func (f Fill) dayAndTime(at, now time.Time) string {
	clock := " at " + strconv.Itoa(at.Hour()) + at.Format(":04")
	if strings.EqualFold(strings.ReplaceAll(f.Rep.Locale, "_", "-"), "en-US") {
		clock = at.Format(" at 3:04 PM")
	}
	switch d := daysAhead(at, now); {
	case d == 0:
		return "today" + clock
	case d == 1:
		return "tomorrow" + clock
	case d == -1:
		return "yesterday" + clock
	case d > -7 && d < 7:
		return at.Format("Monday") + clock
	}
	return at.Format("Monday 2 January") + clock
}

// template is a sentence with slots in it: parts and slots take turns, the parts around them are one more.
type template struct {
	parts, slots []string
}

// readTemplate takes a sentence of a script apart and notes what is wrong with it.
func readTemplate(path, s string, ms *rulefile.Mistakes) template {
	return readSlots(path, s, slotNames, ms)
}

// readSlots takes a sentence apart that may have the given slots, and notes what is wrong with it.
func readSlots(path, s string, known []string, ms *rulefile.Mistakes) template {
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n > maxLine {
		ms.Add(path, "%d characters: expected at most %d", n, maxLine)
	}
	var t template
	rest := s
	for {
		before, after, open := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			ms.Add(path, "a } without its {")
		}
		t.parts = append(t.parts, before)
		if !open {
			return t
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			ms.Add(path, "a { without its }")
			return t
		}
		if !slices.Contains(known, name) {
			ms.Add(path, "{%s}: no such slot; there are %s", name, strings.Join(known, ", "))
		}
		t.slots = append(t.slots, name)
		rest = tail
	}
}

// always reports whether the template can be filled for every lead.
func (t template) always() bool {
	return !slices.ContainsFunc(t.slots, func(s string) bool { return s != "name" })
}

// fill puts the values in; ok is false when one is missing. Values are put in once, whatever they look like.
func (t template) fill(values map[string]string) (s string, ok bool) {
	var b strings.Builder
	for i, part := range t.parts {
		b.WriteString(part)
		if i == len(t.slots) {
			break
		}
		v := values[t.slots[i]]
		if v == "" {
			return "", false
		}
		if before := strings.TrimRight(b.String(), " "); before == "" || strings.ContainsAny(before[len(before)-1:], ".?!") {
			first, size := utf8.DecodeRuneInString(v)
			v = string(unicode.ToUpper(first)) + v[size:] // it begins a sentence
		}
		b.WriteString(v)
	}
	return b.String(), true
}

// firstFilled is the first variant whose slots all have a value.
func firstFilled(variants []template, values map[string]string) string {
	for _, t := range variants {
		if s, ok := t.fill(values); ok {
			return s
		}
	}
	return ""
}
