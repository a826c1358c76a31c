package say_test

import (
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
)

// awayCases are what is said of somebody who is away, and of what has gathered.
func awayCases(add func(string, any)) {
	rep := coach.Rep{ID: "U1", TZ: "Europe/Berlin", Away: absence.Absence{Since: at(13, 9, 0), Until: "2026-01-26"}}
	agreed := []coach.Agreed{{Lead: "L1", Name: "Evergreen Schools", At: at(15, 16, 0)},
		{Lead: "L2", Name: "<!here> & *" + longName, At: at(16, 9, 0)}, {Lead: "L3", Name: longName, At: at(19, 9, 30)},
		{Lead: "L4", Name: "Delta", At: at(20, 9, 30)}, {Lead: "L5", Name: "Acme", At: at(21, 9, 30)}}
	g := absent.Gathered{Leads: 42, Last: at(29, 0, 0),
		First: []string{"Evergreen Schools", "<!here>*" + longName, "Acme"}}
	add("away", absent.Left(reader, rep, nil, "c1"))
	add("away-agreed", absent.Left(reader, rep, agreed, "c1"))
	add("form-away", absent.LeaveForm(reader, rep, "", request.Meta{}))
	add("away-back", absent.Return(reader, g))
	add("away-back-nothing", absent.Return(reader, absent.Gathered{}))
	add("away-spread", absent.Spread(reader, absence.Away, g, "c1"))
	add("away-spread-nothing", absent.Spread(reader, absence.Away, absent.Gathered{}, "c1"))
	add("away-backlog", absent.Spread(reader, absence.Backlog, g, "c1"))
	add("away-parked", absent.Parked(reader, 42, "c1"))
	add("away-not", absent.NotAway(reader, coach.Rep{}))
	add("away-not-more", absent.NoBacklog(reader))
	add("away-gone", absent.Gone(reader, rep))
	add("away-undone", absent.Undone(reader, absence.OpSpread, rep))
	add("away-undone-all", absent.Undone(reader, absence.OpAway, coach.Rep{}))
	p := &say.Page{To: reader}
	absent.SpreadLine(p, absence.Spread{Leads: 42, Last: "2026-01-29", Entry: "c1"})
	absent.BacklogLine(p, 31)
	add("away-lines", p.Reply())
}
