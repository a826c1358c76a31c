package reply

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say/setup"
)

// channelWait bounds how long an answer waits for what Slack says of a channel.
const channelWait = time.Second

// NoPost is why the app can't post to a channel, [setup.MayPost] where nothing is known against it. What Slack doesn't
// say in time, or not without a scope that is missing, stops nothing: a post that fails is told of then.
func (r *Replier) NoPost(ctx context.Context, channel string) setup.NoPost {
	ctx, cancel := context.WithTimeout(ctx, channelWait)
	defer cancel()
	c, err := r.API().GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	switch refused := Refusal(err); {
	case refused == "channel_not_found": // a private channel is unknown to an app that is not in it
		return setup.NotInChannel
	case err != nil:
		r.Log.Warn("could not ask Slack about a channel", "channel", channel, "error", err)
		return setup.MayPost
	case c.IsArchived:
		return setup.ChannelArchived
	case !c.IsMember:
		return setup.NotInChannel
	}
	return setup.MayPost
}
