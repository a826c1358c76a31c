// Package settingline reads what people type of their own settings: which one a line is about ([Read]), and times of
// day, working hours and weekdays, zones, modes, on and off, as they are written and as a setting shows them. It is
// pure, as is package input. Times of day are minutes from midnight, weekdays count from Sunday, zones are IANA names.
package settingline

import (
	"slices"
	"strconv"
	"strings"
)

// The settings of a rep, by the word of the contract.
const (
	Digest = "digest"
	Days   = "days"
	Hours  = "hours"
	Zone   = "tz"
	Mode   = "mode"
	Nudges = "nudges"
	Pings  = "pings"
	Tips   = "tips"
	Asks   = "questions"
	// Hints are lines of how on the first cards of somebody new.
	Hints = "hints"
	// Reps is the message on a manager's reps.
	Reps = "reps"
	// Scripts keeps whole scripts in preps.
	Scripts = "scripts"
	// Clock is how times of day are written.
	Clock = "clock"
	// DMs is how many messages a day come at most.
	DMs = "dms"
	Off = "off"
	On  = "on"
	// Figures shows the rep's own figures, Messages the form of what they are sent; neither sets anything.
	Figures  = "figures"
	Messages = "messages"
)

// settingNames are what each setting is called, on screen and by people. The names of off, on, figures and messages are
// whole lines.
var settingNames = map[string][]string{
	Digest: {"digest", "morning message", "morning digest", "daily digest", "daily message", "message",
		"digest time",
		"morning list", "digests"},
	Days:  {"days", "working days", "work days", "workdays", "workweek", "working week", "week", "day"},
	Hours: {"hours", "working hours", "work hours", "office hours", "business hours", "working time", "hour"},
	Zone:  {"tz", "time zone", "timezone", "zone", "my time zone", "location", "city"},
	Mode:  {"mode", "second tries", "second try", "pace", "style"},
	// Kinds of message, each of which is on or off.
	Nudges: {"nudges", "nudge", "reminders of second tries", "second try reminders"},
	Pings:  {"pings", "ping", "reminders", "reminder", "call reminders", "reminders before calls"},
	Tips:   {"tips", "tip", "daily tips"},
	Asks:   {"questions", "question", "questions after a log"},
	Hints:  {"hints", "hint", "card hints", "hints on cards", "new rep", "new-rep", "new rep mode", "new-rep mode"},
	Reps: {"reps", "my reps", "reps message", "messages on my reps", "messages on your reps", "team message",
		"manager message"},
	// What a prep has of the script.
	Scripts: {"scripts", "script", "scripts in prep", "whole scripts", "full scripts", "whole script",
		"full script"},
	Clock: {"clock", "time format", "clock format", "hour format", "hour clock", "times"},
	DMs: {"dms", "dm", "messages a day", "messages per day", "dms a day", "dms per day", "dm cap", "dm limit",
		"daily limit", "message limit", "most messages", "limit", "cap"},
	Off: {"off", "messages off", "all off", "everything off", "turn off", "turn off messages",
		"turn off everything",
		"turn messages off", "turn everything off", "turn it off", "mute", "silence", "silent", "quiet", "stop",
		"stop messages",
		"pause", "pause messages", "notifications off", "turn off notifications", "turn notifications off", "disable",
		"no messages", "unsubscribe", "switch off"},
	On: {"on", "messages on", "all on", "everything on", "turn on", "turn on messages", "turn messages on",
		"turn everything on", "turn it on", "unmute", "start", "start messages", "resume", "resume messages",
		"notifications on",
		"turn on notifications", "turn notifications on", "enable", "switch on", "back on"},
	Figures: {"figures", "figure", "own figures", "your figures", "numbers", "own numbers", "stats", "statistics",
		"habits", "rates", "reach rate"},
	Messages: {"messages", "your messages", "notifications", "what i get", "kinds", "kinds of message"},
}

// settingVerbs may stand before a setting's name and say nothing.
var settingVerbs = []string{"set", "change", "update", "make", "use", "put", "my", "the", "please"}

// settingLinks may stand between a setting's name and its value and say nothing.
var settingLinks = []string{"to", "=", ":", "is", "are", "as", "-"}

// nameMost is how many words a setting's name has at most.
const nameMost = 4

// Read reads which setting a line is about and what it shall be: "digest 8:30", "my working hours: 9-5". A value
// that can be of one setting only needs no name: "9-5", "mon-fri", "assertive". Word is "" where the line names none,
// with the whole text as the value.
func Read(text string) (word, value string) {
	ws := strings.Fields(text)
	for len(ws) > 1 && slices.Contains(settingVerbs, strings.ToLower(ws[0])) {
		ws = ws[1:]
	}
	for n := min(nameMost, len(ws)); n > 0; n-- {
		name := strings.TrimRight(strings.ToLower(strings.Join(ws[:n], " ")), ":=")
		for _, word := range []string{Digest, Days, Hours, Zone, Mode, Nudges,
			Pings, Tips, Asks, Hints, Reps, Scripts, Clock, DMs} {
			if !slices.Contains(settingNames[word], name) {
				continue
			}
			rest := ws[n:]
			for len(rest) > 1 && slices.Contains(settingLinks, rest[0]) {
				rest = rest[1:]
			}
			return word, strings.Join(rest, " ")
		}
	}
	value = strings.Join(ws, " ")
	if on, ok := readSeller(value); ok {
		return Scripts, on
	}
	for _, word := range []string{Off, On, Figures, Messages} {
		if slices.Contains(settingNames[word], strings.TrimRight(strings.ToLower(value), ".! ")) {
			return word, ""
		}
	}
	return settingOf(value), value
}

// sellers are what people say of themselves who want whole scripts (S0.14), and who want none.
var sellers = map[string]string{
	"not a salesperson": On, "i'm not a salesperson": On, "im not a salesperson": On,
	"i am not a salesperson": On, "no salesperson": On, "i'm no salesperson": On,
	"i'm not a seller": On, "i am not a seller": On, "i don't sell": On,
	"i'm a salesperson": Off, "i am a salesperson": Off, "salesperson": Off,
}

// readSeller reads whether somebody says that they are a salesperson, as the value of [Scripts].
func readSeller(value string) (on string, ok bool) {
	on, ok = sellers[strings.TrimRight(strings.ToLower(strings.ReplaceAll(value, "’", "'")), ".! ")]
	return on, ok
}

// ReadScripts reads how much of a script a prep has: "on", "whole", "off", "short".
func ReadScripts(value string) (whole, ok bool) {
	switch strings.TrimRight(strings.ToLower(strings.TrimSpace(value)), ".! ") {
	case "whole", "full", "all", "always", "the whole", "whole, in prep":
		return true, true
	case "short", "first lines", "the first lines":
		return false, true
	}
	return ReadSwitch(value)
}

// settingOf is the one setting that a value can be of, "" where it can be of several or of none. A number alone is a
// time of day as well as a day of the month, so that only one with a mark is a digest's time.
func settingOf(value string) string {
	if _, _, _, ok := ReadWeek(value); ok {
		if _, _, hours := readHours(value); !hours {
			if _, days := readDays(value); days {
				return Days
			}
		}
		return Hours
	}
	if _, ok := ReadMode(value); ok {
		return Mode
	}
	if c, ok := readClock(value); ok && (!c.open || strings.ContainsAny(value, ":.")) {
		return Digest
	}
	if _, ok := ReadZone(value); ok {
		return Zone
	}
	if _, ok := ReadCycle(value); ok && strings.ContainsAny(value, "hHmM") { // a number alone can be anything
		return Clock
	}
	return ""
}

// ReadDigest reads the time of the morning message as minutes from midnight, also as a setting shows it: "8:30 every
// day", "08:30 on working days".
func ReadDigest(s string) (int, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, often := range []string{"on working days", "on weekdays", "every working day", "every weekday", "every day",
		"each day", "every morning", "each morning", "daily", "please"} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, often), often))
	}
	return ReadClock(s)
}

// ReadWeek reads working hours, weekdays or both in either order: "9-5", "mon-fri", "Mon–Fri, 8:00–18:00", "9 to 5 on
// weekdays". Days are nil and both times zero where the words don't say them.
func ReadWeek(s string) (from, to int, days []int, ok bool) {
	if len(s) > settingMost {
		return 0, 0, nil, false
	}
	if from, to, ok = readHours(s); ok {
		return from, to, nil, true
	}
	if days, ok = readDays(s); ok {
		return 0, 0, days, true
	}
	ws := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\u00a0' })
	for i := 1; i < len(ws); i++ {
		first, last := weekPart(ws[:i]), weekPart(ws[i:])
		for _, part := range [][2]string{{first, last}, {last, first}} {
			from, to, isHours := readHours(part[0])
			days, isDays := readDays(part[1])
			if isHours && isDays {
				return from, to, days, true
			}
		}
	}
	return 0, 0, nil, false
}

// ReadWeekAndZone reads a working week with the zone of its hours behind it, as a setting shows it: "Mon–Fri,
// 8:00–18:00, New York (set by you)". auto says that the zone follows Slack.
func ReadWeekAndZone(s string) (from, to int, days []int, zone string, auto, ok bool) {
	s = strings.TrimSpace(s)
	comma := strings.LastIndexByte(s, ',')
	if comma < 0 || len(s) > settingMost {
		return 0, 0, nil, "", false, false
	}
	name, how, _ := strings.Cut(s[comma+1:], "(")
	auto = strings.EqualFold(strings.TrimRight(how, ") "), "follows Slack")
	zone, known := ReadZone(strings.TrimSpace(name))
	from, to, days, ok = ReadWeek(s[:comma])
	return from, to, days, zone, auto, ok && known
}

// settingMost is how many bytes the value of a setting has at most: seven days and their hours in full fit, and what
// was pasted by mistake is not searched for each way to split it.
const settingMost = 300

// weekPart is a part of a working week without the words that only say what it is.
func weekPart(ws []string) string {
	for len(ws) > 1 && slices.Contains([]string{"on", "days", "hours", "from", "and", "working"}, strings.ToLower(ws[0])) {
		ws = ws[1:]
	}
	return strings.Join(ws, " ")
}

// modeNames are the modes by what people call them.
var modeNames = map[string]string{
	"passive": "passive", "gentle": "passive", "soft": "passive", "calm": "passive", "slow": "passive",
	"nobody":   "passive",
	"balanced": "balanced", "normal": "balanced", "default": "balanced", "standard": "balanced", "medium": "balanced",
	"assertive": "assertive", "aggressive": "assertive", "fast": "assertive", "everybody": "assertive",
	"everyone": "assertive",

	"the next working day": "passive", "next working day": "passive", "nobody the same day": "passive",
	"same day for warm and high-potential leads": "balanced", "warm and high-potential leads": "balanced",
	"same day for every lead": "assertive", "every lead": "assertive", "same day for everybody": "assertive",
	"everybody the same day": "assertive",
}

// ReadMode reads a mode by its name or by what it is called elsewhere: "assertive", "balanced mode", "normal".
func ReadMode(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	s, _, _ = strings.Cut(s, ",") // as it is shown, with what it does behind a comma
	mode, ok := modeNames[strings.TrimSpace(strings.TrimSuffix(s, " mode"))]
	return mode, ok
}

// ReadOwnZone reads the zone of a setting: "auto" or how else one says to follow Slack, else a zone as [ReadZone] reads
// it, also as a setting shows it.
func ReadOwnZone(s string) (zone string, auto, ok bool) {
	name, how, _ := strings.Cut(strings.TrimSpace(s), ",")
	how = strings.ToLower(strings.TrimSpace(how))
	switch strings.ToLower(name) {
	case "auto", "automatic", "automatically", "slack", "follow slack", "from slack", "slack's", "same as slack",
		"as in slack":
		return "", true, true
	}
	if how == "follows slack" {
		return "", true, true
	}
	if how != "" && how != "set by you" { // a comma of the zone's own: "Portland, Oregon"
		name = s
	}
	zone, ok = ReadZone(name)
	return zone, false, ok
}

// ReadCycle reads how times of day are to be written, as "12" or "24", "" for what Slack says: "24", "24-hour",
// "am/pm", "auto".
func ReadCycle(s string) (cycle string, ok bool) {
	s = strings.ToLower(strings.Join(strings.Fields(s), ""))
	s = strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(s, ".!"), "clock"), "format")
	switch strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(s, "s"), "hour"), "h-") {
	case "24", "military":
		return "24", true
	case "12", "am/pm", "ampm", "american":
		return "12", true
	case "auto", "automatic", "slack", "followslack", "default":
		return "", true
	}
	return "", false
}

// ReadMost reads how many messages a day are to come at most, 0 for as many as there are: "8", "at most 8 a day",
// "auto".
func ReadMost(s string) (n int, ok bool) {
	var left []string
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if !slices.Contains([]string{"at", "most", "max", "a", "per", "day", "messages", "dms", "only"}, w) {
			left = append(left, w)
		}
	}
	switch s = strings.TrimRight(strings.Join(left, " "), ".!"); s {
	case "auto", "all", "default", "as many as there are":
		return 0, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0
}

// ReadSwitch reads on and off as people say them: "off", "stop", "on", "back on".
func ReadSwitch(value string) (on, ok bool) {
	value = strings.TrimRight(strings.ToLower(strings.TrimSpace(value)), ".! ")
	for _, word := range []string{Off, On} {
		if slices.Contains(settingNames[word], value) {
			return word == On, true
		}
	}
	return false, value == "no" || value == "never" || value == "none"
}
