// Package person finds the person in what was typed as the name of a lead.
package person

import (
	"regexp"
	"strings"

	"github.com/followup-coach/followup/bot/input/settingline"
)

// Behind parts a name from the person who stands behind a comma in it, as on a business card: "Alder Dental, Kim Roe".
// What may belong to a firm's name (Inc., Smith, Jones & Sons), a place, and several commas make no person.
func Behind(name string) (firm, person string) {
	firm, person, listed := strings.Cut(name, ",")
	firm, person = strings.TrimSpace(firm), strings.TrimSpace(person)
	if _, place := settingline.ReadZone(person); !listed || firm == "" || place || !personal.MatchString(person) ||
		ofFirms.MatchString(person) {
		return name, ""
	}
	return firm, person
}

var (
	// personal are two or three words of letters, each with a capital or a particle, a title before them or none.
	personal = regexp.MustCompile(`^(?:(?:Dr|Prof|Mr|Mrs|Ms)\.? )?\p{Lu}[\p{L}'’.-]*` +
		`(?: (?:van|von|der|den|de|da|del|di|du|la|le|el|al|bin))*(?: \p{Lu}[\p{L}'’.-]*){1,2}$`)
	// ofFirms are words of a firm's name, or of its place.
	ofFirms = regexp.MustCompile(`(?i)\b(?:inc|llc|llp|ltd|plc|gmbh|ag|corp|corporation|co|company|partners|group|sons|` +
		`holdings?|associates|services?|systems|labs?|bank|center|centre|clinic|school|hotel|street|st|avenue|ave|road|rd|` +
		`north|south|east|west|new|san|los|las)\b`)
)
