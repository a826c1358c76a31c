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

var filters = map[string]bool{"due": true, "week": true, "stale": true, "all": true, "closed": true}

// ListLine pages through the leads: "list [due|week|stale|all|closed] [Text]". The open ones unless asked.
func (h *Handlers) ListLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	filter, ws := "", ln.Words
	if len(ws) > 0 && !ws[0].Quoted && filters[strings.ToLower(ws[0].Text)] {
		filter, ws = strings.ToLower(ws[0].Text), ws[1:]
	}
	r, err := h.listReply(ctx, req, filter, input.Span(ln.Text, ws), 1)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, r)
}

// TurnPage shows another page in the place of the one that was turned. "and 23 more" of a message opens a page of its
// own.
func (h *Handlers) TurnPage(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	page, err := strconv.Atoi(button.Part(0))
	if err != nil || page < 1 || button.Lead != "" && !filters[button.Lead] {
		return request.Response{}, request.ErrOutdated
	}
	r, err := h.listReply(ctx, req, button.Lead, button.Part(1), page)
	if err != nil {
		return request.Response{}, err
	}
	resp, err := h.reply.Say(req, r)
	resp.Replace = req.Ephemeral && (strings.HasSuffix(req.Name, ".next") || strings.HasSuffix(req.Name, ".prev"))
	return resp, err
}

func (h *Handlers) listReply(ctx context.Context, req *request.Request, filter, text string,
	page int) (say.Reply, error) {
	rep, err := h.record.Rep(ctx, req)
	if err != nil {
		return say.Reply{}, err
	}
	lists := []store.ListKind{h.listKind(filter)}
	if filter == "all" {
		lists = append(lists, store.ListClosed)
	}
	q := store.Query{Until: until(filter, req.Now, rep), Text: text}
	leads, total, err := h.pages(ctx, req.User, lists, q, page)
	if err != nil {
		return say.Reply{}, err
	}
	out := say.ListPage{Filter: filter, Search: text, Page: page, Total: total}
	for _, l := range leads {
		out.Leads = append(out.Leads, h.record.Views.Card(req, l))
	}
	return say.List(h.reply.Reader(req), out), nil
}

func (h *Handlers) listKind(filter string) store.ListKind {
	switch filter {
	case "due":
		return store.ListDue
	case "week":
		return store.ListWeek
	case "stale":
		return store.ListStale
	case "closed":
		return store.ListClosed
	default:
		return store.ListAll
	}
}

// until is the end of what a list looks at: of today, of the coming seven days, or the last day of what is stale.
func until(filter string, now time.Time, rep coach.Rep) time.Time {
	y, m, d := now.In(rep.Location()).Date()
	midnight := func(days int) time.Time { return time.Date(y, m, d+days, 0, 0, 0, 0, rep.Location()) }
	switch filter {
	case "due":
		return midnight(1)
	case "week":
		return midnight(7)
	case "stale":
		return now.Add(-staleAfter)
	}
	return time.Time{}
}

// pages reads the leads of a page and how many there are on all pages; where nobody has counted, the total is what was
// seen, and one more when there is more.
func (h *Handlers) pages(ctx context.Context, rep string, lists []store.ListKind, q store.Query,
	page int) (out []coach.Lead, total int, err error) {
	from, to := (page-1)*say.ListSize, page*say.ListSize
	seen := 0
	for _, kind := range lists {
		q.Kind, q.After, q.Limit = kind, "", 100
		counted, here := false, 0
		for {
			p, err := h.record.Space().List(ctx, rep, q)
			if err != nil {
				return nil, 0, err
			}
			for i, l := range p.Leads {
				if at := seen + here + i; at >= from && at < to {
					out = append(out, l)
				}
			}
			here += len(p.Leads)
			if p.Total >= 0 {
				total, counted = total+p.Total, true
				if seen+here >= to || p.Next == "" {
					here = p.Total
					break
				}
				total -= p.Total // counted again with the next part
			} else if p.Next != "" && seen+here > to {
				here++
				break
			}
			if p.Next == "" {
				break
			}
			q.After = p.Next
		}
		if !counted {
			total += here
		}
		seen += here
	}
	return out, total, nil
}
