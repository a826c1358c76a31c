package schedule

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/notify"
)

// While a rep is away no digest, nudge or ping comes, and letters wait but for one about a call that was agreed on for
// before the return. The morning after, the digest comes once what has gathered is spread, and the letters with it.
func TestNothingIsSentWhileAway(t *testing.T) {
	start := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	f := newFixture(t, start)
	rep := f.rep(coach.Rep{ID: "U1", TZ: "America/New_York"})
	f.rep(coach.Rep{ID: "U2", TZ: "America/New_York", Off: true})
	f.lead(rep, coach.Lead{ID: "L1", Warmth: coach.Warm})
	f.log(rep, "L1", coach.Touch{Outcome: "voicemail"}) // the second try in the afternoon, with a nudge
	agreed := start.AddDate(0, 0, 2).Add(5 * time.Hour)
	f.lead(rep, coach.Lead{ID: "L2"})
	f.log(rep, "L2", coach.Touch{Outcome: "talked", Until: agreed})
	for i := range 30 {
		f.lead(rep, coach.Lead{ID: string(rune('a'+i)) + "x", Name: string(rune('a'+i)) + "x", Warmth: coach.Warm})
	}
	rep.Away = absence.Absence{Since: start, Until: "2026-11-18"}
	f.rep(rep)
	e := f.start()
	for id, call := range map[string]time.Time{"urgent": agreed, "after": start.AddDate(0, 0, 20)} {
		f.letter(coach.Letter{ID: id, From: "U1", To: "U1", Text: "acme", Stopped: "acme", Call: call, At: start})
	}
	f.letter(coach.Letter{ID: "question", From: "U2", To: "U1", Text: "Hi Pat", At: start})
	f.runTo(time.Date(2026, 11, 18, 4, 59, 0, 0, time.UTC), e)
	f.once("letter/U1/urgent")
	f.runTo(time.Date(2026, 11, 18, 14, 0, 0, 0, time.UTC), e)
	f.once("letter/U1/urgent", "letter/U1/after", "letter/U2/question", "digest/U1/2026-11-18")
	posts := f.slack.all()
	i := slices.IndexFunc(posts, func(p post) bool { _, ok := p.Msg.(notify.Digest); return ok })
	d, _ := posts[i].Msg.(notify.Digest)
	if got := len(d.Cards) + len(d.Later) + len(d.Also); got != 15 || len(d.Asks) != 1 {
		t.Errorf("the first digest has %d calls and %d questions", got, len(d.Asks))
	}
}
