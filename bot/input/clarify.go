package input

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Question is what has to be known before a line can be carried out.
type Question int

// The questions, each with the fields of its [Clarification] that it is made of.
const (
	WhichLead      Question = iota // Leads could be meant by Name
	LeadOrNew                      // Lead with a note behind it, or a new lead called Name
	WhichOutcome                   // Outcomes are near the word Name
	UnclearOutcome                 // the word Name means several Outcomes
	LongAgo                        // At is over a week ago
	Again                          // the same was saved at At
	Choose                         // one of the Choices is meant
	Mistyped                       // Command is near the first word; Meant is the line with it, Name a new lead's instead
	KnownLead                      // the line adds Name, and one of Leads may be it
)

// Clarification is a question that stands before a change: the typed line is kept, and a button brings it back decided.
type Clarification struct {
	Question Question
	Pending  PendingCommand
	Typed    string // what is given back beneath the question; empty for what nobody typed

	Name     string          // the words that the question is about
	Leads    []string        // ids of the leads that are offered
	ByName   bool            // any of Leads as well as another: those that are open first, then by name
	Near     bool            // the leads resemble what was typed, no more
	ByDetail bool            // they have the number or mail address that was typed
	Create   bool            // a new lead of that name is offered too
	Lead     coach.Lead      // the lead that is known
	Command  string          // what the first word may have been meant to be…
	Meant    string          // …and the line with it
	Outcome  coach.Outcome   // what would be logged
	Outcomes []coach.Outcome // what is offered
	At       time.Time
	Choices  []Choice // what the line may mean, the likeliest first
}

// Choice is one thing that a line may mean, and how the line is read when it is chosen.
type Choice struct {
	Name       string // of the lead
	New        bool   // which would be made
	Outcome    coach.Outcome
	Resolution Resolution
}

// offer adds a choice, once.
func (q *Clarification) offer(c Choice) {
	if !slices.Contains(q.Choices, c) {
		q.Choices = append(q.Choices, c)
		q.Pending.Choices = append(q.Pending.Choices, c.Resolution)
	}
}

// offers reports whether an outcome of a lead is among the choices.
func (q *Clarification) offers(name string, o coach.Outcome) bool {
	return slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Name == name && c.Outcome == o })
}

// typedLine is a line as its author typed it.
func typedLine(text string) string { return "/followup " + text }
