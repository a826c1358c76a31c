package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// differsShown is how many leads that differ are named one by one.
const differsShown = 20

// replay rebuilds what is kept of every lead's touches and names the leads of which the record says something else.
// Nothing is written, and of a lead only its id is shown.
func (r *report) replay(s app.Settings, rules *coach.Rules, team string) {
	if team == "" {
		r.fail("replay: the workspace is not known", "mend what stands above first")
		return
	}
	st, err := store.Open(store.Options{URL: s.RedisURL})
	if err != nil {
		return // said already
	}
	defer st.Close()
	p := replayed{rules: rules, space: st.In(team)}
	// Unlike the other checks it has no deadline of its own: a big workspace may take minutes.
	if err := p.everybody(r.w.ctx); err != nil {
		r.fail("replay: "+rootCause(err), "see what Redis says above")
		return
	}
	if len(p.differ) == 0 {
		r.ok("replay: all %d leads are what their touches come to", p.leads)
		return
	}
	shown := p.differ[:min(len(p.differ), differsShown)]
	if more := len(p.differ) - len(shown); more > 0 {
		shown = append(shown[:len(shown):len(shown)], fmt.Sprintf("and %d more", more))
	}
	r.fail(fmt.Sprintf("replay: %d of %d leads are not what their touches come to", len(p.differ), p.leads),
		"a fact, a rep's zone or the rules may have changed since; if not, keep a copy of Redis and report\n    %s",
		strings.Join(shown, "\n    "))
}

// replayed is what a replay of a workspace came to.
type replayed struct {
	rules  *coach.Rules
	space  *store.Workspace
	leads  int
	differ []string // rep, lead and the fields that differ
}

func (p *replayed) everybody(ctx context.Context) error {
	reps, err := p.space.Records.Reps(ctx)
	if err != nil {
		return err
	}
	for _, rep := range reps {
		// In batches: the leads of a workspace need not fit into memory at once.
		err := p.space.EachLead(ctx, rep.ID, func(leads []coach.Lead) error {
			for _, l := range leads {
				if err := p.lead(ctx, rep, l); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// lead reads the record once more when it differs: a touch may have been logged since it was read.
func (p *replayed) lead(ctx context.Context, rep coach.Rep, l coach.Lead) error {
	p.leads++
	for {
		touches, err := p.space.Records.Touches(ctx, rep.ID, l.ID, -1)
		if err != nil {
			return err
		}
		fields := p.rules.Rebuilt(l, touches, rep)
		if len(fields) == 0 {
			return nil
		}
		// A record that has moved on is compared anew; one of the same version does differ.
		now, err := p.space.Records.Leads(ctx, rep.ID, l.ID)
		switch {
		case err != nil:
			return err
		case len(now) == 0: // undone meanwhile
			return nil
		case now[0].Version == l.Version:
			p.differ = append(p.differ, fmt.Sprintf("rep %s, lead %s: %s", rep.ID, l.ID, strings.Join(fields, ", ")))
			return nil
		}
		l = now[0]
	}
}
