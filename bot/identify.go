package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/posts"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/store"
)

// identify reads an envelope. It understands every envelope: what Slack sent in a form nobody knows becomes
// [request.KindUnknown].
func (b *Bot) identify(e socket.Envelope) *request.Request {
	req := &request.Request{Kind: request.KindUnknown, Name: e.Type, Label: labelOther, Key: "e:" + e.ID, Envelope: e.ID,
		Now: b.reply.Now()}
	switch {
	case e.Slash != nil:
		s := e.Slash
		req.Kind, req.Name = request.KindCommand, ""
		req.User, req.Team, req.Enterprise = s.UserID, s.TeamID, s.EnterpriseID
		req.Text, req.Given = s.Text, words.Plain(s.Text)
		req.Trigger, req.ResponseURL, req.Channel = s.TriggerID, s.ResponseURL, s.ChannelID
		if s.TriggerID != "" { // new for each command that is typed, and the same when it is delivered again
			req.Key = "t:" + s.TriggerID
		}
	case e.Interaction != nil:
		readInteraction(req, e.Interaction)
		req.Label = b.tables.label(req)
	case e.Event != nil:
		readEvent(req, e.Event)
		if m, ok := req.Event.(*slackevents.MessageEvent); ok && written(m) && m.User != b.self {
			readMessage(req, m, e.At, e.Retry)
		}
		req.Label = b.tables.label(req)
	case e.Type == "slash_commands":
		req.Kind, req.Name, req.Label = request.KindCommand, unreadableName, unreadableName
	}
	req.Owner = req.User
	return req
}

// readInteraction reads a click, a form, a shortcut or what a field asks. A form that Slack sends without a trigger is
// told from another by its view and what was filled in.
func readInteraction(req *request.Request, i *slack.InteractionCallback) {
	req.Name = string(i.Type)
	req.User, req.Team, req.Enterprise = i.User.ID, i.Team.ID, i.Enterprise.ID
	if req.Team == "" {
		req.Team = i.User.TeamID
	}
	req.Trigger, req.ResponseURL = i.TriggerID, i.ResponseURL
	if i.TriggerID != "" {
		req.Key = "t:" + i.TriggerID
	}
	if i.View.ID != "" {
		view := i.View
		req.View = &view
	}
	switch i.Type {
	case slack.InteractionTypeBlockActions:
		readClick(req, i)
	case slack.InteractionTypeViewSubmission:
		req.Kind, req.Name, req.Writes = request.KindSubmit, i.View.CallbackID, true
		if i.TriggerID == "" {
			req.Key = "v:" + i.View.ID + ":" + i.View.Hash + ":" + stateHash(i.View.State)
		}
	case slack.InteractionTypeViewClosed:
		req.Kind, req.Name = request.KindClosed, i.View.CallbackID
	case slack.InteractionTypeBlockSuggestion: // without a trigger, and never the same as another
		req.Kind, req.Name, req.Text = request.KindSuggest, i.ActionID, i.Value
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		req.Kind, req.Name = request.KindShortcut, i.CallbackID
		req.Channel, req.MessageTS = i.Channel.ID, i.Message.Timestamp
		// Of the message that a shortcut is for; an app's may have its words in blocks alone.
		if req.Text = words.Unescape(i.Message.Text); req.Text == "" {
			req.Text = posts.Text(&i.Message)
		}
		req.Event = &i.Message
	}
}

// readClick reads where the click was made and on what. An ephemeral message comes without a copy of itself.
func readClick(req *request.Request, i *slack.InteractionCallback) {
	req.Kind = request.KindClick
	req.Channel, req.MessageTS, req.Ephemeral = i.Channel.ID, i.Container.MessageTs, i.Container.IsEphemeral
	req.Message, req.Thread = i.Message.Blocks.BlockSet, cmp.Or(i.Container.ThreadTs, i.Message.ThreadTimestamp)
	if req.Channel == "" {
		req.Channel = i.Container.ChannelID
	}
	if len(i.ActionCallback.BlockActions) == 0 || i.ActionCallback.BlockActions[0] == nil {
		req.Name = ""
		return
	}
	req.Action = i.ActionCallback.BlockActions[0]
	req.Name = req.Action.ActionID
	req.Posted = req.View == nil && !req.Ephemeral && request.PostedAnswer(req.Action.BlockID)
}

// readEvent reads an event and whom it is about.
func readEvent(req *request.Request, e *slackevents.EventsAPIEvent) {
	req.Kind, req.Name = request.KindEvent, e.InnerEvent.Type
	req.Team, req.Event = e.TeamID, e.InnerEvent.Data
	if cb, ok := e.Data.(*slackevents.EventsAPICallbackEvent); ok && cb.EventID != "" {
		req.Key = "ev:" + cb.EventID
	}
	switch ev := e.InnerEvent.Data.(type) {
	case *slackevents.AppHomeOpenedEvent:
		req.User = ev.User
	case *slackevents.UserChangeEvent:
		req.User = ev.User.ID
	case *slackevents.TeamJoinEvent:
		if ev.User != nil {
			req.User = ev.User.ID
		}
	}
}

// stateHash tells one filling of a form from another: an answer with errors leaves the view's own hash as it was.
func stateHash(s *slack.ViewState) string {
	if s == nil {
		return ""
	}
	raw, err := json.Marshal(s.Values) // maps marshal in key order
	if err != nil {
		return ""
	}
	h := fnv.New64a()
	h.Write(raw)
	return strconv.FormatUint(h.Sum64(), 36)
}

// authorize finds out who acts and whether they may use the app at all (product contract §6): people of this workspace
// may; guests, bots and people of other workspaces are refused with a sentence. What somebody may do with which team is
// asked where it matters, by the slice teams.
//
// Each click and form is checked against the person that Slack says acted, never against what a button carries: a lead
// is always looked up among the leads of the acting person.
func (b *Bot) authorize(ctx context.Context, req *request.Request) error {
	if req.User == "" {
		return request.ErrUnreadable
	}
	who, known := b.reply.People.Get(req.User)
	if !known {
		var err error
		if who, err = b.meet(ctx, req); err != nil {
			return err
		}
	} else if b.reply.Now().Sub(who.At) > reply.PeopleFresh && b.reply.People.Refreshing(req.User) {
		b.reply.Async(func(ctx context.Context) {
			defer b.reply.People.Refreshed(req.User)
			if _, err := b.reply.LookUp(ctx, req.User); err != nil {
				b.reply.Log.Warn("could not refresh a person", "user", req.User, "error", err)
			}
		})
	}
	who.Admin = who.Admin || slices.Contains(b.admins, who.ID)
	req.Person = who
	switch {
	case who.Bot:
		return request.ErrBot
	case who.Gone:
		return request.ErrGone
	case who.Guest:
		return request.ErrGuest
	case who.Stranger, b.reply.TeamID != "" && req.Team != "" && req.Team != b.reply.TeamID &&
		(b.reply.OrgID == "" || req.Enterprise != b.reply.OrgID):
		return request.ErrStranger
	}
	return nil
}

// meet asks Slack about somebody who acts for the first time in this process. When Slack does not answer, somebody whom
// the store knows as a rep is let through: they were checked when they became one.
func (b *Bot) meet(ctx context.Context, req *request.Request) (request.Person, error) {
	ask, cancel := context.WithTimeout(ctx, b.budget*6/10)
	defer cancel()
	who, err := b.reply.LookUp(ask, req.User)
	if err == nil {
		return who, nil
	}
	b.reply.Log.Warn("could not ask Slack about a person", "user", req.User, "error", err)
	seen, errStore := b.record.Space().Records.Read(ctx, store.Query{Rep: req.User, Now: req.Now})
	if errStore != nil {
		return request.Person{}, errStore
	}
	if !seen.Known || seen.Rep.Gone {
		return request.Person{}, request.ErrNobody
	}
	return request.Person{ID: req.User, Team: req.Team, TZ: seen.Rep.TZ, Locale: seen.Rep.Locale}, nil
}
