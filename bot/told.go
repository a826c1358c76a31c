package bot

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// readPromise reads what somebody said they would do, "read the specs by Thursday": a date at the end, behind "by", is
// when it is due. A day is over with its end; words behind "by" that are no date ahead belong to the promise.
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

// toldOf is what was said in a line with keys: facts of the lead, and what came of the talk.
type toldOf struct {
	facts map[string]string // nil when the line has no keys
	came  came
}

// takeTold takes the keys out of the words behind an outcome: the facts, what came of the talk, and the rest of the
// text. What is promised ends with "by <date>", read as every date (S3.1).
func takeTold(text string, ws []words.Word, c dates.Context) (t toldOf, rest string, err error) {
	pairs, rest := words.Attached(text, ws, slices.Concat(words.LeadKeys, words.TalkKeys)...)
	if len(pairs) == 0 {
		return t, text, nil
	}
	t.facts = make(map[string]string)
	var m coach.Material
	for _, p := range pairs {
		v := strings.Join(strings.Fields(p.Value), " ")
		switch p.Key {
		case "promise", "mypromise":
			by := coach.Them
			if p.Key == "mypromise" {
				by = coach.Us
			}
			if v == "" || len([]rune(v)) > coach.MaxFact {
				return t, rest, &badValue{
					what: "a promise", given: v, expected: "what is done, and by when, in at most " + strconv.Itoa(coach.MaxFact) +
						" characters",
					example: `/followup acme talked promise:"read the specs by Thu"`,
				}
			}
			t.came.promises = append(t.came.promises, readPromise(v, by, c))
		case "sent":
			m.Name = v
		case "page":
			m.Pointer = v
		case "link":
			m.Link = v
		default:
			t.facts[p.Key] = v
		}
	}
	if m != (coach.Material{}) {
		if err := checkMaterial(m); err != nil {
			return t, rest, err
		}
		t.came.material = &m
	}
	if len(t.came.promises) > coach.MaxPromises {
		return t, rest, &badValue{what: "one talk's promises", given: strconv.Itoa(len(t.came.promises)),
			expected: "six at most; nobody keeps more", example: `/followup acme talked promise:"read it by Thu"`}
	}
	return t, rest, nil
}

// checkMaterial refuses a page or an address that belong to nothing, and an address that leads nowhere.
func checkMaterial(m coach.Material) error {
	const example = `/followup acme talked sent:"price list" page:"p. 4" link:https://acme.example/prices`
	if m.Name == "" {
		return &badValue{what: `the name of what was sent`,
			expected: `a page or a link belongs to something: sent:"price list"`, example: example}
	}
	for _, v := range []string{m.Name, m.Pointer} {
		if len([]rune(v)) > coach.MaxFact {
			return &badValue{what: "what was sent", given: v, expected: "300 characters fit", example: example}
		}
	}
	if m.Link != "" && !onWeb(m.Link) {
		return &badValue{what: "an address on the web", given: m.Link, expected: "it begins with https://", example: example}
	}
	return nil
}

// onWeb reports whether an address leads to a page, and is of a length to keep.
func onWeb(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(link) <= 1000
}
