package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/tips"
)

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
	// Quiet are the kinds of message that the rep has switched off; Off silences all of them.
	Quiet []MessageKind `json:"quiet,omitempty"`
	// Scripts keeps whole scripts in preps, for somebody who is no salesperson (S0.14).
	Scripts bool `json:"scripts,omitempty"`
	// Moved is where Slack has the rep while TZ still holds: they are asked which one it is, and not again when they
	// stay. It is an IANA name; empty while Slack and TZ agree, and when TZFixed.
	Moved string `json:"moved,omitempty"`
	// Clock is how the rep reads times of day, apart from what their locale says.
	Clock calendar.HourCycle `json:"clock,omitempty"`
	// DMs is how many messages a day the rep wants at most; 0 for as many as the installation allows.
	DMs int `json:"dms,omitempty"`
	// Muted are ids of tips that the rep never wants to see again.
	Muted []string `json:"muted,omitempty"`
	// Told are the codes of what is said to a rep once (S4.10).
	Told []string `json:"told,omitempty"`
	// Away is the rep's absence, or the last one: while it lasts nothing falls due, and nothing is sent.
	Away   absence.Absence `json:"away,omitzero"`
	Said   absence.Said    `json:"said,omitzero"`   // the status about which the rep was asked whether they are
	Spread absence.Spread  `json:"spread,omitzero"` // the newest of what had gathered over later days
	// Learned is what the rep's own calls have overturned of when to call.
	Learned reach.Learned `json:"learned,omitzero"`
	// Covers are the colleagues whose leads the rep sees to while those are away, at most absence.CoversMost.
	Covers []absence.Covering `json:"covers,omitempty"`
}

// MessageKind is a kind of message that comes unasked and can be switched off by itself.
type MessageKind string

// The kinds of message that a rep can switch off.
const (
	KindDigest MessageKind = "digest"
	KindNudge  MessageKind = "nudge"
	KindPing   MessageKind = "ping" // with the question after it
	KindTip    MessageKind = "tip"  // below a digest, a ping and a prep; not one that was asked for
	KindAsk    MessageKind = "ask"  // the one question below an answer to a log
	KindReps   MessageKind = "reps" // a manager's: how their reps stand, on the day of the summary
	KindHint   MessageKind = "hint" // a line of how on the first cards of somebody new, and whole scripts in preps (S1.4)
)

// MessageKinds are all of them.
func MessageKinds() []MessageKind {
	return []MessageKind{KindDigest, KindNudge, KindPing, KindTip, KindHint, KindAsk, KindReps}
}

// Wants reports whether the rep gets messages of a kind.
func (r Rep) Wants(kind MessageKind) bool {
	return !r.Off && !r.Gone && !r.Away.Lasts() && r.Switched(kind)
}

// AwayAt reports whether the rep is away at an instant. Who is back by their own date is not, also while what has
// gathered is still on its way to other days.
func (r Rep) AwayAt(t time.Time) bool {
	return r.Away.Lasts() && (r.Away.Until == "" || t.Before(r.Returns()))
}

// Returns is the instant at which the first day back of a rep who is away begins, where they are now; zero for
// everybody else, and where nobody knows that day.
func (r Rep) Returns() time.Time {
	first, known := r.Away.FirstDay()
	if !known || !r.Away.Lasts() {
		return time.Time{}
	}
	y, m, d := first.Midnight().Date()
	return r.Midnight(time.Date(y, m, d, 12, 0, 0, 0, r.Location()), 0).UTC()
}

// Switched reports whether a kind of message is on, whether or not all of them are paused.
func (r Rep) Switched(kind MessageKind) bool { return !slices.Contains(r.Quiet, kind) }

// Mates reports whether two reps are on one team: of others a rep hears no name.
func (r Rep) Mates(other Rep) bool {
	return slices.ContainsFunc(r.Teams, func(team string) bool { return slices.Contains(other.Teams, team) })
}

// With is the rep with a kind of message switched on or off.
func (r Rep) With(kind MessageKind, on bool) Rep {
	r.Quiet = slices.DeleteFunc(slices.Clone(r.Quiet), func(k MessageKind) bool { return k == kind })
	if !on {
		r.Quiet = append(r.Quiet, kind)
	}
	return r
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
	// Tips are the team's own, the oldest first, at most MaxTeamTips; Muted are ids of tips that its reps don't get.
	Tips  []tips.TeamTip `json:"tips,omitempty"`
	Muted []string       `json:"muted,omitempty"`
	// Phrases are what its reps are asked not to say, besides what is built in.
	Phrases phrase.Own `json:"phrases,omitempty"`
	// Suspects is whom its reps chase.
	Suspects qualify.Suspects `json:"suspects,omitzero"`
}

// ManagersOf are the managers of a rep's teams, in the order of their ids, without the rep: nobody approves what they
// ask for themselves.
func ManagersOf(teams []Team, rep string) []string {
	var managers []string
	for _, t := range teams {
		if slices.Contains(t.Reps, rep) {
			managers = append(managers, t.Managers...)
		}
	}
	slices.Sort(managers)
	return slices.DeleteFunc(slices.Compact(managers), func(id string) bool { return id == rep || id == "" })
}

// Schedule says when a team's summary goes out, in TZ, the zone of whoever set it.
type Schedule struct {
	Every   string    `json:"every,omitempty"` // "", "weekly"; "" = off
	Weekday int       `json:"weekday,omitempty"`
	At      int       `json:"at,omitempty"` // minutes from local midnight
	TZ      string    `json:"tz,omitempty"`
	Locale  string    `json:"locale,omitempty"` // of whoever set it
	Set     time.Time `json:"set,omitzero"`
}

// The default working hours 08:00–18:00 and digest time 08:30, in minutes from midnight (product contract, Times).
const (
	defaultFrom   = 8 * 60
	defaultTo     = 18 * 60
	defaultDigest = 8*60 + 30
)

// Location is the rep's zone; UTC when TZ is empty or unknown.
func (r Rep) Location() *time.Location {
	if loc, err := calendar.Location(r.TZ); err == nil {
		return loc
	}
	return time.UTC
}

// WorksOn reports whether the weekday is one of the rep's working days. Holidays are no matter here.
func (r Rep) WorksOn(d time.Weekday) bool { return r.weekdays().has(d) }

// Hours are the rep's working hours in minutes from local midnight; to is exclusive.
func (r Rep) Hours() (from, to int) {
	if r.From == r.To {
		return defaultFrom, defaultTo
	}
	return r.From, r.To
}

// DigestMinute is when the digest comes, in minutes from local midnight.
func (r Rep) DigestMinute() int {
	if r.Digest == nil {
		return defaultDigest
	}
	return *r.Digest
}

// ModeOrDefault is the rep's mode, balanced unless set.
func (r Rep) ModeOrDefault() Mode {
	if r.Mode == "" {
		return Balanced
	}
	return r.Mode
}

// weekdays is a set of weekdays, one bit each.
type weekdays uint8

func (w weekdays) has(d time.Weekday) bool { return w&(1<<d) != 0 }

// weekdays are the rep's working weekdays, Monday to Friday unless set.
func (r Rep) weekdays() weekdays {
	var w weekdays
	for _, d := range r.Days {
		if d >= 0 && d < 7 {
			w |= 1 << d
		}
	}
	if w == 0 {
		return 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	}
	return w
}

// Midnight is the instant at which t's date, days later, begins for the rep; with 1 it is the end of their day. Where
// the clocks skip midnight it is the first instant after.
func (r Rep) Midnight(t time.Time, days int) time.Time {
	loc := r.Location()
	y, m, d := t.In(loc).Date()
	want := time.Date(y, m, d+days, 12, 0, 0, 0, loc).Day()
	for half := range 6 {
		if at := time.Date(y, m, d+days, 0, 30*half, 0, 0, loc); at.Day() == want {
			return at
		}
	}
	return time.Date(y, m, d+days, 0, 0, 0, 0, loc) // the date itself is skipped
}

// Week names the week of an instant by the date of its Monday on the rep's calendar, 2006-01-02.
func (r Rep) Week(at time.Time) string {
	d := calendar.DateIn(at.Unix(), calendar.ClockOf(r.Location()))
	return (d - calendar.Date((d.Weekday()+6)%7)).String()
}

// Who is new gets a line of how on the first cards of a morning message, and whole scripts in preps; both fade after so
// many logged calls (S1.4). Who is no salesperson keeps the scripts (S0.14).

// Hinted reports whether a rep with these counts gets lines of how: one who is new, and has switched off neither them
// nor tips.
func (r Rep) Hinted(c Counters) bool {
	return c.NewRep() && r.Wants(KindTip) && r.Switched(KindHint)
}

// WholeScripts reports whether a rep with these counts gets whole scripts in preps.
func (r Rep) WholeScripts(c Counters) bool { return r.Scripts || c.NewRep() && r.Switched(KindHint) }

// WithTip is the team with one more tip of its own; ok is false where it has as many as a team may have.
func (t Team) WithTip(tip tips.TeamTip) (with Team, ok bool) {
	if len(t.Tips) >= tips.MaxTeamTips {
		return t, false
	}
	t.Tips = append(slices.Clone(t.Tips), tip)
	return t, true
}

// WithoutTip is the team without one of its own tips; ok is false where it has none of that id.
func (t Team) WithoutTip(id string) (without Team, ok bool) {
	tips := slices.DeleteFunc(slices.Clone(t.Tips), func(x tips.TeamTip) bool { return x.ID == id })
	ok = len(tips) < len(t.Tips)
	t.Tips = tips
	return t, ok
}

// OpTips is what a change of the tips that a rep has muted is called in their journal.
const OpTips = "tips"

// WithMuted is a list of muted tips with one more, or without one that is lifted.
func WithMuted(muted []string, id string, mute bool) []string {
	out := slices.DeleteFunc(slices.Clone(muted), func(x string) bool { return x == id })
	if mute {
		out = append(out, id)
	}
	return out
}
