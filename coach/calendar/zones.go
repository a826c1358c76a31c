package calendar

import (
	"errors"
	"strings"
	"sync"
	"time"
	_ "time/tzdata"

	"github.com/followup-coach/followup/coach/rulefile"
)

var errZone = errors.New("no zone name")

// locations are remembered, because a zone's rules are parsed anew each time that they are loaded, and every decision
// about a lead needs two zones.
var locations sync.Map // name -> *time.Location

// Location is time.LoadLocation, remembered; it refuses "" and "Local", which mean the machine.
func Location(name string) (*time.Location, error) {
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

// Which country a zone lies in decides about holidays and about the hours in which the law lets people be called.

// Country is the ISO 3166 code of the country a zone lies in, "" for UTC and the like.
func Country(zone string) string { return zoneCountries()[zone] }

// zoneCountries maps IANA zones to ISO 3166 codes, one line each in data/zones.tsv.
var zoneCountries = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 512)
	for line := range strings.Lines(string(rulefile.Embedded("data/zones.tsv"))) {
		if country, zone, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			m[zone] = country
		}
	}
	return m
})

// A telephone prefix often lies in several zones that show the same time for most of the year.

// Agreed is the first zone if all of them have the same offset at the instant, in Unix seconds; nil without one.
func Agreed(zones []string, unix int64) (first *time.Location) {
	for _, name := range zones {
		loc, err := Location(name)
		switch {
		case err != nil:
			return nil
		case first == nil:
			first = loc
		case Offset(unix, loc) != Offset(unix, first):
			return nil
		}
	}
	return first
}
