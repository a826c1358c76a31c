package coach

import (
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones work on machines and in containers without any

	"github.com/nyaruka/phonenumbers/v2"
	"github.com/nyaruka/phonenumbers/v2/timezone"
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
	Likely  bool   // true for a zone read from a phone number: say "likely" and offer one tap to fix it
	Country string // ISO 3166 code in capitals, "" when unknown; from the zone that was set, else from the phone number
}

// Zone is the lead's zone at an instant: the one that was set, else the phone number's if all zones it can mean agree
// on the offset at that instant (toll-free numbers are unknown), else the rep's. Where no number can be read but
// for its country code, that country's clock counts, if it has one: nobody is called at night because of a slip.
func (l Lead) Zone(rep Rep, at time.Time) LeadZone {
	if l.TZ != "" {
		if loc, err := location(l.TZ); err == nil {
			return LeadZone{Loc: loc, From: ZoneSet, Country: CountryOf(l.TZ)}
		}
	}
	if l.Phone == "" {
		return LeadZone{Loc: rep.Location(), From: ZoneRep}
	}
	p := l.Telephones(rep).meaning()
	if loc := p.agreed(at.Unix()); loc != nil {
		return LeadZone{Loc: loc, From: ZonePhone, Likely: true, Country: p.country}
	}
	return LeadZone{Loc: rep.Location(), From: ZoneRep, Country: p.country}
}

var locations sync.Map // name -> *time.Location

// location is time.LoadLocation, remembered; it refuses "" and "Local", which mean the machine.
func location(name string) (*time.Location, error) {
	if loc, ok := locations.Load(name); ok {
		return loc.(*time.Location), nil
	}
	if name == "" || name == "Local" {
		return nil, errZone
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	locations.Store(name, loc)
	return loc, nil
}

// CountryOf is the ISO 3166 code of the country a zone lies in, "" for UTC and the like.
func CountryOf(zone string) string { return zoneCountries()[zone] }

// zoneCountries maps IANA zones to ISO 3166 codes, one line each in data/zones.tsv.
var zoneCountries = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 512)
	for line := range strings.Lines(string(embedded("data/zones.tsv"))) {
		if country, zone, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			m[zone] = country
		}
	}
	return m
})

// phoneMeaning is what a phone number says of its owner's place.
type phoneMeaning struct {
	zones   []*time.Location
	country string
}

// agreed is the first zone if all have the same offset at the instant.
func (p phoneMeaning) agreed(unix int64) *time.Location {
	if len(p.zones) == 0 {
		return nil
	}
	first := offset(unix, p.zones[0])
	for _, z := range p.zones[1:] {
		if offset(unix, z) != first {
			return nil
		}
	}
	return p.zones[0]
}

// places remembers what numbers mean by E.164, or by the country code of a number that is unread; it starts afresh when
// full.
var places = struct {
	sync.Mutex
	known map[string]phoneMeaning
}{known: map[string]phoneMeaning{}}

// meaning is what the numbers say of their owner's place: the first that says something, else the country code of one
// that can't be read, where all of that country has one clock.
func (p Phones) meaning() (m phoneMeaning) {
	for _, n := range p.Numbers {
		if m = placeOf(n.E164); len(m.zones) > 0 {
			return m
		}
	}
	if len(p.Numbers) == 0 && p.Code != 0 {
		return placeOf("+" + strconv.Itoa(p.Code))
	}
	return m
}

// placeOf is [readPlace], remembered.
func placeOf(e164 string) phoneMeaning {
	places.Lock()
	m, ok := places.known[e164]
	places.Unlock()
	if ok {
		return m
	}
	m = readPlace(e164)
	places.Lock()
	defer places.Unlock()
	if len(places.known) >= phonesKept {
		clear(places.known)
	}
	places.known[e164] = m
	return m
}

// readPlace is where a number rings. It has no zones for numbers that ring anywhere. Of a number that is not valid, the
// country code alone counts.
func readPlace(e164 string) phoneMeaning {
	n, err := phonenumbers.Parse(e164, "ZZ")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return readCountry(e164)
	}
	var m phoneMeaning
	if ringsAnywhere(n) {
		return m
	}
	if region := phonenumbers.GetRegionCodeForNumber(n); len(region) == 2 && region != "ZZ" {
		m.country = region
	}
	names, err := timezone.GetTimeZonesForNumber(n)
	if err != nil {
		return m
	}
	m.zones = locationsOf(names)
	return m
}

// readCountry is the place of a country code; the country is known where no other one shares the code.
func readCountry(e164 string) phoneMeaning {
	var m phoneMeaning
	for n := 2; n <= min(len(e164), 4); n++ { // no code is the beginning of another one
		code, err := strconv.Atoi(e164[1:n])
		regions := phonenumbers.GetRegionCodesForCountryCode(code)
		if err != nil || len(regions) == 0 {
			continue
		}
		if len(regions) == 1 && len(regions[0]) == 2 {
			m.country = regions[0]
		}
		c := int32(code)
		names, err := timezone.GetTimeZonesForGeographicalNumber(&phonenumbers.PhoneNumber{CountryCode: &c})
		if err == nil {
			m.zones = locationsOf(names)
		}
		return m
	}
	return m
}

// locationsOf are the zones of those names; none when one of them is not known.
func locationsOf(names []string) []*time.Location {
	out := make([]*time.Location, 0, len(names))
	for _, name := range names {
		loc, err := location(name)
		if name == timezone.Unknown || err != nil {
			return nil
		}
		out = append(out, loc)
	}
	return out
}

// ringsAnywhere reports whether a number says nothing of the place where it rings: toll-free ones and the like.
func ringsAnywhere(n *phonenumbers.PhoneNumber) bool {
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.VOIP, phonenumbers.UAN,
		phonenumbers.PERSONAL_NUMBER, phonenumbers.PAGER, phonenumbers.VOICEMAIL, phonenumbers.UNKNOWN:
		return true
	}
	return false
}
