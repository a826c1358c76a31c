package request

import (
	"strconv"
	"time"
)

// Button is what a clicked button carries. What it says is never trusted: a lead is looked up among those of the person
// who clicked, and a version is compared with what is stored.
type Button struct {
	Lead string // mostly a lead
	rest []string
}

// NewButton is a button as it carries a lead and what else.
func NewButton(lead string, rest ...string) Button { return Button{Lead: lead, rest: rest} }

// ReadButton reads the value of the clicked element. It never fails: missing parts are empty.
func ReadButton(req *Request) (Button, error) {
	first, rest := ParseValue(req.value())
	return Button{Lead: first, rest: rest}, nil
}

// Part is the nth part behind the first, empty when it is missing.
func (button Button) Part(n int) string {
	if n < len(button.rest) {
		return button.rest[n]
	}
	return ""
}

// Behind is the button without the first part behind the lead, for whom that part was a word of its own.
func (button Button) Behind() Button {
	if len(button.rest) > 0 {
		button.rest = button.rest[1:]
	}
	return button
}

// Parts are all parts behind the first.
func (button Button) Parts() []string { return button.rest }

// Instant reads a part as Unix seconds; zero when it is none.
func (button Button) Instant(n int) time.Time { return ParseInstant(button.Part(n)) }

// lastInstant is the end of what Slack's pickers know, in Unix seconds of ten digits. What lies behind it nobody has
// picked.
const lastInstant = 1e10

// ParseInstant reads Unix seconds; zero when they are none.
func ParseInstant(text string) time.Time {
	s, err := strconv.ParseInt(text, 10, 64)
	if err != nil || s <= 0 || s >= lastInstant {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}

// Version reads the first part behind the lead as its version; -1 when there is none.
func (button Button) Version() int64 {
	v, err := strconv.ParseInt(button.Part(0), 10, 64)
	if err != nil {
		return -1
	}
	return v
}
