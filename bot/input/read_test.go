package input_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
)

// office is what a line is read against: leads and the moment of writing.
type office struct {
	leads []coach.Lead
	now   time.Time
}

// read is how a line is understood, in one line of text.
func (of office) read(text string) string {
	line := input.ReadLine(text)
	if line.Word == "log" {
		line.Word = input.WordLead
	}
	if line.Word != input.WordLead {
		return "command:" + line.Word
	}
	ln := input.ReadLog(line)
	if !ln.Logs() {
		return "show " + input.Span(line.Text, line.Words)
	}
	resolver := ln.Resolver()
	m, err := resolver.Find(of.find(resolver.Query()))
	if err == nil && m.Retry != "" {
		m, err = resolver.Find(of.find(input.Query{LeadID: m.Retry}))
	}
	switch {
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return of.ask(m.Question)
	}
	r := ln.Read(m)
	switch {
	case r.Question != nil:
		return of.ask(r.Question)
	case r.Outcome == "":
		if q := ln.NoOutcome(m); q != nil {
			return of.ask(q)
		}
		return "form"
	}
	told, err := ln.Behind(r, dates.Context{Now: of.now, Zone: of.now.Location(), MonthFirst: true})
	if err != nil {
		return "refuse " + err.Error()
	}
	lead := "new " + m.Name
	if m.Lead != nil {
		lead = m.Lead.Name
	}
	out := []string{"log " + lead, string(r.Outcome)}
	a := told.Args
	add := func(name string, d *input.Date) {
		if d != nil {
			out = append(out, name+" "+moment(d))
		}
	}
	if a.Doubt != nil {
		return "ask tense · " + moment(a.Doubt.Past) + " | " + moment(a.Doubt.Ahead)
	}
	if a.Note != "" {
		out = append(out, fmt.Sprintf("note %q", a.Note))
	}
	add("at", a.At)
	add("next", a.Next)
	if a.Agenda != "" {
		out = append(out, fmt.Sprintf("agenda %q", a.Agenda))
	}
	add("ahead", a.Ahead)
	return strings.Join(out, " · ")
}

func moment(d *input.Date) string {
	switch d.Kind {
	case dates.Exact:
		return d.At.Format("2006-01-02 15:04")
	case dates.Day:
		return d.From.Format("2006-01-02")
	case dates.Part:
		return d.From.Format("2006-01-02 15:04") + "–" + d.To.Format("15:04")
	case dates.Invalid:
		return "invalid " + d.Words
	}
	return "slots " + d.Words
}

func (of office) ask(q *input.Clarification) string {
	var choices []string
	for _, c := range q.Choices {
		name := c.Name
		if c.New {
			name = "new " + name
		}
		choices = append(choices, name+" "+string(c.Outcome))
	}
	for _, o := range q.Outcomes {
		choices = append(choices, string(o))
	}
	for _, id := range q.Leads {
		choices = append(choices, id)
	}
	return fmt.Sprintf("ask %d · ", q.Question) + strings.Join(choices, " | ")
}

func (of office) find(q input.Query) input.Found {
	f := input.Found{Index: func() (out []names.Entry) {
		for _, l := range of.leads {
			out = append(out, names.Entry{ID: l.ID, Name: l.Name})
		}
		return out
	}}
	for _, l := range of.leads {
		if q.LeadID == l.ID {
			f.Lead = &l
		}
	}
	for _, n := range q.Names {
		for _, l := range of.leads {
			if f.Lead == nil && names.Normalize(l.Name) == n {
				f.Lead, f.Name = &l, n
			}
		}
	}
	return f
}

// newOffice is Tuesday, 10 November 2026, 10:00 in New York, with leads of those names.
func newOffice(t *testing.T, leads ...string) office {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	of := office{now: time.Date(2026, 11, 10, 10, 0, 0, 0, zone)}
	for _, name := range leads {
		of.leads = append(of.leads, coach.Lead{ID: name, Name: name, Rep: "U1"})
	}
	return of
}

// TestReadingALine reads lines as a rep types them; what is right follows from the contract's six rules.
func TestReadingALine(t *testing.T) {
	of := newOffice(t, "Acme Corp", "Birch", "Busy Bee")
	for _, c := range []struct{ line, want string }{
		{"acme corp voicemail", `log Acme Corp · voicemail`},
		{"acme voicemail", `log Acme Corp · voicemail`},
		{"birch left a voicemail", `log Birch · voicemail`},
		{"birch vm, ask for Jo", `log Birch · voicemail · note "ask for Jo"`},
		{"birch talked, likes the demo", `log Birch · talked · note "likes the demo"`},
		{"birch won!", `log Birch · won`},
		{"birch: voicemail", `log Birch · voicemail`},
		{"log Dune – voicemail", `log new Dune · voicemail`},
		{"/followup birch voicemail", `log Birch · voicemail`},
		{"birch just talked", `log Birch · talked`},
		{"busy bee busy", `log Busy Bee · busy`},
		{"birch gatekeeper try him at 4pm", `log Birch · gatekeeper · note "try him at 4pm" · ahead 2026-11-10 16:00`},
		{"birch busy call at 3", `log Birch · busy · note "call at 3" · ahead 2026-11-10 15:00`},
		{"birch unavailable back at 5", `log Birch · unavailable · note "back at 5" · ahead 2026-11-10 17:00`},
		{"birch voicemail on Friday at 9am", `log Birch · voicemail · at 2026-11-06 09:00`},
		{"birch voicemail yesterday at 9am", `log Birch · voicemail · at 2026-11-09 09:00`},
		{"birch voicemail yesterday at 9am, spoke to her PA", `log Birch · voicemail · note "spoke to her PA" · at 2026-11-09 09:00`},
		{"birch no-answer at 8:40", `log Birch · no-answer · at 2026-11-10 08:40`},
		{"birch no-answer 20 minutes ago", `log Birch · no-answer · at 2026-11-10 09:40`},
		{"birch talked likes it, call at 3pm Thursday", `log Birch · talked · note "likes it, call at 3pm Thursday" · ahead 2026-11-12 15:00`},
		{"birch talked. Next Thu 3pm.", `log Birch · talked · next 2026-11-12 15:00`},
		{"birch talked next: Thu 3pm agenda specs", `log Birch · talked · next 2026-11-12 15:00 · agenda "specs"`},
		{"birch talked next call Thu 3pm", `log Birch · talked · note "next call Thu 3pm" · ahead 2026-11-12 15:00`},
		{"birch meeting Thu 3pm", `log Birch · meeting · next 2026-11-12 15:00`},
		{"birch meeting Thursday at 4pm", `log Birch · meeting · next 2026-11-12 16:00`},
		{"birch meeting with the CFO Thu 3pm", `log Birch · meeting · note "with the CFO Thu 3pm" · next 2026-11-12 15:00`},
		{"birch unavailable until Monday", `log Birch · unavailable · note "until Monday" · ahead 2026-11-16`},
		{"birch not-now next 1 Feb 2027", `log Birch · not-now · note "next 1 Feb 2027" · next 2027-02-01`},
		{"birch talked she said call me next week", `log Birch · talked · note "she said call me next week" · next slots next week`},
		{"birch talked launch is at 9 Dec", `log Birch · talked · note "launch is at 9 Dec" · ahead 2026-12-09`},
		{"birch no-time call me at 11 tomorrow", `log Birch · no-time · note "call me at 11 tomorrow" · ahead 2026-11-11 11:00`},
		{"birch talked monday", `ask tense · 2026-11-09 | 2026-11-16`},
		{"voicemail birch", `ask 6 · Birch voicemail`},
		{"left voicemail for birch", `ask 6 · Birch voicemail`},
		{"called birch, no answer", `ask 6 · Birch no-answer`},
		{"no answer birch", `ask 6 · Birch no-answer`},
		{"hey birch voicemail", `ask 6 · Birch voicemail | new hey birch voicemail`},
		{"log Space X voicemail", `ask 6 · new Space X voicemail | new Space x`},
		{"log John Won voicemail", `ask 6 · new John Won voicemail | new John won`},
		{"log Royal Mail voicemail", `ask 6 · new Royal Mail voicemail | new Royal email`},
		{"log The Meeting House voicemail", `ask 6 · new The Meeting House voicemail | new The meeting`},
		{"left voicemail for Zeta", `ask 6 · new Zeta voicemail`},
		{"birch left", `ask 3 · voicemail | left-company`},
	} {
		if got := of.read(c.line); got != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.line, got, c.want)
		}
	}
}
