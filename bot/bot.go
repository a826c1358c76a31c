package bot

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/calls"
	"github.com/followup-coach/followup/bot/dial"
	"github.com/followup-coach/followup/bot/doubles"
	"github.com/followup-coach/followup/bot/drafts"
	"github.com/followup-coach/followup/bot/handover"
	"github.com/followup-coach/followup/bot/history"
	"github.com/followup-coach/followup/bot/home"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/kept"
	"github.com/followup-coach/followup/bot/leads"
	"github.com/followup-coach/followup/bot/lists"
	"github.com/followup-coach/followup/bot/manager"
	"github.com/followup-coach/followup/bot/numbers"
	"github.com/followup-coach/followup/bot/practice"
	"github.com/followup-coach/followup/bot/preps"
	"github.com/followup-coach/followup/bot/privacy"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/reps"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/reviews"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/bot/talks"
	"github.com/followup-coach/followup/bot/teams"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
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

	// Wake tells the scheduler when the earliest is due of what a change has put into its index. Never blocking.
	Wake func(due time.Time)
	// Poster posts the answers to written lines, at the pace that it keeps for everything else; nil is one for them alone.
	Poster *send.Poster
	// HTTP posts to response URLs; nil is a client with a time-out of ten seconds.
	HTTP *http.Client
	// Budget bounds the work of one envelope; zero is two seconds, so that with the answer Slack's three are kept.
	Budget time.Duration
	// HomeGap is the least time between two publications of somebody's Home; zero is two seconds.
	HomeGap time.Duration
}

// Bot answers what people do in Slack. Make one with [New], hand [Bot.Handle] to the socket, and [Bot.Close] it last.
type Bot struct {
	budget time.Duration
	self   string   // the bot's own user id
	admins []string // who may set up teams besides owners and admins
	reply  *reply.Replier
	record *record.Recorder
	roster *reps.Roster

	agreed *calls.Agreed
	calls  *calls.Handlers
	checks *drafts.Handlers
	dial   *dial.Handlers
	drafts *drafts.Drafts
	kept   *kept.Handlers
	leads  *leads.Handlers
	lists  *lists.Handlers
	preps  *preps.Handlers
	tips   *preps.Tips

	doubles  *doubles.Handlers
	handover *handover.Handlers
	manager  *manager.Handlers
	history  *history.Handlers
	home     *home.Handlers
	practice *practice.Handlers
	privacy  *privacy.Handlers
	reps     *reps.Handlers
	reviews  *reviews.Handlers
	talks    *talks.Handlers
	teams    *teams.Handlers

	tables  tables
	metrics requestMetrics
}

// Details are what a lead is found by besides its name, for [store.Options]: what writes leads without them leaves
// leads that are found by their names only.
func Details(l coach.Lead, rep coach.Rep) []store.Detail { return record.Details(l, rep) }

// Import goes on with a list that nobody is at any more, for the engine.
func (b *Bot) Import(ctx context.Context, due ledger.Due) error { return b.lists.Resume(ctx, due) }

// HandOver does an outbox item of leads that go to another rep, for the engine.
func (b *Bot) HandOver(ctx context.Context, it store.Outbox) error { return b.handover.Carry(ctx, it) }

// New makes a bot. It asks nobody anything.
func New(c Config) *Bot {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Wake == nil {
		c.Wake = func(time.Time) {}
	}
	if c.Budget == 0 {
		c.Budget = 2 * time.Second
	}
	if c.HomeGap == 0 {
		c.HomeGap = 2 * time.Second
	}
	out := reply.New(reply.Config{
		API: c.API, Now: c.Now, Log: c.Log, Rules: c.Rules, HTTP: c.HTTP, TeamID: c.TeamID, OrgID: c.EnterpriseID,
		Poster: c.Poster,
	})
	rec := record.New(c.Space, c.Rules, c.Wake, out)
	messages, tips := drafts.NewDrafts(rec, out), preps.NewTips(rec, out)
	b := &Bot{
		budget: c.Budget, self: c.BotUserID, admins: c.Admins, reply: out, record: rec,
		roster: reps.NewRoster(rec, out),
		agreed: calls.NewAgreed(rec, out), calls: calls.New(rec, out), leads: leads.New(rec, out),
		lists: lists.New(rec, out, c.Now),
		preps: preps.New(rec, out, tips), tips: tips,
		dial:   dial.New(rec, out),
		checks: drafts.New(rec, out), drafts: messages, reviews: reviews.New(rec, out, messages.Form),
		talks: talks.New(rec, out), practice: practice.New(rec, out),
		privacy: privacy.New(rec, out), doubles: doubles.New(rec, out), history: history.New(rec, out),
		home:  home.New(rec, out, c.HomeGap),
		teams: teams.New(rec, out),
	}
	b.handover = handover.New(rec, out, b.teams.Teams)
	b.manager = manager.New(rec, out, b.teams.Teams)
	b.teams.HandOver, b.teams.Show = b.handover.Line, b.manager.Show
	b.teams.Numbers = numbers.New(rec, out, b.teams.Teams).Team
	b.home.Lines, b.home.Shared = b.manager.Page, b.manager.Shared
	b.reps = reps.New(rec, out, b.preps.AfterUndo)
	b.reps.Shared = b.manager.Shared
	b.kept = kept.New(rec, out, func(ctx context.Context, req *request.Request, line input.Line) (request.Response,
		error) {
		return carry(ctx, rec, req, line, b.tables.lines[line.Word])
	}, b.reps.RefuseUndo)
	b.reps.Wish = b.kept.Wish
	out.Claim, out.Home, out.Dealt = b.claim, b.home.Answer, b.dial.Dealt
	out.Again = map[string]func(context.Context, *request.Request, string) (say.Reply, error){
		request.OnGo: func(ctx context.Context, req *request.Request, lead string) (say.Reply, error) {
			return b.dial.Card(ctx, req, lead)
		},
		request.OnToday: func(ctx context.Context, req *request.Request, _ string) (say.Reply, error) {
			return rec.Today(ctx, req.Own())
		},
	}
	out.Explain = func(req *request.Request, err error) request.Response {
		return b.explain(req, request.Response{}, err)
	}
	b.tables = b.newTables()
	return b
}

// Close waits for what still runs behind answers that were given, and gives up on it when ctx ends. Call it after the
// socket has stopped.
func (b *Bot) Close(ctx context.Context) error {
	b.home.Close()
	return b.reply.Close(ctx)
}

// Told draws somebody's Home again, if they have it before them: the engine has just sent them a message.
func (b *Bot) Told(user string) { b.home.Changed(home.Change{User: user}) }
