package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// A next step may be a visit or a video call in place of a phone call (S1.5). How they meet is said beside the time,
// before or behind it: "visit Thu 2pm", "Fri 10am on Zoom", "meet them at their office tomorrow at 9". A link that
// stands there is the video call's.

// meetMost is how many words a phrase that says how they meet has at most.
const meetMost = 6

// meetSaid are the ways people say how they meet, each in small letters.
var meetSaid = func() map[string]string {
	said := map[string]string{}
	add := func(by string, before, phrases []string) {
		for _, b := range before {
			for _, p := range phrases {
				said[strings.TrimSpace(b+" "+p)] = by
			}
		}
	}
	whom := []string{"", "meet", "meet them", "meet him", "meet her", "meet up", "meeting", "see them", "see him",
		"see her",
		"visit", "visit them", "visit him", "visit her"}
	var there []string
	for _, whose := range []string{"their", "his", "her", "the"} {
		for _, place := range []string{"office", "offices", "place", "site", "shop", "store", "plant", "hq", "factory",
			"warehouse", "premises", "headquarters"} {
			there = append(there, "at "+whose+" "+place, "in "+whose+" "+place)
		}
	}
	add(coach.MeetVisit, whom, append(there, "in person", "face to face", "face-to-face", "f2f", "on site", "on-site",
		"onsite"))
	add(coach.MeetVisit, []string{"", "a", "site", "on-site", "onsite"}, []string{"visit"})
	add(coach.MeetVisit, []string{"visit", "go see", "go and see", "drop in on", "drop by", "stop by", "swing by"},
		[]string{"them", "him", "her"})
	add(coach.MeetVisit, []string{""}, []string{"drop by", "stop by", "swing by"})
	add(coach.MeetVideo, []string{"", "a", "on", "via", "by", "over", "meet on", "meet via", "meeting on", "call on",
		"call via"}, []string{"zoom", "zoom call", "zoom meeting", "video", "video call", "video chat", "videocall",
		"video meeting", "teams", "teams call", "teams meeting", "ms teams", "microsoft teams", "google meet", "gmeet",
		"webex",
		"skype", "facetime", "hangouts"})
	return said
}()

// meetAt is the way to meet that begins with a word, and how many words say it; 0 for none. The longest phrase wins.
func meetAt(ws []words.Word, i int) (by string, n int) {
	for n = min(meetMost, len(ws)-i); n > 0; n-- {
		if by = meetSaid[lower(ws[i:i+n])]; by != "" {
			return by, n
		}
	}
	return "", 0
}

// lower are words in small letters without the marks around them; what is in quotes is left empty and says nothing.
func lower(ws []words.Word) string {
	said := make([]string, len(ws))
	for i, w := range ws {
		said[i] = w.Lower
	}
	return strings.Join(said, " ")
}

// cutMeet takes how they meet off the ends of words that are else a date, with the link of a video call. Words that say
// nothing of it stay as they are.
func cutMeet(ws []words.Word) (rest []words.Word, m coach.Meet) {
	for rest = ws; len(rest) > 0; {
		first, last := rest[0], rest[len(rest)-1]
		switch {
		case m.Link == "" && linkIn(last) != "":
			m.Link, rest = linkIn(last), rest[:len(rest)-1]
			continue
		case m.Link == "" && linkIn(first) != "":
			m.Link, rest = linkIn(first), rest[1:]
			continue
		case m.By != "":
			return rest, whole(m)
		}
		by, n := meetAt(rest, 0)
		if n > 0 {
			m.By, rest = by, rest[n:]
			continue
		}
		for i := max(0, len(rest)-meetMost); i < len(rest) && m.By == ""; i++ {
			if by, n := meetAt(rest, i); n > 0 && i+n == len(rest) {
				m.By, rest = by, rest[:i]
			}
		}
		if m.By == "" {
			break
		}
	}
	return rest, whole(m)
}

// whole is a way to meet with what its link says: where nothing else is said it leads to a video call.
func whole(m coach.Meet) coach.Meet {
	if m.Link != "" && m.By == "" {
		m.By = coach.MeetVideo
	}
	if m.By == coach.MeetVisit {
		m.Link = ""
	}
	return m
}

// meetReach is how many words may stand between a time and how they meet there: "Thursday 2pm, a visit".
const meetReach = 2

// MeetBeside is how they meet by words among which a time to come stands; the zero value where none of them says so
// beside it. "He uses Zoom a lot, call Thursday 2pm" says nothing of the call.
func MeetBeside(text string, c dates.Context) coach.Meet {
	return meetBeside(words.Lex(text), c)
}

func meetBeside(ws []words.Word, c dates.Context) (m coach.Meet) {
	typed := unquoted(ws)
	for i := 0; i < len(ws) && m.By == ""; i++ {
		by, n := meetAt(ws, i)
		if n > 0 && (timeBehind(ws, typed, i+n, c) || timeBefore(ws, typed, i, c)) {
			m.By = by
			if by == coach.MeetVideo {
				m.Link = linkBeside(ws, i)
			}
		}
	}
	return m
}

// linkBeside is the link in the clause of a word, or right behind that; "" for none. One further away is of something
// else: "sent https://acme.example/prices, zoom Fri 10am".
func linkBeside(ws []words.Word, i int) string {
	from, to := i, i
	for from > 0 && !ws[from-1].EndsClause() {
		from--
	}
	for to < len(ws)-1 && !ws[to].EndsClause() {
		to++
	}
	for _, w := range ws[from:min(to+2, len(ws))] {
		if link := linkIn(w); link != "" {
			return link
		}
	}
	return ""
}

// linkIn is the link that a word is, without the mark behind it; "" for any other word.
func linkIn(w words.Word) string {
	if OnWeb(w.Text) {
		return strings.TrimRight(w.Text, words.EndMarks)
	}
	return ""
}

// timeBehind reports whether a time to come begins right behind words, in the same clause.
func timeBehind(ws []words.Word, typed []string, from int, c dates.Context) bool {
	for j := from; j < len(ws) && j <= from+meetReach && !ws[j-1].EndsClause(); j++ {
		if f, n := dates.Find(typed, j, c); n > 0 {
			return f.Ahead.Kind != dates.None && f.Direction != dates.Behind
		}
	}
	return false
}

// timeBefore reports whether a time to come ends right before a word.
func timeBefore(ws []words.Word, typed []string, end int, c dates.Context) bool {
	for j := max(0, end-dateMost); j < end; j++ {
		f, n := dates.Find(typed[:end], j, c)
		if n > 0 && j+n+meetReach > end && f.Ahead.Kind != dates.None && f.Direction != dates.Behind {
			return true
		}
	}
	return false
}

// MeetingBehind is the line that agrees on a visit or a video call, as it is typed behind "next": all that stands
// behind the lead is how they meet, when, and an agenda. ok is false for any other line.
func (l LogLine) MeetingBehind(m Match, c dates.Context) (line Line, ok bool) {
	when, _ := cutAgenda(l.Text, m.Rest)
	rest, meet := cutMeet(when)
	if meet.By == "" || m.Lead == nil || len(rest) == 0 || len(rest) > dateMost ||
		ReadDate(l.Text, rest, c, dates.Read).Kind == dates.None {
		return Line{}, false
	}
	line = Line{Text: l.Text, Word: "next", Words: slices.Concat(l.Words[m.From:m.From+m.Count], m.Rest),
		Resolution: l.Resolution}
	line.Resolution.Lead, line.Resolution.From, line.Resolution.Name = m.Lead.ID, 0, m.Count
	return line, true
}

// VisitAhead is when a visit is to be that a line logs by its word: "visit Thu 2pm" was not made, and nothing is saved
// as if it had been. nil for one that was made.
func (l LogLine) VisitAhead(read Reading, c dates.Context) (when *Date, agenda string) {
	if read.Outcome != outcome.Visit || l.Resolution.Outcome != "" || len(read.Between) > 0 {
		return nil, ""
	}
	at := read.Behind - 1
	if at < 0 || !l.Words[at].Is("visit") {
		return nil, "" // "stopped by"
	}
	ws, agenda := cutAgenda(l.Text, l.Words[read.Behind:])
	ws, _ = cutMeet(ws)
	if len(ws) == 0 || len(ws) > dateMost {
		return nil, ""
	}
	c.Books = true
	d := ReadDate(l.Text, ws, c, dates.Read)
	switch d.Kind {
	case dates.Exact, dates.Day, dates.Part:
	default:
		return nil, ""
	}
	if d.Past || !d.First().After(c.Now) {
		return nil, ""
	}
	return d, agenda
}
