package bot

import (
	"context"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// teamSummary is "team summary now|weekly <day> <time>|daily <time>|off", with the team's name in front where one
// manages several. It goes out in the zone of whoever sets it.
func (b *Bot) teamSummary(ctx context.Context, a *act, ln line) (answer, error) {
	at := len(ln.ws)
	for i, w := range ln.ws {
		if w.Is("now") || w.Is("weekly") || w.Is("daily") || w.Is("off") {
			at = i
			break
		}
	}
	t, err := b.team(ctx, a, strings.Join(words.Texts(ln.ws[:at]), " "))
	if err != nil {
		return answer{}, err
	}
	if at == len(ln.ws) {
		return saying(b.checked(a, say.SummarySet(b.reader(a), t)))
	}
	rest := words.Texts(ln.ws[at+1:])
	switch strings.ToLower(ln.ws[at].Text) {
	case "now":
		return b.summaryNow(ctx, a, t)
	case "off":
		t.Summary = coach.Schedule{}
	case "daily":
		m, ok := readClock(strings.Join(rest, " "))
		if !ok {
			return answer{}, badSummary(rest)
		}
		t.Summary = coach.Schedule{Every: "daily", At: m, TZ: a.zone().String(), Set: a.now.UTC()}
	case "weekly":
		if len(rest) < 2 {
			return answer{}, badSummary(rest)
		}
		day, okDay := readWeekday(strings.ToLower(rest[0]))
		m, okTime := readClock(strings.Join(rest[1:], " "))
		if !okDay || !okTime {
			return answer{}, badSummary(rest)
		}
		t.Summary = coach.Schedule{Every: "weekly", Weekday: day, At: m, TZ: a.zone().String(), Set: a.now.UTC()}
	}
	return b.saveTeam(ctx, a, t, "team summary", nil,
		func(t coach.Team) say.Reply { return say.SummarySet(b.reader(a), t) })
}

func badSummary(given []string) error {
	return &badValue{what: "a time for the summary", given: strings.Join(given, " "),
		expected: "a weekday and a time of day", example: "/followup team summary weekly mon 9:00"}
}

// summaryNow asks the scheduler for the team's summary; the next regular one comes as planned.
func (b *Bot) summaryNow(ctx context.Context, a *act, t coach.Team) (answer, error) {
	a.changes = true
	if t.Summary.TZ == "" {
		t.Summary.TZ = a.zone().String()
	}
	if err := b.space().SetDue(ctx, store.Due{Kind: store.KindSummary, Team: t.ID, At: a.now, For: a.now}); err != nil {
		return answer{}, err
	}
	b.kick()
	return saying(b.checked(a, say.SummarySent(b.reader(a), t)))
}
