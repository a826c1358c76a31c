package bot

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/coach"
)

// readPromise reads what somebody said they would do, "read the specs by Thursday": a date at the end, behind "by", is when it is due.
// A day is over with its end; words behind "by" that are no date ahead belong to the promise.
func readPromise(text string, by coach.Side, c dates.Context) coach.Promise {
	text = strings.Join(strings.Fields(text), " ")
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

// readPromises reads the lines of a field, one promise each: the prospect's, or the rep's own behind "me:".
func readPromises(text string, c dates.Context) (out []coach.Promise) {
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
