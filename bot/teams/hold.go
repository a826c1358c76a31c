package teams

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/store"
)

// A rep on hold can do all that they could before: commands answer, and what they log counts. But nothing reaches them
// unasked, and nothing is due: a manager can take somebody out of the rhythm without taking their leads.

// What a hold of a rep and its end are called in their audit trail.
const (
	opPause  = "team pause"
	opResume = "team resume"
)

// holdLine is "team pause|resume <@rep>": a manager freezes all cadences of a rep of theirs, without an end, or ends
// that. It is an absence that nobody but a manager ends ([absence.Absence].By); the rep is told once of each. What has
// gathered is spread at the end as after any other absence. Somebody's own absence is theirs to end.
func holdLine(ctx context.Context, rec *record.Recorder, req *request.Request, line input.Line,
	teams []coach.Team, pause bool) (request.Response, error) {
	named := teamline.ReadMentions(line.Words)
	if len(named.People) != 1 {
		return request.Response{}, &request.BadValue{What: "a rep", Given: strings.Join(words.Texts(line.Words), " "),
			Expected: "one person, picked from Slack's list when you type @", Example: "/followup team pause @rep"}
	}
	// Nobody learns from a refusal whether somebody is in a team, or on hold.
	rep := named.People[0]
	if !slices.ContainsFunc(teams, func(t coach.Team) bool {
		return slices.Contains(t.Reps, rep) && (req.Person.Admin || slices.Contains(t.Managers, req.User))
	}) {
		return request.Response{}, request.ErrNoManager
	}
	// What is written is the rep's, in their shard and their audit trail; whoever acts stays the manager.
	as := *req
	as.Owner, as.Rep = rep, nil
	tx := rec.Begin(ctx, &as, store.Query{})
	for tx.Next() {
		to := rec.Reply.Reader(req)
		change, ok := held(tx.Seen.Rep, req.User, req.Now.UTC(), pause)
		switch {
		case !tx.Seen.Known: // named in a team, and nobody's rep: there is nothing to hold
			return request.Response{}, request.ErrNoManager
		case !ok:
			return rec.Reply.Say(req, setup.HeldAlready(to, tx.Seen.Rep, pause))
		}
		words := setup.Released(to, rep)
		if pause {
			words = setup.Held(to, rep)
		}
		said, err := rec.Reply.Say(req, words)
		tx.Try(record.Result{Response: &said, Change: &change}, err)
	}
	return tx.Response()
}

// held is the change that puts a rep on hold, or ends that; ok is false where it is so already, or the absence is the
// rep's own. What a manager has done no undo of the rep's takes back.
func held(rep coach.Rep, by string, now time.Time, pause bool) (c store.Change, ok bool) {
	letter := coach.Letter{ID: store.NewID(), From: rep.ID, To: rep.ID, At: now}
	c = store.Change{Op: opResume, Rep: &rep, Reindex: true}
	switch {
	case pause == rep.Away.Paused():
		return c, false
	case pause:
		since := now
		if rep.Away.Lasts() { // what is held back stays held back since then
			since = rep.Away.Since
		}
		c.Op, letter.Paused = opPause, by
		rep.Away = absence.Absence{Since: since, By: by}
	default:
		letter.Resumed = by
		rep.Away = rep.Away.Over(now)
		rep.Spread = absence.Spread{At: now, Why: absence.Away, Open: true, Entry: store.NewID()}.After(rep.Spread,
			rand.Uint32())
	}
	// The rep hears of either at once: it is why nothing else comes, or does again.
	c.Letters = []coach.Letter{letter}
	return c, true
}
