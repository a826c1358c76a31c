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
	may     []string // ids of the places that it can mean
	problem string
	offsets bool // an ISO date: "-04:00" behind the time is a zone, no range
}

// abbreviations are those in business use, as the places that live by them: who writes EST means the clock on the wall
// in New York, in July as well. Those shared by several countries are in doubtful.
var abbreviations = map[string]string{
	"et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
	"ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
	"mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver",
	"pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
	"pacific": "America/Los_Angeles", "akst": "America/Anchorage", "akdt": "America/Anchorage",
	"hst": "Pacific/Honolulu", "nst": "America/St_Johns", "ndt": "America/St_Johns",
	"utc": "UTC", "z": "UTC", "gmt": "Europe/London", "bst": "Europe/London",
	"wet": "Europe/Lisbon", "west": "Europe/Lisbon", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
	"met": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "eet": "Europe/Athens",
	"eest": "Europe/Athens", "msk": "Europe/Moscow", "trt": "Europe/Istanbul", "sast": "Africa/Johannesburg",
	"wat": "Africa/Lagos", "cat": "Africa/Harare", "eat": "Africa/Nairobi", "pkt": "Asia/Karachi",
	"npt": "Asia/Kathmandu", "ict": "Asia/Bangkok", "wib": "Asia/Jakarta", "sgt": "Asia/Singapore",
	"myt": "Asia/Kuala_Lumpur", "pht": "Asia/Manila", "hkt": "Asia/Hong_Kong", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
	"awst": "Australia/Perth", "acst": "Australia/Adelaide", "acdt": "Australia/Adelaide", "aest": "Australia/Sydney",
	"aedt": "Australia/Sydney", "aet": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
	"nzt": "Pacific/Auckland", "brt": "America/Sao_Paulo", "art": "America/Argentina/Buenos_Aires",
}

// doubtful are abbreviations that mean several places, the likeliest first. Where writer or lead live in one of them,
// it is that one.
var doubtful = map[string][]string{
	"ist": {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}, "ast": {"America/Halifax", "Asia/Riyadh"},
	"adt": {"America/Halifax", "Asia/Riyadh"}, "sst": {"Asia/Singapore", "Pacific/Pago_Pago"},
	"gst": {"Asia/Dubai", "Pacific/Guam"}, "amt": {"America/Manaus", "Asia/Yerevan"},
	"wst": {"Australia/Perth", "Pacific/Apia"},
}

// rivals are other places that live by an abbreviation that has a usual meaning: it is asked about where a lead lives
// there, and theirs where the writer does.
var rivals = map[string][]string{
	"cst": {"Asia/Shanghai", "Asia/Taipei", "Asia/Macau", "America/Havana"}, "pst": {"Asia/Manila"},
	"bst": {"Asia/Dhaka", "Pacific/Bougainville"}, "est": {"Australia/Sydney", "Australia/Melbourne",
		"Australia/Brisbane"},
	"mst": {"America/Phoenix", "Asia/Kuala_Lumpur"},
}

// renamed are ids that mean the same place as another.
var renamed = map[string]string{"Asia/Calcutta": "Asia/Kolkata", "Israel": "Asia/Jerusalem",
	"Asia/Tel_Aviv": "Asia/Jerusalem", "Eire": "Europe/Dublin", "PRC": "Asia/Shanghai", "US/Arizona": "America/Phoenix",
	"Asia/Kuwait": "Asia/Riyadh", "Asia/Muscat": "Asia/Dubai"}

// abbreviated is the zone that an abbreviation means to the writer, or the ids of those it may mean when that is to be
// asked about; neither for what is no abbreviation.
func (c Context) abbreviated(w string) (*time.Location, []string) {
	lives := func(l *time.Location, id string) bool {
		if l == nil {
			return false
		}
		// A rep's zone comes from Slack, which may have the older id.
		name := l.String()
		if same, ok := renamed[name]; ok {
			name = same
		}
		return name == id
	}
	if ids := doubtful[w]; ids != nil {
		found := ""
		for _, id := range ids {
			if lives(c.Zone, id) || lives(c.Theirs, id) {
				if found != "" {
					return nil, ids
				}
				found = id
			}
		}
		if found == "" {
			return nil, ids
		}
		return location(found), nil
	}
	usual, ok := abbreviations[w]
	if !ok {
		return nil, nil
	}
	for _, id := range rivals[w] {
		switch {
		case lives(c.Zone, id):
			return location(id), nil
		case lives(c.Theirs, id):
			return nil, []string{id, usual}
		}
	}
	return location(usual), nil
}

// Place reads the name of a zone as people type it behind a time: an abbreviation, a city, an id in any case. Where the
// name means several places ("IST"), zone is nil and may lists their ids; both are empty for what is none.
func Place(name string, c Context) (zone *time.Location, may []string) {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if zone, may = c.abbreviated(strings.ToLower(strings.TrimSpace(name))); zone != nil || may != nil {
		return zone, may
	}
	r := Read("12:00 "+name, c)
	if r.Kind != Exact || !r.Named || r.TheirTime || r.mine {
		return nil, nil
	}
	return r.Zone, nil
}

// Choices are the readings of a phrase whose zone means several places, one for each, and of one in a time of theirs
// that isn't known as if it were the writer's; nil for any other phrase.
func Choices(phrase string, c Context) []Reading {
	p := parsers.Get().(*parser)
	p.read(phrase, c, false, maxTokens+1)
	ids := p.said.zone.may
	if p.found && p.said.zone.their && c.Theirs == nil { // perhaps the writer's own
		ids = []string{""}
	}
	parsers.Put(p)
	var all []Reading
	for _, id := range ids {
		if c.meant = c.Zone; id != "" {
			c.meant = location(id)
		}
		if r := Read(phrase, c); r.Kind == Exact || r.Kind == Day || r.Kind == Part {
			all = append(all, r)
		}
	}
	return all
}

// askWhich is the sentence about an abbreviation that means several places.
func askWhich(w string, ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = strings.ReplaceAll(id[strings.LastIndexByte(id, '/')+1:], "_", " ")
	}
	last := len(names) - 1
	return fmt.Sprintf("%s can be the time of %s or %s: name the place, as in %s.", strings.ToUpper(w),
		strings.Join(names[:last], ", "), names[last], ids[0])
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
	if loc, may := p.ctx.abbreviated(w); loc != nil || may != nil {
		s.zone.loc, s.zone.may = loc, may
		if may != nil && p.ctx.meant != nil {
			s.zone.loc, s.zone.may = p.ctx.meant, nil
		} else if may != nil {
			s.zone.problem = askWhich(w, may)
		}
		p.accept(p.skipTime(i+1), s)
		return
	}
	if w == "in" {
		i++
	}
	p.city(i, s)
}

// skipTime goes over the word "time" behind a zone: "4pm London time".
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
	// "their" alone is no zone: "time" has to follow.
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
	// Kiribati is furthest, at +14.
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
	// Anything else with a slash is a pair of alternatives: "Thu/Fri".
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
