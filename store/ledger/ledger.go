// Package ledger knows what must be looked at and when ([DueIndex]), and sees to it that a message goes out once
// ([Ledger]). Both lie in the shard of whom they are about, so that a change and what follows from it are one write,
// and so are a message that is out and what follows from that.
//
// A delivery is a message that must go out once, such as digest/U1/2026-01-12. Whoever wants to send it claims it for a
// lease, says that it is about to leave, sends, and records where it is:
//
//	Claim → Sending → (Slack) → Done        or Release (later), Fail (never)
//
// An epoch fences those who come too late. Delivery.First is true only if no try can have reached Slack before;
// otherwise the sender must look first. After Redis restarted or failed over its last writes may be gone, so for ten
// minutes nothing that was due by then is First (lua/claim.lua). Deadlines are compared with the clock that the caller
// hands in; Redis' own expiry only cleans up.
package ledger

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

var (
	//go:embed lua/claim.lua
	claimLua string
	//go:embed lua/sending.lua
	sendingLua string
	//go:embed lua/done.lua
	doneLua string
	//go:embed lua/release.lua
	releaseLua string

	claimScript   = wire.Guarded(claimLua)
	sendingScript = wire.Guarded(sendingLua)
	doneScript    = redis.NewScript(doneLua)
	releaseScript = redis.NewScript(releaseLua)
)

const (
	// cautiousFor is how long after a restart or failover of Redis the deliveries that were due by then count as later
	// tries.
	cautiousFor = 10 * time.Minute
	clockSkew   = 5 * time.Minute
)

// A delivery is a hash that only the scripts above write, each in one step with the due entries that it answers:
// whoever dies between two of them leaves a state from which another replica goes on.

// ErrLost says that somebody else holds the delivery, or that it is done. Whoever gets this must not send.
var ErrLost = errors.New("delivery lost")

// DeliveryState is how a claim ended.
type DeliveryState string

const (
	DeliveryMine    DeliveryState = "mine"    // claimed: call [Ledger.Sending] and send, or release it
	DeliveryHeld    DeliveryState = "held"    // somebody else holds it until Until
	DeliveryWaiting DeliveryState = "waiting" // released, to be tried again from Until on
	DeliveryDone    DeliveryState = "done"    // it is out; Receipt says where
	DeliveryFailed  DeliveryState = "parked"  // given up for good; Why says why
)

// DeliveryClaim names a delivery to claim. A delivery is one message that must go out once; its key names it for ever,
// such as digest/U1/2026-01-12.
type DeliveryClaim struct {
	Key  string
	Rep  string // whose shard it belongs to; may be left out when Dues say it. No rep at all: the workspace's (summaries)
	Dues []Due  // the entries that it answers, all of that rep or team
}

// Delivery is a claimed delivery, or what keeps it from being claimed.
type Delivery struct {
	Key   string
	Rep   string
	Dues  []Due
	State DeliveryState

	// First is true only when no earlier try can have reached Slack. Otherwise look the message up before sending.
	First bool
	Epoch int64         // counts the claims; an older one has lost the delivery
	Lease time.Duration // of this claim
	Until time.Time     // end of the lease, or when to try again
	Why   string

	Receipt Receipt // of a delivery that is done

	owner string
	tag   keyspace.Tag
}

// Receipt says where a message is.
type Receipt struct {
	Channel, TS string
	At          time.Time
}

// Ledger sees to it that a message goes out once. It also keeps what a rep has been shown.
type Ledger struct {
	conn *wire.Conn
	in   keyspace.Workspace
}

// New is the ledger of a workspace.
func New(conn *wire.Conn, in keyspace.Workspace) Ledger { return Ledger{conn, in} }

// Claim takes deliveries for a lease, one trip per shard, and answers in the order asked. Deadlines are compared with
// now, so hand in the clock that Due times are read with. For a lease the Dues are hidden from [DueIndex.DueBefore];
// those of a delivery that turns out to be done or parked are the caller's to [DueIndex.Reschedule], and come up again
// if it dies first. After an error the deliveries that were claimed before it are returned with it.
func (l Ledger) Claim(ctx context.Context, now time.Time, owner string, lease time.Duration,
	asks ...DeliveryClaim) ([]Delivery, error) {
	out := make([]Delivery, len(asks))
	byTag := map[keyspace.Tag][]int{}
	var order []keyspace.Tag
	for i, a := range asks {
		if a.Rep == "" && len(a.Dues) > 0 {
			a.Rep = a.Dues[0].Rep
		}
		t := l.in.Own()
		if a.Rep != "" {
			t = l.in.Rep(a.Rep)
		}
		out[i] = Delivery{Key: a.Key, Rep: a.Rep, Dues: a.Dues, Lease: lease, tag: t}
		if byTag[t] == nil {
			order = append(order, t)
		}
		byTag[t] = append(byTag[t], i)
	}
	by := owner + "#" + keyspace.NewID()
	for n, t := range order {
		if err := l.claimIn(ctx, t, now, by, lease, out, byTag[t]); err != nil {
			var claimed []Delivery
			for _, done := range order[:n] {
				for _, i := range byTag[done] {
					claimed = append(claimed, out[i])
				}
			}
			return claimed, err
		}
	}
	return out, nil
}

// claimIn claims the deliveries of one tag, which are those at the positions which, in one trip.
func (l Ledger) claimIn(ctx context.Context, t keyspace.Tag, now time.Time, owner string, lease time.Duration,
	deliveries []Delivery, which []int) error {
	keys := []string{t.Due(), t.DueFor(), t.Run(), t.Schema()}
	args := []any{keyspace.MS(now), owner, lease.Milliseconds(), keyspace.DeliveryLife.Milliseconds(),
		cautiousFor.Milliseconds(), clockSkew.Milliseconds(), codec.Text}
	for _, i := range which {
		d := &deliveries[i]
		keys = append(keys, t.Delivery(d.Key))
		var at time.Time
		for _, due := range d.Dues {
			if at.IsZero() || due.At.Before(at) {
				at = due.At
			}
		}
		if at.IsZero() {
			args = append(args, "")
		} else {
			args = append(args, keyspace.MS(at))
		}
		args = append(args, len(d.Dues))
		args = append(args, d.entries()...)
	}
	reply, err := l.conn.Run(ctx, claimScript, keys, args...)
	if err != nil {
		return err
	}
	if len(reply) != len(which) {
		return fmt.Errorf("store: claim of %d deliveries answered %d", len(which), len(reply))
	}
	for n, i := range which {
		f, _ := reply[n].([]any)
		if len(f) != 8 {
			return fmt.Errorf("store: claim answered %d values", len(f))
		}
		d := &deliveries[i]
		d.owner, d.State, d.First, d.Why = owner, DeliveryState(wire.Text(f[0])), wire.Text(f[2]) == "0", wire.Text(f[7])
		d.Epoch, d.Until = number(f[1]), keyspace.FromMS(number(f[3]))
		d.Receipt = Receipt{Channel: wire.Text(f[4]), TS: wire.Text(f[5])}
		if at := number(f[6]); at != 0 {
			d.Receipt.At = keyspace.FromMS(at)
		}
	}
	return nil
}

// number reads what Redis returns as an integer from a script and as text from a hash.
func number(v any) int64 {
	switch n := v.(type) {
	case int64:
		return n
	case string:
		i, _ := strconv.ParseInt(n, 10, 64)
		return i
	}
	return 0
}

// entries are the delivery's due entries as the scripts take them.
func (d Delivery) entries() []any {
	out := make([]any, 0, 2*len(d.Dues))
	for _, due := range d.Dues {
		if due.For.IsZero() {
			due.For = due.At
		}
		out = append(out, due.Member(), keyspace.MS(due.For))
	}
	return out
}

// Sending says that d is about to leave, and renews its lease. After [ErrLost] nothing may be sent: somebody else has
// it, or it is out.
func (l Ledger) Sending(ctx context.Context, d Delivery, now time.Time) (Delivery, error) {
	d.Until = now.Add(d.Lease)
	reply, err := l.conn.Run(ctx, sendingScript, []string{d.tag.Delivery(d.Key), d.tag.Schema()}, d.Epoch, d.owner,
		keyspace.MS(d.Until), keyspace.DeliveryLife.Milliseconds(), codec.Text)
	return d, lost(reply, err)
}

// lost turns a script's refusal into [ErrLost].
func lost(reply []any, err error) error {
	if err == nil && (len(reply) == 0 || wire.Text(reply[0]) == "lost") {
		return ErrLost
	}
	return err
}

// DoneEffects is what follows from a message that is out, written with its receipt, once.
type DoneEffects struct {
	Next []Due                // entries to add, of the same rep or team; one that exists is left as it is
	DM   string               // the rep's local date (2006-01-02) to count a direct message on; "" for none
	Tips map[string]time.Time // tips shown, by id
}

// Done records that d is out and removes its due entries, unless they speak of another instant by now. It may be
// repeated. It is accepted from a holder who has lost the delivery, too: the message exists, and whoever holds the
// delivery now will find that out in [Ledger.Sending].
func (l Ledger) Done(ctx context.Context, d Delivery, r Receipt, e DoneEffects) error {
	t := d.tag
	keys := []string{t.Delivery(d.Key), t.Due(), t.DueFor(), t.DMs(d.Rep, e.DM), t.Tips(d.Rep)}
	life := ""
	if e.DM != "" {
		life = strconv.FormatInt(keyspace.DMsLife.Milliseconds(), 10)
	}
	args := []any{d.Epoch, r.Channel, r.TS, keyspace.MS(r.At), keyspace.DeliveryLife.Milliseconds(), life, len(d.Dues)}
	args = append(args, d.entries()...)
	args = append(args, len(e.Next))
	for _, next := range e.Next {
		if next.For.IsZero() {
			next.For = next.At
		}
		args = append(args, next.Member(), keyspace.MS(next.At), keyspace.MS(next.For))
	}
	args = append(args, len(e.Tips))
	for id, at := range e.Tips {
		args = append(args, id, keyspace.MS(at))
	}
	_, err := l.conn.Run(ctx, doneScript, keys, args...)
	return err
}

// Retry says when a delivery that did not go out is to be tried again.
type Retry struct {
	At time.Time
	// MaybeSent is true when this try may have reached Slack after all; the next one will not be First.
	MaybeSent bool
	Why       string
}

// Release gives a claimed delivery back for another try. [ErrLost] when somebody else has it.
func (l Ledger) Release(ctx context.Context, d Delivery, r Retry) error {
	return l.settle(ctx, d, "w", keyspace.MS(r.At), r.MaybeSent || !d.First, r.Why)
}

// Fail gives a claimed delivery up for good and removes its due entries. [ErrLost] when somebody else has it.
func (l Ledger) Fail(ctx context.Context, d Delivery, why string) error {
	return l.settle(ctx, d, "p", "", !d.First, why)
}

// settle gives a delivery back: state w to wait until at, p to be parked for good.
func (l Ledger) settle(ctx context.Context, d Delivery, state, at string, sent bool, why string) error {
	keys := []string{d.tag.Delivery(d.Key), d.tag.Due(), d.tag.DueFor()}
	args := []any{d.Epoch, d.owner, state, at, wire.Flag(sent), why, keyspace.DeliveryLife.Milliseconds()}
	reply, err := l.conn.Run(ctx, releaseScript, keys, append(args, d.entries()...)...)
	return lost(reply, err)
}
