package record

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// MayBeCalled refuses a number that somebody in the workspace was asked never to call again: a [request.BadValue] at
// the phone's field. A lead without a number, or with one that is no number, may be called.
func (rec *Recorder) MayBeCalled(ctx context.Context, req *request.Request, l coach.Lead) error {
	if l.Phone == "" {
		return nil
	}
	rep, err := rec.Rep(ctx, req)
	if err != nil {
		return err
	}
	number := rep.PhoneKey(l.Phone)
	if number == "" {
		return nil
	}
	_, blocked, err := rec.Space().DoNotCall(ctx, number)
	if err != nil {
		return err
	}
	if blocked {
		return input.StoppedNumber(l.Phone)
	}
	return nil
}

// NumberStopped reports whether the owner of a number that is to be stored asked not to be called. It is found out
// before the change, which must do nothing but decide.
func (rec *Recorder) NumberStopped(ctx context.Context, req *request.Request, values map[string]string) (bool, error) {
	if values[say.FieldPhone] == "" {
		return false, nil
	}
	err := rec.MayBeCalled(ctx, req, coach.Lead{Phone: values[say.FieldPhone]})
	if request.Declined(err) {
		return true, nil
	}
	return false, err
}
