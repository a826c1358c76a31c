package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/search"
)

// A list is read in stretches of an index: of the due order, or of the names. The place where a page ends is named by
// what stands there and not by how many stand before it, so that it is found again when leads come and go.

// ListKind says which leads a list is of.
type ListKind string

const (
	// to be looked at by Until, earliest first: open ones, and closed ones with something left to do
	ListDue    ListKind = "due"
	ListWeek   ListKind = "week"   // the same, under its own name: hand in the end of the week
	ListStale  ListKind = "stale"  // open and not parked, last touched (or made) before Until; in due order
	ListAll    ListKind = "all"    // open, in due order, those with nothing due at the end
	ListClosed ListKind = "closed" // closed, by name
)

// ListQuery asks for one page of a rep's leads.
type ListQuery struct {
	Kind  ListKind
	Until time.Time
	Text  string // in name, contact, company, phone or mail; case, accents and the punctuation of numbers don't matter
	// Words are the normalized words of Text, if there are any. Of a rep with more than a thousand leads they find those
	// in which a word begins with one; all leads are looked through only where none is found so.
	Words []string
	// Keep, where it is not nil, passes over the leads that it is false for. Like a text it keeps anybody from counting.
	Keep  func(coach.Lead) bool
	Look  int    // records that are looked at for a page, as far as that is bounded; 0 means 20,000
	Limit int    // leads on a page; 0 means 10, at most 100
	After string // Page.Next of the page before
}

// picky reports whether leads have to be read to tell which of them a list has.
func (q ListQuery) picky() bool { return q.Text != "" || q.Keep != nil }

// Page is a part of a list.
type Page struct {
	Leads []coach.Lead
	Total int    // leads on all pages, -1 when a text, Keep or staleness decides, since then nobody has counted
	Next  string // for Query.After; empty on the last page

	Damaged []string // names of leads that would stand here if their records could be read, "" for an unknown one

	due []float64 // of Leads, where they stand in due order
}

// byName puts leads of a page that are due at one instant in the order of their names: the index has them by id.
func (p *Page) byName() {
	for from := 0; from < len(p.due); {
		to := from + 1
		for to < len(p.due) && p.due[to] == p.due[from] {
			to++
		}
		slices.SortFunc(p.Leads[from:to], coach.ByName)
		from = to
	}
}

// scanLimit is how many records one call looks at before it hands out a page that is not full, with a Next to go on
// from.
const scanLimit = 20_000

// List returns a page. It reads the records of that page only, in batches of 500 where a text, Keep or staleness
// decides, and never more than 20,000. Leads that change between two pages may be seen twice or not at all. Those of
// one page that are due at one instant stand by name.
func (w Records) List(ctx context.Context, rep string, q ListQuery) (Page, error) {
	switch {
	case q.Limit <= 0:
		q.Limit = 10
	case q.Limit > 100:
		q.Limit = 100
	}
	page, err := w.list(ctx, rep, q)
	page.byName()
	return page, err
}

// list is [Records.List] with leads of one instant in no order.
func (w Records) list(ctx context.Context, rep string, q ListQuery) (Page, error) {
	match := search.Matcher(q.Text)
	if holds := match; q.Keep != nil {
		match = func(l coach.Lead) bool { return holds(l) && q.Keep(l) }
	}
	after, found := strings.CutPrefix(q.After, byIndex)
	if len(q.Words) > 0 && q.Kind != ListStale && (found || after == "") {
		if page, ok, err := w.listFound(ctx, rep, q, after, match); err != nil || ok {
			return page, err
		}
	}
	q.After = after
	switch q.Kind {
	case ListDue, ListWeek:
		return w.listOpen(ctx, rep, q, keyspace.MS(q.Until), q.picky(), match)
	case ListAll, "":
		return w.listOpen(ctx, rep, q, "+inf", q.picky(), match)
	case ListStale:
		return w.listOpen(ctx, rep, q, "+inf", true, func(l coach.Lead) bool {
			last := l.Progress.LastTouch
			if last.IsZero() {
				last = l.Created
			}
			return last.Before(q.Until) && !l.Parked() && !l.Paused() && match(l)
		})
	case ListClosed:
		return w.listClosed(ctx, rep, q, match)
	}
	return Page{}, fmt.Errorf("store: no list of kind %q", q.Kind)
}

// listOpen walks the rep's due order. Its cursor is "score|id" of the last lead looked at. Closed leads that stand in
// that order are for the lists of what is due, which have an end, and for no others.
func (w Records) listOpen(ctx context.Context, rep string, q ListQuery, upTo string, filtered bool,
	match func(coach.Lead) bool) (Page, error) {
	key := w.rep(rep).Looks(rep)
	page := Page{Total: -1}
	from, total, closed, err := w.openFrom(ctx, w.rep(rep), rep, q.After, upTo)
	if err != nil {
		return page, err
	}
	if upTo != "+inf" {
		closed = nil
	}
	if !filtered {
		page.Total = int(total) - len(closed)
	}
	step := int64(q.Limit + len(closed)) // those are passed over, and must not be all that is left behind a page
	if filtered || step > readBatch {
		step = readBatch
	}
	look := int64(cmp.Or(q.Look, scanLimit))
	for scanned := int64(0); scanned < look; scanned += step {
		n := min(step, total-from)
		if n <= 0 {
			return page, nil
		}
		var members []redis.Z
		err := w.s.Read(ctx, func(c redis.UniversalClient) error {
			var err error
			members, err = c.ZRangeWithScores(ctx, key, from, from+n-1).Result()
			return err
		})
		if err != nil || len(members) == 0 {
			return page, err
		}
		ids := make([]string, len(members))
		for i, m := range members {
			ids[i] = m.Member.(string)
		}
		raw, err := w.rawLeads(ctx, rep, ids)
		if err != nil {
			return page, err
		}
		for i, r := range raw {
			from++
			page.Next = cursor(members[i].Score, ids[i])
			l, err := leadOf(rep, ids[i], r)
			if w.s.Passes(err) {
				page.Damaged = append(page.Damaged, w.namesOf(ctx, rep, ids, raw, []int{i})...)
				continue
			}
			if err != nil {
				return page, err
			}
			if l == nil || closed[l.ID] || !match(*l) {
				continue
			}
			page.due = append(page.due, members[i].Score)
			if page.Leads = append(page.Leads, *l); len(page.Leads) == q.Limit {
				if from >= total || onlyClosed(ids[i+1:], closed) && from+int64(len(ids)-i-1) >= total {
					page.Next = ""
				}
				return page, nil
			}
		}
		if from >= total {
			page.Next = ""
		}
	}
	return page, nil
}

// leadOf reads a record; without one, since the index ran ahead of it, the lead is nil.
func leadOf(rep, id, raw string) (*coach.Lead, error) {
	if raw == "" {
		return nil, nil
	}
	var l coach.Lead
	if err := codec.Decode(raw, &l); err != nil {
		return nil, codec.Damaged("lead", rep+"/"+id, err)
	}
	return &l, nil
}

// cursor names a place in the due order that outlives changes before it.
func cursor(score float64, id string) string {
	if math.IsInf(score, 1) {
		return "+inf|" + id
	}
	return strconv.FormatInt(int64(score), 10) + "|" + id
}

// onlyClosed reports whether nothing but closed leads is among the ids.
func onlyClosed(ids []string, closed map[string]bool) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { return !closed[id] })
}

// openFrom is the rank to go on from, how many there are up to a score, and which of all are closed.
func (w Records) openFrom(ctx context.Context, t keyspace.Tag, rep, after,
	upTo string) (from, total int64, closed map[string]bool, err error) {
	key := t.Looks(rep)
	score, id, found := strings.Cut(after, "|")
	if found && score != "+inf" {
		if _, err := strconv.ParseInt(score, 10, 64); err != nil {
			return 0, 0, nil, fmt.Errorf("store: cursor %q", after)
		}
	}
	var count, before *redis.IntCmd
	var rank *redis.IntCmd
	var now *redis.FloatCmd
	var members *redis.StringSliceCmd
	err = w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			count, members = pipe.ZCount(ctx, key, "-inf", upTo), pipe.SMembers(ctx, t.OpenTasks(rep))
			if found {
				rank, now, before = pipe.ZRank(ctx, key, id), pipe.ZScore(ctx, key, id), pipe.ZCount(ctx, key, "-inf", "("+score)
			}
			return nil
		})
		if errors.Is(err, redis.Nil) { // the lead was closed since
			return nil
		}
		return err
	})
	closed = make(map[string]bool, len(members.Val()))
	for _, id := range members.Val() {
		closed[id] = true
	}
	switch {
	case err != nil:
		return 0, 0, nil, err
	case !found:
		return 0, count.Val(), closed, nil
	case rank.Err() == nil && cursor(now.Val(), id) == after:
		return rank.Val() + 1, count.Val(), closed, nil
	}
	return before.Val(), count.Val(), closed, nil // it moved: go on where it stood, at the first of the same instant
}

// listClosed walks the names that lead to no open lead. Its cursor is the last name looked at.
func (w Records) listClosed(ctx context.Context, rep string, q ListQuery, match func(coach.Lead) bool) (Page, error) {
	page := Page{Total: -1}
	names, ids, err := w.closedNames(ctx, rep)
	if err != nil {
		return page, err
	}
	step := readBatch
	if !q.picky() {
		page.Total, step = len(names), q.Limit
	}
	at := sort.Search(len(names), func(i int) bool { return q.After == "" || names[i] > q.After })
	for scanned := 0; at < len(names) && scanned < scanLimit; scanned += step {
		part := names[at:min(at+step, len(names))]
		want := make([]string, len(part))
		for i, n := range part {
			want[i] = ids[n]
		}
		raw, err := w.rawLeads(ctx, rep, want)
		if err != nil {
			return page, err
		}
		for i, r := range raw {
			at++
			page.Next = part[i]
			l, err := leadOf(rep, want[i], r)
			if w.s.Passes(err) {
				page.Damaged = append(page.Damaged, part[i])
				continue
			}
			if err != nil {
				return page, err
			}
			if l == nil || l.Open() || !match(*l) {
				continue
			}
			if page.Leads = append(page.Leads, *l); len(page.Leads) == q.Limit {
				if at == len(names) {
					page.Next = ""
				}
				return page, nil
			}
		}
	}
	if at == len(names) {
		page.Next = ""
	}
	return page, nil
}

// closedNames are the names of closed leads in order, and the whole name index. A name whose lead is among looks is
// open, unless it is only there for its task.
func (w Records) closedNames(ctx context.Context, rep string) (names []string, ids map[string]string, err error) {
	t := w.rep(rep)
	var index *redis.MapStringStringCmd
	var open, withTask *redis.StringSliceCmd
	err = w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			index, open = pipe.HGetAll(ctx, t.Names(rep)), pipe.ZRange(ctx, t.Looks(rep), 0, -1)
			withTask = pipe.SMembers(ctx, t.OpenTasks(rep))
			return nil
		})
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	isOpen := make(map[string]bool, len(open.Val()))
	for _, id := range open.Val() {
		isOpen[id] = true
	}
	for _, id := range withTask.Val() {
		delete(isOpen, id)
	}
	for name, id := range index.Val() {
		if !isOpen[id] {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names, index.Val(), nil
}
