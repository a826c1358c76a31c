package input_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

func sortedStrings(list []string) []string { slices.Sort(list); return list }

// drawn is a line as it is typed and the parts that it is made of.
type drawn struct {
	typed string
	parts []part
}

// join is the line with marks between its parts.
func join(t *rapid.T, parts []part, strange bool) drawn {
	var b strings.Builder
	if strange {
		b.WriteString(rapid.SampledFrom(drawnBefore).Draw(t, "before"))
	}
	if rapid.Bool().Draw(t, "log") {
		b.WriteString("log ")
	}
	for i, p := range parts {
		switch {
		case i == 0:
		case strange && p.role != isOpen && parts[i-1].role != isWord:
			b.WriteString(rapid.SampledFrom(drawnMarks).Draw(t, "mark"))
		default:
			b.WriteString(" ")
		}
		b.WriteString(p.text)
	}
	if strange {
		b.WriteString(rapid.SampledFrom(drawnBehind).Draw(t, "behind"))
	}
	return drawn{b.String(), parts}
}

// drawScrambled is a line of parts in any order.
func (w world) drawScrambled(t *rapid.T) drawn {
	var parts []part
	say := func() part {
		if rapid.IntRange(0, 2).Draw(t, "turn") == 0 {
			return drawTurned(t)
		}
		return drawSaid(t)
	}
	word := func(text string) part { return part{role: isWord, text: text} }
	name := w.drawName(t)
	if rapid.IntRange(0, 7).Draw(t, "new") == 0 {
		name = part{role: isNew, text: rapid.SampledFrom(drawnNew).Draw(t, "new name")}
	}
	when := func() []part {
		switch rapid.IntRange(0, 3).Draw(t, "when") {
		case 0:
			if p, ok := w.drawPast(t); ok {
				return []part{p}
			}
		case 1:
			return []part{w.drawAhead(t)}
		case 2:
			return []part{drawOpen(t)}
		}
		return nil
	}
	switch rapid.IntRange(0, 10).Draw(t, "order") {
	case 0:
		parts = append([]part{name, say(), drawNote(t)}, when()...)
	case 1:
		parts = append([]part{say(), name, drawNote(t)}, when()...)
	case 2:
		parts = []part{say(), word("for"), name}
	case 3:
		parts = []part{word("called"), name, say()}
	case 4:
		note := rapid.Custom(plainNote).Filter(func(p part) bool { return !strings.ContainsAny(p.text[:3], "\"“") })
		parts = []part{note.Draw(t, "front"), name, say()}
	case 5:
		parts = append(when(), name, say())
	case 6:
		parts = append(append([]part{name}, when()...), say())
	case 7:
		parts = append([]part{name, say()}, append(when(), drawNote(t))...)
	case 8:
		parts = []part{name, w.drawName(t), say()} // of which the first may be nobody's yet
	case 9:
		parts = append([]part{name, say(), say()}, when()...)
	case 10:
		parts = append([]part{name, say()}, when()...)
		rest := parts[1:]
		for i := range rest {
			j := rapid.IntRange(0, i).Draw(t, "place")
			rest[i], rest[j] = rest[j], rest[i]
		}
	}
	for i, p := range parts { // "… last Friday" and "at 2pm" would be one time
		if p.role == isNote && slices.Contains(drawnTraps, p.text) &&
			slices.ContainsFunc(parts, func(p part) bool { return p.role == isPast || p.role == isAhead }) {
			parts[i].text = drawnNotes[0]
		}
	}
	return join(t, parts, true)
}

// A line of any order never says more than what stands in it.
func TestLinesNeverSayMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		d := w.drawScrambled(t)
		r := w.reads(d.typed)
		for name, holds := range map[string]func(world, drawn, lineRead) error{
			"closes": neverCloses, "moves": neverMoves, "words": keepsWords, "lead": neverInvents, "again": sameAgain,
			"marks": marksSayNothing, "notes": keepsNotes, "added": neverBefore,
		} {
			if err := holds(w, d, r); err != nil {
				t.Fatalf("%s: %q at %s with %q: %v\n%s", name, d.typed, w.now.Format("Mon 2 Jan 15:04 MST"), w.names, err, r.text)
			}
		}
	})
}

// A line in the grammar's own order is read as what was put into it, part for part.
func TestStrictLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		name, said, note := w.drawName(t), drawSaid(t), part{role: isNote, text: "likes the demo"}
		parts := []part{name, said}
		past, ok := w.drawPast(t)
		first := strings.ToLower(strings.Fields(name.lead)[0])
		if o := said.outcome; o == outcome.DoNotCall || o == outcome.XTwitter || slices.Contains(input.CommandWords, first) {
			return // "do not call at 9" and "x 2" are asked about, "go daddy" begins with a command
		}
		if strings.HasPrefix(past.text, "on ") && said.outcome.Info().Group != outcome.NotReached {
			ok = false // somebody picked up who may have named the day
		}
		if ok = ok && rapid.Bool().Draw(t, "is past"); ok {
			parts = append(parts, past)
		}
		parts = append(parts, note)
		next := w.drawAhead(t)
		booked := rapid.Bool().Draw(t, "booked")
		if booked {
			next.text = "next " + next.text
			parts = append(parts, next)
		}
		d := join(t, parts, false)
		r := w.reads(d.typed)
		fail := func(what string) {
			t.Fatalf("%s: %q at %s\n%s", what, d.typed, w.now.Format("Mon 2 Jan 15:04 MST"), r.text)
		}
		a := r.told.Args
		switch {
		case r.verb != "log" || r.match.Lead == nil || r.match.Lead.Name != name.lead || r.got.Outcome != said.outcome:
			fail("not saved")
		case a.Note != note.text:
			fail("note")
		case ok != (a.At != nil) || ok && neverMoves(w, d, r) != nil:
			fail("at")
		case booked != (a.Next != nil) || booked && !a.Next.At.Truncate(time.Minute).Equal(next.at):
			fail("next")
		}
	})
}

// neverCloses: a lead is closed, or a number blocked, only by words that say so.
func neverCloses(_ world, d drawn, r lineRead) error {
	if r.verb != "log" || !r.got.Outcome.Info().Ends {
		return nil
	}
	for i, p := range d.parts {
		switch {
		case p.role == isSaid && p.outcome == r.got.Outcome:
			return nil
		case p.role == isName && i > 0 && saysOutcome(p.lead, r.got.Outcome):
			return nil // a second name is a word like others
		}
	}
	return fmt.Errorf("%s without a word of it", r.got.Outcome)
}

func saysOutcome(text string, o outcome.Outcome) bool {
	list := strings.Fields(text)
	for i := range list {
		if outcome.Read(list[i:]).Outcome == o {
			return true
		}
	}
	return false
}

// neverMoves: a touch is at another time only where one is said, and at that one.
func neverMoves(w world, d drawn, r lineRead) error {
	if r.verb != "log" || r.told.Args.At == nil {
		return nil
	}
	for _, p := range d.parts {
		if p.role != isPast {
			continue
		}
		if p.day && sameDate(p.at, r.at) || !p.day && p.at.Truncate(time.Minute).Equal(r.at.Truncate(time.Minute)) {
			return nil
		}
		return fmt.Errorf("it is at %s, said was %s", r.at, p.at)
	}
	return fmt.Errorf("it is at %s, and nobody said so", r.at)
}

func sameDate(a, b time.Time) bool {
	return a.Format(time.DateOnly) == b.In(a.Location()).Format(time.DateOnly)
}

// keepsWords: each word is the lead's, the outcome's, of a time that was used, or in the note.
func keepsWords(_ world, _ drawn, r lineRead) error {
	if r.verb != "log" {
		return nil
	}
	a := r.told.Args
	tail := tokens(words.Span(r.line.Text, r.line.Words[r.got.Behind:]))
	tail = append(tail, tokens(input.Span(r.line.Text, r.got.Between))...)
	rest, strange := without(tail, tokens(a.Note))
	if len(strange) > 0 {
		return fmt.Errorf("%q is in the note and was not said", strange)
	}
	used := tokens(a.Agenda)
	for _, d := range []*input.Date{a.At, a.Next} {
		if d != nil {
			used = append(used, tokens(d.Words)...)
		}
	}
	lost, _ := without(rest, used)
	lost = slices.DeleteFunc(lost, func(w string) bool { return drawnKeywords[strings.ToLower(w)] })
	if len(lost) > 0 {
		return fmt.Errorf("%q is lost", lost)
	}
	return nil
}

// drawnKeywords are the words that stand in front of a part of a line, and those of a time that is now.
var drawnKeywords = map[string]bool{"at": true, "on": true, "next": true, "agenda": true, "just": true, "now": true,
	"today": true}

// tokens are the words of a text: runs of letters, digits and the signs of sums.
func tokens(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("%$@&'’", r)
	})
}

// without is a list without what another has, and what the other has besides.
func without(list, other []string) (rest, besides []string) {
	rest = slices.Clone(list)
	for _, w := range other {
		if i := slices.Index(rest, w); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			besides = append(besides, w)
		}
	}
	return rest, besides
}

// neverInvents: a lead that exists and stands in the line is never a part of a new one's name, and where it stands
// alone it is the one that is logged on, or asked about.
func neverInvents(_ world, d drawn, r lineRead) error {
	if r.verb != "log" {
		return nil
	}
	var typed []string
	made := false
	for _, p := range d.parts {
		switch p.role {
		case isNew:
			made = true
		case isName:
			typed = append(typed, p.lead)
		}
	}
	if r.match.Lead == nil {
		made = made && !slices.ContainsFunc(typed, func(lead string) bool {
			return strings.Contains(" "+names.Normalize(r.match.Name)+" ", " "+names.Normalize(lead)+" ")
		})
		if made {
			return nil
		}
		return fmt.Errorf("a new lead %q beside %q", r.match.Name, typed)
	}
	if slices.Contains(typed, r.match.Lead.Name) {
		return nil
	}
	start := names.Normalize(words.Span(r.line.Text, r.line.Words))
	if strings.HasPrefix(start, names.Normalize(r.match.Lead.Name)) {
		return nil // a name that begins the line wins
	}
	return fmt.Errorf("logged on %s, typed was %q", r.match.Lead.Name, typed)
}

// keepsNotes: what was drawn as a note stands in the note, whatever stands around it; two times make one note of both.
func keepsNotes(_ world, d drawn, r lineRead) error {
	if r.verb != "log" {
		return nil
	}
	kept := tokens(r.told.Args.Note + " " + r.told.Args.Agenda)
	for i, p := range d.parts {
		if p.role != isNote || i == 0 || drawnTimely.MatchString(p.text) ||
			outcome.Read(strings.Fields(p.text)).Used > 0 {
			continue
		}
		if lost, _ := without(tokens(strings.ReplaceAll(p.text, "&amp;", "&")), kept); len(lost) > 0 {
			return fmt.Errorf("%q of the note is lost", lost)
		}
	}
	return nil
}

// sameAgain: what is saved, written down as the answer says it, is read as the same.
func sameAgain(w world, _ drawn, r lineRead) error {
	if r.verb != "log" || r.match.Lead == nil || r.got.Outcome == outcome.DoNotCall && !r.at.IsZero() {
		return nil // "do not call at 9" is asked about
	}
	if outcome.Read(strings.Fields(r.told.Args.Note)).Used > 0 {
		return nil // two outcomes in a row, of which the second may be the one
	}
	line := r.compose(w.now.Location())
	again := w.reads(line)
	if again.verb == "ask" && r.told.Args.Note != "" {
		return nil // the note's first words can turn the outcome: "email next week" hasn't been sent
	}
	if again.verb != "log" || again.lead() != r.lead() || again.got.Outcome != r.got.Outcome {
		return fmt.Errorf("written %q it is %s", line, again.text)
	}
	a, b := r.told.Args, again.told.Args
	one, other := tokens(a.Note), tokens(b.Note)
	if len(one) > len(other) && again.got.Behind > 2 { // "email – sent me to Jo" says "email sent"
		one = one[len(one)-len(other):]
	}
	if !slices.Equal(one, other) || !r.at.Truncate(time.Minute).Equal(again.at) ||
		!sameDay(a.Next, b.Next) || a.Plan(r.got.Outcome).Kind != b.Plan(r.got.Outcome).Kind {
		return fmt.Errorf("written %q it is %s", line, again.text)
	}
	return nil
}

// compose is a line that says what was read, in the grammar's own order.
func (r lineRead) compose(zone *time.Location) string {
	a := r.told.Args
	said := string(r.got.Outcome)
	if r.got.Outcome == outcome.XTwitter {
		said = "twitter" // "x 12 seats" is twelve tries
	}
	line := fmt.Sprintf("log %q %s", r.lead(), said)
	if !r.at.IsZero() {
		line += r.at.In(zone).Format(" – at 2 Jan 2006 15:04")
	}
	if a.Note != "" {
		line += map[bool]string{true: " – ", false: ". "}[r.at.IsZero()] + a.Note
	}
	if a.Next != nil && a.Next.Kind == dates.Exact && !a.Next.Past {
		line += a.Next.At.In(zone).Format(" next 2 Jan 2006 15:04")
	}
	return line
}

// sameDay compares two dates that were read, where they are instants.
func sameDay(a, b *input.Date) bool {
	exact := func(d *input.Date) bool { return d != nil && d.Kind == dates.Exact && !d.Past }
	return exact(a) == exact(b) && (!exact(a) || a.At.Truncate(time.Minute).Equal(b.At))
}

// marksSayNothing: marks that nobody sees and a pasted command change nothing, and reading twice is reading once.
func marksSayNothing(w world, d drawn, r lineRead) error {
	for _, typed := range []string{d.typed, "/followup " + d.typed, "\u200b" + d.typed + "\ufeff",
		strings.ReplaceAll(d.typed, " ", " \u200e")} {
		if again := w.reads(typed); again.text != r.text {
			return fmt.Errorf("%q is %s", typed, again.text)
		}
	}
	return nil
}

// The lines that are drawn are the same in each run, so that what fails once fails again; -rapid.seed draws others.
func init() {
	if f := flag.Lookup("rapid.seed"); f != nil {
		_ = f.Value.Set("1")
	}
}
