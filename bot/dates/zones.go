package dates

import (
	"fmt"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones are part of the grammar, so they must be there on every machine
)

// zoneRef is the zone a phrase names.
type zoneRef struct {
	set     bool
	their   bool
	mine    bool
	loc     *time.Location
	season  string // "std" or "dst" when the abbreviation insists: EST, CEST
	problem string
	offsets bool // an ISO date: "-04:00" behind the time is a zone, no range
}

// abbreviations are those in business use; the ones shared by several countries
// are asked about in askAbout.
var abbreviations = map[string]struct{ zone, season string }{
	"et": {"America/New_York", ""}, "est": {"America/New_York", "std"}, "edt": {"America/New_York", "dst"},
	"eastern": {"America/New_York", ""},
	"ct":      {"America/Chicago", ""}, "cst": {"America/Chicago", "std"}, "cdt": {"America/Chicago", "dst"},
	"central": {"America/Chicago", ""},
	"mt":      {"America/Denver", ""}, "mst": {"America/Denver", "std"}, "mdt": {"America/Denver", "dst"},
	"mountain": {"America/Denver", ""},
	"pt":       {"America/Los_Angeles", ""}, "pst": {"America/Los_Angeles", "std"}, "pdt": {"America/Los_Angeles", "dst"},
	"pacific": {"America/Los_Angeles", ""},
	"akst":    {"America/Anchorage", "std"}, "akdt": {"America/Anchorage", "dst"}, "hst": {"Pacific/Honolulu", ""},
	"utc": {"UTC", ""}, "gmt": {"UTC", ""}, "z": {"UTC", ""},
	"bst": {"Europe/London", "dst"}, "wet": {"Europe/Lisbon", "std"}, "west": {"Europe/Lisbon", "dst"},
	"cet": {"Europe/Berlin", "std"}, "cest": {"Europe/Berlin", "dst"}, "mez": {"Europe/Berlin", "std"},
	"mesz": {"Europe/Berlin", "dst"},
	"eet":  {"Europe/Athens", "std"}, "eest": {"Europe/Athens", "dst"}, "msk": {"Europe/Moscow", ""},
	"sast": {"Africa/Johannesburg", ""}, "pkt": {"Asia/Karachi", ""}, "sgt": {"Asia/Singapore", ""},
	"hkt": {"Asia/Hong_Kong", ""},
	"jst": {"Asia/Tokyo", ""}, "kst": {"Asia/Seoul", ""}, "awst": {"Australia/Perth", ""},
	"aest": {"Australia/Sydney", "std"}, "aedt": {"Australia/Sydney", "dst"},
	"nzst": {"Pacific/Auckland", "std"}, "nzdt": {"Pacific/Auckland", "dst"},
}

var askAbout = map[string]string{
	"ist": "IST is used in India, Ireland and Israel: name the place, as in Asia/Kolkata.",
}

// cities are places people name by themselves, "4pm London time", that no zone is called after, or that are named most;
// the others are in zoneCities.
var cities = map[string]string{
	"amsterdam": "Europe/Amsterdam", "austin": "America/Chicago", "berlin": "Europe/Berlin", "boston": "America/New_York",
	"chicago": "America/Chicago", "dallas": "America/Chicago", "denver": "America/Denver", "dubai": "Asia/Dubai",
	"dublin": "Europe/Dublin", "hong kong": "Asia/Hong_Kong", "india": "Asia/Kolkata", "london": "Europe/London",
	"los angeles": "America/Los_Angeles", "madrid": "Europe/Madrid", "melbourne": "Australia/Melbourne",
	"mumbai": "Asia/Kolkata",
	"munich": "Europe/Berlin", "new york": "America/New_York", "paris": "Europe/Paris",
	"san francisco": "America/Los_Angeles",
	"seattle":       "America/Los_Angeles", "singapore": "Asia/Singapore", "stockholm": "Europe/Stockholm",
	"sydney": "Australia/Sydney",
	"tokyo":  "Asia/Tokyo", "toronto": "America/Toronto", "uk": "Europe/London", "vienna": "Europe/Vienna",
	"warsaw": "Europe/Warsaw",
	"zurich": "Europe/Zurich",
}

// zones reads the zone behind a time or a day.
func (p *parser) zones(i int, s spec) {
	if s.zone.set || i == 0 || s.hasElapsed {
		return
	}
	s.zone.set = true
	p.whoseTime(i, s)
	p.offset(i, s)
	p.ianaID(i, s)
	w := p.word(i)
	if problem, ok := askAbout[w]; ok {
		s.zone.problem = problem
		p.accept(p.skipTime(i+1), s)
		return
	}
	if a, ok := abbreviations[w]; ok {
		s.zone.loc, s.zone.season = location(a.zone), a.season
		p.accept(p.skipTime(i+1), s)
		return
	}
	if w == "in" {
		i++
	}
	p.city(i, s)
}

func (p *tokens) skipTime(i int) int {
	if p.word(i) == "time" {
		i++
	}
	return i
}

// whoseTime reads "their time" and "my time".
func (p *parser) whoseTime(i int, s spec) {
	if p.seq(i, "local", "time", "there") {
		s.zone.their = true
		p.accept(i+3, s)
		return
	}
	if p.seq(i, "local", "time") {
		s.zone.problem = `Whose local time? Write "their time" or "my time".`
		p.accept(i+2, s)
		return
	}
	switch p.word(i) {
	case "their", "his", "her", "lead's", "prospect's":
		s.zone.their = true
	case "my", "our":
		s.zone.mine = true
	default:
		return
	}
	i++
	if p.word(i) == "local" {
		i++
	}
	switch p.word(i) {
	case "time", "tz", "timezone":
		p.accept(i+1, s)
	}
}

// offset reads "UTC+2" and the "+02:00" of an ISO time.
func (p *parser) offset(i int, s spec) {
	if w := p.word(i); w == "utc" || w == "gmt" {
		i++
	} else if !s.zone.offsets && w != "+" {
		return
	}
	sign := 1
	switch p.word(i) {
	case "-":
		sign = -1
	case "+":
	default:
		return
	}
	n := p.num(i+1, 4)
	if n < 0 || !p.tok[i+1].glued {
		return
	}
	h, m, end := n, 0, i+2
	switch {
	case p.tok[i+1].digits > 2:
		h, m = n/100, n%100
	case p.mark(end, ":") && p.num(end+1, 2) >= 0:
		m = p.num(end+1, 2)
		end += 2
	}
	if h > 14 || m > 59 {
		s.zone.problem = "No place is that far from UTC."
	} else {
		seconds := sign * (h*3600 + m*60)
		s.zone.loc = time.FixedZone(fmt.Sprintf("UTC%c%02d:%02d", "-++"[sign+1], h, m), seconds)
	}
	p.accept(end, s)
}

// regions are the first halves of IANA ids; nothing else is looked up.
var regions = map[string]bool{
	"africa": true, "america": true, "antarctica": true, "arctic": true, "asia": true, "atlantic": true,
	"australia": true, "canada": true, "europe": true, "indian": true, "pacific": true, "us": true,
}

// ianaID reads Europe/Berlin, in any case.
func (p *parser) ianaID(i int, s spec) {
	if !regions[p.word(i)] || !p.mark(i+1, "/") {
		return
	}
	id, end := titled(p.word(i)), i+1
	if p.word(i) == "us" {
		id = "US"
	}
	for (p.mark(end, "/") || p.mark(end, "-")) && p.tok[end+1].num < 0 {
		id += p.word(end) + titled(p.word(end+1))
		end += 2
	}
	s.zone.loc = location(id)
	if s.zone.loc == nil {
		s.zone.problem = "There is no time zone " + id + "."
	}
	p.accept(end, s)
}

// titled writes new_york as New_York, keeping the small words of IANA ids small.
func titled(w string) string {
	words := strings.Split(w, "_")
	for k, part := range words {
		switch part {
		case "of", "es", "au":
			continue
		case "mcmurdo":
			words[k] = "McMurdo"
		case "dumontdurville":
			words[k] = "DumontDUrville"
		default:
			if part != "" && part[0] >= 'a' && part[0] <= 'z' {
				words[k] = string(part[0]-'a'+'A') + part[1:]
			}
		}
	}
	return strings.Join(words, "_")
}

// loaded keeps zones that exist, so that it is bounded by the IANA list.
var loaded sync.Map // string → *time.Location

// location is the zone of an IANA id, nil when there is none.
func location(id string) *time.Location {
	if l, ok := loaded.Load(id); ok {
		return l.(*time.Location)
	}
	l, err := time.LoadLocation(id)
	if err != nil {
		return nil
	}
	loaded.Store(id, l)
	return l
}
