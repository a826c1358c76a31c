package teams

import (
	"context"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// teamSummary is "team summary now|weekly <day> <time>|daily <time>|off", with the team's name in front where one
// manages several. It goes out in the zone of whoever sets it.
func (h *Handlers) teamSummary(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	at := len(ln.Words)
	for i, w := range ln.Words {
		if w.Is("now") || w.Is("weekly") || w.Is("daily") || w.Is("off") {
			at = i
			break
		}
	}
	t, err := h.team(ctx, req, strings.Join(words.Texts(ln.Words[:at]), " "))
	if err != nil {
		return request.Response{}, err
	}
	if at == len(ln.Words) {
		return reply.Say(h.reply.Checked(req, say.SummarySet(h.reply.Reader(req), t)))
	}
	rest := words.Texts(ln.Words[at+1:])
	switch strings.ToLower(ln.Words[at].Text) {
	case "now":
		return h.summaryNow(ctx, req, t)
	case "off":
		t.Summary = coach.Schedule{}
	case "daily":
		m, ok := input.ReadClock(strings.Join(rest, " "))
		if !ok {
			return request.Response{}, badSummary(rest)
		}
		t.Summary = coach.Schedule{Every: "daily", At: m, TZ: req.Zone().String(), Set: req.Now.UTC()}
	case "weekly":
		if len(rest) < 2 {
			return request.Response{}, badSummary(rest)
		}
		day, okDay := input.ReadWeekday(strings.ToLower(rest[0]))
		m, okTime := input.ReadClock(strings.Join(rest[1:], " "))
		if !okDay || !okTime {
			return request.Response{}, badSummary(rest)
		}
		t.Summary = coach.Schedule{Every: "weekly", Weekday: day, At: m, TZ: req.Zone().String(), Set: req.Now.UTC()}
	}
	return h.saveTeam(ctx, req, t, "team summary", nil,
		func(t coach.Team) say.Reply { return say.SummarySet(h.reply.Reader(req), t) })
}

func badSummary(given []string) error {
	return &request.BadValue{What: "a time for the summary", Given: strings.Join(given, " "),
		Expected: "a weekday and a time of day", Example: "/followup team summary weekly mon 9:00"}
}

// summaryNow asks the scheduler for the team's summary; the next regular one comes as planned.
func (h *Handlers) summaryNow(ctx context.Context, req *request.Request, t coach.Team) (request.Response, error) {
	req.Writes = true
	if t.Summary.TZ == "" {
		t.Summary.TZ = req.Zone().String()
	}
	if err := h.record.Space().SetDue(ctx, store.Due{Kind: store.KindSummary, Team: t.ID, At: req.Now,
		For: req.Now}); err != nil {
		return request.Response{}, err
	}
	h.record.Wake()
	return reply.Say(h.reply.Checked(req, say.SummarySent(h.reply.Reader(req), t)))
}
