package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/spread"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// run is one way through a file.
type run struct {
	i    *Importer
	rep  coach.Rep
	rows *listfile.Reader
	plan *plan
	days *spread.Days // first calls by date

	suspects qualify.Suspects // whom the rep's teams chase
	now      time.Time

	broken error // the file can't be read any further
}

// begin opens a file for a rep, and learns the names of their leads, for those that are nearly the same.
func (i *Importer) begin(ctx context.Context, rep string, file io.Reader, keep []string) (*run, error) {
	// Without hours of a rep nothing can be planned.
	who, known, err := i.Space().Records.Rep(ctx, rep)
	switch {
	case err != nil:
		return nil, err
	case !known || who.TZ == "":
		return nil, ErrNoRep
	}
	rows, err := listfile.Open(file, who)
	if err != nil {
		return nil, err
	}
	// Columns are kept before the first row is read.
	rows.Keep(keep...)
	teams, err := i.Space().Directory.TeamsBy(ctx, who.Teams...)
	if err != nil {
		return nil, err
	}
	r := &run{i: i, rep: who, rows: rows, plan: newPlan(who), now: i.Now(), suspects: suspect.OfTeams(teams)}
	err = i.Space().Records.EachName(ctx, rep, func(page []store.NameEntry) {
		for _, n := range page {
			r.plan.near.add(n.Name, n.ID, false)
		}
	})
	return r, err
}

// skip passes over rows that were dealt with before.
func (r *run) skip(rows int) error {
	// A row is read to know where it ends; what it says was decided then.
	for range rows {
		if _, err := r.rows.Next(); err != nil {
			return fmt.Errorf("the file is shorter than it was: %w", err)
		}
	}
	return nil
}

// read reads the rows of the next part; more is false with the last ones, and behind them the file may be broken.
func (r *run) read() (rows []listfile.Row, more bool) {
	rows = make([]listfile.Row, 0, partSize)
	for len(rows) < partSize {
		row, err := r.rows.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				r.broken = err
			}
			return rows, false
		}
		rows = append(rows, row)
	}
	return rows, true
}

// decide says what becomes of some rows, from two reads of the store.
func (r *run) decide(ctx context.Context, rows []listfile.Row) ([]decided, error) {
	space := r.i.Space()
	r.plan.part()
	asked := make([]sought, len(rows))
	var names, details, nearly, numbers []string
	dialed := make([][]string, len(rows))
	for n, row := range rows {
		if row.Refused != nil {
			continue
		}
		s := r.plan.sought(row)
		asked[n] = s
		names, details = append(names, s.name), append(details, s.keys...)
		if s.other != "" {
			names = append(names, s.other)
		}
		if s.nearly != "" {
			nearly = append(nearly, s.nearly)
		}
		dialed[n] = r.numbers(row.Lead)
		numbers = append(numbers, dialed[n]...)
	}
	found, err := space.Records.Find(ctx, r.rep, names, details, nearly)
	if err != nil {
		return nil, err
	}
	listed, err := space.Directory.BlockedAmong(ctx, numbers)
	if err != nil {
		return nil, err
	}
	stopped := map[string]bool{}
	for _, b := range listed {
		stopped[b.Phone] = true
	}
	// In their order, since a row may be the double of one just before it.
	out := make([]decided, len(rows))
	for n, row := range rows {
		if row.Refused != nil {
			out[n].Outcome = listfile.Outcome{Fate: listfile.Refused, Line: row.Line, Why: row.Refused}
			continue
		}
		s := asked[n]
		s.inFile = r.plan.near.hasRow(s.name, reachable(row.Lead)) // those of this very part are known by now
		blocked := slices.ContainsFunc(dialed[n], func(number string) bool { return stopped[number] })
		out[n] = r.plan.decide(row, s, found, blocked)
	}
	return out, nil
}

// numbers are what the do-not-call list may know a lead's numbers by.
func (r *run) numbers(l coach.Lead) []string {
	if l.Phone == "" {
		return nil
	}
	// As they are dialed, and as former versions kept them.
	keys := l.Telephones(r.rep).Keys()
	if old := r.rep.PhoneKey(l.Phone); old != "" {
		keys = append(keys, old)
	}
	return keys
}

// reachKeys are the keys of a lead's numbers and address.
func reachKeys(l coach.Lead, rep coach.Rep) []string { return input.ContactKeys(l, rep) }

// spread gives a new lead the first day that has room for its first call, and returns when that call is due. The day of
// a call is the rep's. What a list says of its next call is not undercut.
func (r *run) spread(l *coach.Lead) time.Time {
	// The list may name a day by itself.
	own := l.List.From
	first := max(r.days.First(), r.days.On(r.now))
	_, due := r.days.Place(first, func(day calendar.Date) time.Time {
		l.List.From = time.Time{}
		if start := r.opens(day); start.After(r.now) {
			l.List.From = start
		}
		if own.After(l.List.From) {
			l.List.From = own
		}
		return r.i.Rules.Next(*l, r.rep, r.now).Due
	})
	r.days.Trim(first)
	return due
}

// park gives the rows of a part what is known of their list, and parks the new ones that too little speaks for. The
// first list that knew of a lead stays.
func (r *run) park(part []decided, name string, built []string) {
	for i := range part {
		o := &part[i]
		if l := &o.lead.List; l.Name == "" {
			l.Name, l.Built = name, built
		}
		if o.Fate == listfile.New {
			o.Parked = suspect.Parks(o.lead, r.suspects, r.now)
			o.lead.List.Parked = o.Parked
		}
	}
}

// probableFirst puts the rows of a part in the order in which their first calls are spread: the more probable a suspect
// the sooner, and of equal ones as the file has them (S2.8). A part alone is put in order, since the file is never held
// as a whole.
func (r *run) probableFirst(part []decided) []decided {
	points := make(map[int]int, len(part))
	for _, o := range part {
		points[o.Line] = suspect.Of(o.lead, r.suspects, r.now).Points
	}
	return slices.SortedStableFunc(slices.Values(part), func(a, b decided) int { return points[b.Line] - points[a.Line] })
}

// opens is the start of the rep's working hours on a day.
func (r *run) opens(day calendar.Date) time.Time {
	from, _ := r.rep.Hours()
	d := day.Midnight()
	return time.Date(d.Year(), d.Month(), d.Day(), 0, from, 0, 0, r.rep.Location())
}

// daysOf are the first calls that the lists before have planned: those of the last one that stands.
func daysOf(before []store.Import, but string) map[string]int {
	for _, im := range before {
		if im.ID != but && len(im.Days) > 0 {
			return maps.Clone(im.Days)
		}
	}
	return map[string]int{}
}
