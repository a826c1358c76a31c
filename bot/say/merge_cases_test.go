package say_test

import (
	"strconv"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// mergeCases are what is said of two leads that become one.
func mergeCases(add func(string, any), state string, l coach.Lead) {
	goes := acme()
	goes.ID, goes.Name, goes.Contact, goes.Web = "L2", "Acme Inc", "Kim Roe", "acme.example"
	goes.Problem = "noise at night"
	goes.Source, goes.Industry, goes.Competitor = "a fair in the spring of last year", "cars and parts", "somebody else"
	goes.Progress.Commitment = &coach.Commitment{At: reader.Now.Add(52 * time.Hour), Agenda: "pricing", Made: reader.Now}
	in := forms.Merging{Stays: l, Goes: goes, Step: saved(l).Step, Meta: request.Meta{Lead: l.ID, Other: "L2 4"}}
	in.One.Lead, in.One.Agreed = l, *goes.Progress.Commitment
	in.One.Filled, in.One.Differ = facts.Fill(&in.One.Lead, goes)
	in.One.Lead.Progress.Total, in.One.Lead.Progress.Touches = 12, 23
	add("merge-form"+state, forms.MergeForm(reader, in))
	in.Stays, in.Goes, in.Anew = goes, l, true
	add("merge-anew"+state, forms.MergeForm(reader, in))
	for _, closed := range []outcome.Outcome{outcome.DoNotCall, outcome.NotInterested} {
		in.Anew, in.One.Lead.Progress.Closed, in.Step = false, closed, coach.Step{Kind: coach.StepNone}
		add("merge-"+string(closed)+state, forms.MergeForm(reader, in))
	}
	add("merge-into"+state, forms.IntoForm(reader, l))
	twin, s := saved(l), saved(goes)
	twin.Twin, s.Twin, s.Created = &goes, &l, true
	add("logged-twin"+state, answers.Logged(reader, twin))
	add("logged-twin-new"+state, answers.Logged(reader, s))
	for i, held := range []phrases.Held{{}, {By: "U7", Number: true}, {By: "U7", Name: "Omar Haddad", Number: true,
		Called: reader.Now.Add(-20 * time.Minute), Until: reader.Now.Add(5 * time.Hour)},
		{By: "U7", Name: "Omar Haddad", Number: true, Called: reader.Now.Add(-50 * time.Hour)}} {
		s.Twin, s.Held, twin.Held = nil, &held, &held
		add("logged-held"+strconv.Itoa(i)+state, answers.Logged(reader, s))
		add("logged-line"+strconv.Itoa(i)+state, answers.Line(reader, twin))
	}
	add("merge-gone"+state, answers.MergeGone(reader, l.Name))
	edited := answers.Saved{Lead: goes, Was: &coach.Lead{}, Twin: &l, Step: saved(l).Step, Change: "J78"}
	edited.Was.Name, edited.Was.Contact = goes.Name, goes.Contact
	add("saved-twin"+state, answers.FormSaved(reader, edited, nil))
	add("merged"+state, answers.Merged(reader, saved(l), goes))
	add("which-merged"+state, problems.WhichMerged(reader, "acme", "/followup merge acme into birch",
		[]coach.Lead{l, goes, sparse()}, func(coach.Lead) string { return `merge "Acme" into "Birch"` }))
}
