// Package prep puts together what a rep has before them when they dial ([For]): why they call, what was said and sent
// before, what to say now, and what is missing ([MissingField]). It is read in a minute, so it holds the newest and the
// next of everything, never all. A missing line is named where one line mends it.
package prep

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/advice"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/coach/tips"
)

// Prep is what a rep has before them when they dial: one screen, read in a minute (S0.14, C19). It holds what the coach
// knows of the customer, of what there is to offer them, and of what the rep wants of the call (S0.26), and names what
// is missing.
type Prep struct {
	coach.Card // hot button, agenda, promises and material are the lead's

	Why   *coach.Why   // the reason for this call (S1.16); nil for none
	Used  bool         // …it was the last call's reason already, and there is no other (C17)
	Story *coach.Story // …it comes from the team's library, not from the lead

	Notes     []coach.Touch    // the last three with a note, newest first (S3.20)
	Materials []coach.Material // not looked at yet before looked at, newest first (S3.24)
	Tip       *tips.Tip

	// What to say, filled for this lead, from the branch of the conversation tree that the call begins with (S0.14,
	// S0.17); empty for nothing.
	Opener string // when they pick up
	Unread string // when they have not looked at what they were given (S3.8)
	// when a machine answers, on a try on which a message is left (C14), and nothing is out that they may not have looked
	// at
	Machine string
	// Whole is the script that opens the call, for who wants all of it before them (S0.14, S1.4); nil otherwise.
	Whole *script.Script

	First     bool // the first follow-up after the first talk, which rarely closes (S4.17)
	Expected  bool // they know that this call comes (S4.6)
	MailFirst bool // they prefer writing, and were called once already (S0.27, C18)
	// they have talked, and nobody knows what they care about: better to find out before dialing, or to say why not
	// (S3.23)
	Soft bool

	// Score is how probable a suspect they are; nil where nobody has said whom the team chases.
	Score *suspect.Score

	Missing []MissingField // what is missing, in the order in which it hurts
}

// MissingField is something that a prep lacks and that one line mends.
type MissingField string

const (
	MissingHot    MissingField = "hot"    // spoken to, and no hot button (S3.21, S3.22)
	MissingNumber MissingField = "number" // no number to call (S0.28)
	MissingAgenda MissingField = "agenda" // an agreed call without an agenda (S4.7)
	MissingClose  MissingField = "close"  // an agreed call that is to end with a deal, which its agenda doesn't say (S4.8)
	MissingReason MissingField = "why"    // no reason for this call, or none but the last one's (S1.16, C17)
	MissingPage   MissingField = "page"   // material that they are to look at, and no page to open it at (S3.25)
)

// Input is what a prep is made of beside the lead and its history.
type Input struct {
	Me       string               // the rep's name as they say it; empty when it is not known
	Counters coach.Counters       // the rep's own
	Library  []coach.Story        // of the rep's teams
	Shown    map[string]time.Time // when tips were shown, as for [advice.For]; nil when no tip is wanted
}

// For puts together what to know before calling a lead. touches are the end of its history, in any order.
func For(r *coach.Rules, l coach.Lead, touches []coach.Touch, rep coach.Rep, more Input, now time.Time) Prep {
	p := Prep{Card: coach.Card{Lead: l.WithPhones(rep), Step: r.Next(l, rep, now)}}
	p.Why, p.Story = coach.ReasonFor(l, more.Library, now)
	p.Used = p.Why != nil && p.Story == nil && p.Why.Kind == l.Progress.LastWhy
	p.Notes = coach.Notes(touches)
	p.Materials = slices.Clone(l.Progress.Materials)
	slices.Reverse(p.Materials)
	slices.SortStableFunc(p.Materials, func(a, b coach.Material) int { return looked(a) - looked(b) })
	p.Expected = p.Step.Kind == coach.StepCommitment
	p.MailFirst = l.MailFirst()
	p.First = (p.Step.IsCall() || p.Expected) && p.Step.FollowUp && l.Progress.Calls == 0 &&
		l.Progress.Counters.Reached <= 1
	p.Soft = !l.Progress.TalkedAt.IsZero() && blank(l.HotButton) && coach.WhyNow(l, now) == nil
	p.Missing = gaps(r, p)
	lines(r, &p, rep, more, now)
	if more.Shown != nil && advice.More(r, rep, more.Shown, now) {
		p.Tip = advice.For(r, []coach.Card{p.Card}, more.Shown, now, rep)
	}
	return p
}

// lines fills in what to say. The reason in it is the one that the prep shows.
func lines(r *coach.Rules, p *Prep, rep coach.Rep, more Input, now time.Time) {
	l, s := p.Lead, p.Step
	f := merge.Fields{Lead: l, Rep: rep, Me: more.Me, Now: now, Cost: selfreport.CallBackCost(r.Limits(),
		more.Counters)}
	if p.Why != nil {
		f.Lead.Reasons = []coach.Why{*p.Why}
	}
	if p.Story != nil && p.Story.Kind == coach.WhyStory {
		f.Story = p.Story
	}
	values := f.Values()
	first := func(branch string) string {
		script, _ := r.Scripts().Script(branch, values)
		for _, line := range script.Lines {
			if line.Say != "" {
				return line.Say
			}
		}
		return ""
	}
	branch := r.BranchOnLine(l, s, now)
	if branch == coach.BranchNotReviewed { // that is an answer to theirs, not how to begin
		branch = coach.BranchHasTime
	}
	p.Opener = first(branch)
	if l.Progress.Unread() != nil {
		p.Unread = first(coach.BranchNotReviewed)
	}
	if s.IsCall() && p.Unread == "" { // a minute is too short for both
		p.Machine = first(r.VoicemailFor(l, s))
	}
}

// looked ranks what they have not looked at before what they have.
func looked(m coach.Material) int {
	if m.Read {
		return 1
	}
	return 0
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// gaps lists what is missing, in the order in which it hurts (S0.14).
func gaps(r *coach.Rules, p Prep) []MissingField {
	var out []MissingField
	add := func(missing bool, g MissingField) {
		if missing {
			out = append(out, g)
		}
	}
	l, c := p.Lead, p.Step.Commitment
	add(l.Progress.Spoken && blank(l.HotButton), MissingHot)
	add(blank(l.Phone) || l.Progress.Waiting.HasTask(coach.FindNumber), MissingNumber)
	agreed := p.Expected && c != nil
	add(agreed && blank(c.Agenda), MissingAgenda)
	add(agreed && !blank(c.Agenda) && r.CloseHidden(c), MissingClose)
	add((p.Why == nil || p.Used) && !p.Soft, MissingReason)
	add(p.Lacking() != nil, MissingPage)
	return out
}

// Lacking is the newest material that they have not looked at and of which nobody knows where to open it (S3.25), nil
// for none.
func (p Prep) Lacking() *coach.Material {
	i := slices.IndexFunc(p.Materials, func(m coach.Material) bool { return !m.Read && blank(m.Pointer) })
	if i < 0 {
		return nil
	}
	return &p.Materials[i]
}
