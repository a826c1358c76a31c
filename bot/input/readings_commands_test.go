package input_test

import (
	"errors"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

func quoted(text string) string { return strconv.Quote(text) }

// command is another command's line, read by the readers that the command uses.
func (r tableReader) command(line input.Line) string {
	said := "command:" + line.Word
	if len(line.Words) == 0 {
		return said
	}
	switch line.Word {
	case "next", "snooze":
		return r.dated(line)
	case "add":
		return r.added(line)
	case "close":
		return r.closed(line)
	case "show", "prep", "when":
		resolver := input.NewLeadResolver(line, input.AllWords)
		return r.known(line, resolver, resolver.WholeLine())
	case "undo", "reopen", "resume", "pause", "edit":
		resolver := input.NewLeadResolver(line, input.AllWords)
		return r.known(line, resolver, resolver.WholeName())
	}
	resolver := input.NewLeadResolver(line, input.AllWords)
	return r.known(line, resolver, input.Query{Names: resolver.Candidates()})
}

// known is a command about one lead that exists.
func (r tableReader) known(line input.Line, resolver *input.LeadResolver, q input.Query) string {
	m, err := r.find(resolver, &q)
	switch {
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return r.ask(m, m.Question)
	case m.Lead == nil:
		return "command:" + line.Word
	case line.Word == "show":
		return "show " + m.Lead.Name
	}
	return "command:" + line.Word + " " + m.Lead.Name
}

// dated is a command with a date behind the lead.
func (r tableReader) dated(line input.Line) string {
	c := dates.Context{Now: r.now, Zone: r.now.Location()}
	resolver := input.NewLeadResolver(line, input.BeforeDate(line, c))
	if line.Word == "next" {
		resolver = input.NextResolver(line, c)
	}
	m, err := r.find(resolver, nil)
	switch {
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return r.ask(m, m.Question)
	}
	if q := line.NextDoubt(m); q != nil && line.Word == "next" {
		return r.ask(m, q)
	}
	if m.Lead == nil && line.Word == "next" {
		if err := input.NoKeys(line, m.From, m.Count); err != nil {
			return refused(err)
		}
	}
	said := "command:" + line.Word + " " + r.name(m)
	if len(m.Rest) == 0 {
		return said
	}
	args, err := input.DateAfter(line, m, input.DateContext(r.rep, m.Lead, r.now))
	d, agenda := args.Next, args.Agenda
	var none *request.NoDate
	switch {
	case errors.As(err, &none):
		return "refuse date " + r.name(m) + " · named " + quoted(none.Words)
	case err != nil:
		return "error " + err.Error()
	case d.Asks:
		return r.zones(m, d)
	case d.Kind == dates.Invalid || d.Past:
		return "refuse date " + r.name(m) + " · named " + quoted(d.Words)
	}
	when := r.when(line.Word, d)
	if agenda == "" {
		return said + when
	}
	return said + when + " · agenda " + quoted(agenda)
}

// zones is the question whose zone is meant.
func (r tableReader) zones(m input.Match, d *input.Date) string {
	ws := strings.Fields(d.Words)
	return strings.TrimSuffix("ask zone "+r.name(m)+" · "+strings.Join(settingline.ZonesOf(ws[len(ws)-1]), " | "), " · ")
}

// added is a new lead with what is said of it. A lead of that very name stands in the way, and one that can be meant is
// asked about.
func (r tableReader) added(line input.Line) string {
	lead, err := input.ReadNewLead(line)
	if err != nil {
		return refused(err)
	}
	f := r.floor.read(input.Query{Names: []string{names.Normalize(lead.Name)}, Index: true,
		Details: input.ContactKeys(lead, r.rep)})
	if f.Lead != nil {
		return "show " + f.Lead.Name
	}
	if q := line.Known(lead.Name, f); q != nil && !line.Resolution.Create {
		q.Create = q.Question == input.KnownLead
		return r.ask(input.Match{}, q)
	}
	said := "command:add new " + lead.Name
	for _, fact := range [][2]string{{"warmth", string(lead.Warmth)}, {"potential", string(lead.Potential)},
		{"email", lead.Email}, {"contact", lead.Contact}, {"company", lead.Company}, {"tz", lead.TZ},
		{"hot", lead.HotButton}} {
		if fact[1] != "" {
			said += " · fact " + fact[0] + "=" + fact[1]
		}
	}
	return said + r.reached(lead)
}

// reached is how a lead is reached: its numbers as they are dialed, those that nobody can read, its address on the web.
func (r tableReader) reached(lead coach.Lead) (said string) {
	if lead.Web != "" {
		said = " · fact web=" + lead.Web
	}
	for _, n := range lead.Telephones(r.rep).Numbers {
		said += " · fact phone=" + n.E164
		if n.Ext != "" {
			said += "," + n.Ext
		}
	}
	if len(lead.Telephones(r.rep).Numbers) == 0 && lead.Phone != "" {
		said += " · named " + quoted(lead.Phone)
	}
	return said
}

// refused is a line that saves nothing.
func refused(err error) string {
	if bad, ok := errors.AsType[*request.BadValue](err); ok && strings.HasSuffix(bad.Given, ":") {
		return "refuse key · named " + quoted(bad.Given)
	}
	return "error " + err.Error()
}

// closed is a lead that is ended, with the words behind how it ended.
func (r tableReader) closed(line input.Line) string {
	m, err := r.find(input.NewLeadResolver(line, input.BeforeClosing), nil)
	switch {
	case err != nil:
		return "error " + err.Error()
	case m.Question != nil:
		return r.ask(m, m.Question)
	case m.Lead == nil:
		return "command:close"
	}
	said := "command:close " + m.Lead.Name
	how, used := input.ClosingOf(m.Rest)
	if used == 0 {
		return said
	}
	said += " · fact result=" + string(how)
	if reason := input.Span(line.Text, m.Rest[used:]); reason != "" {
		said += " · fact reason=" + reason
	}
	return said
}
