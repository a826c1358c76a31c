package bot

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// Config is what a [Bot] is made of. API, Space, Rules and Now are required.
type Config struct {
	API   func() *slack.Client    // asked for at every call, so that a renewed token is picked up
	Space func() *store.Workspace // the workspace's records; a func because its id is known only once Slack has answered
	Rules *coach.Rules
	Now   func() time.Time
	Log   *slog.Logger // nil discards

	Admins            []string // Slack user ids that may set up teams besides owners and admins
	TeamID, BotUserID string   // of this workspace; an empty TeamID lets every workspace in
	EnterpriseID      string   // of the organization that the workspace belongs to; empty when it stands alone

	// Kick tells the scheduler that something may be due earlier than it thought. Called after each change, never
	// blocking.
	Kick func()
	// HTTP posts to response URLs; nil is a client with a time-out of ten seconds.
	HTTP *http.Client
	// Budget bounds the work of one envelope; zero is two seconds, so that with the answer Slack's three are kept.
	Budget time.Duration
}

// Bot answers what people do in Slack. Make one with [New], hand [Bot.Handle] to the socket, and [Bot.Close] it last.
type Bot struct {
	api    func() *slack.Client
	space  func() *store.Workspace
	rules  *coach.Rules
	now    func() time.Time
	log    *slog.Logger
	admins []string
	teamID string
	orgID  string
	self   string
	kick   func()
	http   *http.Client
	budget time.Duration

	people *people
	counts *counts
	drawn  drawn
	tables tables

	today      func(ctx context.Context, a *act) (say.Reply, error)           // today's list, drawn anew
	prepUndone func(ctx context.Context, a *act, lead string) (answer, error) // a prep, drawn anew after an undo
	stop       context.CancelFunc
	running    context.Context // ends when Close gives up on what still runs behind the answers
	behind     sync.WaitGroup
	slots      chan struct{}
}

// behindMost bounds what works behind the answers at one time; beyond it the next waits its turn.
const behindMost = 256

// New makes a bot. It asks nobody anything.
func New(c Config) *Bot {
	b := &Bot{
		api: c.API, space: c.Space, rules: c.Rules, now: c.Now, log: c.Log,
		admins: c.Admins, teamID: c.TeamID, orgID: c.EnterpriseID, self: c.BotUserID,
		kick: c.Kick, http: c.HTTP, budget: c.Budget,
		people: newPeople(), counts: newCounts(), slots: make(chan struct{}, behindMost),
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if b.kick == nil {
		b.kick = func() {}
	}
	if b.http == nil {
		b.http = &http.Client{Timeout: 10 * time.Second}
	}
	if b.budget == 0 {
		b.budget = 2 * time.Second
	}
	b.today, b.prepUndone = b.todayReply, b.prepAfterUndo
	b.tables = tables{
		commands: b.commandTable(), clicks: b.clickTable(), forms: b.formTable(),
		shortcuts: b.shortcutTable(), slackChanges: b.eventTable(),
	}
	b.running, b.stop = context.WithCancel(context.Background())
	return b
}

// Close waits for what still runs behind answers that were given (a card to be ticked off, a look-up after Redis hung)
// and gives up on it when ctx ends. Call it after the socket has stopped.
func (b *Bot) Close(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.behind.Wait()
	}()
	defer b.stop()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// later runs something behind the answer, at once or when its turn comes, and never makes the answer wait. A panic in
// it is logged and counted, as one in front of it would be.
func (b *Bot) later(fn func(ctx context.Context)) {
	b.aside(func(ctx context.Context) {
		select {
		case b.slots <- struct{}{}:
			defer func() { <-b.slots }()
			fn(ctx)
		case <-ctx.Done():
		}
	})
}

// aside is later for what mostly waits, so that it takes nobody's turn.
func (b *Bot) aside(fn func(ctx context.Context)) {
	b.behind.Go(func() {
		defer func() {
			if r := recover(); r != nil {
				b.counts.panicked("behind")
				b.log.Error("panic behind an answer", "panic", panicWords(r), "stack", stack())
			}
		}()
		fn(b.running)
	})
}
