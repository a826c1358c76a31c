package managers

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// A lead of somebody else's is read on a page, which goes when it is closed: nothing of its notes stays in a message.

// LeadPage is a rep's lead as they see it themselves, without what they do about it: a manager comments to the rep, or
// has another rep go on with it. Of a lead of the reader's own nobody is told, and there is nobody to comment to.
func LeadPage(to say.Reader, s cards.ShowLead, rep string) say.Reply {
	p := &say.Page{To: to}
	for _, b := range cards.Show(to, s).Blocks {
		switch b := b.(type) {
		case *slack.ActionBlock: // what its rep does
		case *slack.SectionBlock:
			b.Accessory = nil
			p.Blocks = append(p.Blocks, b)
		default:
			p.Blocks = append(p.Blocks, b)
		}
	}
	l := s.Card.Lead
	handOver := phrases.RunButton(0, "", "team handover <@"+rep+"> lead:"+l.ID, "Hand over…")
	if !s.Theirs {
		p.Actions("team", handOver)
		return p.Reply()
	}
	p.Context("To read. Its history tells " + say.Mention("@", rep) + " that you opened it.")
	p.Actions("team", say.ButtonFor(ids.ActTeamComment, showRep(rep, l.ID), "Comment…", say.PlainName(l, 40)), handOver)
	return p.Reply()
}

// CommentForm asks for a comment to a lead's rep, who gets it as a message.
func CommentForm(to say.Reader, l coach.Lead, rep string, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Comment", Submit: "Send", Callback: fields.FormComment, Meta: meta}
	f.Section(say.Mention("@", rep) + " gets it from me as a message about *" + say.Name(l) + "*.")
	f.Input(fields.Comment, "Your comment", "", false,
		fields.TextInput(fields.Comment, "", "What you'd try next, or a question", true, coach.MaxNote))
	return f.View()
}

// Texts at the field of a comment.
const (
	ErrComment = "Write the comment first."
	ErrGone    = "They've left the workspace."
)

// CommentSent is the page after a comment was sent. paused: its reader has paused messages, and gets it behind that.
func CommentSent(to say.Reader, rep string, paused bool) say.Reply {
	p := &say.Page{To: to}
	words := "✓ Sent to " + say.Mention("@", rep) + "."
	if paused {
		words += " They've paused messages and get it when they resume."
	}
	p.Section(words)
	return p.Reply()
}
