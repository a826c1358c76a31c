package coach

import "time"

// Mode is how hard the first day is worked (S0.8): who gets a second try on the same day.
type Mode string

const (
	Passive   Mode = "passive"
	Balanced  Mode = "balanced" // the zero value means this
	Assertive Mode = "assertive"
)

// Rep is a seller and how they want to work. Times of day are minutes from local midnight in TZ.
type Rep struct {
	ID      string    `json:"id"`
	Version int64     `json:"v"`
	TZ      string    `json:"tz"`                // IANA name
	TZFixed bool      `json:"tzfixed,omitempty"` // set by the rep; otherwise it follows Slack
	Locale  string    `json:"locale,omitempty"`  // as Slack has it, en-US; decides the order of 10/12
	Days    []int     `json:"days,omitempty"`    // working weekdays, 0 = Sunday; empty = Monday to Friday
	From    int       `json:"from,omitempty"`    // working hours; From == To means the default 08:00–18:00
	To      int       `json:"to,omitempty"`      // exclusive
	Digest  *int      `json:"digest,omitempty"`  // nil = 08:30
	Mode    Mode      `json:"mode,omitempty"`
	Off     bool      `json:"off,omitempty"` // silences everything
	Gone    bool      `json:"gone,omitempty"`
	Teams   []string  `json:"teams,omitempty"`
	Since   time.Time `json:"since"`
	// DigestSet is when the digest's time last changed: a new time counts from its next passing.
	DigestSet time.Time `json:"digestset,omitzero"`
}

// Team is a group of reps with managers and a channel that gets the summary.
type Team struct {
	ID       string   `json:"id"`
	Version  int64    `json:"v"`
	Name     string   `json:"name"`
	Channel  string   `json:"channel"`
	Reps     []string `json:"reps,omitempty"`
	Managers []string `json:"managers,omitempty"`
	Summary  Schedule `json:"summary,omitzero"`
	Stories  []Story  `json:"stories,omitempty"` // the team's library, in the order of telling, at most MaxStories
}

// Schedule says when a team's summary goes out, in TZ, the zone of whoever set it.
type Schedule struct {
	Every   string    `json:"every,omitempty"` // "", "weekly"; "" = off
	Weekday int       `json:"weekday,omitempty"`
	At      int       `json:"at,omitempty"` // minutes from local midnight
	TZ      string    `json:"tz,omitempty"`
	Set     time.Time `json:"set,omitzero"`
}
