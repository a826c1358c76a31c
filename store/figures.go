package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/tally"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/sums"
	"github.com/followup-coach/followup/store/wire"
)

// What a rep's leads add up to is kept beside them, so that nobody has to read them all: the rep's counters, the same
// of each week, the agreed calls by time, and the closed leads that something is left to do about. It changes with the
// records, in the same write, by the difference between a record before and after.

// aggregate is what one lead's record adds to all that.
type aggregate struct {
	counters coach.Counters
	hours    reach.Cells
	course   tally.Course
	agreed   string // member of the agreed calls, "" for none…
	at       time.Time
	openTask bool // it is closed, and something is left to do about it
}

// aggregateOf is the aggregate of a record, the zero value of one that is not there.
func aggregateOf(l *coach.Lead) aggregate {
	if l == nil {
		return aggregate{}
	}
	s := aggregate{counters: l.Progress.Counters, hours: l.Progress.Hours, course: l.Course(), openTask: hasOpenTask(*l)}
	if c := l.Progress.Commitment; c != nil && l.Open() {
		s.agreed, s.at = l.ID+"\n"+agreedName(l.Name), c.At
	}
	return s
}

// hasOpenTask reports whether a lead is closed and something is left to do about it.
func hasOpenTask(l coach.Lead) bool { return !l.Open() && l.Progress.Task() != nil }

// agreedNameMost is how much of a lead's name stands with its agreed call, in characters: enough to know it by.
const agreedNameMost = 60

// agreedName is a name on one line: a newline would end the lead's id in the member.
func agreedName(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }),
		" ")
	if r := []rune(name); len(r) > agreedNameMost {
		name = string(r[:agreedNameMost-1]) + "…"
	}
	return name
}

// done is what was done with the lead, which stays with whoever did it: when the lead goes to another rep, or for good.
func (a aggregate) done() aggregate {
	return aggregate{counters: a.counters, hours: a.hours, course: a.course}
}

// addAggregate moves a rep's sums from a lead's aggregate before a change to the one after it. A week's counters take
// the difference in the week of now, the rep's own: what is undone in the week after counts against that one, so that a
// count may be below zero there. Whoever reads it takes that for none ([coach.CountersOf]).
func addAggregate(b *wire.Batch, rep coach.Rep, id, lead string, was, is aggregate, now time.Time) {
	t := b.Tag
	week := sums.Counters(was.counters, is.counters)
	all := slices.Concat(week, sums.Hours(was.hours, is.hours), sums.Courses(was.course, is.course))
	if len(all) > 0 {
		b.Do("ADDS", t.Counters(id), all...)
	}
	if len(week) > 0 {
		key := t.Week(id, rep.Week(now))
		b.Do("ADDS", key, week...)
		b.Do("LIVES", key, keyspace.WeekLife.Milliseconds())
	}
	if was.agreed != "" && was.agreed != is.agreed {
		b.Do("ZREM", t.Agreed(id), was.agreed)
	}
	if is.agreed != "" && (is.agreed != was.agreed || !is.at.Equal(was.at)) {
		b.Do("ZADD", t.Agreed(id), keyspace.MS(is.at), is.agreed)
	}
	switch {
	case is.openTask && !was.openTask:
		b.Do("SADD", t.OpenTasks(id), lead)
	case was.openTask && !is.openTask:
		b.Do("SREM", t.OpenTasks(id), lead)
	}
}

// Figures are a rep's own counts. They are for nobody else (S4.15).
type Figures struct {
	Ever coach.Counters // over all of their leads
	Week coach.Counters // of the week that was asked for

	Hours reach.Grid // the calls over all of their leads by weekday and part of the day
	Leads tally.Sums // how all of their leads went
}

// Figures reads a rep's counts: all of them, and those of the week that the instant lies in, by the rep's calendar.
// Weeks are known for five weeks after their end.
func (w Records) Figures(ctx context.Context, rep coach.Rep, week time.Time) (Figures, error) {
	t := w.rep(rep.ID)
	var ever, of *redis.MapStringStringCmd
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			ever, of = pipe.HGetAll(ctx, t.Counters(rep.ID)), pipe.HGetAll(ctx, t.Week(rep.ID, rep.Week(week)))
			return nil
		})
		return err
	})
	if err != nil {
		return Figures{}, err
	}
	var f Figures
	f.Ever, f.Week, f.Hours = sums.CountersOf(ever.Val()), sums.CountersOf(of.Val()), sums.HoursOf(ever.Val())
	f.Leads = tally.SumsOf(sums.NumbersIn(ever.Val()))
	return f, nil
}

// CountedSince is what was counted of some reps in their week of now and in so many before it, all of them in one trip;
// weeks are known for five after their end. What an undo has taken off in a later week is taken off.
func (w Records) CountedSince(ctx context.Context, reps []coach.Rep, now time.Time,
	before int) (map[string]coach.Counters, error) {
	read := make([][]*redis.MapStringStringCmd, len(reps))
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, rep := range reps {
				read[i] = nil // of a try before
				for n := range before + 1 {
					week := rep.Week(now.In(rep.Location()).AddDate(0, 0, -7*n))
					read[i] = append(read[i], pipe.HGetAll(ctx, w.rep(rep.ID).Week(rep.ID, week)))
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make(map[string]coach.Counters, len(reps))
	for i, rep := range reps {
		sum := map[string]int{}
		for _, week := range read[i] {
			for name, v := range week.Val() {
				if n, err := strconv.Atoi(v); err == nil {
					sum[name] += n
				}
			}
		}
		out[rep.ID] = coach.CountersOf(sum)
	}
	return out, nil
}

// DueQuery asks for what a digest is made of.
type DueQuery struct {
	Rep   string
	Until time.Time // for the leads that are to be looked at up to then, longest due first…
	Max   int       // …at most so many of them
	Week  string    // whose counts to bring, as [coach.Rep.Week] names it; "" for none
}

// Told is what a digest goes by.
type Told struct {
	Leads    []coach.Lead         // without those that can't be read
	Total    int                  // how many there are in all
	Damaged  []string             // names of due leads whose records can't be read, "" for one that nobody knows any more
	Shown    map[string]time.Time // the tips that the rep has seen, as [ledger.Ledger.TipsShown] has them
	Counters coach.Counters       // over all of the rep's leads
	Week     coach.Counters       // of the week that was asked for
}

// DueRead is what was read for a [DueQuery], as it is stored.
type DueRead struct {
	w                    Records
	rep                  string
	ids                  *redis.StringSliceCmd
	count                *redis.IntCmd
	tips, counters, week *redis.MapStringStringCmd
	raw                  []string
}

// ReadDue reads for several reps in two trips: thousands come due in the same minute.
func (w Records) ReadDue(ctx context.Context, asks ...DueQuery) ([]DueRead, error) {
	out := make([]DueRead, len(asks))
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, q := range asks {
				t, upTo := w.rep(q.Rep), keyspace.MS(q.Until)
				out[i] = DueRead{w: w, rep: q.Rep, count: pipe.ZCount(ctx, t.Looks(q.Rep), "-inf", upTo),
					ids:  pipe.ZRangeByScore(ctx, t.Looks(q.Rep), &redis.ZRangeBy{Min: "-inf", Max: upTo, Count: int64(q.Max)}),
					tips: pipe.HGetAll(ctx, t.Tips(q.Rep)), counters: pipe.HGetAll(ctx, t.Counters(q.Rep))}
				if q.Week != "" {
					out[i].week = pipe.HGetAll(ctx, t.Week(q.Rep, q.Week))
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	found := make([]*redis.SliceCmd, len(asks))
	err = w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, r := range out {
				if ids := r.ids.Val(); len(ids) > 0 {
					found[i] = pipe.HMGet(ctx, w.rep(r.rep).Leads(r.rep), ids...)
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, of := range found {
		if of != nil {
			for _, v := range of.Val() {
				out[i].raw = append(out[i].raw, wire.Text(v))
			}
		}
	}
	return out, nil
}

// Told is what was read. An error is one of these records alone: a newer version has written it.
func (r DueRead) Told(ctx context.Context) (of Told, err error) {
	of.Shown, of.Counters = ledger.TipsOf(r.tips.Val()), sums.CountersOf(r.counters.Val())
	if r.week != nil {
		of.Week = sums.CountersOf(r.week.Val())
	}
	leads, unread, err := r.w.leadsIn(r.rep, r.ids.Val(), r.raw)
	of.Leads, of.Damaged = leads, r.w.namesOf(ctx, r.rep, r.ids.Val(), r.raw, unread)
	of.Total = int(r.count.Val()) - len(unread)
	return of, err
}

// DueLeads reads for one rep: at most so many of the leads that are to be looked at up to until.
func (w Records) DueLeads(ctx context.Context, rep string, until time.Time, most int) (Told, error) {
	read, err := w.ReadDue(ctx, DueQuery{Rep: rep, Until: until, Max: most})
	if err != nil {
		return Told{}, err
	}
	return read[0].Told(ctx)
}

// agreedPast is how long ago the first of the agreed calls that a read brings may have been: one that began a while ago
// may still be going on.
const agreedPast = time.Hour

// agreedOf reads members and scores in turn.
func agreedOf(v any) ([]coach.Agreed, error) {
	flat, _ := v.([]any)
	out := make([]coach.Agreed, 0, len(flat)/2)
	for ; len(flat) >= 2; flat = flat[2:] {
		at, err := strconv.ParseFloat(wire.Text(flat[1]), 64)
		if err != nil {
			return nil, fmt.Errorf("store: an agreed call is at %q", wire.Text(flat[1]))
		}
		lead, name, _ := strings.Cut(wire.Text(flat[0]), "\n")
		out = append(out, coach.Agreed{Lead: lead, Name: name, At: keyspace.FromMS(int64(at))})
	}
	slices.SortStableFunc(out, func(a, b coach.Agreed) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Name, b.Name)) // the index has those of one instant by id
	})
	return out, nil
}

// RepDay is what says how a rep stands today.
type RepDay struct {
	Rep   coach.Rep
	Known bool         // there is such a rep, who has begun
	Leads []coach.Lead // those that are to be looked at until the end of their day, longest due first
	Total int          // how many there are in all
	Week  coach.Counters
}

// repDayLeads is how many leads of each rep are read for that.
const repDayLeads = 200

// RepDays reads how some reps stand, in the order of their ids: three trips, however many they are, and as much as is
// due for them. What is damaged is left out.
func (w Records) RepDays(ctx context.Context, ids []string, now time.Time) ([]RepDay, error) {
	reps, err := w.RepsBy(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]RepDay, len(ids))
	var asks []DueQuery
	var at []int
	for i, id := range ids {
		rep, known := reps[id]
		if out[i].Rep.ID = id; !known || rep.TZ == "" { // named in a team, and never here
			continue
		}
		out[i].Rep, out[i].Known = rep, true
		asks = append(asks, DueQuery{Rep: id, Until: rep.Midnight(now, 1).Add(-time.Millisecond), Max: repDayLeads,
			Week: rep.Week(now)})
		at = append(at, i)
	}
	if len(asks) == 0 {
		return out, nil
	}
	read, err := w.ReadDue(ctx, asks...)
	if err != nil {
		return nil, err
	}
	for i, due := range read {
		told, err := due.Told(ctx)
		if err != nil {
			return nil, err
		}
		day := &out[at[i]]
		day.Leads, day.Total, day.Week = told.Leads, told.Total, told.Week
	}
	return out, nil
}
