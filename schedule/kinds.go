package schedule

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// kind is one sort of due entry: how pressing it is and what it turns into.
type kind struct {
	name   string
	fast   bool // it has to be on time: workers of its own
	errand bool // it says nothing to Slack
	// decide says what becomes of entries of this kind, one plan for each.
	decide func(*Engine, context.Context, []store.Due, time.Time) ([]plan, error)
}

// plan is what becomes of one due entry: a message under a deed's key, an errand, or nothing but the entry's next time.
// In the last case the deed is the passing of the entry itself, so that entry and next entry change places in one
// write.
type plan struct {
	key    string
	to     string
	msg    coach.Message
	update *store.Receipt // the message that msg replaces
	meant  time.Time      // when it should have gone out
	// compose makes msg once the deed is claimed, for what takes long to read.
	compose func(context.Context) (coach.Message, error)

	run  func(context.Context) error // an errand within the store, instead of a deed
	skip result                      // why nothing is sent; "" when there is a message
	dues []store.Due                 // the entries that this deed answers, its own first
	next *store.Due                  // the next entry of this kind
	dm   string                      // the rep-local date under which the DM counts; "" = it doesn't
	tips map[string]time.Time
}

// pass is the plan for an entry that comes to nothing.
func pass(d store.Due, why result) plan {
	return plan{key: passKey(d), skip: why, dues: []store.Due{d}, to: d.Rep, meant: d.For}
}

// passKey names the passing of an entry without a message. An entry speaks of an instant once only.
func passKey(d store.Due) string {
	return fmt.Sprintf("pass/%s/%d", nameOf(d), d.For.UnixMilli())
}

// speaks turns a plan that would pass into one that sends.
func (p *plan) speaks(key string, msg coach.Message) { p.key, p.msg, p.skip = key, msg, "" }

// order is the order in which entries that are due together are taken up: what has a minute to be right first, what may
// come at any minute of the morning last.
var order = []*kind{
	{name: store.KindPing, fast: true, decide: each((*Engine).ping)},
	{name: store.KindStill, fast: true, decide: each((*Engine).still)},
	{name: store.KindNudge, fast: true, decide: each((*Engine).nudge)},
	{name: store.KindOutbox, errand: true, decide: each((*Engine).outbox)},
	{name: store.KindReindex, errand: true, decide: each((*Engine).reindex)},
	{name: store.KindSummary, decide: each((*Engine).summary)},
	{name: store.KindDigest, decide: each((*Engine).digest)},
}

var (
	kinds     = map[string]*kind{}
	rank      = map[string]int{}
	kindNames []string
)

func init() {
	for i, k := range order {
		kinds[k.name], rank[k.name] = k, i
		kindNames = append(kindNames, k.name)
	}
}

// each decides about entries one by one, a few at the same time: most of it is waiting for the store.
func each(decide func(*Engine, context.Context, store.Due, time.Time) (plan, error)) func(*Engine, context.Context,
	[]store.Due, time.Time) ([]plan, error) {
	return func(e *Engine, ctx context.Context, dues []store.Due, now time.Time) ([]plan, error) {
		plans, errs := make([]plan, len(dues)), make([]error, len(dues))
		atOnce(len(dues), func(i int) { plans[i], errs[i] = decide(e, ctx, dues[i], now) })
		return plans, errors.Join(errs...)
	}
}

// atOnce calls fn for 0 to n-1, eight at the same time, and returns when all have returned.
func atOnce(n int, fn func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(8, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				fn(i)
			}
		})
	}
	group.Wait()
}

func silenced(r coach.Rep) bool { return r.Off || r.Gone }

func dateOf(t time.Time, r coach.Rep) string { return t.In(r.Location()).Format(time.DateOnly) }

// midnight is the instant at which t's date, days later, begins for the rep. Where the clocks skip midnight it is the
// first one after.
func midnight(t time.Time, r coach.Rep, days int) time.Time {
	y, m, d := t.In(r.Location()).Date()
	want := time.Date(y, m, d+days, 12, 0, 0, 0, r.Location()).Day()
	for half := range 6 {
		if at := time.Date(y, m, d+days, 0, 30*half, 0, 0, r.Location()); at.Day() == want {
			return at
		}
	}
	return time.Date(y, m, d+days, 0, 0, 0, 0, r.Location()) // the date itself is skipped
}

// opens is the earliest instant at which an entry can have come due. One that is seen before it was read while somebody
// moved it on: it still had its old place and already spoke of the next instant.
func (e *Engine) opens(d store.Due) time.Time {
	limits := e.cfg.Rules.Limits()
	switch d.Kind {
	case store.KindPing:
		return d.For.Add(-minutes(limits.PingBefore))
	case store.KindNudge:
		return d.For.Add(-minutes(limits.NudgeBefore))
	case store.KindStill:
		return d.For.Add(minutes(limits.StillAfter))
	}
	return d.For
}
