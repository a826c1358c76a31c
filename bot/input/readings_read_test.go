package input_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

func init() { readLine = readByReader }

// tableRep is the rep who types the table's lines.
func tableRep(now time.Time) coach.Rep {
	return coach.Rep{ID: "U1", TZ: now.Location().String(), Locale: "en-US"}
}

// readByReader is what the reader makes of a line, in the table's words.
func readByReader(leads []tableLead, now time.Time, typed string) string {
	var list []coach.Lead
	for _, l := range leads {
		lead := coach.Lead{ID: l.name, Name: l.name, Rep: "U1", Phone: l.phone, Email: l.email, Contact: l.contact,
			Company: l.company, TZ: l.tz}
		lead.Progress.Spoken = l.spoken
		list = append(list, lead)
	}
	r := tableReader{newFloor(list...), now}
	r.rep = tableRep(now)
	return r.text(words.Unescape(typed))
}

// text is what lines of work come to, one line of text for each.
func (r tableReader) text(typed string) string {
	if line := input.ReadLine(typed); !line.Several {
		return r.work(line)
	}
	var out []string
	for _, w := range input.ReadSeveral(typed, r.isKnown) {
		out = append(out, r.work(w.Line))
	}
	return strings.Join(out, "\n")
}

// isKnown reports whether a name or a detail is that of a lead.
func (r tableReader) isKnown(name string) bool {
	resolver := input.NewLeadResolver(input.Named(name, "show"), input.AllWords)
	q := resolver.WholeLine()
	m, err := resolver.Find(r.floor.read(q))
	return err == nil && (m.Lead != nil || m.Retry != "" || m.Question != nil && !m.Question.Near)
}

// work is one line of work, or one for each lead of its list.
func (r tableReader) work(line input.Line) string {
	ln := input.ReadLog(line)
	if ln.Lists && (line.Word == "log" || line.Word == input.WordLead) {
		ln = ln.Listed(r.isKnown)
		if list, all := ln.Names(r.isKnown); all {
			return r.list(ln, list)
		}
	}
	said := r.line(line)
	if name, made := strings.CutPrefix(said, "log new "); made && ln.DoubtedList(outcome.Voicemail) != nil {
		name, _, _ = strings.Cut(name, " · ")
		return "ask name · new " + name
	}
	return said
}

// list is what is logged about several leads at once.
func (r tableReader) list(ln input.LogLine, list []string) string {
	var leads []string
	rest := ""
	for _, name := range list {
		said, logs := strings.CutPrefix(r.line(input.LineFor(ln, name).Line), "log ")
		lead, fields, _ := strings.Cut(said, " · ")
		if !logs || rest != "" && fields != rest {
			return "error " + said
		}
		leads, rest = append(leads, lead), fields
	}
	return "log " + strings.Join(leads, " + ") + " · " + rest
}

// tableReader stands for the store that a line is read against.
type tableReader struct {
	floor
	now time.Time
}

// line is what a line comes to, asked in the order in which the edge asks.
func (r tableReader) line(line input.Line) string {
	if called := line.Called(); len(called.Names) > 0 {
		if f := r.floor.read(input.Query{Names: called.Names}); f.Lead != nil {
			line = called.Line(f.Name)
		}
	}
	switch line.Word {
	case "log":
		return r.logged(input.ReadLog(line))
	case input.WordLead:
		return r.leadLine(input.ReadLog(line))
	}
	return r.command(line)
}

// logged is what a line comes to that logs a touch.
func (r tableReader) logged(ln input.LogLine) string {
	if len(ln.Words) == 0 {
		return "ask lead"
	}
	m, err := r.find(ln.Resolver(), nil)
	switch {
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return r.ask(m, m.Question)
	}
	return r.reading(ln, m)
}

// find finds a line's lead, by a read of its own where only likeness finds it.
func (r tableReader) find(resolver *input.LeadResolver, q *input.Query) (input.Match, error) {
	if q == nil {
		all := resolver.Query()
		q = &all
	}
	m, err := resolver.Find(r.floor.read(*q))
	if err == nil && m.Retry != "" {
		m, err = resolver.Find(r.floor.read(input.Query{LeadID: m.Retry}))
	}
	return m, err
}

func (r tableReader) reading(ln input.LogLine, m input.Match) string {
	got := ln.Read(m)
	switch {
	case got.Question != nil:
		return r.ask(m, got.Question)
	case got.Outcome == "":
		if q := ln.NoOutcome(m); q != nil {
			return r.ask(m, q)
		}
		if ln.Order && m.Lead == nil {
			return "ask lead"
		}
		return strings.TrimSuffix("ask outcome "+r.name(m), "new ")
	}
	if m.Lead == nil {
		if err := input.NoKeys(ln.Line, m.From, m.Count); err != nil {
			return refused(err)
		}
		if names.Normalize(m.Name) == "" {
			return refused(request.ErrNoName)
		}
	}
	told, err := ln.Behind(got, input.DateContext(tableRep(r.now), m.Lead, r.now))
	if err != nil {
		return "refuse " + err.Error()
	}
	a := told.Args
	if a.At != nil {
		at := input.Happened(a.At, tableRep(r.now), r.now)
		if r.now.Sub(at) > 7*24*time.Hour {
			return "ask ago " + r.name(m) + " · at " + r.time(at) + " | just-now"
		}
	}
	out := []string{"log " + r.name(m), string(got.Outcome)}
	return strings.Join(append(out, r.fields(got.Outcome, told)...), " · ")
}

// fields are what a line says besides its lead and outcome.
func (r tableReader) fields(o outcome.Outcome, told input.Attributes) (out []string) {
	a := told.Args
	quote := func(key, text string) {
		if text != "" {
			out = append(out, key+" "+strconv.Quote(text))
		}
	}
	quote("note", strings.Trim(a.Note, " .,;:!?…–—-"))
	if a.At != nil {
		out = append(out, "at "+r.time(input.Happened(a.At, tableRep(r.now), r.now)))
	}
	next := ""
	switch p := a.Plan(o); p.Kind {
	case input.PlanBooked:
		out = append(out, "next "+r.time(p.Date.At))
	case input.PlanAgreed:
		next = "agreed? " + r.time(p.Date.At)
	case input.PlanTry:
		next = "slots " + strconv.Quote(strings.Trim(p.Date.Words, " .,;:!?"))
		if p.Date.Kind == dates.Exact {
			next = "try-again? " + r.time(p.Date.At)
		}
	case input.PlanComeBack:
		next = "come-back " + p.Date.From.Format(time.DateOnly)
	case input.PlanSlots:
		next = "slots " + strconv.Quote(strings.Trim(p.Date.Words, " .,;:!?"))
	case input.PlanUnread:
		next = "named " + strconv.Quote(strings.Trim(p.Date.Words, " .,;:!?"))
	}
	quote("agenda", a.Agenda)
	if next != "" {
		out = append(out, next)
	}
	for _, f := range slices.SortedFunc(slices.Values(facts.All()),
		func(a, b facts.Fact) int { return a.Typed - b.Typed }) {
		if v, ok := told.Facts[f.Key]; ok {
			out = append(out, "fact "+f.Key+"="+v)
		}
	}
	return out
}

func (r tableReader) time(at time.Time) string {
	return at.In(r.now.Location()).Format("2006-01-02 15:04")
}

func (r tableReader) name(m input.Match) string {
	if m.Lead == nil {
		return "new " + m.Name
	}
	return m.Lead.Name
}

// ask is a question in the table's words.
func (r tableReader) ask(m input.Match, q *input.Clarification) string {
	var choices []string
	question := map[input.Question]string{input.WhichLead: "lead", input.LeadOrNew: "lead", input.WhichOutcome: "outcome",
		input.UnclearOutcome: "outcome", input.LongAgo: "ago", input.KnownLead: "lead"}[q.Question]
	about := ""
	if m.Lead != nil {
		about = " " + m.Lead.Name
	}
	for _, id := range q.Leads {
		choices = append(choices, r.leads[id].Name)
	}
	if q.Create {
		choices = append(choices, "new "+q.Name)
	}
	for _, o := range q.Outcomes {
		choices = append(choices, string(o))
	}
	if q.Question == input.LeadOrNew {
		choices = append(choices, q.Lead.Name, "new "+q.Name)
	}
	var fields string
	if q.Question == input.Choose && len(q.Choices) == 0 {
		return "ask lead"
	}
	if q.Question == input.Choose {
		var chosen []string
		question, about, chosen = chosenOf(q)
		choices = append(choices, chosen...)
		if question == "order" {
			fields = r.savedBy(q)
		}
	}
	return fmt.Sprintf("ask %s%s · %s", question, about, strings.Join(choices, " | ")) + fields
}

// chosenOf is a question that offers whole readings: which one, about whom, and what is offered.
func chosenOf(q *input.Clarification) (question, about string, choices []string) {
	first := q.Choices[0]
	switch {
	case first.New && (first.Resolution.From == 0 || first.Outcome == ""):
		question, about = "name", ""
	case first.Resolution.From > 0 && !first.New:
		question, about = "order", " "+first.Name
	default:
		question = "order"
		about = " new " + first.Name
	}
	for _, c := range q.Choices {
		switch {
		case question == "name":
			choices = append(choices, "new "+c.Name)
		case question == "order" && c.New && !first.New:
			choices = append(choices, "new "+c.Name)
		default:
			choices = append(choices, string(c.Outcome))
		}
	}
	return question, about, choices
}

// savedBy is what a tap on the first choice saves besides lead and outcome.
func (r tableReader) savedBy(q *input.Clarification) string {
	line := input.ReadLine(q.Pending.Text)
	line.Resolution = q.Choices[0].Resolution
	saved, logs := strings.CutPrefix(r.line(line), "log ")
	if parts := strings.SplitN(saved, " · ", 3); logs && len(parts) == 3 {
		return " · " + parts[2]
	}
	return ""
}
