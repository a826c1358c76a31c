// Package teams is who belongs to which team, the team's summary in its channel, and its library: what its reps have to
// tell to prospects. TeamLine is the one command; each file holds one part of it.
//
// Who may do what: workspace owners, admins and FOLLOWUP_ADMINS set up teams and name managers; a manager changes the
// teams they manage; everybody in a team may add to its library. A manager need not be a rep of the team.
//
// Changes of teams are audited and, unlike those of leads, not undoable. Each is written with its response under the
// request's key: a second delivery gets that response and changes nothing.
package teams

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// Handlers carry out requests. Make them with [New].
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	// HandOver carries out "team handover".
	HandOver func(context.Context, *request.Request, input.Line) (request.Response, error)
	// Show carries out "team show".
	Show func(context.Context, *request.Request, input.Line) (request.Response, error)
	// Numbers carries out "team numbers".
	Numbers func(context.Context, *request.Request, input.Line) (request.Response, error)
}

// New makes the handlers of this slice.
func New(rec *record.Recorder, rep *reply.Replier) *Handlers {
	return &Handlers{record: rec, reply: rep}
}

// Who may set up teams is said by [request.Person]: owners and admins of the workspace, and those whom FOLLOWUP_ADMINS
// names.

// mayManage reports whether somebody may change a team: its managers and whoever may set up teams. Its reps may
// not.
func (h *Handlers) mayManage(who request.Person, team coach.Team) bool {
	return who.Admin || slices.Contains(team.Managers, who.ID)
}
