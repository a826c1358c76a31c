package phone

import (
	"slices"
	"strconv"
	"sync"

	"github.com/nyaruka/phonenumbers/v2"
	"github.com/nyaruka/phonenumbers/v2/timezone"
)

// Place is what numbers say of where they ring.
type Place struct {
	Zones   []string // IANA names of all zones that it can be; none for a number that rings anywhere
	Country string   // ISO 3166 code in capitals, "" when unknown
}

// places remembers what numbers mean by E.164, or by the country code of a number that is unread; it starts afresh when
// full.
var places = struct {
	sync.Mutex
	known map[string]Place
}{known: map[string]Place{}}

// Place is what the numbers say of their owner's place: the first that says something, else the country code of one
// that can't be read. The result is shared: it must not be changed.
func (p Phones) Place() (at Place) {
	for _, n := range p.Numbers {
		if at = placeOf(n.E164); len(at.Zones) > 0 {
			return at
		}
	}
	if len(p.Numbers) == 0 && p.Code != 0 {
		return placeOf("+" + strconv.Itoa(p.Code))
	}
	return at
}

// Places are where each of the numbers rings, in their order.
func (p Phones) Places() []Place {
	out := make([]Place, len(p.Numbers))
	for i, n := range p.Numbers {
		out[i] = placeOf(n.E164)
	}
	return out
}

// placeOf is [readPlace], remembered.
func placeOf(e164 string) Place {
	places.Lock()
	p, ok := places.known[e164]
	places.Unlock()
	if ok {
		return p
	}
	p = readPlace(e164)
	places.Lock()
	defer places.Unlock()
	if len(places.known) >= mostKept {
		clear(places.known)
	}
	places.known[e164] = p
	return p
}

// readPlace is where a number rings. It has no zones for numbers that ring anywhere. Of a number that is not valid, the
// country code alone counts.
func readPlace(e164 string) Place {
	n, err := phonenumbers.Parse(e164, "ZZ")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return readCountry(e164)
	}
	var p Place
	if ringsAnywhere(n) {
		return p
	}
	if region := phonenumbers.GetRegionCodeForNumber(n); len(region) == 2 && region != "ZZ" {
		p.Country = region
	}
	names, err := timezone.GetTimeZonesForNumber(n)
	if err != nil {
		return p
	}
	p.Zones = knownZones(names)
	return p
}

// readCountry is the place of a country code; the country is known where no other one shares the code.
func readCountry(e164 string) Place {
	var p Place
	for n := 2; n <= min(len(e164), 4); n++ { // no code is the beginning of another one
		code, err := strconv.Atoi(e164[1:n])
		regions := phonenumbers.GetRegionCodesForCountryCode(code)
		if err != nil || len(regions) == 0 {
			continue
		}
		if len(regions) == 1 && len(regions[0]) == 2 {
			p.Country = regions[0]
		}
		c := int32(code)
		names, err := timezone.GetTimeZonesForGeographicalNumber(&phonenumbers.PhoneNumber{CountryCode: &c})
		if err == nil {
			p.Zones = knownZones(names)
		}
		return p
	}
	return p
}

// knownZones are those zones; none when the library does not know one of them.
func knownZones(names []string) []string {
	if slices.Contains(names, timezone.Unknown) {
		return nil
	}
	return slices.Clone(names)
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
