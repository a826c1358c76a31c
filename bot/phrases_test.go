package bot_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/store"
)

// hgets is how many reads of some fields of a hash Redis has served: those of teams, and of the store's scripts.
func (w *world) hgets() int {
	w.t.Helper()
	info, err := w.redis.Client().Info(context.Background(), "commandstats").Result()
	if err != nil {
		w.t.Fatal("the reads are counted by Redis: ", err)
	}
	for line := range strings.Lines(info) {
		if rest, ok := strings.CutPrefix(line, "cmdstat_hmget:calls="); ok {
			calls, _, _ := strings.Cut(rest, ",")
			n, err := strconv.Atoi(calls)
			if err != nil {
				w.t.Fatal(err)
			}
			return n
		}
	}
	return 0
}

// What a team's reps are asked not to say is read at most twice a minute, by whoever is in a team; the process that
// changes it knows at once, another one after half a minute.
func TestPhrasesOfATeamAreReadSeldom(t *testing.T) {
	w := newWorld(t)
	w.says(ada, "team create Sales <#C0SALES|sales>", "Created")
	w.says(pat, "add Acme cold phone:+12125550100", "Acme")
	// Four logs, of which each reads as often as the store's scripts do.
	logs := func(notes string) int {
		before := w.hgets()
		for _, said := range []string{"voicemail one ", "no answer two ", "busy three ", "voicemail four "} {
			w.clock.move(time.Second)
			w.says(pat, "acme "+said+notes, "Saved")
		}
		return w.hgets() - before
	}
	alone := logs("alone")
	w.says(ada, "team add <@U0PAT|pat>", "Added")
	w.joins(pat)
	if n := logs("in a team") - alone; n != 1 {
		t.Errorf("%d reads more for four logs within half a minute", n)
	}
	other, serial := w.replica(), 0
	elsewhere := func(line string) string {
		serial++
		return textOf(t, other.Handle(context.Background(), typed(pat, "9.9."+strconv.Itoa(serial), line)))
	}
	if text := elsewhere("check synergy effects for your docks"); strings.Contains(text, "team style") {
		t.Error(text)
	}
	w.says(ada, `team phrases add "synergy effects" instead "name one effect"`, "Added")
	w.clock.move(time.Second)
	w.says(pat, "acme busy synergy effects", "isn't team style. Try: Name one effect.")
	if text := elsewhere("check synergy effects for your docks"); strings.Contains(text, "team style") {
		t.Error("the other process reads for each check")
	}
	w.clock.move(30 * time.Second)
	if text := elsewhere("acme busy these synergy effects"); !strings.Contains(text, "team style") {
		t.Error("the other process never hears of it: ", text)
	}
	w.says(ada, "team phrases remove 1", "Removed")
	w.clock.move(time.Second)
	if m := w.says(pat, "acme busy synergy effects once more", "Saved"); strings.Contains(m.Text, "team style") {
		t.Error(m.Text)
	}
}

// joins carries a membership on to a rep's own record.
func (w *world) joins(user string) {
	w.t.Helper()
	ctx := context.Background()
	teams, err := w.space.Directory.Teams(ctx)
	if err != nil || len(teams) == 0 {
		w.t.Fatal("no team: ", err)
	}
	_, _, err = w.space.Change(ctx, store.Query{Rep: user, Now: w.clock.Now()},
		func(seen store.Snapshot) (store.Change, error) {
			rep := seen.Rep
			rep.Teams = []string{teams[0].ID}
			return store.Change{Op: "team", By: user, Now: w.clock.Now(), Rep: &rep}, nil
		})
	if err != nil {
		w.t.Fatal(err)
	}
}

// A line that is delivered twice adds one phrase or takes one out, is audited once and answered alike.
func TestAPhraseComesOnce(t *testing.T) {
	w := newWorld(t)
	w.says(ada, "team create Sales <#C0SALES|sales>", "Created")
	for n, line := range []string{`team phrases add "synergy effects" instead "name one"`,
		`team phrases add "win win" instead "say who wins"`, "team phrases remove 1"} {
		var answers [2]string
		for i := range answers {
			answers[i] = textOf(t, w.bot.Handle(context.Background(), typed(ada, "8.8."+strconv.Itoa(n), line)))
			w.clock.move(time.Minute)
		}
		if answers[0] != answers[1] || !strings.HasPrefix(answers[0], "✓") {
			t.Errorf("%s: %q", line, answers)
		}
	}
	teams, err := w.space.Directory.Teams(context.Background())
	want := phrase.Own{{Words: "win win", Instead: "say who wins", By: ada}}
	if err != nil || !slices.Equal(teams[0].Phrases, want) {
		t.Fatalf("%+v, %v", teams, err)
	}
	trail, err := w.space.History.Audit(context.Background(), "", 0)
	n := 0
	for _, e := range trail {
		if e.Op == "team phrases" && e.By == ada && e.LeadID == "team:"+teams[0].ID {
			n++
		}
	}
	if err != nil || n != 3 {
		t.Errorf("%d changes are audited, %v", n, err)
	}
}
