package cover_test

import (
	"errors"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/cover"
	"github.com/followup-coach/followup/coach/outcome"
)

var now = time.Date(2026, 11, 11, 15, 0, 0, 0, time.UTC)

// maya is away until 18 November, and has asked Omar, who has agreed.
func maya() coach.Rep {
	return coach.Rep{ID: "UMAYA", TZ: "UTC", Away: absence.Absence{Since: now.Add(-48 * time.Hour),
		Until: "2026-11-18", Cover: absence.Cover{ID: "c1", By: "UOMAR", Asked: now.Add(-48 * time.Hour),
			Agreed: now.Add(-47 * time.Hour)}}}
}

// TestWhoMayDoWhat is the table of a cover: action by actor. A manager and an admin have doors of their own, and none
// here; guests, bots and strangers come no further than the edge, and would come no further here.
func TestWhoMayDoWhat(t *testing.T) {
	lent := []cover.Action{cover.Show, cover.Log, cover.Move, cover.Stop}
	kept := []cover.Action{cover.Close, cover.Edit, cover.Erase, cover.Merge, cover.HandOver, cover.Export, cover.Settings}
	omar := cover.Actor{ID: "UOMAR"}
	with := func(change func(*coach.Rep)) coach.Rep {
		rep := maya()
		change(&rep)
		return rep
	}
	for _, c := range []struct {
		who        string
		actor      cover.Actor
		owner      coach.Rep
		lent, kept error // what comes of the actions that are lent, and of the others; nil for done
	}{
		{"owner", cover.Actor{ID: "UMAYA"}, maya(), nil, nil},
		{"cover, agreed", omar, maya(), nil, cover.ErrNotTheirs},
		{"cover, asked only", omar, with(func(r *coach.Rep) { r.Away.Cover.Agreed = time.Time{} }), cover.ErrAsked,
			cover.ErrAsked},
		{"cover, away themselves", cover.Actor{ID: "UOMAR", Away: true}, maya(), cover.ErrAway, cover.ErrAway},
		{"cover, deactivated", cover.Actor{ID: "UOMAR", Outside: true}, maya(), cover.ErrOver, cover.ErrOver},
		{"another rep of the team", cover.Actor{ID: "UKIM"}, maya(), cover.ErrOver, cover.ErrOver},
		{"manager", cover.Actor{ID: "URUTH"}, maya(), cover.ErrOver, cover.ErrOver},
		{"admin", cover.Actor{ID: "UADMIN"}, maya(), cover.ErrOver, cover.ErrOver},
		{"guest", cover.Actor{ID: "UOMAR", Outside: true}, maya(), cover.ErrOver, cover.ErrOver},
		{"bot", cover.Actor{ID: "BBOT", Outside: true}, maya(), cover.ErrOver, cover.ErrOver},
		{"stranger", cover.Actor{ID: "USTRANGER", Outside: true}, maya(), cover.ErrOver, cover.ErrOver},
		{"nobody", cover.Actor{}, with(func(r *coach.Rep) { r.Away.Cover = absence.Cover{} }), cover.ErrOver, cover.ErrOver},
		{"cover of an absence that has ended", omar, with(func(r *coach.Rep) { r.Away = r.Away.Over(now) }), cover.ErrOver,
			cover.ErrOver},
		{"on the first day back", omar, with(func(r *coach.Rep) { r.Away.Until = "2026-11-11" }), cover.ErrOver,
			cover.ErrOver},
		{"after the owner has left", omar, with(func(r *coach.Rep) { r.Gone = true }), cover.ErrOver, cover.ErrOver},
		{"of somebody on hold", omar, with(func(r *coach.Rep) { r.Away.By = "URUTH" }), cover.ErrOver, cover.ErrOver},
		{"nobody is asked any more", omar, with(func(r *coach.Rep) { r.Away.Cover = absence.Cover{} }), cover.ErrOver,
			cover.ErrOver},
		{"somebody else is asked now", omar, with(func(r *coach.Rep) { r.Away.Cover.By = "UKIM" }), cover.ErrOver,
			cover.ErrOver},
	} {
		for want, actions := range map[error][]cover.Action{c.lent: lent, c.kept: kept} {
			if errors.Is(c.lent, c.kept) {
				actions = append(append([]cover.Action{}, lent...), kept...)
			}
			for _, do := range actions {
				if got := cover.May(c.actor, c.owner, do, now); !errors.Is(got, want) {
					t.Errorf("%s, %s: %v, want %v", c.who, do, got, want)
				}
			}
		}
	}
}

// TestWhatAResultDoes: a call is logged and a day is moved by a colleague; what ends the chase is for its rep, but a
// prospect's word not to be called.
func TestWhatAResultDoes(t *testing.T) {
	for _, info := range outcome.All() {
		want := cover.Log
		switch info.Code {
		case outcome.DoNotCall:
			want = cover.Stop
		case outcome.Won, outcome.HasSolution, outcome.NotInterested, outcome.NotFit, outcome.LeftCompany,
			outcome.NoResponse, outcome.Lost, outcome.Extend, outcome.Nurture, outcome.StepBack, outcome.BreakUp,
			outcome.Gift, outcome.Verdict, outcome.TaskDone:
			want = cover.Close
		case outcome.Snoozed, outcome.Planned, outcome.Resumed:
			want = cover.Move
		case outcome.Paused, outcome.Reopened, outcome.Explained, outcome.TakenOut:
			want = cover.Edit
		}
		if got := cover.ActionOf(info.Code); got != want {
			t.Errorf("%s is %s, want %s", info.Code, got, want)
		}
	}
}

// TestWhoCanBeAsked: only a rep who is there, gets messages, and covers for few.
func TestWhoCanBeAsked(t *testing.T) {
	owner := maya()
	away := absence.Absence{Since: now.Add(-time.Hour), Until: "2026-11-20"}
	many := make([]absence.Covering, absence.CoversMost)
	for name, c := range map[string]struct {
		who  coach.Rep
		want error
	}{
		"a rep":          {coach.Rep{ID: "UOMAR"}, nil},
		"no rep":         {coach.Rep{}, cover.ErrNoRep},
		"has left":       {coach.Rep{ID: "UOMAR", Gone: true}, cover.ErrNoRep},
		"oneself":        {owner, cover.ErrSelf},
		"is away":        {coach.Rep{ID: "UOMAR", Away: away}, cover.ErrAbsent},
		"was away":       {coach.Rep{ID: "UOMAR", Away: away.Over(now)}, nil},
		"is silent":      {coach.Rep{ID: "UOMAR", Off: true}, cover.ErrQuiet},
		"has enough":     {coach.Rep{ID: "UOMAR", Covers: many}, cover.ErrTooMany},
		"has almost all": {coach.Rep{ID: "UOMAR", Covers: many[1:]}, nil},
	} {
		if got := cover.MayAsk(owner, c.who, now); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestAnAnswer: it counts once, for whoever was asked, and for that question alone.
func TestAnAnswer(t *testing.T) {
	asked := maya()
	asked.Away.Cover.Agreed = time.Time{}
	omar := cover.Actor{ID: "UOMAR"}
	if after, answer := cover.Answered(asked, omar, "c1", true, now); answer != cover.Saved ||
		cover.May(omar, after, cover.Log, now) != nil {
		t.Errorf("agreed: %v, %+v", answer, after.Away.Cover)
	}
	if after, answer := cover.Answered(asked, omar, "c1", false, now); answer != cover.Saved ||
		after.Away.Cover != (absence.Cover{}) {
		t.Errorf("declined: %v, %+v", answer, after.Away.Cover)
	}
	for name, c := range map[string]struct {
		actor cover.Actor
		id    string
		owner coach.Rep
		want  cover.Answer
	}{
		"twice":        {omar, "c1", maya(), cover.Already},
		"another's":    {cover.Actor{ID: "UKIM"}, "c1", asked, cover.Over},
		"an older one": {omar, "c0", asked, cover.Over},
		"none":         {omar, "", coach.Rep{ID: "UMAYA"}, cover.Over},
		"while away":   {cover.Actor{ID: "UOMAR", Away: true}, "c1", asked, cover.NotNow},
	} {
		if after, answer := cover.Answered(c.owner, c.actor, c.id, true, now); answer != c.want ||
			after.Away.Cover != c.owner.Away.Cover {
			t.Errorf("%s: %v, %+v", name, answer, after.Away.Cover)
		}
	}
}

// TestALongerAbsenceIsAskedAnew: who has agreed to a week has not agreed to two.
func TestALongerAbsenceIsAskedAnew(t *testing.T) {
	was := maya().Away
	for until, anew := range map[string]bool{"2026-11-16": false, "2026-11-18": false, "2026-11-19": true} {
		is := was
		is.Until = until
		if got := was.Cover.Moved(was, is, "c2", now); (got.ID == "c2") != anew || got.By != "UOMAR" ||
			got.Agreed.IsZero() != anew {
			t.Errorf("until %s: %+v", until, got)
		}
	}
}

// TestALeadIsPlannedAsIfItsRepWereThere while somebody covers, and only then: what falls due must be found.
func TestALeadIsPlannedAsIfItsRepWereThere(t *testing.T) {
	r, owner := coach.DefaultRules(), maya()
	lead := coach.Lead{ID: "L1", Rep: "UMAYA", Name: "Alder", Warmth: coach.Cold, Created: now.Add(-72 * time.Hour)}
	back := owner.Returns()
	if due := r.Next(lead, cover.Plans(owner, now), now).Due; !due.Before(back) {
		t.Errorf("covered it is due %s", due)
	}
	owner.Away.Cover.Agreed = time.Time{}
	if due := r.Next(lead, cover.Plans(owner, now), now).Due; due.Before(back) {
		t.Errorf("before somebody has agreed it is due %s", due)
	}
}
