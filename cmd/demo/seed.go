package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// seed writes the floor's past through the same rules and the same writes as a rep's own words.
func seed(ctx context.Context, redisURL string, rules *coach.Rules, now time.Time) (err error) {
	st, err := store.Open(store.Options{URL: redisURL})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	// The same workspace that the bot finds when it asks Slack who it is.
	w := st.In(teamID)

	// Reps come before their teams and leads, as they would in life.
	reps := map[string]coach.Rep{}
	for _, p := range cast {
		rep := coach.Rep{ID: p.id, TZ: p.zone, Locale: "en-US", Since: now.AddDate(0, -2, 0), Teams: []string{northTeam}}
		// A manager sees the team and is no member of it.
		if p.id == manager {
			rep.Teams = nil
		}
		reps[p.id] = rep
		if _, _, err := w.Change(ctx, store.Query{Rep: p.id, Now: now}, func(store.Snapshot) (store.Change, error) {
			r := rep
			return store.Change{Op: "settings", By: p.id, Now: now, Rep: &r, NextDigest: rules.NextDigest(rep, now)}, nil
		}); err != nil {
			return fmt.Errorf("rep %s: %w", p.id, err)
		}
	}
	team := coach.Team{
		ID: northTeam, Name: northTeamNm, Channel: salesRoom, Reps: []string{maya, omar, left}, Managers: []string{manager},
		Stories: tales(rules, now),
		// Friday at four, so that a visitor who moves the clock to the weekend has seen all that is sent by itself.
		Summary: coach.Schedule{Every: "weekly", Weekday: int(time.Friday), At: 16 * 60, TZ: "America/New_York",
			Locale: "en-US",
			Set:    now},
	}
	// The team comes after its reps, who are named in it.
	if _, err := w.Directory.SaveTeam(ctx, store.TeamChange{Team: team, By: manager, Now: now, Op: "team",
		Summary: notify.NextSummary(team, now)}); err != nil {
		return fmt.Errorf("team: %w", err)
	}
	for _, s := range slices.Concat(stories, vera, month(omar, 1, "Elbe"), month(left, 5, "Hudson")) {
		if err := tell(ctx, w, rules, reps[s.rep], s, now); err != nil {
			return fmt.Errorf("%s: %w", s.lead.Name, err)
		}
	}
	return nil
}

// tales are the entries of the team's library.
func tales(rules *coach.Rules, now time.Time) (out []coach.Story) {
	for _, t := range library {
		s := t.story
		s.ID, s.Until = store.NewID(), rules.StoryUntil(s.Kind, now)
		// Something timely ends on its own date, not with its kind.
		if t.until != 0 {
			s.Until = now.Add(t.until).UTC()
		}
		out = append(out, s)
	}
	return out
}

// tell writes one story, event by event.
func tell(ctx context.Context, w *store.Workspace, rules *coach.Rules, rep coach.Rep, s story, now time.Time) error {
	lead := s.lead
	lead.ID, lead.Rep, lead.Created = store.NewID(), s.rep, now.AddDate(0, -1, -5)
	// A lead without a past has just been added.
	if len(s.events) == 0 {
		lead.Created = now.Add(-time.Hour)
	}
	// The lead was added before all that happened to it.
	add := store.Change{Op: "add", By: s.rep, Now: lead.Created, Lead: &lead, Name: names.Normalize(lead.Name),
		Attention: rules.Timers(lead, rep, now)}
	if _, _, err := w.Change(ctx, store.Query{Rep: s.rep, Now: lead.Created},
		func(store.Snapshot) (store.Change, error) { return add, nil }); err != nil {
		return err
	}
	for _, e := range s.events {
		at, err := e.when(rep, now)
		if err != nil {
			return err
		}
		_, _, err = w.Change(ctx, store.Query{Rep: s.rep, Now: at, LeadID: lead.ID},
			func(seen store.Snapshot) (store.Change, error) {
				touch := e.touch(s.rep, at, now)
				if e.in != 0 {
					// Agreed calls are on round times.
					touch.Until = now.Add(e.in).Truncate(10 * time.Minute)
					if e.outcome == outcome.Snoozed { // to a day: the rules know its morning where the lead is
						touch.Until = rules.SnoozeTo(*seen.Lead, rep, now, now.Add(e.in))
					}
				}
				after, logged, err := rules.Log(*seen.Lead, nil, touch, rep)
				if err != nil {
					return store.Change{}, err
				}
				return store.Change{
					Op: "log", By: s.rep, Now: at, Lead: &after, Touch: &logged.Touch, Attention: rules.Timers(after, rep, now),
				}, nil
			})
		if err != nil {
			return fmt.Errorf("%s %s: %w", e.outcome, at.Format(time.DateTime), err)
		}
		if e.outcome != outcome.DoNotCall {
			continue
		}
		// The bot's outbox has long blocked their numbers; its check of the day would, some time after the start.
		for _, number := range lead.Telephones(rep).Keys() {
			if err := w.Directory.BlockNumber(ctx, store.Blocked{Phone: number, By: s.rep, At: at, Rep: s.rep, Lead: lead.ID,
				Read: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// touch is the event as it is logged, but for its date.
func (e event) touch(rep string, at, now time.Time) coach.Touch {
	t := coach.Touch{ID: store.NewID(), Outcome: e.outcome, At: at, Logged: at, By: rep, Note: e.note, Agenda: e.agenda,
		Goal: e.goal, Tentative: e.unsure}
	// One promise of each side at most.
	for _, p := range []coach.Promise{{By: coach.Them, What: e.theirs}, {By: coach.Us, What: e.ours}} {
		if p.What != "" {
			p.Due = now.Add(e.due).Truncate(time.Hour)
			t.Promises = append(t.Promises, p)
		}
	}
	if e.sent.Name != "" {
		// A copy: the touch keeps a pointer.
		m := e.sent
		t.Material = &m
	}
	return t
}

// when is the event's instant. Days before the demo's beginning that fall on a weekend are moved back to the Friday, so
// that a floor that opens on any date has a plausible past.
func (e event) when(rep coach.Rep, now time.Time) (time.Time, error) {
	clock, err := time.Parse("15:04", e.at)
	if err != nil {
		return time.Time{}, err
	}
	d := now.In(rep.Location()).AddDate(0, 0, -e.ago)
	for !rep.WorksOn(d.Weekday()) {
		d = d.AddDate(0, 0, -1)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), clock.Hour(), clock.Minute(), 0, 0, rep.Location()), nil
}
