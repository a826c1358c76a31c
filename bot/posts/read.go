package posts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach/outcome"
)

// Post is what a message tells of a call.
type Post struct {
	Text    string   // all of it
	Numbers []string // that it may have been with: telephone numbers and…
	Mails   []string // …addresses, as they stand there
	Outcome outcome.Outcome
	Note    string    // of a dialer's post what the caller wrote; of any other message all of it
	Dialer  bool      // it says how a call went, as dialers do, and…
	At      time.Time // …when it was: the first instant in it that is over, else when it was posted
}

// result is how dialers and CRMs name what came of a call, in their posts and exports, and the outcome that it is. Of
// several the longest counts, so that "not answered" isn't "answered"; where one says nothing of what happened, or
// nothing that is a touch, its outcome is empty: the rep says.
type result struct {
	words string
	out   outcome.Outcome
}

var results = []result{
	// the call results of HubSpot and Pipedrive, the dispositions of Salesloft, Outreach and Close
	{"left voicemail", outcome.Voicemail}, {"left a voicemail", outcome.Voicemail},
	{"voicemail left", outcome.Voicemail}, {"left message", outcome.Voicemail},
	{"left live message", outcome.Gatekeeper}, {"no answer", outcome.NoAnswer},
	{"busy", outcome.Busy}, {"wrong number", outcome.BadNumber}, {"bad number", outcome.BadNumber},
	{"connected", outcome.Talked}, {"gatekeeper", outcome.Gatekeeper}, {"not interested", outcome.NotInterested},
	{"meeting scheduled", ""}, {"meeting booked", ""}, {"call back later", ""}, {"callback requested", ""},
	// the states of a call of Aircall, Dialpad, RingCentral, JustCall, CloudTalk and Twilio
	{"answered", outcome.Talked}, {"call completed", outcome.Talked}, {"completed call", outcome.Talked},
	{"not answered", outcome.NoAnswer}, {"unanswered", outcome.NoAnswer}, {"no-answer", outcome.NoAnswer},
	{"hang up", outcome.NoAnswer}, {"hung up", outcome.NoAnswer}, {"ringing timeout", outcome.NoAnswer},
	{"voicemail drop", outcome.Voicemail}, {"voicemail dropped", outcome.Voicemail}, {"vm left", outcome.Voicemail},
	{"line busy", outcome.Busy}, {"user busy", outcome.Busy}, {"invalid number", outcome.BadNumber},
	{"number not in service", outcome.BadNumber}, {"disconnected number", outcome.BadNumber},
	{"call failed", ""}, {"canceled", ""}, {"cancelled", ""}, {"rejected", ""}, {"declined", ""},
	// they called, and nobody here has talked to them
	{"missed call", ""}, {"missed", ""}, {"new voicemail", ""}, {"voicemail from", ""}, {"voicemail received", ""},
}

// inbound is how posts say that the prospect called.
var inbound = []string{"inbound", "incoming", "call from", "called in", "missed call"}

// aboutCall is how posts say that they are about a call at all.
var aboutCall = []string{"call", "outbound", "outgoing", "inbound", "incoming", "dialed", "dialled", "disposition"}

// noteLabels stand in front of what the caller wrote.
var noteLabels = []string{"note", "notes", "call notes", "comment", "comments", "summary", "call summary",
	"description"}

// resultLabels stand in front of what came of the call.
var resultLabels = []string{"outcome", "call outcome", "disposition", "call disposition", "result", "call result",
	"status", "call status"}

var (
	telephone = regexp.MustCompile(`[+(]?\d[\d ().\-\x{00a0}/]{5,}\d`)
	address   = regexp.MustCompile(`[\w.+%-]+@[\w-]+(?:\.[\w-]+)+`)
)

// Read reads a message that a call is to be logged from. What an app has posted may be a dialer's post, which says what
// came of the call.
func Read(m *slack.Message, now time.Time) Post {
	parts := read(m)
	text := strings.Join(parts.lines, "\n")
	p := Post{Text: text, Note: text}
	for _, number := range telephone.FindAllString(text, -1) {
		if digits := strings.Count(strings.Map(digit, number), "0"); digits >= 7 && digits <= 15 {
			p.Numbers = append(p.Numbers, strings.TrimSpace(number))
		}
	}
	p.Mails = address.FindAllString(text, -1)
	if m.BotID == "" && m.SubType != slack.MsgSubTypeBotMessage {
		return p
	}
	// A post that names its result says it there; others say it somewhere.
	all := flat(text)
	label, note := field(text, resultLabels), field(text, noteLabels)
	if p.Dialer = label != "" || slices.ContainsFunc(aboutCall, func(w string) bool { return has(all, w) }); !p.Dialer {
		return p
	}
	p.Note = note
	instants := append(parts.instants, postedAt(m.Timestamp))
	if i := slices.IndexFunc(instants, func(at time.Time) bool { return !at.After(now) }); i >= 0 {
		p.At = instants[i]
	}
	// What the caller wrote is no result, though it may sound like one.
	said := flat(label)
	if said == "" {
		said = strings.ReplaceAll(all, flat(note), "")
	}
	// "Not answered" is longer than "answered", and so it counts.
	longest := ""
	for _, r := range results {
		if len(r.words) > len(longest) && has(said, r.words) && !denied(said, r.words) {
			longest, p.Outcome = r.words, r.out
		}
	}
	if slices.ContainsFunc(inbound, func(w string) bool { return has(all, w) }) {
		if p.Outcome != outcome.Talked {
			p.Outcome = "" // they called and reached nobody: nothing of the list is that
		} else {
			p.Outcome = outcome.CalledBack
		}
	}
	if p.Outcome == "" && note == "" { // what it says is all that the rep has to go by
		p.Note = strings.Join(parts.lines, " · ")
	}
	return p
}

// A number is told from other digits by how many there are; no lead is found by a date that has as many. What follows
// looks for whole words: "answered" stands in "unanswered", and a dialer's name may hold any of them.

// digit is '0' for a digit and nothing for any other sign.
func digit(r rune) rune {
	if unicode.IsDigit(r) {
		return '0'
	}
	return -1
}

// has reports whether words stand in a flat text, whole.
func has(text, words string) bool {
	for rest := text; ; {
		before, after, found := strings.Cut(rest, words)
		if !found {
			return false
		}
		if !endsInLetter(before) && !startsWithLetter(after) {
			return true
		}
		rest = after
	}
}

// denied reports whether one of the two words in front of some others turns them round: "was never answered".
func denied(text, words string) bool {
	before, _, _ := strings.Cut(text, words)
	last := strings.Fields(before)
	return slices.ContainsFunc(last[max(0, len(last)-2):], func(w string) bool {
		return w == "not" || w == "no" || w == "never" || w == "without" || strings.HasSuffix(w, "n't") ||
			strings.HasSuffix(w, "n’t")
	})
}

// endsInLetter reports whether a word goes on in front of what follows s…
func endsInLetter(s string) bool {
	r := []rune(s)
	return len(r) > 0 && unicode.IsLetter(r[len(r)-1])
}

// …and startsWithLetter whether one goes on behind what s follows.
func startsWithLetter(s string) bool {
	for _, r := range s {
		return unicode.IsLetter(r)
	}
	return false
}

// field is the value of the first line that begins with one of some labels and a colon.
func field(text string, labels []string) string {
	for line := range strings.Lines(text) {
		label, value, ok := strings.Cut(line, ":")
		if ok && slices.Contains(labels, flat(label)) {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// postedAt is the instant in the id of a message; zero where it has none.
func postedAt(ts string) time.Time {
	whole, _, _ := strings.Cut(ts, ".")
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}
