package texts

import (
	"strings"
	"time"
	"unicode"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outreach"
)

// The agreed call as it leaves Slack: the text to send to the other side (S4.7) and the calendar file, with whatever
// can become of its delivery. Words for outside are plain, on the lead's clock and with the place written out, for no
// Slack reads them; on screen they stand in a fence to be copied. Words for the rep have date tokens.

// Agreed is a lead with an agreed call, as the other side hears of it: on their clock.
type Agreed struct {
	Lead coach.Lead // with its commitment
	Zone coach.LeadZone
}

// Bounds of an agenda that is sent along: beyond them it is no agenda but a document.
const (
	pointLength = 200 // of one point of an agenda
	pointsMost  = 12
)

// points are what an agenda holds, one to a line of it or between semicolons. A list's own marks are left out.
func points(agenda string) []string {
	var out []string
	for _, line := range strings.FieldsFunc(agenda, func(r rune) bool { return r == '\n' || r == ';' }) {
		if p := plainLine(strings.TrimLeft(strings.TrimSpace(line), "-*•·– \t"), pointLength); p != "" &&
			len(out) < pointsMost {
			out = append(out, p)
		}
	}
	return out
}

// plainLine is a stranger's words as one line that leaves Slack: without the marks that only a screen here needs.
func plainLine(s string, most int) string {
	return blockkit.Truncate(strings.Join(strings.Fields(blockkit.Clean(s)), " "), most)
}

// theirClock is an instant as the other side reads it: written out, with its place, as the rep writes times of day.
func theirClock(to say.Reader, at time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	local := at.In(zone)
	where := say.Place(zone)
	if where == "their zone" { // no place that anybody would know
		where = local.Format("UTC-07:00")
	}
	return local.Format("Monday 2 January 2006, ") + to.HourThere(local) + " (" + where + " time)"
}

// Message is the text to send to the other side before the call (S4.7): when, what about, and how they are reached.
// Where they have not said yes yet, it asks for that (S4.4).
func (a Agreed) Message(to say.Reader) string {
	c := a.Lead.Progress.Commitment
	when := theirClock(to, c.At, a.Zone.Loc)
	lines := []string{"Our call: " + when}
	if c.Tentative {
		lines = []string{"Does " + when + " suit you for our call? A short yes is enough."}
	}
	if list := points(c.Agenda); len(list) > 0 {
		lines = append(lines, "", "What it's about:")
		for _, p := range list {
			lines = append(lines, "- "+p)
		}
	}
	if number := plainLine(a.Lead.Phone, 40); number != "" {
		lines = append(lines, "", "I'll call you on "+number+".")
	}
	return strings.Join(lines, "\n")
}

// AgendaText shows the text to send before an agreed call, ready to be copied, and what is worth a look before it goes
// out.
func AgendaText(to say.Reader, a Agreed) say.Reply {
	p := &say.Page{To: to}
	p.Section("*To send* before the call with " + say.Who(a.Lead) + ", " + agreedAt(p, a) + ":")
	message(p, a)
	p.Actions("calendar", phrases.DraftButton(a.Lead, outreach.AfterTalk, "Write email…"),
		phrases.CalendarButton(a.Lead))
	return p.Reply()
}

// agreedAt is when the call is, for the reader and for them.
func agreedAt(p *say.Page, a Agreed) string {
	return p.To.Both(a.Lead.Progress.Commitment.At, a.Zone.Loc)
}

// message is the text in a fence, with notes on what it was made from.
func message(p *say.Page, a Agreed) {
	p.Typed(a.Message(p.To))
	var notes []string
	c := a.Lead.Progress.Commitment
	if len(points(c.Agenda)) == 0 {
		notes = append(
			notes,
			"No agenda yet, so they don't know what's coming: `/followup next` with the same time and `agenda pricing` adds it.")
	}
	switch {
	case a.Zone.Likely:
		notes = append(notes, "Their time comes from the phone number: check it before you send this.")
	case a.Zone.From == coach.ZoneRep:
		notes = append(notes, "I don't know their time zone, so the time is yours.")
	}
	if len(notes) > 0 {
		p.Context(strings.Join(notes, "\n"))
	}
}

// CalendarEvent is what the calendar file says: its title and its lines.
func CalendarEvent(a Agreed) (title, lines string) {
	title = "Call: " + plainLine(say.NameOf(a.Lead), say.NameLength)
	if with := plainLine(a.Lead.Contact, say.NameLength); with != "" &&
		!strings.EqualFold(with, plainLine(say.NameOf(a.Lead), say.NameLength)) {
		title += " (" + with + ")"
	}
	c := a.Lead.Progress.Commitment
	var parts []string
	if c.Tentative {
		parts = append(parts, "Not confirmed yet.")
	}
	if list := points(c.Agenda); len(list) > 0 {
		parts = append(parts, "Agenda:\n- "+strings.Join(list, "\n- "))
	}
	if number := plainLine(a.Lead.Phone, 40); number != "" {
		parts = append(parts, "Phone: "+number)
	}
	return title, strings.Join(parts, "\n\n")
}

// CalendarFile is what the file is called, what it is titled in Slack and how it is described to a screen reader.
func CalendarFile(to say.Reader, a Agreed) (file, title, alt string) {
	at := a.Lead.Progress.Commitment.At.In(to.Location())
	name := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, strings.Join(strings.Fields(blockkit.Clean(say.NameOf(a.Lead))), "-")), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if r := []rune(name); len(r) > 40 {
		name = strings.TrimRight(string(r[:40]), "-")
	}
	file = strings.TrimSuffix("call-"+name, "-") + at.Format("-2006-01-02") + ".ics"
	title, _ = CalendarEvent(a)
	return file, title, blockkit.Truncate("Calendar file: "+title+", "+at.Format("Monday 2 January 2006, ")+
		to.HourThere(at)+at.Format(" MST"), 500)
}

// CalendarComment is what stands above the file in the direct messages: whom it is about, and the text to send along.
func CalendarComment(to say.Reader, a Agreed) string {
	words := "*Calendar file* for the call with " + say.Who(a.Lead) + ", " + to.Both(a.Lead.Progress.Commitment.At,
		a.Zone.Loc) +
		". Open it to add or move the call in your calendar. To send along:"
	return strings.Join(append([]string{words}, say.Fenced(a.Message(to))...), "\n")
}

// CalendarComing stands on a form's page while the file is on its way.
func CalendarComing(to say.Reader, a Agreed) say.Reply {
	p := &say.Page{To: to}
	p.Section("The calendar file comes in your direct messages with me: " + say.Who(a.Lead) + ", " + agreedAt(p, a) +
		". To send along:")
	message(p, a)
	return p.Reply()
}

// CalendarSent says to somebody who asked in a channel where the file is.
func CalendarSent(to say.Reader, a Agreed) say.Reply {
	p := &say.Page{To: to}
	p.Section("The calendar file for the call with " + say.Who(a.Lead) + " is in your direct messages with me.")
	return p.Reply()
}

// CalendarBefore answers the same tap when it is delivered again: the file was seen to then.
func CalendarBefore(to say.Reader, a Agreed) say.Reply {
	p := &say.Page{To: to}
	p.Section("I sent the calendar file for " + say.Who(a.Lead) +
		" before. If it isn't in your direct messages with me, tap once more.")
	return p.Reply()
}

// CalendarFailed says that no file was sent, or that nobody can tell, and gives the text, so that nothing is lost. why
// is half a sentence.
func CalendarFailed(to say.Reader, a Agreed, why string, unsure bool) say.Reply {
	p := &say.Page{To: to}
	if unsure {
		p.Section("*I can't tell yet* if the calendar file for " + say.Who(a.Lead) + " arrived: " + why +
			". If it isn't in your direct messages in a minute, tap [Calendar file] again. The text:")
	} else {
		p.Section("*Not sent:* the calendar file for " + say.Who(a.Lead) + ", because " + why +
			". The call stands. The text:")
	}
	message(p, a)
	p.Actions("calendar", phrases.CalendarButton(a.Lead))
	return p.Reply()
}

// Why a file was not sent, as half a sentence.
const (
	FileNoScope = "the app may not send files yet: whoever runs me adds the permission files:write (`followup " +
		"manifest` has it)"
	FileNotTaken = "this workspace allows no such files from apps"
	FileNoPlace  = "Slack has no direct messages between us"
	FileTooMany  = "Slack asks me to slow down; try again in a minute"
	FileRefused  = "Slack didn't take it"
	FileNoAnswer = "Slack didn't answer"
	FileNoStore  = "I can't note that it was sent, and it shouldn't go out twice"
)

// WhyNoFile says why Slack took no file, as one of the reasons above, and whether the failed call may have been carried
// out: without an answer, and after a failure of Slack's own, nobody knows. refusal is Slack's word, "" for none.
func WhyNoFile(refusal string) (why string, carried bool) {
	switch refusal {
	case "", "internal_error", "fatal_error", "request_timeout", "service_unavailable":
		return FileNoAnswer, true
	case "missing_scope":
		return FileNoScope, false
	case "ratelimited", "rate_limited":
		return FileTooMany, false
	case "file_uploads_disabled", "file_uploads_except_images_disabled", "file_type_not_allowed", "blocked_file_type":
		return FileNotTaken, false
	case "channel_not_found", "not_in_channel", "is_archived", "user_not_found", "user_disabled", "messages_tab_disabled":
		return FileNoPlace, false
	}
	return FileRefused, false
}

// AgreedMoved answers a button about an agreed call whose date has changed since, with the date that stands.
func AgreedMoved(to say.Reader, a Agreed) say.Reply {
	p := &say.Page{To: to}
	p.Section("That call was moved: " + say.Who(a.Lead) + ", now " + agreedAt(p, a) + ".")
	p.Actions("calendar", say.ButtonFor(ids.ActAgendaText, phrases.AgreedValue(a.Lead), "Agenda text…",
		say.PlainName(a.Lead, 40)),
		phrases.CalendarButton(a.Lead))
	return p.Reply()
}
