package record

import (
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// loadRep makes the acting person's record known to the request: theirs, or the one they get now. Zone and figures are
// taken from there by everything that is said afterwards.
func loadRep(req *request.Request, seen store.Seen) {
	rep := NewRep(seen, req.Person, req.Now)
	req.Rep, req.Tally, req.Agreed = &rep, seen.Tally, seen.Agreed
}

// NewRep is a rep's record as it was read, completed by what Slack says where it says nothing: the first command makes
// somebody a rep, and who was only added to a team has no zone yet.
func NewRep(seen store.Seen, who request.Person, now time.Time) coach.Rep {
	rep := seen.Rep
	if !seen.Known {
		rep = coach.Rep{ID: who.Id, Since: now.UTC()}
	}
	if rep.TZ == "" {
		rep.TZ, rep.Locale = who.Tz, who.Locale
		if !request.ZoneExists(rep.TZ) {
			rep.TZ = "UTC"
		}
	}
	rep.Gone = false
	return rep
}

// completed reports whether a rep's record has to be written because [NewRep] completed it: of somebody new, of
// somebody who is back, and of somebody who was only added to a team.
func completed(seen store.Seen) bool { return !seen.Known || seen.Rep.Gone || seen.Rep.TZ == "" }
