package send

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// Post is one message to leave.
type Post struct {
	To     string // a person (U…, W…) or a channel (C…, D…)
	Thread string // ts of the message that begins the thread, "" outside of threads
	Key    string // idempotency key; its hash goes into the metadata, "" for none
	Urgent bool   // overtakes what is not
	Text   string
	Blocks []slack.Block // none for plain text
}

// Poster posts. It may be used by many goroutines; how many do is the caller's bound.
type Poster struct {
	api  func() *slack.Client
	http *http.Client // for what has an address of its own
	pace *pace

	mu  sync.Mutex
	dms map[string]string // person → their direct message with the bot, as Slack named it
}

// New makes a poster. api is asked for the client at every call. perMinute is the rate to begin with, 0 for what
// workspaces are known to bear; refusals lower it, success raises it.
func New(api func() *slack.Client, perMinute float64) *Poster {
	return &Poster{api: api, pace: newPace(perMinute), dms: make(map[string]string),
		http: &http.Client{Timeout: changePatience, Transport: InTime(http.DefaultTransport)}}
}

// changePatience bounds the change of a message by its own address. Like every call of Slack it is shorter than a
// delivery's lease.
const changePatience = 6 * time.Second

// Metadata that marks a delivery. Everybody in the workspace can read it, so it holds a hash and nothing else. The
// names stand in messages that are out already and never change.
const (
	metaType  = "followup_deed"
	metaField = "deed"
)

// Hash names a delivery without telling whose or when it is.
func Hash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:12])
}

// Post posts once, at its turn. Errors are *[failure.Error]; only [failure.Ambiguous] ones may have arrived.
func (p *Poster) Post(ctx context.Context, m Post) (ledger.Receipt, error) {
	const method = "chat.postMessage"
	if err := p.pace.turn(ctx, m.To, m.Urgent); err != nil {
		return ledger.Receipt{}, Failed(method, fmt.Errorf("%w: %w", errNotSent, err))
	}
	options := append(content(m.Text, m.Blocks), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if m.Thread != "" {
		options = append(options, slack.MsgOptionTS(m.Thread))
	}
	if m.Key != "" {
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: metaType, EventPayload: map[string]any{metaField: Hash(m.Key)},
		}))
	}
	// One request, never repeated here: an answer that is lost leaves the message's fate to whoever looks it up.
	channel, ts, err := p.api().PostMessageContext(ctx, m.To, options...)
	if err != nil {
		return ledger.Receipt{}, p.failed(method, err)
	}
	p.pace.accepted()
	p.remember(m.To, channel)
	return ledger.Receipt{Channel: channel, TS: ts, At: instant(ts)}, nil
}

// Update replaces a message. Doing it twice changes nothing more.
func (p *Poster) Update(ctx context.Context, r ledger.Receipt, text string, blocks []slack.Block) error {
	const method = "chat.update"
	if err := p.pace.turn(ctx, r.Channel, true); err != nil {
		return Failed(method, fmt.Errorf("%w: %w", errNotSent, err))
	}
	_, _, _, err := p.api().UpdateMessageContext(ctx, r.Channel, r.TS, content(text, blocks)...)
	return p.failed(method, err)
}

// Change puts a message in the place of the one that a click was made in, by the address that came with the click.
// Doing it twice changes nothing more.
func (p *Poster) Change(ctx context.Context, url, text string, blocks []slack.Block) error {
	const method = "response_url"
	err := slack.PostWebhookCustomHTTPContext(ctx, url, p.http, &slack.WebhookMessage{Text: text, ReplaceOriginal: true,
		Blocks: &slack.Blocks{BlockSet: blocks}})
	if status, is := errors.AsType[slack.StatusCodeError](err); is && status.Code < 500 &&
		status.Code != http.StatusTooManyRequests { // it is too old, or was used too often
		return &failure.Error{Method: method, Class: failure.Gone, Err: request.WithoutURL(err)}
	}
	return p.failed(method, request.WithoutURL(err))
}

// A look-up goes back as far as a delivery can be old when it is tried again, however much people have written in
// between: what is typed to the bot stands in the same conversation. The pages bound what a look-up can cost.
const (
	lookBack  = 48 * time.Hour // by Slack's clock
	lookPages = 50             // of two hundred messages
)

// Find looks for the mark of the delivery in the conversation with to, among the messages of the last two days.
func (p *Poster) Find(ctx context.Context, key, to string) (ledger.Receipt, bool, error) {
	channel, err := p.conversation(ctx, to)
	if err != nil {
		return ledger.Receipt{}, false, err
	}
	since := time.Now().Add(-lookBack) // posts are dated by Slack's clock, never by the bot's
	return p.FindIn(ctx, key, channel, "", strconv.FormatInt(since.Unix(), 10))
}

// FindIn looks for the mark of the delivery among the messages of a conversation behind the one with the timestamp
// since: in a thread of it, or outside of threads where thread is empty.
func (p *Poster) FindIn(ctx context.Context, key, channel, thread, since string) (ledger.Receipt, bool, error) {
	// The history comes newest first, so a delivery of the last minutes stands on the first page.
	want, cursor := Hash(key), ""
	for range lookPages {
		messages, next, err := p.page(ctx, channel, thread, since, cursor)
		if err != nil {
			return ledger.Receipt{}, false, err
		}
		for _, m := range messages {
			if m.Metadata.EventType == metaType && m.Metadata.EventPayload[metaField] == want {
				return ledger.Receipt{Channel: channel, TS: m.Timestamp, At: instant(m.Timestamp)}, true, nil
			}
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	return ledger.Receipt{}, false, nil
}

// page is one page of a conversation or of a thread in it, and where the next one begins.
func (p *Poster) page(ctx context.Context, channel, thread, since, cursor string) ([]slack.Message, string, error) {
	const most = 200 // Slack's advice for one page
	if thread != "" {
		messages, _, next, err := p.api().GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: thread, Oldest: since, Cursor: cursor, Limit: most, IncludeAllMetadata: true,
		})
		return messages, next, p.lookupFailed("conversations.replies", err)
	}
	page, err := p.api().GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Oldest: since, Cursor: cursor, Limit: most, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", p.lookupFailed("conversations.history", err)
	}
	return page.Messages, page.ResponseMetaData.NextCursor, nil
}

// conversation is the channel itself, or a person's direct message with the bot.
func (p *Poster) conversation(ctx context.Context, to string) (string, error) {
	if !person(to) {
		return to, nil
	}
	p.mu.Lock()
	channel := p.dms[to]
	p.mu.Unlock()
	if channel != "" {
		return channel, nil
	}
	c, _, _, err := p.api().OpenConversationContext(ctx,
		&slack.OpenConversationParameters{Users: []string{to}, ReturnIM: true})
	if err != nil {
		return "", p.lookupFailed("conversations.open", err)
	}
	p.remember(to, c.ID)
	return c.ID, nil
}

// remember keeps the channel that Slack named for a person, so that a look-up need not open the conversation.
func (p *Poster) remember(to, channel string) {
	if person(to) {
		p.mu.Lock()
		p.dms[to] = channel
		p.mu.Unlock()
	}
}

// failed sorts the error of a call, and slows the pace when Slack refused for the rate; nil for nil.
func (p *Poster) failed(method string, err error) error {
	sorted := Failed(method, err)
	if e, ok := errors.AsType[*failure.Error](sorted); ok && e.Class == failure.RateLimited {
		p.pace.refused(e.After)
	}
	return sorted
}

// lookupFailed sorts the error of a look-up. A scope that is missing for looking stops this delivery, not all posting.
func (p *Poster) lookupFailed(method string, err error) error {
	sorted := p.failed(method, err)
	if e, ok := errors.AsType[*failure.Error](sorted); ok && e.Code == "missing_scope" {
		e.Class = failure.Transient
	}
	return sorted
}

// person tells people from channels by the first letter of Slack's ids.
func person(to string) bool { return strings.HasPrefix(to, "U") || strings.HasPrefix(to, "W") }

// content is the part of a request that a post and an update share.
func content(text string, blocks []slack.Block) []slack.MsgOption {
	// An update without blocks would leave none, which is what plain text asks for.
	return []slack.MsgOption{slack.MsgOptionText(text, false), slack.MsgOptionBlocks(blocks...)}
}

// instant reads Slack's timestamp, whose whole part is Unix seconds.
func instant(ts string) time.Time {
	d, err := time.ParseDuration(ts + "s")
	if err != nil {
		return time.Time{}
	}
	return time.Unix(0, 0).Add(d).UTC()
}
