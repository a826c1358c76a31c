package bot

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
)

// readZone finds the IANA name of a zone as people type it: any case, spaces for underscores, or only its city.
func readZone(given string) (string, bool) {
	s := strings.Join(strings.Fields(given), "_")
	if s == "" || strings.EqualFold(s, "local") {
		return "", false
	}
	if zoneExists(s) {
		return s, true
	}
	d := dates.Read("12:00 "+given, dates.Context{Now: time.Unix(0, 0), Zone: time.UTC})
	if d.Kind != dates.Exact || !d.Named || d.TheirTime || !zoneExists(d.Zone.String()) {
		return "", false
	}
	return d.Zone.String(), true
}

func zoneExists(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}
