package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/store"
)

// A line written to the bot among its messages is a command, read as if it stood behind /followup. Slack brings it as
// an event, so it has no trigger to open a form with and no acknowledgement to answer in: the answer is a message, and
// the event is acknowledged once that stands.

// ackWithin is how long after an event came it is acknowledged at the latest; Slack waits three seconds. What takes
// longer is not acknowledged, and Slack delivers the event again.
const ackWithin = 2800 * time.Millisecond

// lastRetry is the last delivery of an event: Slack repeats it three times.
const lastRetry = 3

// written reports whether an event is a new line that a person has written to the bot. Anything else in its messages is
// left alone: its own messages, those of other apps, edits, deletions, and whatever Slack marks with a subtype.
// A shared file is the one subtype that people write.
func written(ev *slackevents.MessageEvent) bool {
	if ev.ChannelType != slackevents.ChannelTypeIM || ev.User == "" || ev.BotID != "" {
		return false
	}
	if m := ev.Message; m != nil && (m.BotID != "" || m.Edited != nil || m.Hidden) {
		return false
	}
	return ev.SubType == "" || ev.SubType == "file_share"
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
	line := input.ReadLine(words.Unescape(req.Text))
	req.Name, req.Label = line.Word, line.Word
	return b.byLine(line)
}

// noLine answers what somebody wrote that is no line for a command, and is no trouble either: hello, thanks.
func (b *Bot) noLine(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := b.record.Rep(ctx, req); err != nil { // whoever writes first is a rep from then on
		return request.Response{}, err
	}
	return b.reply.Say(req, say.NoLine(b.reply.Reader(req)))
}

// fileAlone answers a file without words.
func (b *Bot) fileAlone(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, err := b.record.Rep(ctx, req); err != nil {
		return request.Response{}, err
	}
	return b.reply.Say(req, say.FileAlone(b.reply.Reader(req)))
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

// acked is the payload of an acknowledgement, or word to the socket that it must wait.
func acked(payload any) any {
	if payload == reply.Unposted {
		return socket.Unacked
	}
	return payload
}

// silent reports whether an error is met with silence, although a person would hear of it: another app wrote the line,
// and an answer could begin a conversation between machines.
func silent(req *request.Request, err error) bool {
	return req.Kind == request.KindMessage && errors.Is(err, request.ErrBot)
}
