package coach

import (
	"time"
	_ "time/tzdata"

	"github.com/followup-coach/followup/coach/calendar"
)

// Where a lead's zone comes from.
const (
	ZoneSet   = "set"   // somebody set it
	ZonePhone = "phone" // every zone the phone number can mean has the same time then
	ZoneRep   = "rep"   // nothing is known: the rep's own
)

// LeadZone is the clock a lead lives by, and how sure that is.
type LeadZone struct {
	Loc     *time.Location
	From    string // ZoneSet, ZonePhone or ZoneRep
	Likely  bool   // true for a zone read from a phone number: said once, where all is said of the lead
	Country string // ISO 3166 code in capitals, "" when unknown; from the zone that was set, else from the phone number

	// others are the clocks of further numbers, where no zone was set: any of them may be the one that is dialed, so that
	// the law holds for each.
	others []*time.Location
}

// Zone is the lead's zone at an instant: the one that was set, else the phone number's if all zones it can mean agree
// on the offset at that instant (toll-free numbers are unknown), else the rep's. Where no number can be read but
// for its country code, that country's clock counts, if it has one: nobody is called at night because of a slip.
func (l Lead) Zone(rep Rep, at time.Time) LeadZone {
	if l.TZ != "" {
		if loc, err := calendar.Location(l.TZ); err == nil {
			return LeadZone{Loc: loc, From: ZoneSet, Country: calendar.Country(l.TZ)}
		}
	}
	if l.Phone == "" {
		return LeadZone{Loc: rep.Location(), From: ZoneRep}
	}
	phones := l.Telephones(rep)
	p := phones.Place()
	z := LeadZone{Loc: rep.Location(), From: ZoneRep, Country: p.Country}
	if loc := calendar.Agreed(p.Zones, at.Unix()); loc != nil {
		z = LeadZone{Loc: loc, From: ZonePhone, Likely: true, Country: p.Country}
	}
	if len(phones.Numbers) < 2 {
		return z
	}
	for _, p := range phones.Places() {
		if loc := calendar.Agreed(p.Zones, at.Unix()); loc != nil &&
			calendar.Offset(at.Unix(), loc) != calendar.Offset(at.Unix(), z.Loc) {
			z.others = append(z.others, loc)
		}
	}
	return z
}
