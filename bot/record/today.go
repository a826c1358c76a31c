package record

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/logged"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
)

// DueMost bounds how many due leads one answer looks at; what is beyond it is counted, not read.
const DueMost = 200

// Today is the list of what is due now and today, and of what was logged today (product contract: today).
func (rec *Recorder) Today(ctx context.Context, req *request.Request) (say.Reply, error) {
	rep, day, err := rec.Day(ctx, req)
	if err != nil {
		return say.Reply{}, err
	}
	journal, err := rec.Space().History.Journal(ctx, req.User, req.Now, 200)
	if err != nil {
		return say.Reply{}, err
	}
	list := cards.DayList{
		Cards: append(day.Shown(), day.Also...), More: day.More, Silent: rep.Off, Backlog: day.Backlog,
		Done: logged.Since(journal, rep.Midnight(req.Now, 0)), Damaged: day.Damaged,
	}
	// Below their own, and in none of its counts.
	if list.Covered, err = rec.Lent.Day(ctx, req, rep); err != nil {
		return say.Reply{}, err
	}
	if rep.AwayAt(req.Now) {
		list.Away = &rep
		return cards.Today(rec.Reply.ReaderOn(req, request.OnToday), list), nil
	}
	if len(list.Cards)+list.More == 0 {
		if err := rec.nothingDue(ctx, req, rep, &list); err != nil {
			return say.Reply{}, err
		}
	}
	return cards.Today(rec.Reply.ReaderOn(req, request.OnToday), list), nil
}

// nextAmong is among how many open leads the next one is looked for, in the order in which they fall due: those before
// it wait for something else than a day.
const nextAmong = 20

// nothingDue finds what a day without leads says: which comes next, or that the rep has none at all.
func (rec *Recorder) nothingDue(ctx context.Context, req *request.Request, rep coach.Rep, list *cards.DayList) error {
	open, err := rec.Space().Records.List(ctx, req.User, store.ListQuery{Kind: store.ListAll, Limit: nextAmong})
	if err != nil {
		return err
	}
	for _, l := range open.Leads {
		if c := rec.Views.Card(req, l); c.Step.Kind != coach.StepNone && c.Step.Due.After(req.Now) {
			list.Next = &c
			return nil
		}
	}
	if len(open.Leads) > 0 || len(list.Done) > 0 {
		return nil
	}
	closed, err := rec.Space().Records.List(ctx, req.User, store.ListQuery{Kind: store.ListClosed, Limit: 1})
	if err != nil || len(closed.Leads) > 0 {
		return err
	}
	teams, err := rec.Space().Directory.Teams(ctx)
	// Whoever leads a team without leads of their own has other first steps, on the Home.
	if !slices.ContainsFunc(teams, func(t coach.Team) bool { return slices.Contains(t.Managers, req.User) }) {
		list.New = cards.FirstOf(rep, false)
	}
	return err
}

// Day is what is due now and today in the order of the morning message, without a tip. Of who is away it is what is
// agreed on for today: what else stands in the order of what is due stood there before they left.
func (rec *Recorder) Day(ctx context.Context, req *request.Request) (coach.Rep, notify.Digest, error) {
	seen, err := rec.Read(ctx, req, store.Query{Agreed: true})
	if err != nil {
		return coach.Rep{}, notify.Digest{}, err
	}
	if seen.Rep.AwayAt(req.Now) {
		return agreedToday(ctx, req, rec, seen)
	}
	list, err := rec.Space().Records.DueLeads(ctx, req.User, seen.Rep.Midnight(req.Now, 1), DueMost)
	if err != nil {
		return coach.Rep{}, notify.Digest{}, err
	}
	day := notify.DigestFor(rec.Rules, seen.Rep, list.Leads, req.Now, nil)
	day.Damaged = list.Damaged
	day.More += list.Total - len(list.Leads) // due beyond what was read: counted, so that nobody takes the list for all
	day.Backlog = notify.Backlog(rec.Rules, seen.Rep, list.Leads, req.Now, list.Shown)
	return seen.Rep, day, nil
}

// agreedToday is the day of who is away: the calls of today that are still to be made.
func agreedToday(ctx context.Context, req *request.Request, rec *Recorder,
	seen store.Snapshot) (coach.Rep, notify.Digest, error) {
	var ids []string
	for _, a := range seen.Agreed {
		if a.At.Before(seen.Rep.Midnight(req.Now, 1)) {
			ids = append(ids, a.Lead)
		}
	}
	leads, err := rec.Space().Records.Leads(ctx, req.User, ids...)
	return seen.Rep, notify.DigestFor(rec.Rules, seen.Rep, leads, req.Now, nil), err
}
