package request

import (
	"time"
)

// Person is what Slack says of somebody, as far as it decides what they may do and how they are spoken to.
type Person struct {
	ID, Team, Enterprise string
	Name                 string // as colleagues see it
	Full                 string // as they introduce themselves
	TZ, Locale           string
	Admin                bool // workspace owner or admin, or one of FOLLOWUP_ADMINS
	Bot, Guest, Stranger bool
	Gone                 bool
	At                   time.Time // when Slack was asked
}

// ZoneExists reports whether name is an IANA zone that this machine knows; "Local" is none.
func ZoneExists(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}
