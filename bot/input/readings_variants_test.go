package input_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach/outcome"
)

// drawnBetween stand between two parts of a line, drawnStops at its end: marks that people type and telephones put
// there by themselves.
var (
	drawnBetween = []string{" ", ", ", ". ", "! ", " - ", " – ", "; ", ": ", "… ", "... ", " / ", "  "}
	drawnStops   = []string{"", ".", "!", "…", " .", "?!"}
)

// manners are ways to write the same words; what is in quotes keeps its case, since quotes settle a name.
var manners = []func(part) string{
	func(p part) string { return p.text },
	func(p part) string { return strings.ToLower(p.text) },
	func(p part) string { return strings.ReplaceAll(strings.ToUpper(p.text), "&AMP;", "&amp;") },
	func(p part) string { // as a telephone begins a sentence
		if p.text[0] < 'a' || p.text[0] > 'z' {
			return p.text
		}
		return strings.ToUpper(p.text[:1]) + p.text[1:]
	},
	func(p part) string {
		if p.role != isName && p.role != isNew || strings.ContainsAny(p.text, "\"“") {
			return p.text
		}
		return `"` + p.text + `"`
	},
}

// variant are the words of a line with other marks between them, in another case, a name in quotes.
func (d drawn) variant(t *rapid.T, log bool, marks []string) string {
	var b strings.Builder
	if log {
		b.WriteString("log ")
	}
	manner := rapid.SampledFrom(manners).Draw(t, "manner")
	for i, p := range d.parts {
		switch {
		case i == 0:
		case d.parts[i-1].role == isWord: // "for" and "called" go with what stands behind them
			b.WriteString(" ")
		default:
			b.WriteString(rapid.SampledFrom(marks).Draw(t, "between"))
		}
		b.WriteString(manner(p))
	}
	b.WriteString(rapid.SampledFrom(drawnStops).Draw(t, "stop"))
	return b.String()
}

// drawnTimely is a time inside what isn't drawn as one. Beside another time only a mark tells which belongs to which.
var drawnTimely = regexp.MustCompile(
	`(?i)\b(noon|mondays|q2|march|year|yesterday|friday|nov|now|moment|yet)\b|\d$|three$`)

// twoTimes reports whether a line says two times, one of them inside an outcome or a note.
func (d drawn) twoTimes() bool {
	inside := slices.ContainsFunc(d.parts, func(p part) bool {
		return (p.role == isSaid || p.role == isTurned || p.role == isNote) && drawnTimely.MatchString(p.text)
	})
	return inside && slices.ContainsFunc(d.parts, func(p part) bool {
		return p.role == isPast || p.role == isAhead || p.role == isOpen
	})
}

// The same words under other marks, in another case or with their name in quotes log the same, or are asked about.
func TestMarksChangeNoReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		d, marks := w.drawScrambled(t), drawnBetween
		if d.twoTimes() {
			return
		}
		made := slices.ContainsFunc(d.parts, func(p part) bool { return p.role == isNew })
		if made {
			marks = slices.DeleteFunc(slices.Clone(marks), func(m string) bool { return m == ": " }) // "zenith:" is a key
		}
		first, _, _ := strings.Cut(strings.ToLower(d.parts[0].text), " ")
		log := rapid.Bool().Draw(t, "with log") || slices.Contains(input.CommandWords, first) // "next week acme …"
		var logged *lineRead
		for range 3 {
			typed := d.variant(t, log, marks)
			r := w.reads(typed)
			switch {
			case r.verb == "ask", r.verb == "refuse" && made: // "re:" in front of a name is no key
			case r.verb != "log":
				t.Fatalf("%q at %s with %q is %s", typed, w.now.Format("Mon 2 Jan 15:04 MST"), w.names, r.text)
			case logged == nil:
				logged, first = &r, typed
			default:
				if err := sameLog(*logged, r); err != nil {
					t.Fatalf("%s:\n%q\n%q at %s with %q\n%s\n%s", err, first, typed, w.now.Format("Mon 2 Jan 15:04 MST"),
						w.names, logged.text, r.text)
				}
			}
		}
	})
}

// sameLog compares what two lines log: the lead, the outcome, when it was and what comes next.
func sameLog(a, b lineRead) error {
	one, other := a.told.Args.Plan(a.got.Outcome), b.told.Args.Plan(b.got.Outcome)
	switch {
	case names.Normalize(a.lead()) != names.Normalize(b.lead()):
		return fmt.Errorf("another lead")
	case a.got.Outcome != b.got.Outcome:
		return fmt.Errorf("another outcome")
	case !a.at.Truncate(time.Minute).Equal(b.at.Truncate(time.Minute)):
		return fmt.Errorf("at another time")
	case one.Kind != other.Kind || !sameDay(one.Date, other.Date):
		return fmt.Errorf("another plan")
	}
	return nil
}

// drawDay is a day to come, or a part of one.
func (w world) drawDay(t *rapid.T) part {
	n := rapid.IntRange(1, 6).Draw(t, "days ahead")
	y, m, d := w.now.AddDate(0, 0, n).Date()
	p := part{role: isAhead, day: true, at: time.Date(y, m, d, 0, 0, 0, 0, w.now.Location())}
	switch rapid.IntRange(0, 3).Draw(t, "day") {
	case 0:
		p.text = p.at.Weekday().String()
	case 1:
		p.text = p.at.Weekday().String()[:3]
	case 2:
		p.at = time.Date(y, m, d-n+1, 0, 0, 0, 0, w.now.Location())
		p.text = "tomorrow"
	case 3:
		p.at = p.at.AddDate(0, 0, 30)
		p.text = p.at.Format("2 Jan 2006")
	}
	if rapid.Bool().Draw(t, "part") {
		p.text += rapid.SampledFrom([]string{" morning", " afternoon"}).Draw(t, "part of the day")
	}
	return p
}

// drawnVague are times to come that are no day.
var drawnVague = []string{"next week", "soon", "in a couple of days", "some time next week"}

// A planned line says its lead and outcome, a note, and one time to come.
type planned struct {
	typed string
	said  part
	want  []input.PlanKind // by the contract, from how the line was made
	at    time.Time        // of what is booked, agreed, tried or kept; zero where the line names no instant and no day
	day   bool             // only the day of it
}

// drawPlanned draws a line with a time to come, booked behind next or said in the note, or without one.
func (w world) drawPlanned(t *rapid.T) planned {
	name, said := w.drawName(t), drawSaid(t)
	p := planned{said: said}
	group := said.outcome.Info().Group
	typed := []string{name.text, said.text}
	if rapid.Bool().Draw(t, "noted") {
		typed = append(typed, rapid.SampledFrom([]string{"likes the demo", "ask for Jo", "R&D likes it", "価格"}).Draw(t,
			"note"))
	}
	next := rapid.Bool().Draw(t, "behind next")
	// Nobody was reached who could agree.
	nobody := group == outcome.NotReached || group == outcome.OtherTouch && said.outcome != outcome.Visit
	// What comes of a time that isn't one instant.
	untried := input.PlanSlots
	if nobody {
		untried = input.PlanTry
	}
	when := ""
	switch rapid.IntRange(0, 5).Draw(t, "time") {
	case 0:
		ahead := w.drawAhead(t)
		when, p.at = ahead.text, ahead.at
		switch {
		case next || said.outcome == outcome.Meeting:
			p.want = []input.PlanKind{input.PlanBooked}
		case nobody:
			p.want = []input.PlanKind{input.PlanTry}
		default:
			p.want = []input.PlanKind{input.PlanAgreed}
		}
	case 1:
		day := w.drawDay(t)
		when, p.at, p.day = day.text, day.at, true
		p.want = []input.PlanKind{untried}
		if said.outcome == outcome.NotNow || said.outcome == outcome.Unavailable {
			p.want = []input.PlanKind{input.PlanComeBack}
		}
	case 2:
		when, p.want = rapid.SampledFrom(drawnVague).Draw(t, "vague"), []input.PlanKind{input.PlanSlots}
	case 3:
		when = rapid.SampledFrom([]string{"mid-December", "not before 20 Dec", "the week after next"}).Draw(t, "stretch")
		p.want = []input.PlanKind{untried, input.PlanSlots}
	case 4:
		when = rapid.SampledFrom(drawnImpossible).Draw(t, "impossible")
		p.want = []input.PlanKind{input.PlanUnread}
	case 5:
		next, p.want = false, []input.PlanKind{input.NoPlan}
	}
	if next && !strings.HasPrefix(when, "next ") {
		when = rapid.SampledFrom([]string{"next ", "next: "}).Draw(t, "next") + when
	}
	if group == outcome.Ended {
		p.want, p.at = []input.PlanKind{input.NoPlan}, time.Time{}
	}
	if when != "" {
		typed = append(typed, when)
	}
	for i, text := range typed {
		if i > 0 {
			p.typed += rapid.SampledFrom([]string{" ", ", ", " – ", ". "}).Draw(t, "mark")
		}
		p.typed += text
	}
	p.typed = "log " + p.typed
	return p
}

// What comes next follows from what was said: an instant behind next or meeting is booked, any other one is offered, a
// day behind "not now" is kept, what leaves the time open gets times, what there isn't is named. Nothing else comes of
// a line, and no other day than the one it names.
func TestPlansFollowTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		p := w.drawPlanned(t)
		if p.said.outcome == outcome.DoNotCall || p.said.outcome == outcome.XTwitter {
			return // "do not call on Monday" and "x 2 Jan" are asked about
		}
		r := w.reads(p.typed)
		if r.verb == "ask" {
			return
		}
		fail := func(what string) {
			t.Fatalf("%s: %q at %s with %q: want %v at %s\n%s", what, p.typed, w.now.Format("Mon 2 Jan 15:04 MST"), w.names,
				p.want, p.at, r.text)
		}
		if r.verb != "log" || r.got.Outcome != p.said.outcome {
			fail("not saved")
		}
		plan := r.told.Args.Plan(r.got.Outcome)
		if !slices.Contains(p.want, plan.Kind) {
			fail(fmt.Sprintf("plan %d", plan.Kind))
		}
		switch {
		case p.at.IsZero():
		case p.day && plan.Date.From.In(w.now.Location()).Format(time.DateOnly) != p.at.Format(time.DateOnly):
			fail("another day")
		case !p.day && !plan.Date.At.Truncate(time.Minute).Equal(p.at.Truncate(time.Minute)):
			fail("another instant")
		}
	})
}

// neverBefore: what happened on a lead that was added just now isn't before that unless the line says so: "yesterday"
// and "at 9am" say it, what stands in a name, an outcome or a note doesn't.
func neverBefore(w world, d drawn, r lineRead) error {
	if r.verb != "log" || r.at.IsZero() || !r.at.Before(w.now.Add(-time.Minute)) {
		return nil
	}
	said := slices.ContainsFunc(d.parts, func(p part) bool { return p.role == isPast && p.at.Before(w.now) })
	if m := r.told.Args.At; !said || m == nil || !strings.Contains(d.typed, m.Words) {
		return fmt.Errorf("it is at %s, before the lead was added at %s, and nobody said so", r.at, w.now)
	}
	return nil
}
