package drafts

import (
	"cmp"
	"context"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// A colleague is asked about a message (S2.24). The question and its answer are letters: each is kept with the request
// that wrote it and delivered once, by the scheduler. Nobody is written to but a rep, a channel that the bot is in, and
// whoever asked. What can't be delivered comes back to its writer, who may ask somebody else.

// AskTapped opens the form that sends a text to a colleague. From the form of a check it lies on top.
func (h *Handlers) AskTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	d, err := h.kept(ctx, req, button.Part(0))
	if err != nil {
		return request.Response{}, err
	}
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	// No lead stands in the form's meta: the colleague sees the text and nothing else of the lead.
	v := texts.AskForm(h.reply.Reader(req), d.Text, request.Meta{})
	if req.OnForm() { // closed again, the text and what was found in it are still there
		_, err := h.reply.OnTop(ctx, req, v)
		return request.Response{}, err
	}
	return h.reply.Open(ctx, req, v)
}

// AskForm sends a text to whom the form names.
func (h *Handlers) AskForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	text := texts.DraftText(form.Text(fields.Draft))
	user := form.Values[fields.Colleague].SelectedUser
	channel := form.Values[fields.Channel].SelectedConversation
	if _, err := h.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	if text == "" {
		return record.AtField(req, fields.Draft, texts.ErrNoMessage), nil
	}
	field, words, err := h.mayAsk(ctx, req, user, channel)
	switch {
	case err != nil:
		return request.Response{}, err
	case words != "":
		return record.AtField(req, field, words), nil
	}
	// One of the two is given, never both.
	return h.post(ctx, req, coach.Letter{To: cmp.Or(user, channel), Text: text})
}

// mayAsk is the field and the reason why somebody, or a channel, can't be asked; no words where they can.
func (h *Handlers) mayAsk(ctx context.Context, req *request.Request, user, channel string) (field, words string,
	err error) {
	switch {
	case user == "" && channel == "":
		return fields.Colleague, texts.ErrWhom, nil
	case user != "" && channel != "":
		return fields.Channel, texts.ErrOneOnly, nil
	// Each refusal is at the field that mends it, and nothing of the text is lost.
	// A letter to oneself would come back as a question nobody asked.
	case user == req.User:
		return fields.Colleague, texts.ErrYourself, nil
	case user != "":
		rep, known, err := h.record.Space().Records.Rep(ctx, user)
		switch {
		case err != nil:
			return "", "", err
		case !known || rep.Gone || rep.TZ == "": // one without a zone has never written to the bot
			return fields.Colleague, texts.ErrNoRep, nil
		case rep.Off:
			return fields.Colleague, texts.ErrQuiet, nil
		}
		return "", "", nil
	}
	switch h.reply.NoPost(ctx, channel) {
	case setup.ChannelArchived:
		return fields.Channel, texts.ErrArchived, nil
	case setup.NotInChannel:
		return fields.Channel, texts.ErrNoBot, nil
	}
	return "", "", nil
}

// post keeps a letter and has it delivered; a second delivery of the request gets the first one's answer.
func (h *Handlers) post(ctx context.Context, req *request.Request, l coach.Letter) (request.Response, error) {
	// Should the store hang, the person hears that it can't be told yet what became of it.
	req.Writes = true
	// The sender is whoever acts, whatever a form carries.
	l.ID, l.From, l.At = store.NewID(), req.User, req.Now.UTC()
	// Who is to get the answer may have paused messages: it waits for them, and that is said now.
	gets := l.To
	if !l.Answers() {
		gets = l.From
	}
	asked, _, err := h.record.Space().Records.Rep(ctx, gets)
	if err != nil {
		return request.Response{}, err
	}
	resp, err := reply.ShowForm(texts.LetterSent(h.reply.Reader(req), l, asked.Off))
	if err != nil {
		return request.Response{}, err
	}
	err = h.record.Space().PostLetter(ctx, l, req.Now, req.Key, resp.Encode())
	if before, ok := store.Repeated(err); ok {
		return request.DecodeResponse(before)
	}
	if err == nil {
		h.record.Wake(req.Now)
	}
	return resp, err
}

// AnswerTapped opens the form for an answer. Only whom the letter was written to may answer: a colleague, or whoever
// sees it in the channel.
func (h *Handlers) AnswerTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	l, ok, err := h.asked(ctx, req, button.Lead, button.Part(0), req.Channel)
	switch {
	case err != nil:
		return request.Response{}, err
	case !ok:
		return h.reply.Say(req, texts.LetterGone(h.reply.Reader(req)))
	}
	return h.reply.Open(ctx, req, texts.AnswerForm(h.reply.Reader(req), l,
		request.Meta{Rep: l.From, Ref: l.ID, Channel: req.Channel}))
}

// asked is the letter by which the acting person was asked.
func (h *Handlers) asked(ctx context.Context, req *request.Request, from, id, channel string) (coach.Letter, bool,
	error) {
	if from == "" || id == "" {
		return coach.Letter{}, false, request.ErrOutdated
	}
	l, ok, err := h.record.Space().Letter(ctx, from, id)
	if err == nil && ok && !l.Asked(req.User, channel) {
		err = request.ErrOutdated
	}
	return l, ok, err
}

// AnswerForm brings an answer to whoever asked.
func (h *Handlers) AnswerForm(ctx context.Context, req *request.Request, form request.Form) (request.Response, error) {
	text := texts.DraftText(form.Text(fields.Answer))
	if text == "" {
		return record.AtField(req, fields.Answer, texts.ErrReply), nil
	}
	// Checked once more: the form may have stood open for long, and may be another person's.
	l, ok, err := h.asked(ctx, req, form.Meta.Rep, form.Meta.Ref, form.Meta.Channel)
	switch {
	case err != nil:
		return request.Response{}, err
	case !ok:
		return reply.ShowForm(fields.ReplyPage("Answer", h.reply.Checked(req, texts.LetterGone(h.reply.Reader(req)))))
	}
	return h.post(ctx, req, coach.Letter{To: l.From, Text: text, About: l.Text})
}
