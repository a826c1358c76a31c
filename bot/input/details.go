package input

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
)

// readPromise reads what somebody said they would do, "read the specs by Thursday": a date at the end, behind "by", is
// when it is due. A day is over with its end; words behind "by" that are no date ahead belong to the promise.
func readPromise(text string, by coach.Side, c dates.Context) coach.Promise {
	text = words.SingleSpaced(text)
	p := coach.Promise{By: by, What: text}
	lower := strings.ToLower(text)
	for at := strings.LastIndex(lower, " by "); at > 0; at = strings.LastIndex(lower[:at], " by ") {
		d := dates.Read(text[at+len(" by "):], c)
		if d.Past {
			continue
		}
		switch d.Kind {
		case dates.Exact:
			p.What, p.Due = text[:at], d.At.UTC()
			return p
		case dates.Day, dates.Part:
			p.What, p.Due = text[:at], d.To.Add(-time.Minute).UTC()
			return p
		}
	}
	return p
}

// ReadPromises reads the lines of a field, one promise each: the prospect's, or the rep's own behind "me:".
func ReadPromises(text string, c dates.Context) (out []coach.Promise) {
	for line := range strings.Lines(text) {
		by := coach.Them
		line = strings.TrimSpace(line)
		for _, own := range []string{"me:", "us:", "i:", "we:"} {
			if len(line) >= len(own) && strings.EqualFold(line[:len(own)], own) {
				by, line = coach.Us, strings.TrimSpace(line[len(own):])
				break
			}
		}
		if line != "" {
			out = append(out, readPromise(line, by, c))
		}
	}
	return out
}

// attributes sorts a line's keys.
func attributes(pairs []words.Pair, c dates.Context) (Attributes, error) {
	t := Attributes{Facts: make(map[string]string)}
	var m coach.Material
	for _, p := range pairs {
		v := words.SingleSpaced(p.Value)
		switch p.Key {
		case "promise", "mypromise":
			by := coach.Them
			if p.Key == "mypromise" {
				by = coach.Us
			}
			if v == "" || len([]rune(v)) > coach.MaxFact {
				return t, &request.BadValue{
					What: "a promise", Given: v, Expected: "what is done, and by when, in at most " + strconv.Itoa(coach.MaxFact) +
						" characters",
					Example: `/followup acme talked promise:"read the specs by Thu"`,
				}
			}
			t.Details.Promises = append(t.Details.Promises, readPromise(v, by, c))
		case "sent":
			m.Name = v
		case "page":
			m.Pointer = v
		case "link":
			m.Link = v
		default:
			t.Facts[p.Key] = v
		}
	}
	if m != (coach.Material{}) {
		if err := checkMaterial(m); err != nil {
			return t, err
		}
		t.Details.Material = &m
	}
	if len(t.Details.Promises) > coach.MaxPromises {
		return t, &request.BadValue{What: "one talk's promises", Given: strconv.Itoa(len(t.Details.Promises)),
			Expected: "six at most; nobody keeps more", Example: `/followup acme talked promise:"read it by Thu"`}
	}
	return t, nil
}

// checkMaterial refuses a page or an address that belong to nothing, and an address that leads nowhere.
func checkMaterial(m coach.Material) error {
	const example = `/followup acme talked sent:"price list" page:"p. 4" link:https://acme.example/prices`
	if m.Name == "" {
		return &request.BadValue{What: `the name of what was sent`,
			Expected: `a page or a link belongs to something: sent:"price list"`, Example: example}
	}
	for _, v := range []string{m.Name, m.Pointer} {
		if len([]rune(v)) > coach.MaxFact {
			return &request.BadValue{What: "what was sent", Given: v, Expected: "300 characters fit", Example: example}
		}
	}
	if m.Link != "" && !OnWeb(m.Link) {
		return &request.BadValue{What: "an address on the web", Given: m.Link, Expected: "it begins with https://",
			Example: example}
	}
	return nil
}

// OnWeb reports whether an address leads to a page, and is of a length to keep. Only http and https do: a
// link is opened by whoever taps it.
func OnWeb(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(link) <= 1000
}

// CallDetails is what a touch leaves behind besides its outcome, its note and its date.
type CallDetails struct {
	Promises  []coach.Promise
	Settled   []coach.Settled
	Material  *coach.Material
	Gate      *qualify.Gate
	Together  *bool
	Goal      string
	Tentative bool
	Given     bool // the time was named by somebody who can't agree to it
	Gut       int  // the rep's hunch, 1 to 5; 0 for none
}

// None reports whether nothing was left behind.
func (c CallDetails) None() bool {
	return len(c.Promises)+len(c.Settled) == 0 && c.Material == nil && c.Gate == nil && c.Together == nil &&
		c.Goal == "" && !c.Tentative && c.Gut == 0
}
