package texts

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/notify"
)

// A colleague is asked about a message, and answers (S2.24). Before it is sent the form says who will see what: the
// text and the name of whoever asks, nothing else of the lead; in a channel everybody there. Texts may be as long as a
// message of Slack's, so that they stand in as many paragraphs as its limit asks for.

// AskForm asks whom to send a message to.
func AskForm(to say.Reader, text string, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Ask a colleague", Submit: "Send", Callback: fields.FormAsk,
		Meta: meta}
	f.Section("They see this text and that it's yours, nothing else of the lead. In a channel everybody there sees it.")
	f.Input(fields.Colleague, "Colleague", "Somebody who uses Followup.", true, userInput(fields.Colleague))
	f.Input(fields.Channel, "Or a channel", "One that Followup is in.", true, channelInput(fields.Channel))
	f.Input(fields.Draft, "Message", "", false, fields.TextInput(fields.Draft, text, "", true, coach.MaxNote))
	return f.View()
}

// userInput picks somebody of the workspace.
func userInput(field string) *slack.SelectBlockElement {
	return slack.NewOptionsSelectBlockElement(slack.OptTypeUser, say.Label("Pick somebody", 150), field)
}

// channelInput picks a channel, public or private.
func channelInput(field string) *slack.SelectBlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, say.Label("Pick a channel", 150), field)
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

// LetterSent is the page after a message was sent to a colleague, or an answer to whoever asked. paused: whoever is to
// get the answer has paused messages, and it waits until they resume.
func LetterSent(to say.Reader, l coach.Letter, paused bool) slack.ModalViewRequest {
	p := &say.Page{To: to}
	words := "✓ Sent to " + address(l.To) + "."
	switch {
	case l.Answers() && paused:
		words += " They've paused messages and get it when they resume."
	case l.Answers():
	case paused:
		words += " I'll bring you the answer when you resume messages."
	default:
		words += " I'll bring you the answer."
	}
	p.Section(words)
	return fields.ReplyPage("Sent", say.Reply{Blocks: p.Blocks})
}

// address names a person or a channel as Slack shows them.
func address(id string) string {
	if id != "" && (id[0] == 'C' || id[0] == 'G') {
		return say.Mention("#", id)
	}
	return say.Mention("@", id)
}

// Letter is what reaches a colleague or a channel, the answer that comes back, and whatever couldn't be delivered.
func Letter(to say.Reader, l notify.Letter) say.Reply {
	p := &say.Page{To: to}
	switch {
	case l.Paused != "":
		p.Section(address(l.Paused) + " put your leads on hold " + to.When(l.At) +
			". Nothing is due or sent until a manager ends it. Commands still answer.")
		return p.Reply()
	case l.Resumed != "":
		p.Section(address(l.Resumed) + " ended the hold on your leads. What has gathered is spread over your next days.")
		p.Actions("letter", say.Button(ids.ActToday, "", "Show today"))
		return p.Reply()
	case l.Cover == absence.CoverAsks:
		absent.CoverAsk(p, l.From, l.ID, l.Asks.Until, l.Asks.Due)
		return p.Reply()
	case l.Cover != "":
		absent.CoverLetter(p, l.Letter)
		return p.Reply()
	case l.Leads > 0:
		return handedOver(p, l)
	case l.Own():
		return stopped(p, l)
	case l.On != "" && l.Back == "":
		return comment(p, l)
	case l.Back != "" && l.Lead != "":
		return giftReturned(p, l)
	case l.Back != "":
		return letterReturned(p, l)
	case l.Answers():
		p.Section(address(l.From) + " answers about your message:")
		long(p, l.Text)
		p.Context("Your message: " + say.Quote(say.Few(l.About, 12), say.ShortLength))
		return p.Reply()
	}
	if l.Shared {
		p.Section(address(l.From) + " asks: you both have " + say.Quote(l.Text, say.ShortLength) + ". Who goes on?")
	} else {
		p.Section(address(l.From) + " asks: would you send this to a prospect?")
		long(p, l.Text)
	}
	p.Actions("letter", say.Button(ids.ActAnswer, ids.Value(l.From, l.ID), "Answer…"))
	return p.Reply()
}

// comment brings a manager's words on a lead to its rep, who may answer them.
func comment(p *say.Page, l notify.Letter) say.Reply {
	lead := coach.Lead{ID: l.OnLead, Name: l.On}
	p.Section(address(l.From) + " on *" + say.Name(lead) + "*:")
	long(p, l.Text)
	p.Actions("letter", phrases.ShowLead(lead), say.Button(ids.ActAnswer, ids.Value(l.From, l.ID), "Answer…"))
	return p.Reply()
}

// stopped tells a rep that a lead of theirs has ended for a colleague's do-not-call, or is back where it was:
//
//	*Pat* is closed: they asked @Maya not to be called. Your call Wed 10:00 EST is off.   [Show the lead]
func stopped(p *say.Page, l notify.Letter) say.Reply {
	lead := coach.Lead{ID: l.Lead, Name: l.Text}
	words, call := " is closed: they asked "+address(l.Stopped)+" not to be called.", " is off."
	if l.Released != "" {
		words, call = " is back as it was: "+address(l.Released)+" lifted the block.", " stands again."
	}
	words = "*" + say.Name(lead) + "*" + words
	if l.Call.After(p.To.Now) {
		words += " Your call " + p.To.When(l.Call) + call
	}
	p.Section(words)
	p.Actions("letter", phrases.ShowLead(lead))
	return p.Reply()
}

// handedOver tells a rep that leads came to them or went from them, and a manager that leads wait for a new rep:
//
//	*34 leads of @Maya are yours now*, 2 with an agreed call. @Ruth decided so.   [Show them]
//	*34 of your leads are with @Omar now.* @Ruth decided so.
//	*@Maya has left.* Their 34 leads wait, 2 with an agreed call.                 [Hand over…]
func handedOver(p *say.Page, l notify.Letter) say.Reply {
	leads, agreed := say.Counted(l.Leads, "lead"), ""
	if l.Calls > 0 {
		agreed = ", " + say.Thousands(l.Calls) + " with an agreed call"
	}
	are, wait := "are", "wait"
	if l.Leads == 1 {
		are, wait = "is", "waits"
	}
	decided := ""
	if l.Decided != "" {
		decided = " " + address(l.Decided) + " decided so."
	}
	switch {
	case l.Left != "":
		p.Section("*" + address(l.Left) + " has left.* Their " + leads + " " + wait + agreed + ".")
		p.Actions("letter", phrases.RunButton(0, "", "team handover <@"+l.Left+">", "Hand over…"))
	case l.Came != "":
		p.Section("*" + leads + " of " + address(l.Came) + " " + are + " yours now*" + agreed + "." + decided)
		p.Actions("letter", phrases.RunButton(0, "", "list all", "Show my leads"))
	default:
		p.Section("*" + say.Thousands(l.Leads) + " of your leads " + are + " with " + say.People(l.Went, 4) + " now.*" +
			decided)
	}
	return p.Reply()
}

// letterReturned gives a text back to whoever wrote it, to copy, or to ask somebody else about.
func letterReturned(p *say.Page, l notify.Letter) say.Reply {
	p.Section("*Not delivered:* I can't write to " + address(l.Back) + ".")
	p.Typed(DraftText(l.Text))
	switch {
	case l.On != "":
		p.Context("Your comment on " + say.Brief(l.On, 6))
		return p.Reply()
	case l.Shared: // of a prospect that they have, nobody else can be asked
		return p.Reply()
	case l.About != "": // an answer is for one person alone: there is nobody else to give it to
		p.Context("Your answer to: " + say.Quote(say.Few(l.About, 12), say.ShortLength))
		return p.Reply()
	}
	p.Actions("letter", say.Button(ids.ActAskColleague, ids.Value("", l.ID), "Ask somebody else…"))
	return p.Reply()
}

// giftReturned tells a rep that a manager wasn't reached about a gift, with the words to ask them by; and a manager
// that the rep wasn't, with what they had answered.
func giftReturned(p *say.Page, l notify.Letter) say.Reply {
	g, name := l.Card.Lead.Progress.Gift, "*"+say.Name(l.Card.Lead)+"*"
	// The reason is given back whole, since the lead's page shows only its beginning.
	if l.From != l.Owner {
		p.Section("*Not delivered:* I can't write to " + address(l.Back) + ". Your answer about the gift for " + name +
			" is on the lead's page.")
		p.Typed(g.Why)
		return p.Reply()
	}
	// Whoever isn't reached here may be in the next room: the words to ask them by stand below.
	p.Section("*Not delivered:* I can't write to " + address(l.Back) + ". Ask them about the gift for " + name +
		" yourself: " + phrases.GiftWords(g))
	p.Typed(g.Note)
	key, step := phrases.CardKey(l.Card.Lead.ID), cards.StepView{To: p.To, Card: l.Card}
	p.Actions(key, step.Buttons()...)
	return p.Reply()
}

// long adds a text as a quotation, in as many paragraphs as Slack's limit asks for.
func long(p *say.Page, text string) {
	const part = 1200 // escaped it may be twice as long
	for rest := []rune(DraftText(text)); len(rest) > 0; {
		n := min(part, len(rest))
		for n < len(rest) && n > part/2 && rest[n] != ' ' && rest[n] != '\n' {
			n--
		}
		p.Section(say.Quoted(string(rest[:n]), part))
		rest = rest[n:]
	}
}

// AnswerForm asks for the answer to a colleague's message.
func AnswerForm(to say.Reader, l coach.Letter, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Answer", Submit: "Send", Callback: fields.FormAnswer, Meta: meta}
	f.Section("Only " + address(l.From) + " gets your answer, from me.")
	long(&f.Page, blockkit.Truncate(l.Text, 2400))
	example := "What you'd change, or the sentence you'd write"
	if l.Shared {
		example = "Go ahead, I haven't talked to them yet"
	}
	f.Input(fields.Answer, "Your answer", "", false,
		fields.TextInput(fields.Answer, "", example, true, coach.MaxNote))
	return f.View()
}

// HolderAsked says that whoever else has a prospect was asked, or why they weren't.
func HolderAsked(to say.Reader, who string, why HolderAnswer) say.Reply {
	p := &say.Page{To: to}
	p.Section(map[HolderAnswer]string{
		HolderSent: "✓ Asked " + address(who) + ". I'll bring you the answer.",
		HolderGone: "*Not asked:* " + address(who) + " hasn't got it any more.",
		HolderOff:  "*Not asked:* " + address(who) + " has switched off all messages.",
	}[why])
	return p.Reply()
}

// HolderAnswer is what became of a question to whoever else has a prospect.
type HolderAnswer int

// The answers.
const (
	HolderSent HolderAnswer = iota
	HolderGone
	HolderOff
)

// LetterGone answers a tap on a message whose question is no longer kept.
func LetterGone(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not sent:* this question is over a month old.")
	return p.Reply()
}
