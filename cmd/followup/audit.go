package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/keyspace"
)

// auditCommand prints who did what: every change, and who exported, erased, or looked at somebody else's. It is for who
// runs the bot, and asks nothing of Slack.
type auditCommand struct {
	Rep   string        `help:"Only a rep's records; \"teams\": those of teams and blocked numbers." placeholder:"U…"`
	Lead  string        `help:"Only what was done to the lead with this id." placeholder:"ID"`
	Since time.Duration `help:"Only what is not older than that." placeholder:"720h"`
}

func (c auditCommand) Run(w world) error {
	return withRedis(w, func(st *store.Store, r redis.UniversalClient) error {
		// A Redis may have several workspaces; each has its reps, and records that belong to none.
		var workspaces []string
		err := keyspace.Each(w.ctx, r, "{*", func(keys []string) error {
			for _, key := range keys {
				if k, ours := keyspace.Parse(key); ours && !slices.Contains(workspaces, k.Workspace()) {
					workspaces = append(workspaces, k.Workspace())
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		// In the same order each time, so that two prints can be compared.
		slices.Sort(workspaces)
		fmt.Fprintln(w.out, strings.Join([]string{"TIME", "RECORDS OF", "BY", "WHAT", "LEAD", "BEFORE", "AFTER"}, "\t"))
		for _, id := range workspaces {
			if err := c.workspace(w, st.In(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// workspace prints the trails of a workspace: each rep's, then its own.
func (c auditCommand) workspace(w world, space *store.Workspace) error {
	reps, err := space.Records.Reps(w.ctx)
	if err != nil {
		return err
	}
	// The workspace's own trail has no rep.
	trails := []string{""}
	for _, rep := range reps {
		trails = append(trails, rep.ID)
	}
	slices.Sort(trails[1:])
	for _, rep := range trails {
		of := rep
		if rep == "" {
			of = "teams"
		}
		if c.Rep != "" && c.Rep != of {
			continue
		}
		// A whole trail at a time: what was before and after is worked out backwards from what is.
		trail, err := space.History.Audit(w.ctx, rep, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", of, err)
		}
		for _, e := range trail {
			// Narrowed here, not in Redis: a trail is read for who needs all of it.
			its := e.LeadID == c.Lead || slices.Contains(e.Leads, c.Lead)
			if c.Lead != "" && !its || c.Since > 0 && time.Since(e.At) > c.Since {
				continue
			}
			printEntry(w.out, of, e)
		}
	}
	return nil
}

// printEntry prints one line, with tabs between its cells.
func printEntry(out io.Writer, of string, e store.AuditEntry) {
	lead, by, what := e.LeadID, e.By, e.Op
	if e.LeadName != "" {
		lead += " " + e.LeadName
	}
	// A part of an import is about many.
	if len(e.Leads) > 0 {
		lead = strings.Join(e.Leads, ",")
	}
	// What nobody did was done by the rules, but for lists.
	switch {
	case by == "" && (what == "import" || what == "revert"):
		by = "command line"
	case by == "":
		by = "coach"
	}
	if e.Undone {
		what += " (undone)"
	}
	after := string(e.After)
	if e.TouchGone != nil {
		after += string(e.TouchGone)
	}
	cells := []string{e.At.UTC().Format(time.RFC3339), of, by, what, lead, string(e.Before), after}
	// One line each, whatever people have typed.
	for i, cell := range cells {
		cells[i] = strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, cell)
	}
	fmt.Fprintln(out, strings.Join(cells, "\t"))
}
