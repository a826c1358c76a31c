package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/store"
)

// eventTable is what Slack tells the app without anybody asking it for anything. Nobody is answered, and who is only
// spoken of is not authorized; each is idempotent, for events are delivered up to four times.
func (b *Bot) eventTable() map[string]handler {
	return map[string]handler{
		"user_change":     {run: b.userChanged, open: true},
		"team_join":       {run: b.teamJoined, open: true},
		"app_home_opened": {run: b.home.Opened}, // a guest has none
	}
}

// userChanged follows a person's zone, locale and status, and marks them gone or back. Leads are never touched: they
// wait.
func (b *Bot) userChanged(ctx context.Context, req *request.Request) (request.Response, error) {
	ev, ok := req.Event.(*slackevents.UserChangeEvent)
	if !ok || ev.User.ID == "" {
		return request.Response{}, nil
	}
	u := slack.User{
		ID: ev.User.ID, TeamID: ev.User.TeamID, TZ: ev.User.TZ, Locale: ev.User.Locale, Deleted: ev.User.Deleted,
		IsAdmin: ev.User.IsAdmin, IsOwner: ev.User.IsOwner, IsPrimaryOwner: ev.User.IsPrimaryOwner, IsBot: ev.User.IsBot,
		IsRestricted: ev.User.IsRestricted, IsUltraRestricted: ev.User.IsUltraRestricted,
	}
	says := ev.User.Profile
	u.Profile.StatusText, u.Profile.StatusEmoji, u.Profile.StatusExpiration = says.StatusText, says.StatusEmoji,
		says.StatusExpiration
	return request.Response{}, b.roster.Follow(ctx, req, &u)
}

// teamJoined gets to know somebody who is new, so that their first command is quick.
func (b *Bot) teamJoined(ctx context.Context, req *request.Request) (request.Response, error) {
	ev, ok := req.Event.(*slackevents.TeamJoinEvent)
	if !ok || ev.User == nil || ev.User.ID == "" {
		return request.Response{}, nil
	}
	return request.Response{}, b.roster.Follow(ctx, req, ev.User)
}

// Roster brings the records of all reps in line with what Slack says of them by now, by the list of all
// people. Once a day is often enough: what happens meanwhile comes as an event.
func (b *Bot) Roster(ctx context.Context) error { return b.roster.FollowEveryone(ctx) }

// A line written to the bot among its messages is a command, read as if it stood behind /followup. Slack brings it as
// an event, so it has no trigger to open a form with and no acknowledgement to answer in: the answer is a message, and
// the event is acknowledged once that stands.

// ackWithin is how long after an event came it is acknowledged at the latest; Slack waits three seconds. What takes
// longer is not acknowledged, and Slack delivers the event again.
const ackWithin = 2800 * time.Millisecond

// lastRetry is the last delivery of an event: Slack repeats it three times.
const lastRetry = 3

// written reports whether an event is a new line that a person has written to the bot. Anything else in its messages is
// left alone: its own messages, those of other apps, edits, deletions, and whatever Slack marks with a subtype. People
// write two of them: a shared file, and a reply in a thread that is "also sent to the channel", behind which Slack says
// that the reply was changed.
func written(ev *slackevents.MessageEvent) bool {
	if ev.ChannelType != slackevents.ChannelTypeIM || ev.User == "" || ev.BotID != "" {
		return false
	}
	if m := ev.Message; m != nil && (m.BotID != "" || m.Edited != nil || m.Hidden) {
		return false
	}
	switch ev.SubType {
	case "", "file_share", "thread_broadcast":
		return true
	}
	return false
}

// readMessage reads a written line. The word of the command in front of it, copied from a help page, says nothing here.
func readMessage(req *request.Request, ev *slackevents.MessageEvent, came time.Time, retry int) {
	req.Kind, req.Name, req.User, req.Posted = request.KindMessage, "", ev.User, true
	req.Channel, req.MessageTS, req.Thread = ev.Channel, ev.TimeStamp, ev.ThreadTimeStamp
	req.Text, req.Given = ev.Text, words.Plain(ev.Text)
	if rest, ok := strings.CutPrefix(strings.TrimSpace(ev.Text), "/followup"); ok && rest == strings.TrimLeft(rest, "-_") {
		req.Text = rest
	}
	if came.IsZero() {
		came = time.Now()
	}
	req.Retry, req.AckBy = retry, came.Add(ackWithin)
}

// routeMessage finds the handler of a written line: a file without words and an empty message are no commands.
func (b *Bot) routeMessage(req *request.Request) handler {
	if ev, ok := req.Event.(*slackevents.MessageEvent); ok && strings.TrimSpace(ev.Text) == "" {
		if ev.Message != nil && len(ev.Message.Files) > 0 {
			return handler{run: b.fileAlone}
		}
		return handler{run: b.noLine}
	}
	return b.routeLine(req)
}

// noLine answers what somebody wrote that is no line for a command, and is no trouble either: hello, thanks.
func (b *Bot) noLine(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := b.record.Rep(ctx, req); err != nil { // whoever writes first is a rep from then on
		return request.Response{}, err
	}
	return b.reply.Say(req, library.NoLine(b.reply.Reader(req)))
}

// fileAlone answers a file without words.
func (b *Bot) fileAlone(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := b.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	return b.reply.Say(req, library.FileAlone(b.reply.Reader(req)))
}

// claim takes the right to post the first answer to a written line. What the store can't tell follows from how often
// Slack has delivered the event.
func (b *Bot) claim(ctx context.Context, req *request.Request) bool {
	ctx, cancel := context.WithTimeout(ctx, claimFor)
	defer cancel()
	err := b.record.Space().Once(ctx, req.User, req.Now, "answer:"+req.Key, nil)
	if _, before := store.Repeated(err); before {
		return false
	}
	return err == nil || req.Retry == 0
}

// claimFor bounds the claim, so that a store that hangs costs the answer little of its time.
const claimFor = 300 * time.Millisecond

// silent reports whether an error is met with silence, although a person would hear of it: another app wrote the line,
// and an answer could begin a conversation between machines.
func silent(req *request.Request, err error) bool {
	return req.Kind == request.KindMessage && errors.Is(err, request.ErrBot)
}
