package talks

import (
	"errors"
	"testing"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

func TestSettledAs(t *testing.T) {
	promise := coach.Promise{ID: "p", By: coach.Them, What: "read the specs"}
	made := coach.Touch{Promises: []coach.Promise{promise}}
	kept, broken := coach.Touch{Settled: []coach.Settled{{ID: "p", Kept: true}}},
		coach.Touch{Settled: []coach.Settled{{ID: "p"}}}
	for name, c := range map[string]struct {
		touches []coach.Touch
		want    string
	}{
		"kept":                     {[]coach.Touch{made, kept}, answers.PromiseKept(promise, true)},
		"broken":                   {[]coach.Touch{made, broken}, answers.PromiseKept(promise, false)},
		"not settled":              {[]coach.Touch{made}, ""},
		"made before what is read": {[]coach.Touch{kept}, ""},
	} {
		if got := settledAs(c.touches, "p"); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// S3.26: the question is open from a call that found the material unread to its answer.
func TestAsksTogether(t *testing.T) {
	no := false
	unread, answered := coach.Touch{Outcome: outcome.NotReviewed}, coach.Touch{Outcome: outcome.Details, Together: &no}
	if err := asksTogether([]coach.Touch{answered, unread, {Outcome: outcome.Voicemail}}, coach.Lead{}); err != nil {
		t.Errorf("open: %v", err)
	}
	err := asksTogether([]coach.Touch{unread, answered}, coach.Lead{Name: "Ann"})
	if before, ok := errors.AsType[*request.AnsweredBefore](err); !ok || before.As != answers.TogetherWas(no) ||
		before.Lead.Name != "Ann" {
		t.Errorf("answered: %v", err)
	}
	if err := asksTogether([]coach.Touch{{Outcome: outcome.Voicemail}}, coach.Lead{}); !errors.Is(err,
		request.ErrOutdated) {
		t.Errorf("never asked: %v", err)
	}
}
