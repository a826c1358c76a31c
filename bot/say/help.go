package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// Help: a first page and one a topic. It aims at 90 words a page, shows lines to copy rather than grammar, and names
// nothing that is not built. A test holds the words that are reserved for later against it.

// helpTopics are the pages of help beside the first one. Only what is built appears. Each line has what to type
// in a code span, ready to be copied, with a lead called Acme throughout. Outcomes have no lines here: their page is
// made from the table in package coach.
var helpTopics = []struct {
	name, title string
	lines       []string
}{
	{"log", "Logging a call", []string{
		"`/followup log Acme voicemail` or just `/followup acme vm`",
		"`/followup acme talked wants a quote next Thu 16:00 agenda pricing`",
		"`/followup acme no answer at yesterday 15:30` for a call you made earlier",
		"`/followup acme has-solution next 1 March` when their contract ends, a day is enough",
		"A name I don't know becomes a new lead. `/followup undo` takes anything back for 24 hours.",
	}},
	{"outcomes", "What can happen on a call", nil},
	{"dates", "Dates and times", []string{
		"`next Thu 16:00` · `next tomorrow 9:30` · `next 12 March 2pm`: a date with a time is an agreed call.",
		"“Next week” is nobody's promise: I save the call and offer three times.",
		"Times are yours, unless you add `their time` or a zone: `Thu 10:00 New York`.",
	}},
	{"leads", "Leads", []string{
		"`/followup add \"Acme Corp\" warm phone:+12125550100 contact:\"Pat Doe\"`",
		"`/followup edit acme hot:\"fewer breakdowns\" gut:4`; `/followup edit acme` opens the form",
		"`/followup show acme` · `/followup when acme` says why this date",
		"`/followup prep acme` what to know before you call",
		"`/followup next acme Thu 16:00 agenda pricing` · `/followup snooze acme Monday`",
		"`/followup close acme won` · `/followup reopen acme` · `/followup undo acme`",
		"`/followup list overdue` · `list tomorrow` · `list won` · `list needs a date` · `list warm smith`; a word in " +
			"quotes is looked for",
	}},
	{"facts", "What steers a call", []string{
		"`hot:\"fewer breakdowns\"` what they care about most · `gut:4` from 1, hardly, to 5, as good as won",
		"`decides:\"Pat Doe\"` · `competitor:\"Birch\"` · `prefers:mail` or `prefers:call` · `intro:\"Kim Lee\"` · " +
			"`industry:food` · `problem:\"stock-outs\"`",
		"`contact:` `company:` `phone:` `email:` `tz:` `source:`, with edit `name:`. Empty quotes clear: `hot:\"\"`",
		"In add, in edit and anywhere in a log line: `/followup acme talked likes it hot:\"fewer breakdowns\"`",
		"In a log line besides: `promise:\"read the specs by Thu\"` theirs, `mypromise:\"send the draft by Fri\"` " +
			"yours, `sent:\"price list\" page:\"p. 4\" link:https://…`",
	}},
	{"script", "What to say", []string{
		"`/followup script acme` is what opens the next call to Acme, filled with what I know of them.",
		"`/followup script acme no-time` or `/followup script acme has no time`: the turn that the call takes. Buttons " +
			"lead to the next line.",
		"`/followup script` lists them all. What stands in a box can be copied as it is.",
	}},
	{"settings", "Settings", []string{
		"`/followup settings` shows yours.",
		"`settings digest 8:30` · `settings days Sunday to Thursday` · `settings hours 9-5`",
		"`settings tz Europe/Berlin` · `settings mode passive`, `balanced` or `assertive` · `settings off`",
	}},
	{"team", "Teams", []string{
		"`/followup team create Sales #sales` (admins): who creates it manages it",
		"`/followup team add Sales @Kim, @Lee and @Ana` · `team remove @Kim` · `team manager @Lee` · `team list`",
		"`/followup team summary weekly Friday at 16:00` · `summary daily 9:00` · `summary now` · `summary off`",
		"`/followup team library` shows what your team has to tell",
		"`/followup team library add \"A hotel like theirs saved a day a week\" industry:hotels`",
		"`team library add news \"A new norm\" until:\"30 Nov\"` · `timely` · `library remove 2`",
	}},
}

// helpTopicNames are the names of the pages.
func helpTopicNames() []string {
	names := make([]string, len(helpTopics))
	for i, t := range helpTopics {
		names[i] = t.name
	}
	return names
}

// Help is the short page, or the page of a topic. An unknown topic gets the short page.
func Help(to Reader, topic string) Reply {
	p := &page{to: to}
	for _, t := range helpTopics {
		if !strings.EqualFold(t.name, strings.TrimSpace(topic)) {
			continue
		}
		p.header(t.title)
		lines := t.lines
		if t.name == "outcomes" {
			lines = outcomeLines()
		}
		p.section(strings.Join(lines, "\n"))
		p.context("`/followup help` is the first page.")
		return p.reply()
	}
	p.header("What you can type")
	if topic = strings.TrimSpace(topic); topic != "" {
		p.section("No page about “" + quote(topic, 40) + "”.")
	}
	p.section(strings.Join([]string{
		"`/followup` today's list",
		"`/followup acme voicemail` log a call",
		"`/followup acme talked next Thu 16:00 agenda pricing` log and book",
		"`/followup prep acme` before you call",
		"`/followup when acme` why that date",
		"`/followup script acme` what to say",
		"`/followup add acme warm phone:+12125550100` new lead",
		"`/followup list overdue` or `/followup find Pat`",
		"`/followup remind me to call acme Thu 15:00`",
		"`/followup undo` take it back",
	}, "\n"))
	p.context("More: `/followup help` with " + joined(helpTopicNames(), "or") + ".")
	p.actions("a", button(ActToday, "", "Show today"), button(ActLogForm, "", "Log a call…"),
		button(ActAddForm, "", "Add a lead…"))
	return p.reply()
}

// NoLine answers what was written to the bot and is no line for a command.
func NoLine(to Reader) Reply {
	p := &page{to: to}
	p.section("Write how a call went, like `acme voicemail`, or anything else that works behind `/followup`.")
	p.actions("a", button(ActToday, "", "Today"), button(ActHelp, "", "Help"))
	return p.reply()
}

// FileAlone answers a file that was sent to the bot without words.
func FileAlone(to Reader) Reply {
	p := &page{to: to}
	p.section("I can't read files. Write how a call went, like `acme voicemail`.")
	p.actions("a", button(ActToday, "", "Today"), button(ActHelp, "", "Help"))
	return p.reply()
}

// FormWaits answers a written line that needs a form. Slack opens one for a tap only; ref names the kept line.
func FormWaits(to Reader, ref string) Reply {
	p := &page{to: to}
	p.section("This needs a form, and Slack opens one only for a tap.")
	open := button(ActKept, ref, "Open the form…")
	open.Style = slack.StylePrimary
	p.actions("a", open)
	return p.reply()
}

// outcomeLines list what may be typed, with the plain words beside it, by group.
func outcomeLines() []string {
	var lines []string
	for _, g := range []coach.Group{coach.NotReached, coach.ReachedShort, coach.LiveTalk, coach.CameToUs, coach.Ended,
		coach.OtherTouch} {
		var parts []string
		for _, o := range coach.Outcomes() {
			if o.Group == g && o.Typed {
				parts = append(parts, "`"+string(o.Code)+"` "+lower(quote(o.Label, 60)))
			}
		}
		lines = append(lines, "*"+groupNames[g]+":* "+strings.Join(parts, " · "))
	}
	return lines
}
