package bot

import (
	"encoding/json"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
)

// The kinds of acts. They decide how an answer travels and label the metrics.
const (
	kindCommand  = "command"
	kindClick    = "click"
	kindSubmit   = "submit"
	kindClosed   = "closed"
	kindShortcut = "shortcut"
	kindEvent    = "event"
	kindUnknown  = "unknown"
)

// act is one thing a person did, read out of an envelope: who, what, and where the answer goes.
type act struct {
	kind string
	name string // action id, callback id, event type; of a command its first word, set when it is parsed
	key  string // names the act for deduplication: the same for each delivery of it

	user, team, enterprise string
	text                   string // what was typed after /followup
	trigger                string // opens one form within three seconds
	responseURL            string
	channel, messageTS     string        // where the clicked message is
	message                []slack.Block // …and its copy, which Slack sends along unless it is ephemeral
	ephemeral              bool          // the clicked message is seen by one person and can be replaced by responseURL only

	action *slack.BlockAction
	view   *slack.View
	event  any // the inner event of slackevents

	envelope string // the id of the envelope, for an operator
	label    string // names the act for metrics and logs, out of a closed set
	now      time.Time
	who      person

	rep     *coach.Rep     // the acting rep's record, once it was read
	tally   coach.Tally    // …and what their figures are made of, where it was asked for
	agreed  []coach.Agreed // …and their agreed calls, likewise
	changes bool           // a change was begun, so that a store that hangs leaves its fate open
}

// identify reads an envelope. It understands every envelope: what Slack sent in a form nobody knows becomes
// kindUnknown.
func identify(e socket.Envelope, now time.Time) *act {
	a := &act{kind: kindUnknown, name: e.Type, key: "e:" + e.ID, envelope: e.ID, now: now}
	switch {
	case e.Slash != nil:
		readSlash(a, e.Slash)
	case e.Interaction != nil:
		readInteraction(a, e.Interaction)
	case e.Event != nil:
		readEvent(a, e.Event)
	case e.Type == "slash_commands":
		a.kind = kindCommand
		a.name = unreadableName
	}
	return a
}

func readSlash(a *act, s *slack.SlashCommand) {
	a.kind, a.name = kindCommand, ""
	a.user, a.team, a.enterprise = s.UserID, s.TeamID, s.EnterpriseID
	a.text, a.trigger, a.responseURL, a.channel = s.Text, s.TriggerID, s.ResponseURL, s.ChannelID
	if s.TriggerID != "" {
		a.key = "t:" + s.TriggerID
	}
}

func readInteraction(a *act, i *slack.InteractionCallback) {
	a.name = string(i.Type)
	a.user, a.team, a.enterprise = i.User.ID, i.Team.ID, i.Enterprise.ID
	if a.team == "" {
		a.team = i.User.TeamID
	}
	a.trigger, a.responseURL = i.TriggerID, i.ResponseURL
	if i.TriggerID != "" {
		a.key = "t:" + i.TriggerID
	}
	if i.View.ID != "" {
		view := i.View
		a.view = &view
	}
	switch i.Type {
	case slack.InteractionTypeBlockActions:
		readClick(a, i)
	case slack.InteractionTypeViewSubmission:
		a.kind, a.name, a.changes = kindSubmit, i.View.CallbackID, true
		if i.TriggerID == "" {
			a.key = "v:" + i.View.ID + ":" + i.View.Hash + ":" + stateHash(i.View.State)
		}
	case slack.InteractionTypeViewClosed:
		a.kind, a.name = kindClosed, i.View.CallbackID
	case slack.InteractionTypeShortcut, slack.InteractionTypeMessageAction:
		a.kind, a.name = kindShortcut, i.CallbackID
		a.channel, a.messageTS = i.Channel.ID, i.Message.Timestamp
	}
}

func readClick(a *act, i *slack.InteractionCallback) {
	a.kind = kindClick
	a.channel, a.messageTS, a.ephemeral = i.Channel.ID, i.Container.MessageTs, i.Container.IsEphemeral
	a.message = i.Message.Blocks.BlockSet
	if a.channel == "" {
		a.channel = i.Container.ChannelID
	}
	if len(i.ActionCallback.BlockActions) == 0 || i.ActionCallback.BlockActions[0] == nil {
		a.name = ""
		return
	}
	a.action = i.ActionCallback.BlockActions[0]
	a.name = a.action.ActionID
}

func readEvent(a *act, e *slackevents.EventsAPIEvent) {
	a.kind, a.name = kindEvent, e.InnerEvent.Type
	a.team, a.event = e.TeamID, e.InnerEvent.Data
	if cb, ok := e.Data.(*slackevents.EventsAPICallbackEvent); ok && cb.EventID != "" {
		a.key = "ev:" + cb.EventID
	}
	switch ev := e.InnerEvent.Data.(type) {
	case *slackevents.AppHomeOpenedEvent:
		a.user = ev.User
	case *slackevents.UserChangeEvent:
		a.user = ev.User.ID
	case *slackevents.TeamJoinEvent:
		if ev.User != nil {
			a.user = ev.User.ID
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

// value is what the clicked element carries: a button's value, or the chosen option of a menu.
func (a *act) value() string {
	if a.action == nil {
		return ""
	}
	if v := a.action.SelectedOption.Value; v != "" {
		return v
	}
	return a.action.Value
}
