package library

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Help: a first page and one a topic, each of at most 90 words. It shows lines to copy rather than grammar, and names
// nothing that is not built. A test holds the words that are reserved for later against it.

// helpTopics are the pages of help beside the first one. Only what is built appears. Each line has what to type
// in a code span, ready to be copied, with a lead called Acme throughout. Outcomes have no lines here: their page is
// made from the table in package coach.
var helpTopics = []struct {
	name, title string
	lines       []string
}{
	{"log", "Logging a call", []string{
		"`/followup acme voicemail` the result behind the name",
		"`/followup go` one due call after the other, a tap each",
		"`/followup acme talked wants a quote next Thu 4pm agenda pricing` with a note and the next call",
		"`/followup acme no answer at yesterday 3:30pm` an earlier call",
		"`/followup acme has a solution next 1 March` when their contract ends",
		"`/followup undo` for 24 hours · `history acme` corrects older ones",
		"A name I don't know becomes a new lead. A message's ⋯ menu has *Log from this message*.",
	}},
	{"outcomes", "Results of a call", nil},
	{"dates", "Dates and times", []string{
		"`next Thu 4pm` · `next tomorrow 9:30` · `next 12 March 2pm` an agreed call",
		"`next week` gets three times to offer",
		"`next Thu 10am their time` · `next Thu 10:00 New York` their clock instead of yours",
	}},
	{"leads", "Leads", []string{
		"`/followup add \"Acme Corp\" warm phone:+12125550100 contact:\"Pat Doe\"`",
		"`/followup show acme` all of it · `history acme` · `edit acme` changes it",
		"`/followup prep acme` before you call · `when acme` why that date",
		"`/followup next acme Thu 4pm agenda pricing` agreed",
		"`/followup snooze acme Monday` · `pause acme`, `resume acme` · `merge acme inc into acme`",
		"`/followup review acme` what becomes of it · `close acme won` · `reopen acme`",
		"`/followup list overdue` or `tomorrow`, `week`, `won`, `paused`, `warm smith`",
		"`/followup import` a list · `export` all as files · `export acme` · `erase acme` for good",
	}},
	{"facts", "What steers a call", []string{
		"`hot:\"fewer breakdowns\"` what they care about most",
		"`decides:\"Pat Doe\"` · `competitor:\"Birch\"` · `problem:\"stock-outs\"` · `industry:food`",
		"`gut:4` your hunch, 1 to 5 · `prefers:email` or `call` · `intro:\"Kim Lee\"` who introduced you",
		"`contact:` `company:` `phone:` `email:` `tz:` `web:` `source:` `name:`",
		"They work in `add`, in `edit` and in a log line. Empty quotes clear one.",
		"`edit acme fleet-size:40` a column you kept of a list",
		"In a log line: `promise:\"read the specs by Thu\"` theirs, `mypromise:\"send the draft by Fri\"` yours, " +
			"`sent:\"price list\" page:\"p. 4\" link:https://…` what you sent",
	}},
	{"script", "What to say", []string{
		"`/followup script acme` opens the next call, filled with what I know",
		"`/followup script acme no time` the turn that the call takes",
		"`/followup script too expensive` · `script` all situations",
		"`/followup practice price` you answer, three turns, for your eyes only",
		"`/followup map` what each result leads to · `map third voicemail warm` one case",
		"`/followup check acme Hi Pat, …` what to change before you send it",
		"`/followup draft acme` the email that is due, to change and copy",
		"`/followup draft acme linkedin` or `step-back`, `break-up`",
	}},
	{"settings", "Settings", []string{
		"`/followup settings` yours, with [Change…]",
		"`/followup settings digest 8:30` · `days Sunday to Thursday` · `hours 9-5`",
		"`/followup settings tz Berlin` or `auto` · `mode passive`, `balanced` or `assertive`",
		"`/followup settings off` pauses all messages, `on` resumes them · `pings off`, `hints off` one kind",
		"`/followup settings clock 24` or `12`, `auto` · `dms 8` messages a day · `messages` all of these",
		"`/followup settings scripts on` whole scripts: I'm not a salesperson",
		"`/followup settings figures` how your calls go · `numbers`, for your eyes only",
		"`/followup away until Monday cover @Kim` · `back` · `cover off`",
	}},
	{"team", "Teams", []string{
		"`/followup team create Sales #sales` (admins) and manage it",
		"`/followup team add Sales @Kim @Lee` · `team remove @Kim` · `team manager @Lee` · `team list`",
		"`/followup team summary weekly Friday 4pm` · `daily 9:00` · `now` · `off`",
		"`/followup team library add \"A hotel saved a day\" industry:hotels` · `library remove 2`",
		"`/followup team tips` · `team tips mute t5`",
		"`/followup team handover @Kim to @Lee` · `team pause @Kim` · `team resume @Kim`",
		"`/followup team show` your reps · `show @Kim` · `show acme` · `numbers` together · `audit acme`",
		"`/followup team phrases` what to avoid · `team suspects` whom to chase",
	}},
}

// HelpTopicNames are the names of the pages.
func HelpTopicNames() []string {
	names := make([]string, len(helpTopics))
	for i, t := range helpTopics {
		names[i] = t.name
	}
	return names
}

// HasHelp reports whether there is a page about a topic.
func HasHelp(topic string) bool {
	return slices.ContainsFunc(HelpTopicNames(), func(name string) bool {
		return strings.EqualFold(name, strings.TrimSpace(topic))
	})
}

// Help is the short page, or the page of a topic. An unknown topic gets the short page.
func Help(to say.Reader, topic string) say.Reply {
	p := &say.Page{To: to}
	for _, t := range helpTopics {
		if !strings.EqualFold(t.name, strings.TrimSpace(topic)) {
			continue
		}
		lines := t.lines
		if t.name == "outcomes" {
			lines = outcomeLines()
		}
		p.Section("*" + t.title + "*\n" + strings.Join(lines, "\n"))
		p.Actions("a", say.Button(ids.ActHelp, "", "All help"))
		return p.Reply()
	}
	if topic = strings.TrimSpace(topic); topic != "" {
		p.Section("No help about “" + say.Brief(topic, 5) + "” yet. This is the first page.")
	}
	p.Section(strings.Join([]string{
		"*What you can type*",
		"`/followup` today's list",
		"`/followup acme voicemail` log a call",
		"`/followup acme talked next thu 4pm agenda pricing` log it and book the next",
		"`/followup prep acme` before you call",
		"`/followup when acme` why that date",
		"`/followup script acme` what to say",
		"`/followup add acme warm phone:+12125550100` new lead",
		"`/followup undo` take back the last change",
		"More: `/followup help` with " + say.Joined(HelpTopicNames(), "or"),
	}, "\n"))
	p.Actions("a", say.Button(ids.ActToday, "", "Show today"), say.Button(ids.ActLogForm, "", "Log a call…"),
		say.Button(ids.ActAddForm, "", "Add a lead…"), say.Button(ids.ActImport, "", "Import…"))
	return p.Reply()
}

// NoLine answers what was written to the bot and is no line for a command.
func NoLine(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("Write how a call went, like `acme voicemail`, or anything else that works behind `/followup`.")
	p.Actions("a", say.Button(ids.ActToday, "", "Today"), say.Button(ids.ActHelp, "", "Help"))
	return p.Reply()
}

// FileAlone answers a file that was sent to the bot without words.
func FileAlone(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("I can't read files. Write how a call went, like `acme voicemail`.")
	p.Actions("a", say.Button(ids.ActToday, "", "Today"), say.Button(ids.ActHelp, "", "Help"))
	return p.Reply()
}

// FormWaits answers a line that needs a form, with a button that opens it: a written one, since Slack opens one for a
// tap only, or a command whose form Slack would open no more. ref names the kept line.
func FormWaits(to say.Reader, ref string, late bool) say.Reply {
	p := &say.Page{To: to}
	if late {
		p.Section("Too slow, please tap again.")
	} else {
		p.Section("This needs a form, and Slack opens one only for a tap.")
	}
	open := say.Button(ids.ActKept, ref, "Open the form…")
	open.Style = slack.StylePrimary
	p.Actions("a", open)
	return p.Reply()
}

// outcomeLines list what may be typed behind a name, by group: the words of the buttons, which are read as the results
// that they log.
func outcomeLines() []string {
	lines := []string{"Type one behind a name, or say it in your own words."}
	for _, g := range []outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs,
		outcome.Ended,
		outcome.OtherTouch} {
		var parts []string
		for _, o := range outcome.All() {
			if o.Group == g && o.Typed {
				parts = append(parts, say.Lower(say.Quote(cmp.Or(o.Button, o.Label), 60)))
			}
		}
		lines = append(lines, "*"+fields.GroupNames[g]+":* "+strings.Join(parts, " · "))
	}
	return lines
}

// InsteadOf says what does the job of a word that isn't available yet: in a sentence, and as a line to run, with a lead
// where the word has one.
var InsteadOf = map[string]struct{ Words, Line, Button string }{
	"why": {"The date and its reasons stand together.", "when", "Why now?"},
}

// aboutALead are the words of [InsteadOf] behind which a lead stands alone: it goes along.
var aboutALead = []string{"why"}

// NotBuilt answers a reserved word that does nothing yet with what does the job today. rest is what stood behind the
// word.
func NotBuilt(to say.Reader, word, rest string) say.Reply {
	p := &say.Page{To: to}
	words, way := "`"+say.Quote(word, 30)+"` isn't available yet.", InsteadOf[word]
	if way.Words != "" {
		words += " " + way.Words
	}
	p.Section(words)
	line := way.Line
	if slices.Contains(aboutALead, word) {
		line = strings.TrimSpace(line + " " + rest)
	}
	var buttons []slack.BlockElement
	if b := phrases.RunButton(0, "", line, way.Button); b != nil && line != "" {
		buttons = append(buttons, b)
	}
	p.Actions("a", append(buttons, say.Button(ids.ActHelp, "", "Help"))...)
	return p.Reply()
}

// Answers to plain words that are no command: one sentence, and a button for each command that does what was asked.
// Nothing is done before one is tapped.

// Plain is what plain words ask for.
type Plain struct {
	Kind  string
	Lead  coach.Lead // of a kind that is about one
	At    time.Time  // when, of a kind that says so…
	Day   bool       // …of which the time of day is open
	Text  string     // what is to be found or added
	Lines []string   // the command lines that the buttons run, in the order of the kind's labels
	Typed string     // the line of the first button, as one would type it
}

// PlainKinds are the sentence of each kind and the labels of its buttons, in the order of its lines. {lead}, {when} and
// {text} stand for what the words say.
var PlainKinds = map[string]struct {
	says   string
	Labels []string
}{
	"call": {"{when}: a call to {lead}? Nothing is saved yet. If they agreed to it, I'll remind you ten minutes before.",
		[]string{"Call {when}", "Agreed: {when}"}},
	"book": {"{when}: a call with {lead}? Nothing is saved yet.", []string{"Agreed: {when}", "Only try then"}},
	"move": {"{when} for {lead}? Nothing is saved yet.", []string{"Move to {when}"}},
	"someday": {"Which day for {lead}? Nothing is saved yet.",
		[]string{"Pick a day…", "Agreed call…"}},
	"hold":  {"{lead} can be put on hold: nothing is due until you resume it.", []string{"Pause"}},
	"go-on": {"{lead} can go on: what was left of its gap, then the next call.", []string{"Resume"}},
	"prep":  {"To call {lead}: what to know before, or how it went.", []string{"Prep", "Log the call…"}},
	"write": {"The words for an email to {lead}, to change and copy.", []string{"Write email…"}},
	"drop": {"{lead} can be closed: no more calls, and the history stays. `/followup erase` takes a lead away for good.",
		[]string{"Close…", "Do not call"}},
	"edit": {"The name of {lead}, and all that is known, can be changed in the form.", []string{"Edit…"}},
	"fact": {"{lead}: {text}? Nothing is saved yet.", []string{"Save", "Log a call…"}},
	"hot":  {"What makes {lead} hot? Nothing is saved yet.", []string{"They came to us", "High potential"}},
	"skip": {"{lead} on another day? Nothing is saved yet.", []string{"Tomorrow", "Pick a day…"}},
	"meant": {"Your last change can be taken back, and the call be logged with {lead}.",
		[]string{"Undo my last change", "Log a call…"}},
	"new":    {"A new lead “{text}”? Nothing is saved yet.", []string{"Add {text}"}},
	"find":   {"“{text}” may be among your leads.", []string{"Find {text}"}},
	"quiet":  {"Shall I stop sending you messages? Commands still answer.", []string{"Turn off messages"}},
	"return": {"Back at work? Nothing is changed yet.", []string{"Back…"}},
	"loud":   {"Shall I send you messages again?", []string{"Turn on messages"}},
	"undo":   {"Nothing is changed yet. Your last change can be taken back.", []string{"Undo my last change"}},
	"today":  {"Shall I show whom to call today?", []string{"Today", "Start calling"}},
	"go":     {"Shall I bring the calls of now, one after the other?", []string{"Start calling", "Today"}},
	"rest": {"Nothing runs by itself: rest as long as you like, and go on where you were.",
		[]string{"Go on calling", "Today"}},
	"file": {"A list of leads comes in as a CSV file. Nothing is saved before you've seen what it changes.",
		[]string{"Import a list…", "Add a lead…"}},
	"fewer": {"Each kind of message can be switched off by itself.", []string{"My settings", "Turn off messages"}},
	"early": {"Nothing is changed yet. The morning message can come at {text}; other messages keep to your hours.",
		[]string{"Message at {text}", "My settings"}},
	"hours": {"Your settings have the days and hours in which I may write.", []string{"My settings", "Turn off messages"}},
	"team":  {"Shall I show how your reps stand? That's for their managers.", []string{"My reps", "My teams"}},
	"seen": {"Managers of your team see how many calls you made and what is overdue, and can open your leads, which " +
		"each lead's history tells. Habits and punctuality are yours alone.",
		[]string{"My settings", "Help on teams"}},
	"overdue": {"Shall I show what is overdue?", []string{"Show overdue", "Today"}},
	"week":    {"Shall I show the coming days?", []string{"Show this week", "Today"}},
	"leads":   {"Shall I show your leads?", []string{"Show open leads", "Show all leads"}},
	"map":     {"What each result of a call leads to stands in the call map.", []string{"Show it", "Whole map"}},
	"maps":    {"What comes after each result stands in the call map.", []string{"Show the map", "Help"}},
	"known":   {"What I know of {lead}, its number and address among it.", []string{"Show", "Edit…"}},
	"past":    {"All that was logged with {lead}.", []string{"History", "Show"}},
	"ready":   {"What to know and to say before you call {lead}.", []string{"Prep", "Scripts"}},
	"give":    {"Managers give a rep's leads to colleagues, with their history.", []string{"Hand over…"}},
	"review":  {"What to do about {lead}: the facts so far, and what you can decide.", []string{"Review…", "Prep"}},
	"silent": {"Silence isn't a no. What was tried with {lead}, and what you can decide. Nothing is saved yet.",
		[]string{"Review…", "No answer just now"}},
	"numbers": {"What your calls come to, with how sure that is. Only you see it.",
		[]string{"My numbers", "What the sources say"}},
	"figures": {"Your own figures stand below your settings.", []string{"My figures", "Today"}},
	"help":    {"Help has the lines that I understand.", []string{"Help", "Today"}},
	"done":    {"Which call? Nothing is saved yet.", []string{"Log a call…", "Today"}},
	"answer": {"I asked nothing just now, so nothing is changed. To answer a question, tap a button below it.",
		[]string{"Today", "Help"}},
	"hello":  {"Hello! Tell me how a call went: `/followup acme voicemail`.", []string{"Today", "Help"}},
	"thanks": {"You're welcome. After the next call: `/followup acme voicemail`.", []string{"Today", "Help"}},

	"price":    {"If it's too expensive for them: what to say, turn by turn.", []string{"What to say", "Practice it…"}},
	"timing":   {"If it's a bad time for them: what to say, turn by turn.", []string{"What to say", "Practice it…"}},
	"trust":    {"If they don't know you yet: what to say, turn by turn.", []string{"What to say", "Practice it…"}},
	"compared": {"If they compare you with others: what to say.", []string{"What to say", "Practice it…"}},
	"practice": {"Two minutes: a prospect's line, your answer, the script's. Only you see it.",
		[]string{"Practice…", "Scripts"}},
}

// untaught are the kinds that ask for nothing which could be typed another time.
var untaught = map[string]bool{"done": true, "answer": true, "hello": true, "help": true, "thanks": true,
	"seen": true}

// PlainWords answers plain words: what they ask for, its buttons, and how it is typed the next time.
func PlainWords(to say.Reader, o Plain) say.Reply {
	p := &say.Page{To: to}
	words := PlainKinds[o.Kind]
	when, onButton := "", ""
	switch {
	case o.At.IsZero():
	case o.Day:
		when, onButton = to.Day(o.At), to.Date(o.At.In(to.Location()))
	default:
		when, onButton = to.When(o.At), to.Words(o.At)
	}
	says := strings.NewReplacer("{lead}", "*"+say.Name(o.Lead)+"*", "{when}", when, "{text}",
		say.Quote(o.Text, say.NameLength)).Replace(words.says)
	p.Section(says)
	if o.Typed != "" && !untaught[o.Kind] {
		p.Context("Next time: `/followup " + strings.ReplaceAll(say.Quote(o.Typed, 120), "`", "'") + "`")
	}
	label := strings.NewReplacer("{when}", onButton, "{text}", say.Tidy(o.Text, 18))
	var buttons []slack.BlockElement
	for i, line := range o.Lines {
		if b := phrases.RunButton(i, o.Lead.ID, line, label.Replace(words.Labels[i])); b != nil {
			if strings.HasSuffix(line, " do-not-call") { // the one thing that undo doesn't take back like the others
				b.Style, b.Confirm = slack.StyleDanger, phrases.StopsAll(o.Lead)
			}
			buttons = append(buttons, b)
		}
	}
	p.Actions("a", buttons...)
	return p.Reply()
}
