// Package sums is what the leads of reps add up to as it is kept beside them, in one hash for each rep and one for each
// of their weeks: by how much a changed lead changes it ([Counters], [Hours], [Courses]), and how it is read. Sums are
// read, and leads never, however many there are.
package sums

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/numbers"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/tally"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// Sums are those of a workspace, to be read.
type Sums struct {
	conn *wire.Conn
	id   keyspace.Workspace
}

// New is the sums of a workspace.
func New(conn *wire.Conn, id keyspace.Workspace) Sums { return Sums{conn, id} }

// Together is what was counted of some reps together: ever, and in their last weeks, all of it in one trip,
// however many leads they have.
func (s Sums) Together(ctx context.Context, reps []coach.Rep, now time.Time) (numbers.Counted, error) {
	var ever, weeks []*redis.MapStringStringCmd
	// An empty pipeline would be an error.
	if len(reps) == 0 {
		return numbers.Counted{}, nil
	}
	err := s.conn.Read(ctx, func(c redis.UniversalClient) error {
		ever, weeks = nil, nil // of a try before
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for _, rep := range reps {
				t := s.id.Rep(rep.ID)
				ever = append(ever, pipe.HGetAll(ctx, t.Counters(rep.ID)))
				for n := range numbers.Weeks {
					week := rep.Week(now.In(rep.Location()).AddDate(0, 0, -7*n))
					weeks = append(weeks, pipe.HGetAll(ctx, t.Week(rep.ID, week)))
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return numbers.Counted{}, err
	}
	// A name of a newer version is added up like the others and read by nobody here.
	var of numbers.Counted
	all, recent := map[string]int{}, map[string]int{}
	for _, one := range ever {
		own := NumbersIn(one.Val())
		if coach.CountersOf(own).Tries() > 0 {
			of.Reps++
		}
		for name, n := range own {
			all[name] += n
		}
		for place, calls := range HoursOf(one.Val()) {
			of.Hours[place].N, of.Hours[place].Of = of.Hours[place].N+calls.N, of.Hours[place].Of+calls.Of
		}
	}
	// Weeks may be below zero, for what was undone in a later one; together they aren't.
	for _, week := range weeks {
		for name, n := range NumbersIn(week.Val()) {
			recent[name] += n
		}
	}
	of.Ever, of.Recent, of.Leads = coach.CountersOf(all), coach.CountersOf(recent), tally.SumsOf(all)
	return of, nil
}

// Counters is the difference of two tallies: names, and by how much each changes.
func Counters(was, is coach.Counters) (diff []any) {
	if was == is {
		return nil
	}
	before := was.Counts() // in the same order
	for i, count := range is.Counts() {
		if d := count.N - before[i].N; d != 0 {
			diff = append(diff, count.Name, d)
		}
	}
	return diff
}

// Hours is the difference of two leads' calls by hour, under names of their own: "h" and the place in the week
// for calls, "r" for those that reached somebody.
func Hours(was, is reach.Cells) (diff []any) {
	if was == is {
		return nil
	}
	// Few places differ, mostly one.
	for place, now := range is {
		before := was[place]
		if d := int(now.Calls) - int(before.Calls); d != 0 {
			diff = append(diff, "h"+strconv.Itoa(place), d)
		}
		if d := int(now.Reached) - int(before.Reached); d != 0 {
			diff = append(diff, "r"+strconv.Itoa(place), d)
		}
	}
	return diff
}

// Courses is the difference of two courses of a lead.
func Courses(was, is tally.Course) (diff []any) {
	// Each name stands for one lead, so that what both have is left as it is.
	before, now := was.Names(), is.Names()
	for _, name := range before {
		if !slices.Contains(now, name) {
			diff = append(diff, name, -1)
		}
	}
	for _, name := range now {
		if !slices.Contains(before, name) {
			diff = append(diff, name, 1)
		}
	}
	return diff
}

// HoursOf reads calls by hour from among the counters.
func HoursOf(raw map[string]string) (g reach.Grid) {
	n := func(name string) int {
		n, err := strconv.Atoi(raw[name])
		if err != nil {
			return 0
		}
		return max(0, n)
	}
	for place := range g {
		of := n("h" + strconv.Itoa(place))
		g[place] = reach.Count{N: min(of, n("r"+strconv.Itoa(place))), Of: of}
	}
	return g
}

// CountersOf reads sums. A name that this version does not know is passed over by coach.
func CountersOf(raw map[string]string) coach.Counters { return coach.CountersOf(NumbersIn(raw)) }

// NumbersIn are the numbers of a hash; what is none counts nothing.
func NumbersIn(raw map[string]string) map[string]int {
	counts := make(map[string]int, len(raw))
	for name, v := range raw {
		if n, err := strconv.Atoi(v); err == nil {
			counts[name] = n
		}
	}
	return counts
}
