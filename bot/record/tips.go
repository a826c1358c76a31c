package record

import (
	"context"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// Teams are the teams that the acting person is a rep of, read in one trip; none without any.
func (rec *Recorder) Teams(ctx context.Context, req *request.Request) ([]coach.Team, error) {
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return nil, err
	}
	return rec.Space().Directory.TeamsBy(ctx, rep.Teams...)
}

// Tips are the rules with the acting person's tips: those of their teams too, without what is muted.
func (rec *Recorder) Tips(ctx context.Context, req *request.Request) (*coach.Rules, error) {
	teams, err := rec.Teams(ctx, req)
	if err != nil {
		return nil, err
	}
	return rec.Rules.TipsFor(*req.Rep, teams), nil
}
