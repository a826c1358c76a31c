package input_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// What typed lines are drawn from. Lines are made of parts whose role is known, so that what a line may say is known
// without reading it: "May", "Won" and "X" are names and words.
var (
	// drawnNames are leads that exist, most of them words of the language as well.
	drawnNames = []string{"Acme Corp", "Birch", "Cedar Foods", "Dune", "Smith & Sons", "AT&T", "O2", "1&1", "3pm Media",
		"Agenda AG", "At Home Group", "Busy Bee", "Dr. No", "Email Experts", "Friday Pub", "Gift Co", "Go Daddy",
		"Left Bank", "List & Sons", "Log Cabin Inc", "March Hare", "May & Co", "May Lee", "Monday.com", "Next plc",
		"No Answer Ltd", "Noon Cafe", "Not Now Studio", "Royal Mail", "Show Time", "Talked Media", "Undo LLC",
		"Visit Wales", "Won Tech", "X", "Ärzte GmbH", "株式会社アクメ"}
	// drawnNew are names that nobody has.
	drawnNew = []string{"Zenith", "Zenith Labs", "O'Neil & Co", "7-Eleven", "St. John's", "株式会社ゼニス", "Quartz"}
	// drawnSaid are ways to say an outcome, each alone behind a name; what the outcomes bring themselves comes on top.
	drawnSaid = map[outcome.Outcome][]string{
		outcome.Voicemail:  {"lvm", "left a voicemail", "left msg", "left another message", "went to voicemail"},
		outcome.NoAnswer:   {"no pickup", "didn't pick up", "nobody answered"},
		outcome.Busy:       {"line was busy", "busy signal"},
		outcome.Gatekeeper: {"spoke to an assistant", "assistant answered"},
		outcome.BadNumber:  {"not in service", "number disconnected"}, outcome.NoTime: {"had no time"},
		outcome.Unavailable: {"not available", "wasn't available", "out of office"}, outcome.Distracted: {"was distracted"},
		outcome.NoMemory: {"doesn't remember me"}, outcome.Talked: {"connected"},
		outcome.Meeting:     {"agreed on a meeting", "agreed on a call"},
		outcome.NotReviewed: {"hasn't read it yet"}, outcome.WantsInfo: {"wants info", "wants information", "asked for info"},
		outcome.Referral: {"sent me to someone"}, outcome.NotNow: {"not right now", "bad timing"},
		outcome.CalledBack: {"called us back", "they called back"}, outcome.Replied: {"wrote back", "inbound"},
		outcome.Email: {"sent an email", "mail sent"}, outcome.LinkedIn: {"linkedin request"}, outcome.XTwitter: {"twitter"},
		outcome.Visit: {"visited"}, outcome.Gift: {"sent a gift"}, outcome.StepBack: {"stepped back"},
		outcome.BreakUp: {"said goodbye"}, outcome.Won: {"closed won"}, outcome.HasSolution: {"already has a solution"},
		outcome.NotFit: {"no fit"}, outcome.LeftCompany: {"left the company", "has left the company"},
		outcome.DoNotCall: {"do not call", "asked not to be called"},
	}
	// drawnTurned are phrases that must not be read as the outcome that they hold, nor close anything.
	drawnTurned = map[string]outcome.Outcome{
		"meeting cancelled": outcome.Meeting, "meeting postponed": outcome.Meeting,
		"no meeting": outcome.Meeting, "callback requested": outcome.CalledBack, "wants a callback": outcome.CalledBack,
		"will call back": outcome.CalledBack, "asked me to call back": outcome.CalledBack,
		"please call back": outcome.CalledBack, "called back, no answer": outcome.CalledBack,
		"i called back": outcome.CalledBack, "hasn't called back": outcome.CalledBack,
		"replied to their mail": outcome.Replied, "no reply": outcome.Replied, "not replied": outcome.Replied,
		"not interested right now": outcome.NotInterested, "not interested yet": outcome.NotInterested,
		"not interested at the moment": outcome.NotInterested, "not interested until Q2": outcome.NotInterested,
		"not interested this year": outcome.NotInterested, "not a fit right now": outcome.NotFit,
		"has a solution until March": outcome.HasSolution, "not won": outcome.Won, "almost won": outcome.Won,
		"won't decide": outcome.Won, "won an award": outcome.Won, "left": outcome.LeftCompany,
		"just left":               outcome.LeftCompany,
		"hasn't left the company": outcome.LeftCompany, "do not call before noon": outcome.DoNotCall,
		"do not call on Mondays": outcome.DoNotCall, "do not call his cell": outcome.DoNotCall,
		"no voicemail": outcome.Voicemail, "didn't leave a voicemail": outcome.Voicemail, "voicemail full": outcome.Voicemail,
	}
	drawnNotes = []string{"likes the demo", "ask for Jo", "budget is $40k (approved)", "12 seats, 2 floors",
		"R&D likes it",
		"“sehr gut”", "価格", "re: pricing", "50% remote", "ext 42", "arrived at gate 9", "looks at 3 vendors",
		"price at 2000 is fine", "at home", "\"two words\" and three"}
	// drawnTraps are notes with an outcome or a time inside that must move nothing.
	drawnTraps = []string{"about the meeting room app", "his boss won a prize", "wants the email version",
		"about yesterday's outage", "said he was out yesterday", "they met our CEO last Friday",
		"his mail of 6 Nov got lost"}
	drawnOpen = []string{"next week", "Q1", "in a couple of days", "mid-December", "not before 1 Dec",
		"the week after next",
		"soon"}
	drawnImpossible = []string{"31 Apr 10:00", "30 Feb", "31 Nov 9:00"}
	drawnZones      = []string{"America/New_York", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata",
		"Australia/Sydney",
		"Pacific/Auckland"}
	// drawnMarks stand between parts and change nothing.
	drawnMarks  = []string{" ", "  ", ", ", " – ", " — ", ". ", "! ", "\u00a0", "\u200b ", " \u202d", "; "}
	drawnBefore = []string{"", "", "/followup ", "/followup /followup ", "\u200b", "\u202d", "\ufeff"}
	drawnBehind = []string{"", "", ".", "!", "\u200b", "\ufeff", " "}
)

// A role is what a part of a drawn line is there for.
type role int

const (
	isName role = iota // of a lead that exists
	isNew              // a name that nobody has
	isSaid             // an outcome
	isTurned
	isNote
	isPast  // when it happened
	isAhead // an instant to come
	isOpen  // a time to come that isn't one instant, or that there isn't
	isWord  // a word of English around the others
)

// A part is some words of a drawn line.
type part struct {
	role    role
	text    string
	lead    string          // whole name of the lead
	outcome outcome.Outcome // that is said, or turned round
	at      time.Time       // of isAhead, and the middle of isPast
	day     bool            // only the day of at is said
}

// A world is where a line is typed: the clock, the leads, and what is drawn from them.
type world struct {
	floor
	now   time.Time
	names []string
}

// drawWorld draws a clock and the leads that exist, each with no detail but its name.
func drawWorld(t *rapid.T) world {
	zone, err := time.LoadLocation(rapid.SampledFrom(drawnZones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	w := world{names: rapid.SliceOfNDistinct(rapid.SampledFrom(drawnNames), 1, 12, rapid.ID).Draw(t, "leads")}
	w.now = time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"),
		rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), 0, 0, zone)
	w.floor = floorOf(w.names, w.now)
	return w
}

// floorOf are leads that have nothing but a name.
func floorOf(names []string, now time.Time) floor {
	list := make([]coach.Lead, len(names))
	for i, n := range names {
		list[i] = coach.Lead{Name: n, Rep: "U1"}
	}
	f := newFloor(list...)
	f.rep = tableRep(now)
	return f
}

// drawName is a lead's name as people type it.
func (w world) drawName(t *rapid.T) part {
	lead := rapid.SampledFrom(w.names).Draw(t, "name")
	typed := lead
	switch rapid.IntRange(0, 6).Draw(t, "as") {
	case 0:
		typed = strings.ToLower(lead)
	case 1:
		typed = strings.ToUpper(lead)
	case 2:
		typed = `"` + lead + `"`
	case 3:
		typed = "“" + lead + "”"
	case 4:
		typed = strings.ReplaceAll(lead, " & ", " and ")
	case 5:
		typed = strings.ReplaceAll(lead, "&", "&amp;")
	}
	return part{role: isName, text: typed, lead: lead}
}

// saidWays are all ways to say the outcomes that may be typed.
var saidWays = func() (all []part) {
	for _, o := range outcome.All() {
		if !o.Typed {
			continue
		}
		ways := append([]string{string(o.Code), o.Label, o.Button}, o.Aliases...)
		for _, text := range append(ways, drawnSaid[o.Code]...) {
			all = append(all, part{role: isSaid, text: text, outcome: o.Code})
		}
	}
	return all
}()

func drawSaid(t *rapid.T) part { return rapid.SampledFrom(saidWays).Draw(t, "said") }

func drawTurned(t *rapid.T) part {
	keys := make([]string, 0, len(drawnTurned))
	for text := range drawnTurned {
		keys = append(keys, text)
	}
	text := rapid.SampledFrom(sortedStrings(keys)).Draw(t, "turned")
	return part{role: isTurned, text: text, outcome: drawnTurned[text]}
}

// plainNote is a note that says no outcome and no time.
func plainNote(t *rapid.T) part {
	if rapid.Bool().Draw(t, "kept") {
		return part{role: isNote, text: rapid.SampledFrom(drawnNotes).Draw(t, "note")}
	}
	text := rapid.StringMatching(`[a-zäßé]{3,9}( [a-zäßé]{3,9}){0,9}`).Filter(saysNothing).Draw(t, "note")
	return part{role: isNote, text: text}
}

// saysNothing reports whether no word of a text begins an outcome, a time or a part of a line.
func saysNothing(text string) bool {
	list := strings.Fields(text)
	for i, w := range list {
		if outcome.Read(list[i:]).Used > 0 || dates.Read(w, dates.Context{Now: time.Unix(1.8e9, 0), Zone: time.UTC}).
			Kind != dates.None || len(input.NearOutcomes(w)) > 0 || w == "next" || w == "agenda" {
			return false
		}
	}
	return true
}

func drawNote(t *rapid.T) part {
	if rapid.IntRange(0, 2).Draw(t, "trap") == 0 {
		return part{role: isNote, text: rapid.SampledFrom(drawnTraps).Draw(t, "note")}
	}
	return plainNote(t)
}

// clock is an hour as people type it.
func clock(h, m int) string {
	text, half := fmt.Sprint((h+11)%12+1), "am"
	if h >= 12 {
		half = "pm"
	}
	if m > 0 {
		text += fmt.Sprintf(":%02d", m)
	}
	return text + half
}

// drawPast is a time that is past and says so, worked out here with dates of the calendar only. ok is false where the
// clock leaves none of its kind.
func (w world) drawPast(t *rapid.T) (p part, ok bool) {
	h := rapid.IntRange(8, 17).Draw(t, "past hour")
	n := rapid.IntRange(1, 6).Draw(t, "back")
	on := func(days int) time.Time {
		y, m, d := w.now.AddDate(0, 0, days).Date()
		return time.Date(y, m, d, h, 0, 0, 0, w.now.Location())
	}
	p = part{role: isPast}
	switch rapid.IntRange(0, 6).Draw(t, "past") {
	case 0:
		p.at = on(0)
		p.text = "at " + clock(h, 0)
		return p, p.at.Before(w.now.Add(-time.Minute))
	case 1:
		p.text, p.at = "yesterday at "+clock(h, 0), on(-1)
	case 2:
		p.at = on(-n)
		p.text = "on " + p.at.Weekday().String() + " at " + clock(h, 0)
	case 3:
		n *= rapid.IntRange(1, 50).Draw(t, "times")
		p.text, p.at = fmt.Sprintf("%d minutes ago", n), w.now.Add(-time.Duration(n)*time.Minute)
		if n == 1 {
			p.text = "1 minute ago"
		}
	case 4:
		p.text, p.at = fmt.Sprintf("%d hours ago", n+1), w.now.Add(-time.Duration(n+1)*time.Hour)
	case 5:
		p.at = on(-n)
		p.text = p.at.Format("on 2 Jan at ") + clock(h, 0)
	case 6:
		p.text, p.at, p.day = "yesterday", on(-1), true
	}
	return p, true
}

// drawAhead is an instant to come that says its day.
func (w world) drawAhead(t *rapid.T) part {
	h := rapid.IntRange(8, 17).Draw(t, "hour ahead")
	n := rapid.IntRange(1, 6).Draw(t, "days ahead")
	on := func(days int) time.Time {
		y, m, d := w.now.AddDate(0, 0, days).Date()
		return time.Date(y, m, d, h, 0, 0, 0, w.now.Location())
	}
	p := part{role: isAhead}
	switch rapid.IntRange(0, 5).Draw(t, "ahead") {
	case 0:
		p.at = on(n)
		p.text = p.at.Weekday().String()[:3] + " " + clock(h, 0)
	case 1:
		p.at = on(n)
		p.text = clock(h, 0) + " " + p.at.Weekday().String()
	case 2:
		p.text, p.at = "tomorrow at "+clock(h, 0), on(1)
	case 3:
		p.at = on(30 * n)
		p.text = p.at.Format("2 Jan 2006 15:04")
	case 4:
		p.at = on(30 * n)
		p.text = p.at.Format("2006-01-02 15:04")
	case 5:
		p.text, p.at = fmt.Sprintf("in %d hours", n+1), w.now.Add(time.Duration(n+1)*time.Hour)
	}
	return p
}

// drawOpen is a time to come that isn't one instant, or that there isn't.
func drawOpen(t *rapid.T) part {
	list := drawnOpen
	if rapid.IntRange(0, 3).Draw(t, "impossible") == 0 {
		list = drawnImpossible
	}
	return part{role: isOpen, text: rapid.SampledFrom(list).Draw(t, "open")}
}

// A lineRead is what the reader makes of a line.
type lineRead struct {
	verb  string // log, ask, show, command, refuse
	line  input.Line
	log   input.LogLine
	match input.Match
	got   input.Reading
	told  input.Attributes
	at    time.Time // when it happened; zero for now
	text  string    // all of it, in the words of testdata/readings.txt
}

// reads is what the reader makes of a line that logs something; the table's own reader says the rest.
func (w world) reads(typed string) lineRead {
	table := tableReader{w.floor, w.now}
	line := input.ReadLine(words.Unescape(typed))
	r := lineRead{line: line, text: table.line(line)}
	if called := line.Called(); len(called.Names) > 0 { // a lead whose name begins like a command
		if f := w.floor.read(input.Query{Names: called.Names}); f.Lead != nil {
			r.line = called.Line(f.Name)
			line = r.line
		}
	}
	r.verb, _, _ = strings.Cut(r.text, " ")
	r.verb, _, _ = strings.Cut(r.verb, ":")
	if r.verb != "log" {
		return r
	}
	r.log = input.ReadLog(line)
	resolver := r.log.Resolver()
	r.match, _ = resolver.Find(w.floor.read(resolver.Query()))
	if r.match.Retry != "" {
		r.match, _ = resolver.Find(w.floor.read(input.Query{LeadID: r.match.Retry}))
	}
	r.got = r.log.Read(r.match)
	r.told, _ = r.log.Behind(r.got, input.DateContext(w.rep, r.match.Lead, w.now)) // a refusal is no log
	if a := r.told.Args; a.At != nil {
		r.at = input.Happened(a.At, w.rep, w.now)
	}
	return r
}

// lead is the name of the lead that a line logs on.
func (r lineRead) lead() string {
	if r.match.Lead == nil {
		return "new " + r.match.Name
	}
	return r.match.Lead.Name
}
