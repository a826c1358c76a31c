package say_test

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/correct"
	"github.com/followup-coach/followup/coach/outcome"
)

// historyCases are what is said of everything that was logged on a lead, and of an entry that is corrected.
func historyCases(add func(string, any), state string, l coach.Lead) {
	was := coach.Touch{ID: "T1", Outcome: outcome.Talked, At: at(13, 16, 5), By: l.Rep, Until: at(20, 15, 0),
		Note: "Wants to see the roster import, decides with the board. " + strings.Repeat("And so on. ", 20)}
	entries := []coach.Touch{was}
	for i, o := range []outcome.Outcome{outcome.Snoozed, outcome.NoMemory, outcome.HasSolution, outcome.Email,
		outcome.DoNotCall, outcome.Missed, outcome.Voicemail, outcome.Details, outcome.Reopened, outcome.NotReviewed} {
		entries = append(entries, coach.Touch{ID: "T2", Outcome: o, At: at(12-i, 9, 0), By: "U7", Until: at(21, 9, 0),
			Reason: l.HotButton})
	}
	add("history"+state, cards.History(reader, cards.HistoryPage{Lead: l, Entries: entries, Page: 1}))
	add("history-last"+state, cards.History(reader, cards.HistoryPage{Lead: l, Entries: entries, Page: 9}))
	add("history-none"+state, cards.History(reader, cards.HistoryPage{Lead: l}))

	in := forms.Correcting{Lead: l, Touch: was, As: correct.Entry{Outcome: was.Outcome, At: was.At, Note: was.Note},
		Meta: request.Meta{Lead: l.ID, Touch: was.ID}, Same: true}
	add("form-correct"+state, forms.CorrectForm(reader, in))
	is, after := was, l
	is.Outcome, is.At, is.Note = outcome.NoAnswer, was.At.Add(-26*time.Hour), "Nobody there. "+l.HotButton
	after.Progress.Total, after.Progress.Mails, after.Progress.Calls, after.Progress.Broken = 41, 3, 7, 4
	after.Progress.Promises, after.Progress.TalkedAt = make([]coach.Promise, 2), at(6, 10, 0)
	in.Same, in.Anew, in.As.Outcome = false, true, is.Outcome
	in.Changed, in.Now, in.Then = &correct.Changed{Lead: after, Was: was, Is: is}, coach.Step{Kind: coach.StepNone},
		saved(l).Step
	add("form-correct-shown"+state, forms.CorrectForm(reader, in))
	in.Anew, in.Changed.Is = false, coach.Touch{ID: "T1", Outcome: outcome.TakenOut, At: was.At}
	in.Changed.Lead.Progress.Closed = outcome.NotInterested
	add("takeout"+state, forms.TakeOutForm(reader, in))
	in.Lead.Progress.Closed, in.Changed.Lead.Progress.Closed, in.Then = outcome.Won, "", in.Now
	add("takeout-opens"+state, forms.TakeOutForm(reader, in))
	in.Changed.Lead.Progress.Closed, in.Changed.Is.Outcome, in.Changed.Is.Note = outcome.NotFit, outcome.NotFit, ""
	add("form-correct-ends"+state, forms.CorrectForm(reader, in))

	add("corrected"+state, answers.Corrected(reader, saved(l), was, is))
	add("corrected-out"+state, answers.Corrected(reader, saved(l), was, coach.Touch{Outcome: outcome.TakenOut}))
	add("error-stays"+state, answers.EntryStays(reader, l, was))
	add("error-stays-dnc"+state, answers.EntryStays(reader, l, coach.Touch{Outcome: outcome.DoNotCall}))
	add("error-stays-lift"+state, answers.EntryStays(reader, l, coach.Touch{Outcome: outcome.Reopened, Lifted: true}))
	add("error-stays-other"+state, answers.EntryStays(reader, l, coach.Touch{Outcome: outcome.DoNotCall, By: "U7",
		ByOtherLead: true}))
	add("error-stays-gift"+state, answers.EntryStays(reader, l, coach.Touch{Outcome: outcome.Verdict, By: "U7"}))
}
