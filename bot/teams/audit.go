package teams

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/privacy"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// auditLine is "team audit <lead> [@rep]": who did what to a lead of one of the reps whose teams the acting person
// manages. That they looked is kept there too.
func auditLine(ctx context.Context, rec *record.Recorder, req *request.Request, line input.Line,
	reps []string) (request.Response, error) {
	// The name and the mention may stand in any order.
	named := teamline.ReadMentions(line.Words)
	line.Words = slices.DeleteFunc(slices.Clone(line.Words), func(w words.Word) bool { return w.User != "" })
	if len(line.Words) == 0 {
		return request.Response{}, &request.BadValue{What: "a lead", Expected: "name it, and its rep where several have one",
			Example: "/followup team audit acme @rep"}
	}
	// A mention narrows it to one of them; it widens nothing.
	if len(named.People) > 0 {
		reps = slices.DeleteFunc(reps, func(id string) bool { return !slices.Contains(named.People, id) })
	}
	if len(reps) == 0 {
		return request.Response{}, request.ErrNoManager
	}
	as, lead, err := record.LeadAmong(ctx, reps, rec, req, line, "team audit")
	if err != nil {
		return request.Response{}, err
	}
	// One more than is shown tells that there are more.
	trail, err := trailOf(ctx, rec.Space(), as.Owner, lead, privacy.TrailShown+1)
	if err != nil {
		return request.Response{}, err
	}
	// Read first: what is shown ends with what was done before this.
	if err := record.NoteOpened(ctx, rec.Space(), as, lead.ID, "audit"); err != nil {
		return request.Response{}, err
	}
	// The trail holds parts of records; what the words are made of is read out of them.
	done := make([]privacy.Done, len(trail))
	for i, e := range trail {
		done[i] = privacy.Done{At: e.At, By: e.By, Op: e.Op, Undone: e.Undone}
		if e.Before != nil && e.After != nil { // what can't be read of them is not said
			_ = json.Unmarshal(e.Before, &done[i].Was)
			_ = json.Unmarshal(e.After, &done[i].Is)
		}
	}
	return rec.Reply.Say(req, privacy.Trail(rec.Reply.Reader(req), lead, as.Owner, done))
}

// handOverLines are how many lines a hand-over leaves at most in the list of one rep.
const handOverLines = 2

// trailOf are the newest n lines about a lead, newest first: its rep's, and those of the reps who had it before.
func trailOf(ctx context.Context, space *store.Workspace, rep string, lead coach.Lead,
	n int) (trail []store.AuditEntry, err error) {
	reps := []string{rep}
	for _, h := range lead.Handed {
		if !slices.Contains(reps, h.From) {
			reps = append(reps, h.From)
		}
	}
	for _, id := range reps {
		lines, err := space.History.AuditLead(ctx, id, lead.ID, n+handOverLines*len(lead.Handed))
		if err != nil {
			return nil, err
		}
		trail = append(trail, lines...)
	}
	if len(reps) > 1 {
		slices.SortStableFunc(trail, func(a, b store.AuditEntry) int { return b.At.Compare(a.At) })
		// A hand-over is several changes, and one thing that was done.
		trail = slices.CompactFunc(trail, func(a, b store.AuditEntry) bool {
			return a.Op == store.OpHandOver && b.Op == store.OpHandOver && a.At.Equal(b.At)
		})
	}
	return trail[:min(n, len(trail))], nil
}

// repsOf are the reps of the teams that somebody manages. Who may set up teams reads nobody's leads for that.
func repsOf(teams []coach.Team, user string) (reps []string) {
	for _, team := range teams {
		if slices.Contains(team.Managers, user) {
			reps = append(reps, team.Reps...)
		}
	}
	// Somebody may be in two of them, and is looked at once.
	slices.Sort(reps)
	return slices.Compact(reps)
}
