package coach

import (
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
// on the offset at that instant (toll-free and invalid numbers are unknown), else the rep's. A number without a country
// code is read as one of the rep's country.
func (l Lead) Zone(rep Rep, at time.Time) LeadZone {
	if l.TZ != "" {
		if loc, err := location(l.TZ); err == nil {
			return LeadZone{Loc: loc, From: ZoneSet, Country: CountryOf(l.TZ)}
		}
	}
	p := phoneZones(l.Phone, CountryOf(rep.TZ))
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

// phones remembers what numbers mean, so that a digest of a hundred leads parses none twice; it starts afresh when
// full.
var phones = struct {
	sync.Mutex
	known map[[2]string]phoneMeaning
}{known: map[[2]string]phoneMeaning{}}

// phonesKept bounds the memory that remembered numbers take.
const phonesKept = 20_000

// phoneZones is [readPhone], remembered. country is what a number without a country code is read by.
func phoneZones(number, country string) phoneMeaning {
	if number == "" {
		return phoneMeaning{}
	}
	key := [2]string{number, country}
	phones.Lock()
	p, ok := phones.known[key]
	phones.Unlock()
	if ok {
		return p
	}
	p = readPhone(number, country)
	phones.Lock()
	defer phones.Unlock()
	if len(phones.known) >= phonesKept {
		clear(phones.known)
	}
	phones.known[key] = p
	return p
}

// readPhone is empty for what is no number, and has no zones for numbers that ring anywhere: toll-free ones and the
// like.
func readPhone(number, country string) phoneMeaning {
	n, err := phonenumbers.Parse(number, country)
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return phoneMeaning{}
	}
	var p phoneMeaning
	switch phonenumbers.GetNumberType(n) {
	case phonenumbers.TOLL_FREE, phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.VOIP, phonenumbers.UAN,
		phonenumbers.PERSONAL_NUMBER, phonenumbers.PAGER, phonenumbers.VOICEMAIL, phonenumbers.UNKNOWN:
		return p // these ring anywhere
	}
	if region := phonenumbers.GetRegionCodeForNumber(n); len(region) == 2 && region != "ZZ" {
		p.country = region
	}
	names, err := timezone.GetTimeZonesForNumber(n)
	if err != nil {
		return p
	}
	for _, name := range names {
		loc, err := location(name)
		if name == timezone.Unknown || err != nil {
			return phoneMeaning{country: p.country}
		}
		p.zones = append(p.zones, loc)
	}
	return p
}

// PhoneKey is the form in which this rep's numbers are compared with anybody's (E.164): one without a country code is
// read as one of the rep's country. Where neither is known its digits alone stand for it; "" for what has none.
func (r Rep) PhoneKey(number string) string {
	if number == "" {
		return ""
	}
	if n, err := phonenumbers.Parse(number, CountryOf(r.TZ)); err == nil {
		return phonenumbers.Format(n, phonenumbers.E164)
	}
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, number)
}
