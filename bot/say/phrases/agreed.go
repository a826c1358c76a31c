package phrases

import (
	"strconv"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// Names of what is agreed on: a call, a visit, a call on video (S1.5). What they have not said yes to is never called
// agreed (S4.4).

// AgreedName is an appointment at the beginning of a line: "Agreed call", "Visit", "Planned call". nil is a call.
func AgreedName(c *coach.Commitment) string {
	by := ""
	if c != nil {
		by = c.Meet.By
	}
	unsure := c != nil && c.Tentative
	switch {
	case by == coach.MeetVisit && unsure:
		return "Planned visit"
	case by == coach.MeetVideo && unsure:
		return "Planned video call"
	case unsure:
		return "Planned call"
	case by == coach.MeetVisit:
		return "Visit"
	case by == coach.MeetVideo:
		return "Video call"
	}
	return "Agreed call"
}

// Join is the link of a video call to tap, and "" where none was given or they meet otherwise.
func Join(c *coach.Commitment) string {
	if c == nil || c.Meet.By != coach.MeetVideo || c.Meet.Link == "" {
		return ""
	}
	return Linked("Join", c.Meet.Link)
}

// Reach is how one gets to somebody for what is agreed on: the link of a video call, nothing for a visit, else their
// number to tap.
func Reach(l coach.Lead, c *coach.Commitment) string {
	switch {
	case c != nil && c.Meet.By == coach.MeetVisit:
		return ""
	case Join(c) != "":
		return Join(c)
	case l.Phone == "":
		return ""
	}
	return Phone(l)
}

// EndedAfter says after which call a lead was won or lost: "on follow-up 3", "after attempt 5" (S1.3); "" where it says
// nothing.
func EndedAfter(l coach.Lead) string {
	c, itself, ok := l.EndedAfter()
	if !ok {
		return ""
	}
	words := "attempt "
	if c.FollowUp {
		words = "follow-up "
	}
	words += strconv.Itoa(c.Number)
	if c.Number == 1 && !c.FollowUp {
		words = "the first call"
	}
	if itself {
		return "on " + words
	}
	return "after " + words
}

// Hunch is what the gut said of a talk, short: "hunch 4".
func Hunch(gut int) string { return "hunch " + say.Thousands(gut) }
