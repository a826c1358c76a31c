package dates

import (
	_ "embed"
	"strings"
	"sync"
)

// zoneIDs are the IANA ids, one to a line, whose last part means one place to everybody. Left out are words of another
// meaning (Pacific/Wake, Indian/Christmas), surnames and firms (Atlantic/Stanley), names that a better known place has
// too (Europe/Jersey), and the small towns below a state (America/Indiana/Petersburg).
//
//go:embed cities.txt
var zoneIDs string

// zoneCities are the zones by the last part of their ids, as people write it: "sao paulo", "port - au - prince" and
// "port au prince".
var zoneCities = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 512)
	for id := range strings.Lines(zoneIDs) {
		id = strings.TrimSpace(id)
		name := strings.ToLower(strings.ReplaceAll(id[strings.LastIndexByte(id, '/')+1:], "_", " "))
		m[strings.ReplaceAll(name, "-", " - ")] = id
		m[strings.ReplaceAll(name, "-", " ")] = id
	}
	return m
})

// cityStarts are the first words of all names of cities, so that other words cost nothing.
var cityStarts = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 512)
	for name := range cities {
		first, _, _ := strings.Cut(name, " ")
		m[first] = true
	}
	for name := range zoneCities() {
		first, _, _ := strings.Cut(name, " ")
		m[first] = true
	}
	return m
})

// cityMost is how many tokens the longest name of a city has: "port - au - prince".
const cityMost = 5

// unmarked are the letters that IANA ids write without their marks.
var unmarked = strings.NewReplacer("á", "a", "ã", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ç", "c")

// city reads the name of a city, the longest that there is.
func (p *parser) city(i int, s spec) {
	if !cityStarts()[unmarked.Replace(p.word(i))] {
		return
	}
	found, end := "", i
	name := ""
	for k := i; k < min(i+cityMost, len(p.tok)); k++ {
		name = strings.TrimPrefix(name+" "+unmarked.Replace(p.word(k)), " ")
		id, ok := cities[name]
		if !ok {
			id, ok = zoneCities()[name]
		}
		if ok {
			found, end = id, k+1
		}
	}
	if found == "" {
		return
	}
	s.zone.loc = location(found)
	p.accept(p.skipTime(end), s)
}
