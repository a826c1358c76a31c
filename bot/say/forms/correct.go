package forms

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/correct"
	"github.com/followup-coach/followup/coach/outcome"
)

// An entry of a lead's history is corrected in a form that is sent twice: what changes is shown before it is saved. It
// stands above the fields, at most 60 words, so that they can be changed once more.

// longBefore is the distance from which an earlier time is asked about, as a call of a week ago is when it is logged.
const longBefore = 7 * 24 * time.Hour

// correctWords is how many words say what changes, the lead's name among them.
const correctWords = 60

// Correcting is an entry that is to be another one, or none.
type Correcting struct {
	Lead  coach.Lead
	Touch coach.Touch   // as it stands
	As    correct.Entry // what the form's fields hold

	Changed   *correct.Changed // what that comes to; nil before it is to be shown
	Now, Then coach.Step       // what comes next: as it stands, and once it is saved
	Anew      bool             // the lead or the fields are others than when that was shown
	Same      bool             // the fields hold what stands already
	Fixed     bool             // the rep's zone was set by hand: Slack's pickers show the device's
	Meta      request.Meta
}

// CorrectForm asks for the outcome, the time and the note of an entry. A decision keeps what it decided.
func CorrectForm(to say.Reader, in Correcting) slack.ModalViewRequest {
	f := in.form(to, "Correct an entry", fields.FormCorrect)
	// The button says whether this time it is saved.
	f.Submit = "Show what changes"
	if in.Same {
		f.Section("Nothing is different yet.")
	}
	if in.Changed != nil {
		f.Submit = "Save"
		in.changes(f)
	}
	// Whoever asked not to be called is noted by a log, which blocks the number; what is closed by a form alone stays.
	if in.Touch.Info().Group != outcome.Decision {
		f.Input(fields.Outcome, "What happened?", "", false, fields.GroupedSelect(fields.Outcome, in.As.Outcome,
			[]outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs, outcome.Ended,
				outcome.OtherTouch}, func(o outcome.Info) bool {
				return (o.Typed || o.Code == in.Touch.Outcome) && o.Code != outcome.DoNotCall
			}))
	}
	f.Input(fields.When, "When ("+fields.PickerZone(to, in.Fixed)+")", "", false,
		fields.InstantInput(fields.When, in.As.At))
	f.Note(in.As.Note)
	return f.View()
}

// TakeOutForm says what changes without an entry.
func TakeOutForm(to say.Reader, in Correcting) slack.ModalViewRequest {
	f := in.form(to, "Take out an entry", fields.FormTakeOut)
	f.Submit = "Take out"
	in.changes(f)
	return f.View()
}

// form is what both begin with: the lead and the entry as it stands. Both carry the version that they were made from,
// by which it is known whether what they say is still true.
func (in Correcting) form(to say.Reader, title, callback string) *fields.Form {
	f := &fields.Form{Page: say.Page{To: to}, Title: title, Callback: callback, Meta: in.Meta}
	f.Meta.Lead, f.Meta.Version, f.Meta.Touch = in.Lead.ID, in.Lead.Version, in.Touch.ID
	if in.Anew {
		f.Section("*Not saved yet:* something is different since. This is how it is now.")
	}
	f.Section(say.Who(in.Lead) + "\n" + cards.EntryRow(to, in.Lead, in.Touch))
	return f
}

// changes say what a rep would care about: the entry itself, what is counted, whether the lead is open, what comes
// next.
func (in Correcting) changes(f *fields.Form) {
	was, is := in.Changed.Was, in.Changed.Is
	var lines []string
	if is.Outcome != outcome.TakenOut {
		if is.Outcome != was.Outcome {
			lines = append(lines, say.Capital(say.Shortly(was.Outcome))+" → "+say.Shortly(is.Outcome))
		}
		if !is.At.Equal(was.At) {
			lines = append(lines, f.To.When(was.At)+" → "+f.To.When(is.At))
		}
		if was.At.Sub(is.At) > longBefore {
			lines = append(lines, "That's over a week earlier. Is it right?")
		}
		switch {
		case is.Note == was.Note:
		case strings.TrimSpace(is.Note) == "":
			lines = append(lines, "No note any more")
		default:
			lines = append(lines, "Note: “"+say.Quote(say.Few(is.Note, say.NoteWords), say.ShortLength)+"”")
		}
	}
	after := in.ends()
	now, then := answers.Next(f.To, in.Now), answers.Next(f.To, in.Then)
	switch {
	case now != then:
		after = append(after, then, "Until now: "+strings.TrimPrefix(now, "Next: "))
	case in.Changed.LeavesCall():
		after = append(after, "The agreed call stays: it has an entry of its own.")
	default:
		after = append(after, "What comes next stays.")
	}
	// What comes next and how it ends are never left out; of the counts those that have room stand above it.
	const head, foot = "*What changes*", "Undo takes it back, for 24 hours."
	r := &say.Room{Left: correctWords}
	for _, line := range slices.Concat(lines, after, []string{say.Who(in.Lead), head, foot}) {
		r.Left -= say.WordsOf(line)
	}
	for _, line := range in.counts(f.To) { // the least important last
		r.May(line)
	}
	f.Section(strings.Join(slices.Concat([]string{head}, lines, r.Lines, after), "\n"))
	f.Context(foot)
}

// counts are the numbers of a lead that come out otherwise, what matters most first: whoever was never talked to is on
// another plan, and of the tallies those that the lead's page has.
func (in Correcting) counts(to say.Reader) (lines []string) {
	was, is := in.Lead.Progress, in.Changed.Lead.Progress
	if !was.TalkedAt.Equal(is.TalkedAt) {
		day := func(p coach.Progress) string {
			if p.TalkedAt.IsZero() {
				return "never"
			}
			return to.Past(p.TalkedAt)
		}
		lines = append(lines, "Last talk: "+day(was)+" → "+day(is))
	}
	since := "" // from when emails and broken appointments are counted
	if !was.TalkedAt.IsZero() || !is.TalkedAt.IsZero() {
		since = " since the last talk"
	}
	for _, x := range []struct {
		of   string
		a, b int
	}{{"Calls in all", was.Total, is.Total}, {"Emails" + since, was.Mails, is.Mails},
		{"Open promises", len(was.Promises), len(is.Promises)},
		{"Agreed calls missed by them" + since, was.Broken, is.Broken}} {
		if x.a != x.b {
			lines = append(lines, x.of+": "+strconv.Itoa(x.a)+" → "+strconv.Itoa(x.b))
		}
	}
	return lines
}

// ends says by a clause of its own, which no count can tell, that a lead closes, opens, or ends otherwise.
func (in Correcting) ends() []string {
	was, is := in.Lead.Progress.Closed, in.Changed.Lead.Progress.Closed
	switch {
	case was == is:
		return nil
	case is == "":
		return []string{"It reopens."}
	case was == "":
		return []string{"It closes: " + say.Shortly(is) + "."}
	}
	return []string{"Closed: " + say.Shortly(was) + " → " + say.Shortly(is)}
}
