package say

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// A colleague is asked about a message, and answers (S2.24). Before it is sent the form says who will see what: the
// text and the name of whoever asks, nothing else of the lead; in a channel everybody there. Texts may be as long as a
// message of Slack's, so that they stand in as many paragraphs as its limit asks for.

// AskForm asks whom to send a message to.
func AskForm(to Reader, text string, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Ask a colleague", submit: "Send", callback: FormAsk, meta: meta}
	f.section("They see this text and that it's yours, nothing else of the lead. In a channel everybody there sees it.")
	f.input(FieldColleague, "Colleague", "Somebody who uses Followup.", true, userInput(FieldColleague))
	f.input(FieldChannel, "Or a channel", "One that Followup is in.", true, channelInput(FieldChannel))
	f.input(FieldDraft, "Message", "", false, textInput(FieldDraft, text, "", true, coach.MaxNote))
	return f.view()
}

// userInput picks somebody of the workspace.
func userInput(field string) *slack.SelectBlockElement {
	return slack.NewOptionsSelectBlockElement(slack.OptTypeUser, label("Pick somebody", 150), field)
}

// channelInput picks a channel, public or private.
func channelInput(field string) *slack.SelectBlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, label("Pick a channel", 150), field)
	e.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true,
		ExcludeExternalSharedChannels: true}
	return e
}

// Texts at the fields of the form that asks a colleague.
const (
	ErrWhom      = "Pick a colleague or a channel."
	ErrOneOnly   = "Pick a colleague or a channel, not both."
	ErrYourself  = "That's you. Pick somebody else."
	ErrNoRep     = "They don't use Followup yet, so I don't write to them."
	ErrQuiet     = "They've switched off all messages."
	ErrNoBot     = "I'm not in that channel. Type /invite @Followup there, or pick another."
	ErrArchived  = "That channel is archived. Pick another."
	ErrNoMessage = "Write the message first."
	ErrReply     = "Write the answer first."
)

// LetterSent is the page after a message was sent to a colleague, or an answer to whoever asked.
func LetterSent(to Reader, l coach.Letter) slack.ModalViewRequest {
	p := &page{to: to}
	if l.Answers() {
		p.section("✓ Sent to " + address(l.To) + ".")
	} else {
		p.section("✓ Sent to " + address(l.To) + ". I'll bring you the answer.")
	}
	return Message("Sent", Reply{Blocks: p.blocks})
}

// address names a person or a channel as Slack shows them.
func address(id string) string {
	if id != "" && (id[0] == 'C' || id[0] == 'G') {
		return mention("#", id)
	}
	return mention("@", id)
}

// Letter is what reaches a colleague or a channel, and the answer that comes back.
func Letter(to Reader, l coach.Letter) Reply {
	p := &page{to: to}
	if l.Answers() {
		p.section(address(l.From) + " answers about your message:")
		p.long(l.Text)
		p.context("Your message: " + quote(few(l.About, 12), shortLength))
		return p.reply()
	}
	p.section(address(l.From) + " asks: would you send this to a prospect?")
	p.long(l.Text)
	p.actions("letter", button(ActAnswer, Value(l.From, l.ID), "Answer…"))
	return p.reply()
}

// long adds a text as a quotation, in as many paragraphs as Slack's limit asks for.
func (p *page) long(text string) {
	const part = 1200 // escaped it may be twice as long
	for rest := []rune(DraftText(text)); len(rest) > 0; {
		n := min(part, len(rest))
		for n < len(rest) && n > part/2 && rest[n] != ' ' && rest[n] != '\n' {
			n--
		}
		p.section(quoted(string(rest[:n]), part))
		rest = rest[n:]
	}
}

// AnswerForm asks for the answer to a colleague's message.
func AnswerForm(to Reader, l coach.Letter, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Answer", submit: "Send", callback: FormAnswer, meta: meta}
	f.section("Only " + address(l.From) + " gets your answer, from me.")
	f.long(blockkit.Truncate(l.Text, 2400))
	f.input(FieldAnswer, "Your answer", "", false,
		textInput(FieldAnswer, "", "What you'd change, or the sentence you'd write", true, coach.MaxNote))
	return f.view()
}

// LetterGone answers a tap on a message whose question is no longer kept.
func LetterGone(to Reader) Reply {
	p := &page{to: to}
	p.section("*Not sent:* this question is over a month old.")
	return p.reply()
}
