package leads

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// staleAfter is how long nothing has to have happened with a lead before it counts as stale.
const staleAfter = 30 * 24 * time.Hour

// filters are the lists that can be asked for, with what the store calls each. Without a filter, and with "all", the
// open leads come first.
var filters = map[string][]store.ListKind{
	"":       {store.ListAll},
	"due":    {store.ListDue},
	"week":   {store.ListWeek},
	"stale":  {store.ListStale},
	"all":    {store.ListAll, store.ListClosed},
	"closed": {store.ListClosed},
}

// ListLine pages through the leads: "list [due|week|stale|all|closed] [text]". The open ones unless asked. A filter in
// quotes is a text.
func (h *Handlers) ListLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	filter, text := "", line.Words
	if len(text) > 0 && !text[0].Quoted {
		word := strings.ToLower(text[0].Text)
		if _, known := filters[word]; known {
			filter, text = word, text[1:]
		}
	}
	list, err := h.listReply(ctx, req, filter, input.Span(line.Text, text), 1)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, list)
}

// TurnPage shows another page in the place of the one that was turned. "and 23 more" of a message opens a page of its
// own. The button carries filter, page and text; what it carries is checked as if it were typed.
func (h *Handlers) TurnPage(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	filter, text := button.Lead, button.Part(1)
	page, err := strconv.Atoi(button.Part(0))
	if _, known := filters[filter]; err != nil || page < 1 || !known {
		return request.Response{}, request.ErrOutdated
	}
	list, err := h.listReply(ctx, req, filter, text, page)
	if err != nil {
		return request.Response{}, err
	}
	resp, err := h.reply.Say(req, list)
	// Only a page that was turned takes the place of another; a message keeps what it says.
	resp.Replace = req.OwnAnswer() && (strings.HasSuffix(req.Name, ".next") || strings.HasSuffix(req.Name, ".prev"))
	return resp, err
}

// listReply is one page of a list, counted from 1. A page behind the last one is empty, with the total.
func (h *Handlers) listReply(ctx context.Context, req *request.Request, filter, text string,
	page int) (say.Reply, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return say.Reply{}, err
	}
	q := store.ListQuery{Until: until(filter, req.Now, rep), Text: text}
	leads, total, err := h.pages(ctx, req.User, filters[filter], q, page)
	if err != nil {
		return say.Reply{}, err
	}
	list := say.ListPage{Filter: filter, Search: text, Page: page, Total: total}
	for _, lead := range leads {
		list.Leads = append(list.Leads, h.record.Views.Card(req, lead))
	}
	return say.List(h.reply.Reader(req), list), nil
}

// until is the end of what a list looks at, in the rep's zone: of today, of the coming seven days, or the last instant
// of what is stale; zero for no end.
func until(filter string, now time.Time, rep coach.Rep) time.Time {
	switch filter {
	case "due":
		return rep.Midnight(now, 1)
	case "week":
		return rep.Midnight(now, 7)
	case "stale":
		return now.Add(-staleAfter)
	}
	return time.Time{}
}

// pages reads the leads of a page and how many there are on all pages; where nobody has counted, the total is what was
// seen, and one more when there is more. Several lists are paged through as one.
func (h *Handlers) pages(ctx context.Context, rep string, lists []store.ListKind, q store.ListQuery,
	page int) (leads []coach.Lead, total int, err error) {
	from, to := (page-1)*say.ListSize, page*say.ListSize
	seen := 0 // in the lists before
	for _, kind := range lists {
		q.Kind, q.After, q.Limit = kind, "", 100
		counted, here := false, 0 // here: seen in this list
		for {
			part, err := h.record.Space().Records.List(ctx, rep, q)
			if err != nil {
				return nil, 0, err
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
	return leads, total, nil
}
