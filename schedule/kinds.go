package schedule

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// urgency decides whose workers carry an action out, so that what must be on time never stands behind what may wait.
type urgency int

const (
	onTime     urgency = iota // has a minute to be right
	bulk                      // may come at any minute of the morning
	background                // says nothing to Slack, and goes on whatever Slack says
)

// kind is one sort of due entry. Address and compose read and decide, and change nothing: an entry that was read in
// vain is as it was.
type kind struct {
	name    string
	urgency urgency
	// opens is how long after the instant it speaks of (before it: negative) an entry comes due at the earliest. Nil: at
	// that instant.
	opens func(coach.Limits) time.Duration
	// groups is for how long after the first entry of a rep the following ones are answered by its message. Nil: by
	// none.
	groups func(coach.Limits) time.Duration
	// address names what is to be claimed: the delivery's key and recipient, a job of the store's, or nothing at all.
	address func(composer, context.Context, ledger.Due, time.Time) (action, error)
	// compose puts the message of a claimed delivery together, or says why there is none. Nil for jobs.
	compose func(composer, context.Context, *action, time.Time) error
}

// kinds holds every kind in the order in which entries that are due together are taken up: what has a minute to be
// right first, what may come at any minute of the morning last.
var kinds = []*kind{
	{name: ledger.KindPing, urgency: onTime, opens: pingOpens, address: composer.addressPing,
		compose: composer.composePing},
	{name: ledger.KindStill, urgency: onTime, opens: stillOpens, address: composer.addressStill,
		compose: composer.composeStill},
	{name: ledger.KindCalled, urgency: onTime, opens: calledOpens, address: composer.addressCalled,
		compose: composer.composeCalled},
	{name: ledger.KindNudge, urgency: onTime, opens: nudgeOpens, groups: nudgeSpan, address: composer.addressNudge,
		compose: composer.composeNudge},
	{name: ledger.KindLetter, urgency: onTime, address: composer.addressLetter, compose: composer.composeLetter},
	{name: ledger.KindGift, urgency: onTime, opens: giftOpens, address: composer.addressGift,
		compose: composer.composeGift},
	{name: ledger.KindGiftBack, urgency: onTime, address: composer.addressGiftBack, compose: composer.composeGiftBack},
	{name: ledger.KindAsk, urgency: bulk, address: composer.addressAsk, compose: composer.composeAsk},
	{name: ledger.KindOutbox, urgency: background, address: composer.outbox},
	{name: ledger.KindImport, urgency: background, address: composer.imports},
	{name: ledger.KindReturn, urgency: background, address: composer.comeBack},
	{name: ledger.KindReindex, urgency: background, address: composer.reindex},
	{name: ledger.KindSummary, urgency: bulk, address: composer.addressSummary, compose: composer.composeSummary},
	{name: ledger.KindTeamDay, urgency: bulk,
		address: func(c composer, ctx context.Context, d ledger.Due, now time.Time) (action, error) {
			return teamDesk{c.space, c.rules}.address(ctx, d, now)
		},
		compose: func(c composer, ctx context.Context, a *action, now time.Time) error {
			return teamDesk{c.space, c.rules}.compose(ctx, a, now)
		}},
	{name: ledger.KindDigest, urgency: bulk, address: composer.addressDigest, compose: composer.composeDigest},
}

func pingOpens(l coach.Limits) time.Duration  { return -minutes(l.PingBefore) }
func stillOpens(l coach.Limits) time.Duration { return minutes(l.StillAfter) }
func nudgeOpens(l coach.Limits) time.Duration { return -minutes(l.NudgeBefore) }
func giftOpens(coach.Limits) time.Duration    { return -time.Second } // milliseconds count the managers
func nudgeSpan(l coach.Limits) time.Duration  { return minutes(l.NudgeSpan) }

// ranks are the places of the kinds in their order, by name.
var ranks = func() map[string]int {
	out := map[string]int{}
	for i, k := range kinds {
		out[k.name] = i
	}
	return out
}()

// kindOf is the kind of an entry; nil for one that a newer version has written.
func kindOf(d ledger.Due) *kind {
	if i, known := ranks[d.Kind]; known {
		return kinds[i]
	}
	return nil
}

// openFrom is the earliest instant at which the entry can have come due. One that is seen before it was read while
// somebody moved it on: it still had its old place and already spoke of the next instant.
func (k *kind) openFrom(d ledger.Due, l coach.Limits) time.Time {
	if k.opens == nil {
		return d.For
	}
	return d.For.Add(k.opens(l))
}

// composer reads the store and asks coach. It changes nothing, but for what a job of the store's does when it runs.
type composer struct {
	space *store.Workspace
	rules *coach.Rules
	now   func() time.Time // of jobs, which may take long; decisions are given their instant
	// goes on with an import that stands still
	resume func(context.Context, ledger.Due) error
	// moves leads to another rep
	handOver func(context.Context, store.Outbox) error

	// read ahead for entries that are addressed together; may lack some, or be nil
	reps  map[string]coach.Rep
	teams map[string]coach.Team // of those reps
}

// readAhead is the composer with the reps whose digests and reminders are due, and the teams of the former, in a trip
// for all instead of one each: thousands come due in the same minute. What can't be read so is read alone, where an
// error is the entry's own.
func (c composer) readAhead(ctx context.Context, dues []ledger.Due) composer {
	var ids []string
	digest := map[string]bool{}
	for _, d := range dues {
		switch d.Kind {
		case ledger.KindDigest:
			digest[d.Rep] = true
		case ledger.KindPing, ledger.KindStill, ledger.KindNudge:
		default:
			continue
		}
		ids = append(ids, d.Rep)
	}
	if len(ids) < 2 {
		return c
	}
	c.reps, _ = c.space.Records.RepsBy(ctx, ids)
	var of []string
	for _, rep := range c.reps {
		if digest[rep.ID] {
			of = append(of, rep.Teams...)
		}
	}
	slices.Sort(of)
	teams, err := c.space.Directory.TeamsBy(ctx, slices.Compact(of)...)
	if err != nil {
		return c
	}
	c.teams = make(map[string]coach.Team, len(teams))
	for _, t := range teams {
		c.teams[t.ID] = t
	}
	return c
}

// teamsOf are a rep's teams, read ahead where they could be; those that are gone are passed over.
func (c composer) teamsOf(ctx context.Context, rep coach.Rep) (teams []coach.Team, err error) {
	if c.teams == nil {
		return c.space.Directory.TeamsBy(ctx, rep.Teams...)
	}
	for _, id := range rep.Teams {
		if t, known := c.teams[id]; known {
			teams = append(teams, t)
		}
	}
	return teams, nil
}

// rep is a rep of the entries that are addressed, read ahead where it could be.
func (c composer) rep(ctx context.Context, id string) (coach.Rep, bool, error) {
	if rep, read := c.reps[id]; read {
		return rep, true, nil
	}
	return c.space.Records.Rep(ctx, id)
}

// Recipient is whom a message is for: a person (U…) or a channel (C…), and the zone, the locale and the clock in which
// it is read.
type Recipient struct {
	ID     string
	Zone   *time.Location
	Locale string
	Clock  calendar.HourCycle
}

// readBy is a rep as the one whom a message is for.
func readBy(r coach.Rep) Recipient { return readAs(r.ID, r) }

// readAs is somebody, or a channel, that reads a message as a rep does.
func readAs(id string, r coach.Rep) Recipient {
	return Recipient{ID: id, Zone: r.Location(), Locale: r.Locale, Clock: r.Clock}
}

// action is what becomes of one due entry: a message under an idempotency key, a job within the store, or nothing but
// the entry's next time.
type action struct {
	due     ledger.Due
	meant   time.Time   // when it should have gone out
	next    *ledger.Due // the next entry of this kind; nil: none
	then    *ledger.Due // one of another kind that follows, where there is none; nil: none
	nothing result      // why no message is sent; empty while one is to be sent

	key   string // names the delivery for ever
	to    Recipient
	rep   coach.Rep    // of a digest, read once…
	teams []coach.Team // …with the rep's teams
	team  coach.Team   // of a summary
	ahead *ahead       // of a digest that was claimed with others

	msg notify.Message
	// key of the delivery whose message msg takes the place of; empty for a message of its own
	replaces string
	changes  bool // msg takes the place of a message that it names itself, and to repeat that changes nothing more
	// unwelcome: the recipient has left, or wants no messages, and nobody asks Slack about it; the message comes back
	unwelcome bool
	also      []ledger.Due         // further entries that msg answers
	dm        string               // the reader's date under which the message counts as a DM; empty: it doesn't
	tips      map[string]time.Time // shown with it

	run func(context.Context) error // a job within the store
}

// delivers is the action of an entry that is to become a message under the key.
func delivers(d ledger.Due, key string, to Recipient) action {
	return action{due: d, meant: d.For, key: key, to: to}
}

// drops is the action of an entry that comes to nothing.
func drops(d ledger.Due) action {
	return action{due: d, meant: d.For, to: Recipient{ID: d.Rep}, nothing: dropped}
}

// nameOf tells entries apart. A rep has one of each kind, a lead too.
func nameOf(d ledger.Due) string { return d.Kind + "|" + d.Rep + "|" + d.Lead + d.Team + d.Item }

// callKey is the key of the ping or the question after one agreed call: another time agreed on is another delivery.
func callKey(kind string, d ledger.Due) string {
	return fmt.Sprintf("%s/%s/%s/%d", kind, d.Rep, d.Lead, d.For.Unix())
}

// dateOf is the rep-local date, as 2006-01-02.
func dateOf(t time.Time, r coach.Rep) string { return t.In(r.Location()).Format(time.DateOnly) }

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
