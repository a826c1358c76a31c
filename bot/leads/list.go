package leads

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/whose"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// staleAfter is how long nothing has to have happened with a lead before it counts as stale.
const staleAfter = 30 * 24 * time.Hour

// sources are the store's lists that each filter looks through. Without any of these the open leads are listed; of
// several the first in this order counts, since what it lists is the least.
var sources = []struct {
	filter string
	lists  []store.ListKind
}{
	{input.ListClosed, []store.ListKind{store.ListClosed}},
	{input.ListWon, []store.ListKind{store.ListClosed}},
	{input.ListLost, []store.ListKind{store.ListClosed}},
	{input.ListStale, []store.ListKind{store.ListStale}},
	{input.ListOverdue, []store.ListKind{store.ListDue}},
	{input.ListDue, []store.ListKind{store.ListDue}},
	{input.ListTomorrow, []store.ListKind{store.ListDue}},
	{input.ListWeek, []store.ListKind{store.ListWeek}},
	{input.ListNextWeek, []store.ListKind{store.ListWeek}},
	{input.ListAll, []store.ListKind{store.ListAll, store.ListClosed}},
}

// sourceOf are the store's lists to look through for leads that all filters hold for. An outcome is among the closed
// ones.
func sourceOf(filters []string) []store.ListKind {
	for _, f := range filters {
		if outcome.Outcome(f).Info().Ends {
			return []store.ListKind{store.ListClosed}
		}
	}
	for _, s := range sources {
		if slices.Contains(filters, s.filter) {
			return s.lists
		}
	}
	return []store.ListKind{store.ListAll}
}

// keeps are what a lead must be for a filter that its list alone doesn't settle. The reading is the rep's at now.
var keeps = map[string]func(c coach.Card, rep coach.Rep, now time.Time) bool{
	input.ListOpen: func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Open() },
	input.ListWon:  func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Progress.Closed == outcome.Won },
	input.ListLost: func(c coach.Card, _ coach.Rep, _ time.Time) bool {
		return !c.Lead.Open() && c.Lead.Progress.Closed != outcome.Won
	},
	input.ListOverdue: func(c coach.Card, _ coach.Rep, now time.Time) bool { return c.Step.State(now) == coach.Overdue },
	input.ListDue: func(c coach.Card, rep coach.Rep, now time.Time) bool {
		return c.Step.Kind != coach.StepNone && c.Step.Due.Before(rep.Midnight(now, 1))
	},
	input.ListTomorrow: func(c coach.Card, rep coach.Rep, now time.Time) bool {
		return onDays(c, rep.Midnight(now, 1), rep.Midnight(now, 2))
	},
	input.ListNextWeek: func(c coach.Card, rep coach.Rep, now time.Time) bool {
		from := mondayAfter(now, rep)
		return onDays(c, rep.Midnight(now, from), rep.Midnight(now, from+7))
	},
	input.ListUndated: func(c coach.Card, _ coach.Rep, _ time.Time) bool {
		return c.Lead.Open() && (c.Lead.Progress.NeedsDate() || c.Step.NeedsDate)
	},
	input.ListReview: func(c coach.Card, _ coach.Rep, _ time.Time) bool {
		return c.Step.Kind == coach.StepReview || c.Step.Kind == coach.StepLight
	},
	input.ListAgreed: func(c coach.Card, _ coach.Rep, _ time.Time) bool {
		return c.Lead.Open() && c.Lead.Progress.Commitment != nil
	},
	input.ListParked: func(c coach.Card, _ coach.Rep, _ time.Time) bool {
		return c.Lead.Parked() || c.Step.Kind == coach.StepNone && coach.HasReason(c.Step.Because, coach.ReasonMoved)
	},
	input.ListPaused: func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Paused() },
	input.ListWarm:   func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Warmth == coach.Warm },
	input.ListCold:   func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Warmth != coach.Warm },
	input.ListHigh:   func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Potential == coach.PotentialHigh },
	input.ListLow:    func(c coach.Card, _ coach.Rep, _ time.Time) bool { return c.Lead.Potential == coach.PotentialLow },
}

// onDays reports whether a lead's step falls due from one instant on and before another.
func onDays(c coach.Card, from, to time.Time) bool {
	return c.Step.Kind != coach.StepNone && !c.Step.Due.Before(from) && c.Step.Due.Before(to)
}

// mondayAfter is how many days ahead the next week begins for a rep.
func mondayAfter(now time.Time, rep coach.Rep) int {
	ahead := (int(time.Monday) - int(now.In(rep.Location()).Weekday()) + 7) % 7
	if ahead == 0 {
		return 7
	}
	return ahead
}

// keep is what a lead must be for all filters; nil where their list settles it.
func (h *Handlers) keep(req *request.Request, filters []string, rep coach.Rep) func(coach.Lead) bool {
	var all []func(coach.Card) bool
	for _, f := range filters {
		one := keeps[f]
		switch {
		case f == input.ListWeek && rep.Away.Lasts(): // its index has what was due before they left
			all = append(all, func(c coach.Card) bool { return onDays(c, time.Time{}, rep.Midnight(req.Now, 7)) })
		case one != nil && (f != input.ListDue || len(filters) > 1 || rep.Away.Lasts()) && f != input.ListOpen:
			all = append(all, func(c coach.Card) bool { return one(c, rep, req.Now) })
		case outcome.Outcome(f).Info().Ends && f != input.ListWon && f != input.ListLost:
			all = append(all, func(c coach.Card) bool { return c.Lead.Progress.Closed == outcome.Outcome(f) })
		}
	}
	if slices.Contains(filters, input.ListOpen) && len(filters) > 1 {
		all = append(all, func(c coach.Card) bool { return c.Lead.Open() })
	}
	if len(all) == 0 {
		return nil
	}
	return func(l coach.Lead) bool {
		c := h.record.Views.Card(req, l)
		return !slices.ContainsFunc(all, func(holds func(coach.Card) bool) bool { return !holds(c) })
	}
}

// ListLine pages through the leads: "list [filter…] [text]", the filters in any order and anywhere in it. The open ones
// unless asked. A filter in quotes is a text; where the filters leave nobody, the whole line is looked for as a text,
// since a name may begin so ("Won Ton").
func (h *Handlers) ListLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if err := whose.Named(line.Words); err != nil {
		return request.Response{}, err
	}
	wanted := input.ReadList(line.Words)
	list, err := h.listReply(ctx, req, wanted, 1)
	// Only where a filter and a text are both there can the line be a name that begins like a filter.
	if err == nil && list.Total == 0 && len(wanted.Filters) > 0 && wanted.Text != "" {
		named := input.List{Filters: []string{input.ListAll}, Text: input.Span(line.Text, line.Words)}
		if found, err := h.listReply(ctx, req, named, 1); err == nil && found.Total > 0 {
			list = found
		}
	}
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, cards.List(h.reply.Reader(req), list))
}

// TurnPage shows another page in the place of the one that was turned. "and 23 more" of a message opens a page of its
// own. The button carries the filters, page and text; what it carries is checked as if it were typed.
func (h *Handlers) TurnPage(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	var given []string
	if button.Lead != "" {
		given = strings.Split(button.Lead, "+")
	}
	// A button of an older version may carry a filter that is gone: it is outdated then.
	filters, known := input.ListFilters(given)
	page, err := strconv.Atoi(button.Part(0))
	if err != nil || page < 1 || !known {
		return request.Response{}, request.ErrOutdated
	}
	list, err := h.listReply(ctx, req, input.List{Filters: filters, Text: button.Part(1)}, page)
	if err != nil {
		return request.Response{}, err
	}
	resp, err := h.reply.Say(req, cards.List(h.reply.Reader(req), list))
	// Only a page that was turned takes the place of another; a message keeps what it says.
	resp.Replace = req.OwnAnswer() && (strings.HasSuffix(req.Name, ".next") || strings.HasSuffix(req.Name, ".prev"))
	return resp, err
}

// listReply is one page of a list, counted from 1. A page behind the last one is empty, with the total.
func (h *Handlers) listReply(ctx context.Context, req *request.Request, wanted input.List,
	page int) (cards.ListPage, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return cards.ListPage{}, err
	}
	lists := sourceOf(wanted.Filters)
	q := store.ListQuery{Until: until(lists[0], wanted.Filters, req.Now, rep), Text: wanted.Text,
		Words: strings.Fields(names.Normalize(wanted.Text)), Keep: h.keep(req, wanted.Filters, rep)}
	leads, total, damaged, err := pages(ctx, h.record.Space().Records, req.User, lists, q, page)
	if err != nil {
		return cards.ListPage{}, err
	}
	list := cards.ListPage{Filters: wanted.Filters, Search: wanted.Text, Page: page, Total: total}
	if wanted.Text == "" { // nobody knows whether a text is found in what can't be read
		list.Damaged = damaged
	}
	for _, lead := range leads {
		list.Leads = append(list.Leads, h.record.Views.Card(req, lead))
	}
	return list, nil
}

// until is the end of what a list looks at, in the rep's zone: of today or tomorrow, of the coming seven days or of
// next week, or the last instant of what is stale; zero for no end.
func until(list store.ListKind, filters []string, now time.Time, rep coach.Rep) time.Time {
	switch {
	case list == store.ListStale:
		return now.Add(-staleAfter)
	case list == store.ListWeek && !slices.Contains(filters, input.ListWeek):
		return rep.Midnight(now, mondayAfter(now, rep)+7)
	case list == store.ListWeek:
		return rep.Midnight(now, 7)
	case list == store.ListDue && slices.Contains(filters, input.ListTomorrow):
		return rep.Midnight(now, 2)
	case list == store.ListDue:
		return rep.Midnight(now, 1)
	}
	return time.Time{}
}

// pages reads the leads of a page and how many there are on all pages; where nobody has counted, the total is what was
// seen, and one more when there is more. Several lists are paged through as one. Damaged leads are named up to the end
// of the page.
func pages(ctx context.Context, records store.Records, rep string, lists []store.ListKind, q store.ListQuery,
	page int) (leads []coach.Lead, total int, damaged []string, err error) {
	from, to := (page-1)*cards.ListSize, page*cards.ListSize
	seen := 0 // in the lists before
	for _, kind := range lists {
		q.Kind, q.After, q.Limit = kind, "", 100
		counted, here := false, 0 // here: seen in this list
		for {
			part, err := records.List(ctx, rep, q)
			if err != nil {
				return nil, 0, nil, err
			}
			if seen+here < to {
				damaged = append(damaged, part.Damaged...)
			}
			for i, lead := range part.Leads {
				if at := seen + here + i; at >= from && at < to {
					leads = append(leads, lead)
				}
			}
			here += len(part.Leads)
			if part.Total >= 0 {
				total, counted = total+part.Total, true
				if seen+here >= to || part.Next == "" {
					here = part.Total
					break
				}
				total -= part.Total // counted again with the next part
			} else if part.Next != "" && seen+here > to {
				here++ // so that the page offers [Next]
				break
			}
			if part.Next == "" {
				break
			}
			q.After = part.Next
		}
		if !counted {
			total += here
		}
		seen += here
	}
	return leads, total, damaged, nil
}
