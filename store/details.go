package store

import (
	"context"
	_ "embed"
	"errors"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/search"
	"github.com/followup-coach/followup/store/wire"
)

// A lead is found by its name, and by its details: a contact, a company, a number, an address. Several leads may share
// one, so they stand in a sorted set that is read like a dictionary: whole details and beginnings of them are looked up
// in it at a cost that doesn't grow with the leads. A member is
//
//	key, zero byte, "=", lead id                        a whole detail
//	key, zero byte, "~", lead id, zero byte, whole      the end of one from a word on: "roe" of "kim roe"
//
// They follow from the lead's record (Options.Details) and change in the write that changes it. Leads that were stored
// before there were any are brought in by makeDetails, once for each rep.

// Detail is something that a lead is found by. Keys are compared as they are: whoever makes them normalizes them.
type Detail struct {
	Key   string
	Whole string // for the end of a detail: all of it; empty for a detail as a whole
	Reach bool   // a number or an address, by which two reps are found to be after one prospect
}

// DetailEntry is a detail of a lead.
type DetailEntry struct {
	ID string
	Detail
}

// detailsVersion goes up when leads get other details than before, so that all are made anew.
const detailsVersion = "1"

// detailsState is what stands in a rep's "detailed" once all their leads have their details. Numbers without a country
// code are read as numbers of the rep's country, so that theirs are made anew for another one.
func detailsState(rep coach.Rep) string {
	return detailsVersion + " " + calendar.Country(rep.TZ) + " " + rep.Locale
}

const (
	detailEnd   = "\x00"
	detailWhole = detailEnd + "="
	detailPart  = detailEnd + "~"
)

// detailMember is the detail of a lead as it is stored.
func detailMember(d Detail, lead string) string {
	if d.Whole == "" {
		return d.Key + detailWhole + lead
	}
	return d.Key + detailPart + lead + detailEnd + d.Whole
}

// detailsFound reads members.
func detailsFound(v any) []DetailEntry {
	list, _ := v.([]any)
	out := make([]DetailEntry, 0, len(list))
	for _, m := range list {
		key, of, _ := strings.Cut(wire.Text(m), detailEnd)
		if of == "" { // none of ours
			continue
		}
		id, whole, _ := strings.Cut(of[1:], detailEnd)
		out = append(out, DetailEntry{ID: id, Detail: Detail{Key: key, Whole: whole}})
	}
	return out
}

// detailMembers are the details of a lead as they are stored; none of a lead that is not there.
func (s *Store) detailMembers(l *coach.Lead, rep coach.Rep) []any {
	if l == nil || s.details == nil {
		return nil
	}
	details := s.details(*l, rep)
	out := make([]any, len(details))
	for i, d := range details {
		out[i] = detailMember(d, l.ID)
	}
	return out
}

// addDetails moves a rep's details from a lead's before a change to those after it. Most changes leave the facts alone
// that they are made of, and then nothing is worked out.
func (s *Store) addDetails(b *wire.Batch, rep coach.Rep, was, is *coach.Lead) {
	if s.details == nil || was != nil && is != nil && sameDetails(was, is) {
		return
	}
	before, after := s.detailMembers(was, rep), s.detailMembers(is, rep)
	id := ""
	for _, l := range []*coach.Lead{was, is} {
		if l != nil {
			id = l.Rep
		}
	}
	key := b.Tag.Details(id)
	if gone := without(before, after); len(gone) > 0 {
		b.Do("ZREM", key, gone...)
	}
	if fresh := without(after, before); len(fresh) > 0 {
		args := make([]any, 0, 2*len(fresh))
		for _, m := range fresh {
			args = append(args, "0", m)
		}
		b.Do("ZADD", key, args...)
	}
}

// sameDetails reports whether two records of a lead agree in all that its details are made of.
func sameDetails(a, b *coach.Lead) bool {
	return a.Name == b.Name && a.Contact == b.Contact && a.Company == b.Company && a.Phone == b.Phone &&
		a.Email == b.Email && a.TZ == b.TZ && a.List.Key == b.List.Key && slices.Equal(a.Phones.Numbers, b.Phones.Numbers)
}

// without are the members of list that are not among others.
func without(list, others []any) []any {
	return slices.DeleteFunc(slices.Clone(list), func(m any) bool { return slices.Contains(others, m) })
}

// wholly is the range of the leads that have a detail as a whole, so many at most.
func wholly(d string, most int64) *redis.ZRangeBy {
	return &redis.ZRangeBy{Min: "[" + d + detailWhole, Max: "(" + d + detailEnd + ">", Count: most}
}

// orNone is an error but for that of a key that isn't there.
func orNone(err error) error {
	if errors.Is(err, redis.Nil) {
		return nil
	}
	return err
}

var (
	//go:embed lua/details.lua
	detailsLua    string
	detailsScript = wire.Guarded(detailsLua)
)

// detailsBatch is how many leads one write of makeDetails brings in.
const detailsBatch = 200

// makeDetails brings in the details of a rep's leads, in the order of their ids, from where it had come to. Each write
// takes a bounded number of leads, only as they were read, and notes how far it is: it may be interrupted, and several
// replicas may do it at a time. What changes meanwhile is read once more, since its own write brings in only what
// differs.
func (w Records) makeDetails(ctx context.Context, of coach.Rep, state string) error {
	rep := of.ID
	t, want := w.rep(rep), detailsState(of)
	var ids []string
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		ids, err = c.HKeys(ctx, t.Leads(rep)).Result()
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(ids)
	if of, last, begun := strings.Cut(state, "\n"); begun && of == want {
		at, _ := slices.BinarySearch(ids, last+"\x00") // the first behind it
		ids = ids[at:]
	}
	for {
		part := ids[:min(detailsBatch, len(ids))]
		ids = ids[len(part):]
		done := want
		if len(ids) > 0 {
			done += "\n" + part[len(part)-1]
		}
		for again := true; again; again = len(part) > 0 {
			if part, err = w.addMissing(ctx, of, part, want, done); err != nil {
				return err
			}
		}
		if len(ids) == 0 {
			return nil
		}
	}
}

// addMissing brings in the details of some leads, and returns those that changed since they were read. With the last of
// them it notes how far that is.
func (w Records) addMissing(ctx context.Context, rep coach.Rep, ids []string,
	want, done string) (changed []string, err error) {
	raw, err := w.rawLeads(ctx, rep.ID, ids)
	if err != nil {
		return nil, err
	}
	args := make([]any, 0, 3+8*len(ids))
	args = append(args, codec.Text, want, done)
	for i, r := range raw {
		l, err := leadOf(rep.ID, ids[i], r)
		if w.s.Passes(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if l == nil { // its add was taken back
			continue
		}
		members := w.s.detailMembers(l, rep)
		args = append(args, ids[i], r, len(members))
		args = append(args, members...)
	}
	t := w.rep(rep.ID)
	reply, err := w.s.Run(ctx, detailsScript, []string{t.Leads(rep.ID), t.Details(rep.ID), t.Detailed(rep.ID), t.Schema()},
		args...)
	for _, id := range reply {
		changed = append(changed, wire.Text(id))
	}
	return changed, err
}

// foundMost is how many leads an index may find for a text. Where more hold it, every stretch of a list has some.
const foundMost = 500

// found are the leads that may hold the words of a list; ok is false where no index tells.
func (w Records) found(ctx context.Context, rep string, q ListQuery) (out []search.Candidate, ok bool, err error) {
	r, known, err := w.Rep(ctx, rep)
	if err != nil || !known || w.s.details == nil {
		return nil, false, err
	}
	t := w.rep(rep)
	keys := []string{t.Names(rep), t.Words(rep), t.Worded(rep), t.Audit(rep), t.Details(rep), t.Detailed(rep),
		t.Looks(rep), t.OpenTasks(rep)}
	args := []any{detailsState(r), foundMost, search.NumberKey(q.Text)}
	for _, word := range q.Words {
		args = append(args, word)
	}
	for worked := false; ; worked = true {
		var reply []any
		err := w.s.Read(ctx, func(c redis.UniversalClient) (err error) {
			reply, err = findScript.Run(ctx, c, keys, args...).Slice()
			return err
		})
		switch {
		case err != nil:
			return nil, false, err
		case wire.Text(reply[0]) == "found":
			return search.Read(reply[1:]), true, nil
		case wire.Text(reply[0]) == "scan" || worked:
			return nil, false, nil
		}
		if err := w.workNamesIn(ctx, rep); err != nil {
			return nil, false, err
		}
	}
}

// byIndex begins the cursor of a page that was found by an index.
const byIndex = "="

// listFound is a page of a list from the leads that an index finds, behind the one of a cursor; ok is false where it
// finds none that holds the text, and all are to be looked through.
func (w Records) listFound(ctx context.Context, rep string, q ListQuery, after string,
	match func(coach.Lead) bool) (page Page, ok bool, err error) {
	page = Page{Total: -1}
	all, ok, err := w.found(ctx, rep, q)
	if err != nil || !ok {
		return page, false, err
	}
	closed := q.Kind == ListClosed // these stand by name, which only their records say
	all = slices.DeleteFunc(all, func(c search.Candidate) bool {
		switch q.Kind {
		case ListClosed:
			return c.Listed && !c.Closed
		case ListDue, ListWeek:
			return !c.Listed || c.Due > float64(q.Until.UnixMilli()) || !c.Behind(after)
		}
		return !c.Listed || c.Closed || !c.Behind(after)
	})
	search.InOrder(all)
	due := make(map[string]float64, len(all))
	var leads []coach.Lead
	step := q.Limit + 1
	if closed {
		step = readBatch
	}
	for ; len(all) > 0 && (closed || len(leads) <= q.Limit); step = readBatch {
		part := all[:min(step, len(all))]
		all = all[len(part):]
		ids := make([]string, len(part))
		for i, c := range part {
			ids[i], due[c.ID] = c.ID, c.Due
		}
		raw, err := w.rawLeads(ctx, rep, ids)
		if err != nil {
			return page, false, err
		}
		some, unread, err := w.leadsIn(rep, ids, raw)
		if err != nil {
			return page, false, err
		}
		page.Damaged = append(page.Damaged, w.namesOf(ctx, rep, ids, raw, unread)...)
		leads = append(leads, slices.DeleteFunc(some, func(l coach.Lead) bool { return !match(l) || closed && l.Open() })...)
	}
	ok = len(leads) > 0 || after != ""
	if closed {
		slices.SortFunc(leads, coach.ByName)
		_, last, _ := strings.Cut(after, "|")
		leads = leads[1+slices.IndexFunc(leads, func(l coach.Lead) bool { return l.ID == last }):]
	}
	page.Leads = leads[:min(q.Limit, len(leads))]
	if len(leads) > q.Limit {
		last := page.Leads[q.Limit-1].ID
		page.Next = byIndex + cursor(due[last], last)
	}
	for _, l := range page.Leads {
		if !closed {
			page.due = append(page.due, due[l.ID])
		}
	}
	return page, ok, nil
}

var (
	//go:embed lua/pick.lua
	pickLua    string
	pickScript = redis.NewScript(nearLua + pickLua)
)

// Pick reads the leads that somebody may mean who has typed so far, a hundred at most, the likeliest first: those in
// whose name each word of it begins one, then those with a contact, company, number or address that begins so. name is
// the normalized text. Where nothing is typed these are the leads that were changed last, then what is due next. It
// costs two trips and writes nothing, also where the indexes are behind the leads.
func (w Records) Pick(ctx context.Context, rep, typed, name string) ([]coach.Lead, error) {
	t, args := w.rep(rep), []any{100, name}
	if typed = strings.ToLower(strings.TrimSpace(typed)); typed != "" {
		args = append(args, "@"+typed)
		for _, start := range []string{name, search.NumberKey(typed)} {
			if start != "" {
				args = append(args, start)
			}
		}
	}
	keys := []string{t.Names(rep), t.Words(rep), t.Worded(rep), t.Audit(rep), t.Details(rep), t.Looks(rep)}
	var ids []string
	err := w.s.Read(ctx, func(c redis.UniversalClient) (err error) {
		ids, err = pickScript.Run(ctx, c, keys, args...).StringSlice()
		return err
	})
	if err != nil {
		return nil, err
	}
	return w.Leads(ctx, rep, ids...)
}
