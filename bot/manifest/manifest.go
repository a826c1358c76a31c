// Package manifest describes the Slack app: what `followup manifest` prints and what `followup doctor` checks the token
// for. Each scope is asked for by one named feature; a scope without a feature has no place here. Tests hold it against
// the limits of Slack's manifest schema 2.0.
package manifest

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"
)

// Scope is one permission of the bot token and the feature that needs it.
type Scope struct {
	Name    string
	Feature string
}

// Scopes are the bot token's, least first. The app-level token needs connections:write besides, which no manifest can
// hold.
func Scopes() []Scope {
	return []Scope{
		{"commands", "/followup and the shortcuts"},
		{"chat:write", "morning digests, pings, second-try nudges and the channel summary"},
		{"im:write", "opening a rep's direct messages, to see whether a digest with a lost answer has arrived"},
		{"im:history", "looking there for that digest before it is sent again, and reading what is written to the bot"},
		{"channels:history", "the same look for a summary in a public channel"},
		{"groups:history", "the same look for a summary in a private channel"},
		{"channels:read", "telling a manager at once that the bot is not in the team's channel"},
		{"groups:read", "the same for a private channel"},
		{"files:write", "sending an agreed call as a calendar file, and an export, into the rep's own direct messages"},
		{"files:read", "reading a list of leads that somebody gives to the import form"},
		{"users:read", "each rep's time zone, and keeping guests, bots and other companies out"},
		{"users:read.email", "followup import --rep with a mail address in place of an id"},
	}
}

// Events are what the bot subscribes to, each with its reason.
func Events() []Scope {
	return []Scope{
		{"user_change", "a rep is asked about a move and a status that says away, one who leaves is noticed (users:read)"},
		{"team_join", "who is new is known before their first command (users:read)"},
		{"app_home_opened", "the app's Home is drawn when somebody opens it (no scope)"},
		{"message.im", "a line written to the bot among its messages is a command (im:history)"},
	}
}

// Command is the slash command of the app.
const Command = "/followup"

// New is the manifest of the app. Events and clicks arrive over Socket Mode, so it names no address, and channel names
// and mentions in a command arrive as ids.
func New() slack.Manifest {
	var scopes, events []string
	for _, s := range Scopes() {
		scopes = append(scopes, s.Name)
	}
	for _, e := range Events() {
		events = append(events, e.Name)
	}
	return slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 2},
		Display: slack.Display{
			Name:            "Followup",
			Description:     "Logs follow-up calls in one line and says whom to call next, when, and how to open.",
			BackgroundColor: "#1F3A5F",
		},
		Features: slack.Features{
			AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: slack.BotUser{DisplayName: "followup", AlwaysOnline: true},
			Shortcuts: []slack.Shortcut{{
				Name: "Log a follow-up", Type: slack.GlobalShortcut, CallbackID: "followup_log",
				Description: "Log a call and see what comes next",
			}, {
				Name: "Check this message", Type: slack.MessageShortcut, CallbackID: "followup_check",
				Description: "See what to change before you send it",
			}, {
				Name: "Log from this message", Type: slack.MessageShortcut, CallbackID: "followup_from",
				Description: "Log the call that a message or a dialer's post tells of",
			}},
			SlashCommands: []slack.ManifestSlashCommand{{
				Command: Command, Description: "Log a follow-up call, or see what is due",
				UsageHint: "[acme voicemail | today | next acme Thu 4pm | help]", ShouldEscape: true,
			}},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: scopes}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: events},
			Interactivity:      &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled:  true,
		},
	}
}

// JSON is the manifest as Slack's “create an app from a manifest” page takes it.
func JSON() ([]byte, error) {
	var m object
	b, err := json.Marshal(New())
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	// In so many words, since slack-go leaves a false out: people may write to the bot.
	m.within("features").within("app_home")["messages_tab_read_only_enabled"] = false
	if b, err = json.MarshalIndent(m, "", "  "); err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return append(b, '\n'), nil
}

// object is a part of the manifest as JSON.
type object map[string]any

// within is the part of that name; it is made where there is none.
func (o object) within(name string) object {
	part, ok := o[name].(map[string]any)
	if !ok {
		part = map[string]any{}
		o[name] = part
	}
	return part
}

// Tab is what Slack calls the checkbox under App Home that lets people write to the bot. An app that was created from a
// manifest has it ticked; in one that was created before, it is ticked by hand.
const Tab = "Allow users to send Slash commands and messages from the messages tab"
