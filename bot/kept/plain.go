package kept

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/factline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// ReadLine reads the value of a button that runs a line: the lead, and the line behind it with whatever it holds.
func ReadLine(req *request.Request) (input.Line, error) {
	if req.Action == nil {
		return input.Line{}, request.ErrOutdated
	}
	lead, text, found := strings.Cut(req.Action.Value, "|")
	if !found || strings.TrimSpace(text) == "" {
		return input.Line{}, request.ErrOutdated
	}
	line := input.ReadLine(text)
	if lead != "" {
		line.Resolution.Lead, line.Resolution.Name = lead, 1
	}
	return line, nil
}

// RunTapped runs the line of a button as if its reader had typed it. Its answer takes the place of the offer; where it
// opens a form the offer stays.
func (h *Handlers) RunTapped(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	resp, err := h.run(ctx, req, line)
	resp.Replace = req.OwnAnswer()
	return resp, err
}

// PlainLine answers plain words that are no command with the command that does it, as buttons. done is false for words
// that are none of those, that a real lead's name begins with, and that log something about a name which only begins
// like them ("Call Center Inc voicemail"). It makes no lead and changes nothing.
func (h *Handlers) PlainLine(ctx context.Context, req *request.Request,
	ln input.LogLine) (resp request.Response, done bool, err error) {
	if ln.Plain == nil || ln.Resolution.Create || ln.Resolution.Outcome != "" {
		return request.Response{}, false, nil
	}
	plain := *ln.Plain
	ofLead := plain.Kind == input.PlainSilent || plain.Kind == input.PlainEdit && len(plain.Text) > 0 // begins with one
	if ln.Resolution.Lead == "" && !ofLead {
		if named, err := h.beginsWithLead(ctx, req, ln.Line); err != nil || named {
			return request.Response{}, false, err
		}
	}
	if plain.Kind == "start" {
		rep, err := h.record.Rep(ctx, req)
		if err != nil {
			return request.Response{}, true, err
		}
		if plain.Kind = "go"; rep.Off {
			plain.Kind = input.PlainLoud
		}
	}
	offer, when := library.Plain{Text: input.Span(ln.Text, plain.Text)}, ""
	about := plain.Lead
	review := plain.Kind == input.PlainMap && !input.SaysResult(plain.Text) // "what do I do with Acme"
	if review {
		about = plain.Text
	}
	if len(about) > 0 {
		seen, m, err := h.plainLead(ctx, req, ln.Line, about)
		switch {
		case err != nil:
			return request.Response{}, true, err
		case review && (seen.Lead == nil || m.Question != nil): // of no lead, so of a result
			resp, err = h.offerPlain(req, plain.Kind, offer, when)
			return resp, true, err
		case review:
			plain.Kind = input.PlainReview
		case plain.Kind == input.PlainMeet:
			return h.meet(ctx, req, ln, seen, m)
		case m.Question != nil:
			resp, err = h.record.Ask(ctx, req, m.Question)
			return resp, true, err
		case seen.Lead == nil && plain.Kind == input.PlainSilent:
			return request.Response{}, false, nil
		case seen.Lead == nil && (!plain.Sure && ln.Named > 0 || plain.Kind == input.PlainCall && ln.Order):
			return request.Response{}, false, nil
		case seen.Lead == nil:
			return request.Response{}, true, &request.UnknownLead{Name: m.Name}
		}
		offer.Lead = *seen.Lead
		if plain.Kind == input.PlainEdit && len(plain.Text) > 0 { // "mark Acme as warm"
			said := factline.Read(plain.Text)
			if said == nil {
				return request.Response{}, false, nil
			}
			resp, err = h.OfferFacts(req, *seen.Lead, said)
			return resp, true, err
		}
		c := h.record.Offers.Typed(req, seen.Lead)
		books := c
		books.Books = true
		date := input.WhenIn(ln.Text, m.Rest, c)
		if len(plain.When) > 0 {
			date = input.ReadDate(ln.Text, plain.When, c, dates.Read)
		}
		if when, err = plainWhen(&plain, &offer, date); err != nil {
			return request.Response{}, true, err
		}
	}
	resp, err = h.offerPlain(req, plain.Kind, offer, when)
	return resp, true, err
}

// Wish answers words behind "settings" that name none and say in everyday words which messages somebody wants, as they
// are answered by themselves: "settings no messages before 9". done is false for any others.
func (h *Handlers) Wish(ctx context.Context, req *request.Request,
	line input.Line) (resp request.Response, done bool, err error) {
	ln := input.ReadLog(input.Line{Text: line.Text, Word: input.WordLead, Words: line.Words})
	if ln.Plain == nil || !slices.Contains([]input.PlainKind{"early", "hours", "fewer", input.PlainQuiet,
		input.PlainLoud}, ln.Plain.Kind) {
		return request.Response{}, false, nil
	}
	return h.PlainLine(ctx, req, ln)
}

// Help is the short help, or a page of it: "help [topic]". "help me with acme" is about a lead: what helps before its
// call is offered. Words that no lead is called like are a topic that there is no page for.
func (h *Handlers) Help(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	about := ln.Words
	for len(about) > 1 && !about[0].Quoted && slices.Contains([]string{"me", "us", "on", "with", "about", "for",
		"call", "calling", "prepare"}, about[0].Lower) {
		about = about[1:]
	}
	topic := input.Span(ln.Text, about)
	if len(about) > 0 && !library.HasHelp(topic) {
		seen, m, err := h.plainLead(ctx, req, ln, about)
		switch {
		case err != nil:
			return request.Response{}, err
		case m.Question != nil && !m.Question.Near:
			return h.record.Ask(ctx, req, m.Question)
		case seen.Lead != nil && m.Question == nil:
			return h.offerPlain(req, input.PlainPrep, library.Plain{Lead: *seen.Lead}, "")
		}
	}
	return h.reply.Say(req, library.Help(h.reply.Reader(req), topic))
}

// meet books the call that is agreed on with a lead, where the words name its time and nothing else. Other words about
// one are done only where they are plain: "meeting with Acme" asks when, "demo with Acme went well" logs it.
// Nobody is made a lead here: a name that no lead has leaves the line to be read as any other. A day without a time
// is offered, not booked, and so is a time that is over today.
func (h *Handlers) meet(ctx context.Context, req *request.Request, ln input.LogLine, seen store.Snapshot,
	m input.Match) (resp request.Response, done bool, err error) {
	if m.Question != nil {
		resp, err = h.record.Ask(ctx, req, m.Question)
		return resp, true, err
	}
	if seen.Lead == nil {
		return request.Response{}, false, nil
	}
	plain, offer := input.Plain{Kind: input.PlainBook}, library.Plain{Lead: *seen.Lead}
	c := h.record.Offers.Typed(req, seen.Lead)
	books := c
	books.Books = true
	date := input.WhenIn(ln.Text, m.Rest, c)
	if date == nil && len(m.Rest) > 0 || date != nil && date.Past {
		return request.Response{}, false, nil
	}
	when, err := plainWhen(&plain, &offer, date)
	switch {
	case err != nil:
		return request.Response{}, true, err
	case date == nil || date.Kind != dates.Exact || dates.Read(date.Words, books).Past:
		resp, err = h.offerPlain(req, plain.Kind, offer, when)
		return resp, true, err
	}
	// "zoom with Acme Fri 10am" says how they meet
	by := input.MeetBeside(ln.Text, c).By
	if zoom := ln.Words[0]; by == "" && zoom.Is("zoom") {
		by = coach.MeetVideo
	}
	line := input.ReadLine("next " + words.Quote(seen.Lead.Name) + " " + strings.TrimSpace(by+" "+when))
	line.Resolution.Lead, line.Resolution.Name = seen.Lead.ID, 1
	resp, err = h.run(ctx, req, line)
	return resp, true, err
}

// offerPlain offers the commands of a kind as buttons.
func (h *Handlers) offerPlain(req *request.Request, kind input.PlainKind, offer library.Plain,
	when string) (request.Response, error) {
	offer.Kind = string(kind)
	offerLines(&offer, kind, when)
	return h.reply.Say(req, library.PlainWords(h.reply.Reader(req), offer))
}

// OfferDate offers what a date behind a lead can be: a call that was agreed on, or the next try.
func (h *Handlers) OfferDate(req *request.Request, lead coach.Lead, d *input.Date) (request.Response, error) {
	plain, offer := input.Plain{Kind: input.PlainBook}, library.Plain{Lead: lead}
	when, err := plainWhen(&plain, &offer, d)
	if err != nil {
		return request.Response{}, err
	}
	return h.offerPlain(req, plain.Kind, offer, when)
}

// OfferFacts offers to save what words say of a lead in place of a call.
func (h *Handlers) OfferFacts(req *request.Request, lead coach.Lead, said *factline.Said) (request.Response, error) {
	offer := library.Plain{Lead: lead, Kind: "fact", Text: said.Typed()}
	if said.Hot {
		return h.offerPlain(req, "hot", library.Plain{Lead: lead}, "")
	}
	offerLines(&offer, "fact", "")
	offer.Text = said.String()
	return h.reply.Say(req, library.PlainWords(h.reply.Reader(req), offer))
}

// beginsWithLead reports whether a lead's name stands at the start of a line, or has all words of it: "Stop Shop" is
// meant by "stop", whatever stop asks for elsewhere.
func (h *Handlers) beginsWithLead(ctx context.Context, req *request.Request, ln input.Line) (bool, error) {
	resolver := input.NewLeadResolver(ln, input.AllWords)
	seen, err := h.record.Read(ctx, req, store.Query{Names: resolver.Candidates(), Index: true})
	if err != nil || seen.Lead != nil {
		return seen.Lead != nil, err
	}
	hits := names.Match(input.Span(ln.Text, ln.Words), lending.Names(seen))
	return slices.ContainsFunc(hits, func(hit names.Hit) bool { return hit.Kind <= names.Tokens }), nil
}

// plainLead finds the lead that words begin with; nil in what was read where none is meant. A question about it keeps
// the whole line.
func (h *Handlers) plainLead(ctx context.Context, req *request.Request, ln input.Line,
	ws []words.Word) (store.Snapshot, input.Match, error) {
	ln.Word, ln.Words = "show", ws // a name that nobody has is a slip here
	resolver := input.NewLeadResolver(ln, input.BeforeWhen(ln, dates.Context{Now: req.Now, Zone: req.Zone()}))
	return h.record.ReadLead(ctx, req, resolver, record.Query(resolver.Query(), store.Query{}))
}

// plainWhen settles what is asked for by whether the words say when, and returns that as it is typed in a line which
// may be run another day: in full. A day that can't be is refused, one that is over too.
func plainWhen(plain *input.Plain, offer *library.Plain, d *input.Date) (string, error) {
	switch plain.Kind {
	case input.PlainCall, input.PlainBook, input.PlainMove:
	default:
		return "", nil
	}
	switch {
	case d == nil && plain.Kind == input.PlainCall && !plain.Sure,
		d != nil && plain.Kind == input.PlainCall && strings.EqualFold(d.Words, "now"):
		plain.Kind = input.PlainPrep
		return "", nil
	case d == nil, d.Kind == dates.Vague:
		plain.Kind = input.PlainSomeday
		return "", nil
	case d.Kind == dates.Invalid:
		return "", &request.ImpossibleDate{Words: d.Words, Why: d.Problem}
	case d.Past:
		return "", &request.DatePast{Words: d.Words, At: d.First()}
	}
	offer.Typed = d.Words
	offer.At, offer.Day = d.First(), d.Kind != dates.Exact
	here := offer.At.In(d.Zone)
	switch {
	case d.Kind == dates.Exact:
		return here.Format("2006-01-02 15:04") + zoneOf(d), nil
	case d.Kind == dates.Part:
		return here.Format(time.DateOnly) + " " + partOf(here), nil
	}
	return here.Format(time.DateOnly), nil
}

// zoneOf is the zone of a date as it is typed behind it, where the words named one.
func zoneOf(d *input.Date) string {
	if !d.Named {
		return ""
	}
	return " " + d.Zone.String()
}

// partOf is the part of the day that begins at an instant.
func partOf(at time.Time) string {
	switch h := at.Hour(); {
	case h < 12:
		return "morning"
	case h < 17:
		return "afternoon"
	}
	return "evening"
}

// offerLines fills in what the buttons run, and the first of it as one would type it.
func offerLines(offer *library.Plain, kind input.PlainKind, when string) {
	run := strings.NewReplacer("{lead}", words.Quote(offer.Lead.Name), "{when}", when, "{text}", offer.Text)
	for _, line := range input.PlainLines[kind] {
		offer.Lines = append(offer.Lines, strings.TrimSpace(run.Replace(line)))
	}
	typed := strings.NewReplacer("{lead}", offer.Lead.Name, "{when}", offer.Typed, "{text}", offer.Text)
	offer.Typed = typed.Replace(input.PlainLines[kind][0])
}
