package record

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// LeadAmong finds the lead that a line names among those of some reps, and the request as one of its owner's. Who may
// look for leads of theirs is decided by whoever calls it; word is the command's, for the example in a refusal.
func LeadAmong(ctx context.Context, reps []string, rec *Recorder, req *request.Request, line input.Line,
	word string) (*request.Request, coach.Lead, error) {
	var as *request.Request
	var lead coach.Lead
	several := &request.BadValue{What: "one lead", Given: input.Span(line.Text, line.Words),
		Expected: "several could be meant: give more of the name, or its rep", Example: "/followup " + word + " acme @rep"}
	// Each rep's leads are found as they find them themselves.
	for _, rep := range reps {
		its := *req
		its.Owner, its.Rep = rep, nil
		resolver := input.NewLeadResolver(line, input.AllWords)
		seen, m, err := rec.ReadLead(ctx, &its, resolver, Query(resolver.WholeName(), store.Query{}))
		switch {
		case err != nil:
			return nil, lead, err
		// Which of one rep's, or whose, is asked by saying that more is needed: a question would keep a line for a tap that
		// is not the reader's.
		case m.Question != nil || as != nil && seen.Lead != nil:
			return nil, lead, several
		case seen.Lead == nil:
			continue
		}
		as, lead = &its, *seen.Lead
	}
	if as == nil {
		return nil, lead, &request.UnknownLead{Name: input.Span(line.Text, line.Words)}
	}
	return as, lead, nil
}
