package drafts

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// CheckLine looks at a message before it is sent: "check [<lead>] <draft>". Alone, or with nothing but a lead, it opens
// a form with room for a whole mail. Nothing is changed but that the text is kept for a day, for its buttons.
func (h *Handlers) CheckLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		return h.openCheck(ctx, req, texts.CheckFields{})
	}
	seen, draft, question, err := h.ofLine(ctx, req, line)
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	text := texts.DraftText(draft)
	// A lead and nothing else: the text is still to be written.
	if text == "" {
		return h.openCheck(ctx, req, texts.CheckFields{Lead: *seen.Lead})
	}
	done, err := h.checked(ctx, req, seen, text)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, texts.CheckedDraft(h.reply.Reader(req), done))
}

// openCheck opens the form. Whoever asks for it is a rep from then on, as with every command.
func (h *Handlers) openCheck(ctx context.Context, req *request.Request,
	in texts.CheckFields) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, texts.CheckForm(h.reply.Reader(req), in))
}

// ofLine reads the lead of a line and the message for it. Words in front of what can only begin a message name the lead
// as in every command, by likeness too; else only a name that exists does, for a message begins with any words.
func (h *Handlers) ofLine(ctx context.Context, req *request.Request, line input.Line) (seen store.Snapshot,
	draft string, question *input.Clarification, err error) {
	check := input.ReadCheck(line)
	// The beginning of the message is where the name ends. A slip of a name is asked about only where it can be no subject
	// of the message.
	if n := check.Head; n > 0 {
		resolver := input.NewLeadResolver(line, func([]words.Word) int { return n })
		q := record.Query(resolver.Query(), store.Query{Touches: drafts.SentMost, Agreed: true, Counters: true})
		seen, m, err := h.record.ReadLead(ctx, req, resolver, q)
		switch {
		case err != nil:
			return seen, "", nil, err
		case m.Question != nil && (check.Sure || !m.Question.Near):
			return seen, "", m.Question, nil
		case m.Lead != nil:
			return seen, check.Draft("", m.Count), nil, nil
		}
	}
	// Nobody in front of it: the message itself may say whom it is for.
	seen, err = h.lead(ctx, req, check)
	return seen, check.Draft(seen.Name, 0), nil, err
}

// lead reads the lead that a message is for, with the end of its history: the one that the words name, else the one
// whose contact the message greets, where there is only one. The lead is nil where none is meant.
func (h *Handlers) lead(ctx context.Context, req *request.Request, check input.Check) (store.Snapshot, error) {
	q := store.Query{Names: check.Names, Touches: drafts.SentMost, Agreed: true, Counters: true}
	seen, err := h.record.Read(ctx, req, q)
	who := check.Greeted()
	if err != nil || seen.Lead != nil || who == "" {
		return seen, err
	}
	// A contact's first name is the beginning of a detail, which the store looks for where no lead has the name.
	found, err := h.record.Read(ctx, req, store.Query{Starts: []string{who}, Index: true})
	if err != nil {
		return seen, err
	}
	var ids []string
	for _, d := range lending.Found(found, *req.Rep).Details {
		if d.Has(who) && !slices.Contains(ids, d.ID) {
			ids = append(ids, d.ID)
		}
	}
	// Two leads whose contact is called so are not guessed between: the text is looked at without a lead.
	if len(ids) != 1 {
		return seen, nil
	}
	return h.record.Read(ctx, req, ofLead(ids[0]))
}

// ofLead is the read of a lead with the end of its history.
func ofLead(id string) store.Query {
	return store.Query{LeadID: id, Touches: drafts.SentMost, Agreed: true, Counters: true}
}

// keptDraft is a text that buttons name, with the lead that it is for.
type keptDraft struct {
	Lead string `json:"lead,omitempty"`
	Text string `json:"text"`
}

// keep keeps a text for a day, for its writer alone.
func (h *Handlers) keep(ctx context.Context, req *request.Request, lead, text string) (ref string, err error) {
	raw, err := json.Marshal(keptDraft{lead, text})
	if err != nil {
		return "", fmt.Errorf("keep a message: %w", err)
	}
	// A new one each time: the buttons of an earlier answer keep the text that they were shown with.
	ref = store.NewID()
	return ref, h.record.Space().Park(ctx, req.User, ref, raw)
}

// kept brings a text back: that of a check, or of a letter that came back. [request.ErrOutdated] when it is kept no
// longer, or somebody else's.
func (h *Handlers) kept(ctx context.Context, req *request.Request, ref string) (d keptDraft, err error) {
	if ref == "" {
		return d, request.ErrOutdated
	}
	// Parked under its writer: the ref alone, in somebody else's hands, opens nothing.
	raw, ok, err := h.record.Space().Parked(ctx, req.User, ref)
	if err == nil && !ok {
		// The button of a letter that came back names the letter, which lies under its writer, too.
		var l coach.Letter
		if l, ok, err = h.record.Space().Letter(ctx, req.User, ref); err == nil && ok && l.Back != "" {
			return keptDraft{Text: l.Text}, nil
		}
		ok = false
	}
	switch {
	case err != nil:
		return d, err
	case !ok || json.Unmarshal(raw, &d) != nil || d.Text == "":
		return d, request.ErrOutdated
	}
	return d, nil
}

// checked looks at a text for the lead that was read, and keeps it.
func (h *Handlers) checked(ctx context.Context, req *request.Request, seen store.Snapshot,
	text string) (texts.Checked, error) {
	done := texts.Checked{Text: text}
	var err error
	in := drafts.CheckInput{Fill: merge.Fields{Rep: *req.Rep, Me: req.Person.Full, Now: req.Now}}
	if seen.Lead != nil {
		lead := *seen.Lead
		req.Counters, req.Agreed = seen.Counters, seen.Agreed
		card := coach.Card{Lead: lead, Step: h.record.Rules.Next(lead, *req.Rep, req.Now)}
		in = drafts.CheckInput{Fill: h.record.Offers.Fill(req, card.Lead, outcome.Talked), Touches: seen.Touches}
		done.Lead, done.Zone, done.Slots = lead, lead.Zone(*req.Rep, req.Now).Loc, in.Fill.Slots
		done.Tries = tries(seen.Touches)
	} else {
		// Times can be offered to anybody: those of somebody where the rep is.
		in.Fill.Lead = coach.Lead{Name: library.AnyName}
		in.Fill.Slots = h.record.Offers.Times(req, in.Fill.Lead, outcome.Talked)
	}
	// The text is kept whatever was found: [Change…] and [Ask a colleague…] name it by its ref, for a button's value is
	// too short for a message.
	in.Phrases, in.Fit = h.record.Phrases.For(ctx, req), h.record.Phrases.Fit(*req.Rep)
	done.Check = drafts.Examine(h.record.Rules, text, in)
	done.Ref, err = h.keep(ctx, req, done.Lead.ID, text)
	return done, err
}

// tries are the instants of the calls among some touches, newest first.
func tries(touches []coach.Touch) (at []time.Time) {
	for _, t := range slices.Backward(touches) {
		if t.Info().Try {
			at = append(at, t.At)
		}
	}
	slices.SortFunc(at, func(a, b time.Time) int { return b.Compare(a) })
	return at
}

// CheckForm looks at the text of the form and shows it again with what was found above the field.
func (h *Handlers) CheckForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	text, id := texts.DraftText(form.Text(fields.Draft)), form.Text(fields.Name)
	if text == "" {
		return record.AtField(req, fields.Draft, texts.ErrNoMessage), nil
	}
	var seen store.Snapshot
	var err error
	if id != "" {
		seen, err = h.record.Read(ctx, req, ofLead(id))
	} else {
		seen, err = h.lead(ctx, req, input.CheckText(text))
	}
	switch {
	case err != nil:
		return request.Response{}, err
	case seen.Lead == nil && id != "":
		return record.AtField(req, fields.Name, problems.ErrNoLead), nil
	}
	v, err := h.form(ctx, req, seen, text)
	if err != nil {
		return request.Response{}, err
	}
	return reply.ShowForm(v)
}

// form is the form with a text that was looked at. A lead that was found by the greeting stands in the field, where it
// can be corrected.
func (h *Handlers) form(ctx context.Context, req *request.Request, seen store.Snapshot,
	text string) (slack.ModalViewRequest, error) {
	done, err := h.checked(ctx, req, seen, text)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return texts.CheckForm(h.reply.Reader(req), texts.CheckFields{Lead: done.Lead, Text: text, Done: &done}), nil
}

// ChangeTapped opens the form with a text that was looked at.
func (h *Handlers) ChangeTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	d, err := h.kept(ctx, req, button.Part(0))
	if err != nil {
		return request.Response{}, err
	}
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: d.Lead})
	if err != nil {
		return request.Response{}, err
	}
	// A lead that is gone meanwhile leaves the text.
	in := texts.CheckFields{Text: d.Text}
	if seen.Lead != nil && d.Lead != "" {
		in.Lead = *seen.Lead
	}
	return h.reply.Open(ctx, req, texts.CheckForm(h.reply.Reader(req), in))
}

// CheckMessage looks at a message of Slack's: the shortcut "Check this message". Only whoever asks sees what is found.
func (h *Handlers) CheckMessage(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	text := texts.DraftText(req.Text)
	// A message of files or blocks alone has no words.
	if text == "" {
		return h.reply.Open(ctx, req, texts.CheckForm(h.reply.Reader(req), texts.CheckFields{}))
	}
	seen, err := h.lead(ctx, req, input.CheckText(text))
	if err != nil {
		return request.Response{}, err
	}
	v, err := h.form(ctx, req, seen, text)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, v)
}
