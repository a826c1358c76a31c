// Package reply brings a [request.Response] to the person: in the acknowledgement, behind it by response_url, as a page
// of a form, in the place of a card, or as a direct message. It also remembers what Slack said of people, and runs what
// goes on behind an answer.
package reply

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/coach"
)

// Config is what a [Replier] is made of. API, Now and Log are required.
type Config struct {
	API    func() *slack.Client // asked for at every call, so that a renewed token is picked up
	Now    func() time.Time
	Log    *slog.Logger
	Rules  *coach.Rules // whose numbers the words name
	HTTP   *http.Client // posts to response URLs; nil is a client with a time-out of ten seconds
	TeamID string       // of this workspace; empty when every workspace is let in
	OrgID  string       // of the organization that the workspace belongs to; empty when it stands alone
	Poster *send.Poster // whose pace posted answers keep to; nil is one of their own
}

// Replier brings answers to people. Make one with [New] and [Replier.Close] it last.
type Replier struct {
	API    func() *slack.Client
	Now    func() time.Time
	Log    *slog.Logger
	rules  *coach.Rules
	http   *http.Client
	TeamID string
	OrgID  string

	// Again renders an answer again, by its surface, after a click on one of its cards. Lead is whose card it was.
	Again map[string]func(ctx context.Context, req *request.Request, lead string) (say.Reply, error)

	// Home shows on the app's Home what a tap there has saved; false where that can't be.
	Home func(ctx context.Context, req *request.Request, resp request.Response) bool

	// Claim reports whether this is the first try to post the answer to a written line: after an earlier one it may be
	// there already.
	Claim func(ctx context.Context, req *request.Request) bool

	// Dealt is told that the card of a lead makes room, in a message, for what was saved. Its failure is no reason to keep
	// that back.
	Dealt func(ctx context.Context, req *request.Request, lead, message string) error

	// Explain says why one of several lines can't be saved.
	Explain func(req *request.Request, err error) request.Response

	poster  *send.Poster
	posting posting

	People   *People // shared with the edge, which checks who acts
	rendered rendered

	stop    context.CancelFunc
	running context.Context // ends when Close gives up on what still runs behind the answers
	async   sync.WaitGroup
	// Slots holds one value for each [Replier.Async] that runs: full means that more would wait.
	Slots chan struct{}
}

// New makes a replier. It asks nobody anything.
func New(c Config) *Replier {
	r := &Replier{
		API: c.API, Now: c.Now, Log: c.Log, rules: c.Rules, http: c.HTTP, TeamID: c.TeamID, OrgID: c.OrgID,
		poster: c.Poster, People: newPeople(), Slots: make(chan struct{}, asyncMost),
	}
	if r.poster == nil {
		r.poster = send.New(c.API, 0)
	}
	if r.http == nil {
		r.http = &http.Client{Timeout: 10 * time.Second}
	}
	r.running, r.stop = context.WithCancel(context.Background())
	return r
}

// Close waits for what still runs behind answers that were given (a card to be ticked off, a look-up after Redis hung)
// and gives up on it when ctx ends.
func (r *Replier) Close(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.async.Wait()
	}()
	defer r.stop()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
