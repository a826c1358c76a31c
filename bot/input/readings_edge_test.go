package input_test

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
)

// leadLine is a line without a command's word.
func (r tableReader) leadLine(ln input.LogLine) string {
	if said, done := r.plain(ln); done {
		return said
	}
	if command, sure, near := ln.NearCommand(); near {
		if said, done := r.mistyped(ln, command, sure); done {
			return said
		}
	}
	whole := input.NewLeadResolver(ln.Line, input.AllWords)
	m, err := r.find(whole, new(whole.WholeLine()))
	switch {
	case ln.Logs, ln.Order && (err != nil || m.Lead == nil):
		return r.logged(ln)
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return r.ask(m, m.Question)
	case m.Lead != nil && len(m.Rest) == 0:
		return "show " + m.Lead.Name
	}
	return r.strange(ln)
}

// strange is a line that is neither a name nor a command.
func (r tableReader) strange(ln input.LogLine) string {
	resolver := ln.Strange(input.DateContext(r.rep, nil, r.now))
	m, err := r.find(resolver, nil)
	switch {
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return r.ask(m, m.Question)
	}
	if m.Lead == nil {
		m = input.Match{Rest: ln.Words}
	} else if line, ok := ln.CommandBehind(m); ok {
		return r.command(line)
	} else if d := ln.DateBehind(m, input.DateContext(r.rep, m.Lead, r.now)); d != nil {
		return r.offer(input.PlainBook, m, d)
	}
	if q := ln.NoOutcome(m); q != nil {
		return r.ask(m, q)
	}
	if m.Lead != nil {
		return "ask outcome " + m.Lead.Name
	}
	return r.unknown(ln.Words[0].Text)
}

// unknown is what a word comes to that is no command: those that are near.
func (r tableReader) unknown(word string) string {
	near := names.Near(word, input.CommandWords)
	if len(near) == 0 {
		return "ask command"
	}
	return "ask command · " + strings.Join(near, " | ")
}

// mistyped is what a line comes to whose first word is like a command; done is false where it isn't taken for one.
func (r tableReader) mistyped(ln input.LogLine, command string, sure bool) (said string, done bool) {
	m, err := r.find(input.NewLeadResolver(ln.Line, ln.BeforeOutcome), nil)
	if err != nil || m.Lead != nil || m.Question != nil {
		return "", false
	}
	if !sure {
		if m, err = r.find(ln.AfterCommand(), nil); err != nil || m.Lead == nil && m.Question == nil {
			return "", false
		}
	}
	q := ln.Mistyped(command)
	q.Pending.Resolution.Command = command
	return tapped(r.line(q.Pending.Line())), true
}

// tapped is a question for the command of a line, with what a tap on it comes to.
func tapped(meant string) string {
	verb, rest, _ := strings.Cut(meant, " · ")
	switch {
	case strings.HasPrefix(verb, "log "):
		return "ask command " + verb[len("log "):] + " · log · " + rest
	case strings.HasPrefix(verb, "show "):
		return "ask command " + verb[len("show "):] + " · show"
	case strings.HasPrefix(verb, "command:"):
		word, lead, _ := strings.Cut(verb[len("command:"):], " ")
		return strings.TrimSuffix(strings.TrimSpace("ask command "+lead)+" · "+word+" · "+rest, " · ")
	}
	return meant
}

// plain is what plain words come to; done is false for a line of another kind.
func (r tableReader) plain(ln input.LogLine) (said string, done bool) {
	plain := ln.Plain
	if plain == nil || r.beginsWithLead(ln.Line) {
		return "", false
	}
	if len(plain.Lead) == 0 {
		return r.offer(plain.Kind, input.Match{}, nil), true
	}
	line := ln.Line
	line.Word, line.Words = "show", plain.Lead
	before := input.BeforeWhen(line, dates.Context{Now: r.now, Zone: r.now.Location()})
	m, err := r.find(input.NewLeadResolver(line, before), nil)
	switch {
	case err != nil:
		return "error " + err.Error(), true
	case m.Question != nil:
		return r.ask(m, m.Question), true
	case m.Lead == nil && (!plain.Sure && ln.Named > 0 || plain.Kind == input.PlainCall && ln.Order):
		return "", false
	case m.Lead == nil:
		return "error unknown lead", true
	}
	c := input.DateContext(r.rep, m.Lead, r.now)
	d := input.WhenIn(ln.Text, m.Rest, c)
	if len(plain.When) > 0 {
		d = input.ReadDate(ln.Text, plain.When, c, dates.Read)
	}
	return r.offer(plain.Kind, m, d), true
}

// beginsWithLead reports whether a line begins with a lead's name, or has all words of one.
func (r tableReader) beginsWithLead(line input.Line) bool {
	found := r.floor.read(input.Query{Names: input.NewLeadResolver(line, input.AllWords).Candidates(), Index: true})
	return found.Lead != nil ||
		slices.ContainsFunc(names.Match(input.Span(line.Text, line.Words), found.Index()), func(h names.Hit) bool {
			return h.Kind <= names.Tokens
		})
}

// offer is the question of plain words: the commands that they may mean, and what the first of them says.
func (r tableReader) offer(kind input.PlainKind, m input.Match, d *input.Date) string {
	if d == nil && kind == input.PlainCall {
		kind = input.PlainPrep
	}
	var choices []string
	for _, line := range input.PlainLines[kind] {
		if word, _, _ := strings.Cut(line, " "); slices.Contains(input.CommandWords, word) {
			choices = append(choices, word)
		}
	}
	if m.Lead == nil {
		return "ask command · " + strings.Join(choices, " | ")
	}
	said := "ask command " + m.Lead.Name + " · " + strings.Join(choices, " | ")
	if d != nil {
		said += r.when(choices[0], d)
	}
	return said
}

// when is what a date behind a command says.
func (r tableReader) when(command string, d *input.Date) string {
	stretch := strings.Trim(d.Words, " .,;:!?")
	switch {
	case d.Kind == dates.Exact && command == "next":
		return " · next " + r.time(d.At)
	case d.Kind == dates.Exact:
		return " · come-back " + r.time(d.At)
	case command == "snooze" && d.Kind != dates.Vague:
		return " · come-back " + d.From.In(r.now.Location()).Format("2006-01-02")
	}
	return " · slots " + quoted(stretch)
}
