package app

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

// A talk is a conversation in a file of testdata/talks, read from top to bottom:
//
//	# Prose for the reader.
//	person Maya in America/New_York, admin        a member of the workspace; also: guest, stranger, bot
//	channel #sales: Maya, Omar
//	channel #secret without the bot: Maya         a private one that it is no member of: Slack refuses a post there
//	rules holidays: {dates: ["2026-11-26"]}       laid over the built-in rules, one line of YAML
//
//	on Thu 5 Nov 2026 at 10:00                    the clock, in the first person's zone or "in Europe/Berlin";
//	                                              it only goes forward
//	at 14:30                                      later the same day
//
//	Maya: /followup log Acme voicemail            what somebody types; "Maya in #sales: …" types it there
//	    Next: Attempt 2 of 7                      what they see then, line by line, in this order
//	    not: warm                                 what is not in it
//	    (dials) +12125550100                      what the telephone link in the line above it dials
//	    (in place)                                the message that was tapped has changed; "(below)": a new one
//	Maya writes: acme voicemail                   a message of hers in her conversation with the bot, which answers there
//	Maya writes in the thread at Acme: list       below the newest message with these words
//	    (in the thread)                           the answer stands in that thread
//	Maya writes in the thread and the channel at Acme: list
//	                                              the same, with the reply "also sent to the channel"
//	Maya sends offer.pdf: acme voicemail          the same with a file; the words may be left out
//	Maya edits it to: birch voicemail             what she wrote last; the bot says nothing to that
//	Maya checks it                                the shortcut "Check this message" on what she wrote last
//	Dialer posts in #sales: No answer             another app's message there; below stand the fields of an attachment
//	Maya logs from it                             the shortcut "Log from this message" on that, or on what she wrote
//	Maya taps [Voicemail] at Acme                 a button, an overflow option, or a button of the form on top;
//	                                              "at" are words beside it
//	Maya taps [Voicemail] at Acme twice           a double click
//	Maya chooses [Has no time]                    from a menu, which shows what is chosen: "[What do they say? ▾]"
//	Maya has the file leads.csv                   with these lines, or "of 250 rows", to be put into a form by its name
//	Maya edits the file leads.csv                 …from now on with these; "the file leads.csv is deleted"
//	Maya's import of leads.csv stops behind 100 rows
//	                                              as a bot that was killed leaves it
//	Maya opens the Home                           the app's; what stands there is seen and tapped before any message,
//	                                              until she "leaves the Home"
//	Maya fills                                    the form on top: its labels, and what is put in
//	    Note: Left word
//	    Ready: They agreed, Need uncovered        of checkboxes those that are ticked
//	    Lead: Birch                               of a field that asks the bot the one that reads so once it is typed
//	Maya types in Lead: bir                       into such a field, letter by letter; below stands what it offers then,
//	    Birch · Kim Roe                           or "(nothing)"
//	Maya presses [Save]                           submits it
//	Maya closes the form                          …with all pages on it; "the page" is the top one alone
//	Maya taps [Calendar file]                     a file in a message is shown by its name, and a calendar file
//	                                              by its lines, unfolded:
//	    (file) call-acme-2026-03-12.ics
//	    UID: appointment 1                        two files with the same number are of one appointment
//	Maya sees                                     some message (or the form) on their screen, however it came to be so
//	    ○ Fri 20 Nov, 09:00 · All the data agree  an offer to pick from, and what is said of it
//	Maya gets at 08:30                            a message that the bot sent by itself, in the order of sending;
//	                                              also "on Fri 6 Nov at 08:30"
//	    Good morning. 1 lead to look after
//	Maya's last message now says                  the newest of those, updated
//	#sales gets on Fri 6 Nov at 16:00
//	Maya moves to Europe/Berlin                   Slack says so; she reads her messages there from now on
//	Maya's status is :palm_tree: Vacationing until Tue 17 Nov 2026 at 23:59
//	                                              Slack says so; "Maya's status is" clears it
//	Slack refuses posts to Maya: user_disabled    each with that word; "lets posts to Maya through" ends it
//	Maya leaves the company                       her account is deactivated; "comes back"
//	again: Slack delivers the last act once more
//	the bot restarts · the bot stops · the bot starts
//	the bot moves to another Redis                stopped, exported, restored into an empty one, started there
//	Redis stops · Redis freezes · Redis returns   only in talks that begin with "own redis"
//	a webhook hears touch.logged, lead.closed     at the beginning: a receiver that is told of these
//	the webhook hears                             all that it has been told since the last time, in this order;
//	    touch.logged Acme voicemail by Maya       else "the webhook hears nothing"
//	the webhook answers 500                       from now on, and takes nothing but with 200
//	the engine looks when told                    at the beginning: never by itself, only after a change
//
// Whatever the bot sends by itself must be mentioned: a message that nobody "gets" fails the talk. Between two clock
// lines the engine sees every instant at which something is due. Each date and time is shown as it stands in Slack for
// the person who reads it, with the weekday and the zone: "Fri 6 Nov 08:00 EST" is one instant. {x*3001} in typed words
// repeats x; @Omar, @channel and
// #sales reach the bot as Slack writes them.
type talk struct {
	file  string
	lines []talkLine
}

// talkLine is a line of a talk with the indented ones below it.
type talkLine struct {
	no   int
	text string
	body []talkLine
}

func readTalk(file string) (*talk, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t := &talk{file: file}
	for i, text := range strings.Split(string(raw), "\n") {
		bare := strings.TrimSpace(text)
		line := talkLine{no: i + 1, text: bare}
		switch {
		case bare == "" || bare == "#" || strings.HasPrefix(text, "# "):
		case text[0] != ' ':
			t.lines = append(t.lines, line)
		case len(t.lines) == 0:
			return nil, fmt.Errorf("%s:%d: an indented line without one above it", file, i+1)
		default:
			last := &t.lines[len(t.lines)-1]
			last.body = append(last.body, line)
		}
	}
	return t, nil
}

// talkPatterns are the lines that a talk may have, and the deed of each. The first that matches is taken.
var talkPatterns = []struct {
	re   *regexp.Regexp
	deed func(h *house, l talkLine, m []string)
}{
	{pattern(`person (\w+) in (\S+?)(?:, (\w+))?`), (*house).addPerson},
	{pattern(`channel #(\w+)( without the bot)?: (.+)`), (*house).addChannel},
	{pattern(`rules (.+)`), (*house).addRules},
	{pattern(`own redis`), (*house).ownRedis},
	{pattern(`a webhook hears (.+)`), (*house).addWebhook},
	{pattern(`the webhook answers (\d+)`), (*house).webhookAnswers},
	{pattern(`the webhook hears( nothing)?`), (*house).webhookHears},
	{pattern(`the engine looks when told`), (*house).looksWhenTold},
	{pattern(`on (\w{3} \d+ \w{3} \d{4}) at (\d\d:\d\d)(?: in (\S+))?`), (*house).goTo},
	{pattern(`at (\d\d:\d\d)(?: in (\S+))?`), (*house).goToTime},
	{pattern(`(\w+)(?: in #(\w+))?: /followup ?(.*)`), (*house).types},
	{pattern(`(\w+) (?:writes|sends (\S+?))(?: in the thread( and the channel)? at (.+?))?(?:: (.+))?`), (*house).writes},
	{pattern(`(\w+) edits it to: (.+)`), (*house).edits},
	{pattern(`(\w+) (checks|logs from) it`), (*house).shortcut},
	{pattern(`(\w+) posts in #(\w+)(?:: (.*))?`), (*house).appPosts},
	{pattern(`(\w+) (taps|chooses) \[(.+?)\](?: at (.+?))??( twice)?`), (*house).taps},
	{pattern(`(\w+) (?:has|edits) the file (\S+)(?: of (\d+) rows)?`), (*house).hasFile},
	{pattern(`(\w+)'s import of (\S+) stops behind (\d+) rows`), (*house).stopsImport},
	{pattern(`the file (\S+) is deleted`), (*house).deletesFile},
	{pattern(`(\w+) (opens|leaves) the Home`), (*house).opensHome},
	{pattern(`(\w+) fills`), (*house).fills},
	{pattern(`(\w+) types in ([^:]+):(?: (.+))?`), (*house).typesIn},
	{pattern(`(\w+) presses \[(.+)\]`), (*house).presses},
	{pattern(`(\w+) closes the (form|page)`), (*house).closes},
	{pattern(`(\w+) sees`), (*house).sees},
	{pattern(`(#?\w+) gets (?:on (\w{3} \d+ \w{3}(?: \d{4})?) )?at (\d\d:\d\d)`), (*house).gets},
	{pattern(`(#?\w+) gets nothing`), (*house).getsNothing},
	{pattern(`(#?\w+)'s last message now says`), (*house).nowSays},
	{pattern(`again: Slack delivers the last act once more`), (*house).again},
	{pattern(`(\w+) moves to (\S+)`), (*house).moves},
	{pattern(`(\w+)'s status is(?: (:\w+:))?(?: (.+?))??(?: until (\w{3} \d+ \w{3} \d{4}) at (\d\d:\d\d))?`),
		(*house).setsStatus},
	{pattern(`(\w+) (leaves the company|comes back)`), (*house).leaves},
	{pattern(`Slack (?:refuses|lets) posts to (\w+)(?:: (\w+)| through)`), (*house).refuses},
	{pattern(`the bot restarts`), (*house).restarts},
	{pattern(`the bot stops`), (*house).stops},
	{pattern(`the bot starts`), (*house).starts},
	{pattern(`the bot moves to another Redis`), (*house).moveOut},
	{pattern(`Redis (stops|freezes|returns)`), (*house).redisTrouble},
}

func pattern(s string) *regexp.Regexp { return regexp.MustCompile(`^` + s + `$`) }

// typedWords are words as Slack hands them to an app.
func (h *house) typedWords(text string) string {
	text = repeated.ReplaceAllStringFunc(text, func(s string) string {
		m := repeated.FindStringSubmatch(s)
		var n int
		fmt.Sscan(m[2], &n)
		return strings.Repeat(m[1], n)
	})
	text = strings.NewReplacer("⏎", "\n", "&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = strings.ReplaceAll(text, "@channel", "<!channel>")
	for _, p := range h.people {
		text = strings.ReplaceAll(text, "@"+p.name, "<@"+p.id+"|"+strings.ToLower(p.name)+">")
	}
	for name, id := range h.channels {
		text = strings.ReplaceAll(text, "#"+name, "<#"+id+"|"+name+">")
	}
	return text
}

var repeated = regexp.MustCompile(`\{(.+?)\*(\d+)\}`)

// instant reads a date and a time in a zone and insists on the right weekday.
func instant(date, clock string, zone *time.Location) (time.Time, error) {
	at, err := time.ParseInLocation("Mon 2 Jan 2006 15:04", date+" "+clock, zone)
	if err != nil {
		return at, err
	}
	if right := at.Format("Mon"); right != date[:3] {
		return at, fmt.Errorf("%s is a %s", date, right)
	}
	if got := at.Format("15:04"); got != clock {
		return at, fmt.Errorf("there is no %s on %s in %s", clock, date, zone)
	}
	return at, nil
}
