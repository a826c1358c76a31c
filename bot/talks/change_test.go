package talks

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/store"
)

var now = time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC) // a Tuesday

func TestWrapTouch(t *testing.T) {
	rep, tomorrow := coach.Rep{TZ: "UTC"}, now.Add(24*time.Hour)
	touch, err := wrapTouch(outcome.Gatekeeper, forms.WrapFields{Next: tomorrow, Note: "try at three"}, coach.Lead{}, rep,
		now)
	if err != nil || !touch.Details.Given || !touch.ExactNext.Equal(tomorrow) || touch.Args.Note != "try at three" {
		t.Errorf("a time that somebody else gave: %+v %v", touch, err)
	}
	touch, err = wrapTouch(outcome.Meeting, forms.WrapFields{Next: tomorrow, Material: "specs"}, coach.Lead{}, rep, now)
	if err != nil || touch.Details.Given || touch.Details.Material != nil {
		t.Errorf("a time of their own, and a field that the page doesn't have: %+v %v", touch, err)
	}
	_, err = wrapTouch(outcome.Meeting, forms.WrapFields{Next: now}, coach.Lead{}, rep, now)
	if _, past := errors.AsType[*request.DatePast](err); !past {
		t.Errorf("a time that is past: %v", err)
	}
	many := forms.WrapFields{Promise: strings.Repeat("read the specs\n", coach.MaxPromises+1)}
	_, err = wrapTouch(outcome.Meeting, many, coach.Lead{}, rep, now)
	if bad, ok := errors.AsType[*request.BadValue](err); !ok || bad.Field != fields.Promise {
		t.Errorf("too many promises: %v", err)
	}
}

// An empty field takes no fact away.
func TestTakeFacts(t *testing.T) {
	for filled, want := range map[[2]string]coach.Lead{
		{"", ""}:           {HotButton: "sailing", Phone: "+49 1"},
		{"sailing", ""}:    {HotButton: "sailing", Phone: "+49 1"},
		{"skiing", ""}:     {HotButton: "skiing", Phone: "+49 1"},
		{"", "+49 2"}:      {HotButton: "sailing", Phone: "+49 2"},
		{"chess", "+49 2"}: {HotButton: "chess", Phone: "+49 2"},
	} {
		was := coach.Lead{HotButton: "sailing", Phone: "+49 1"}
		l := was
		changed := takeFacts(&l, forms.WrapFields{Hot: filled[0], Phone: filled[1]})
		same := want.HotButton == was.HotButton && want.Phone == was.Phone
		if l.HotButton != want.HotButton || l.Phone != want.Phone || changed == same {
			t.Errorf("%q: %q %q, changed %v", filled, l.HotButton, l.Phone, changed)
		}
	}
}

// What is stored of an agreed call and withdrawn needs the call agreed on again; what is new is added.
func TestWithAgreed(t *testing.T) {
	ahead := now.Add(time.Hour)
	for name, c := range map[string]struct {
		agreed coach.Commitment
		filled forms.WrapFields
		next   time.Time
		unsure bool
		goal   string
	}{
		"nothing filled in": {agreed: coach.Commitment{At: ahead, Tentative: true, Goal: coach.GoalClose}},
		"a yes after all": {coach.Commitment{At: ahead, Tentative: true}, forms.WrapFields{Sure: forms.Yes}, ahead, false,
			""},
		"too late for a yes": {coach.Commitment{At: now, Tentative: true}, forms.WrapFields{Sure: forms.Yes}, time.Time{},
			false,
			""},
		"not yet a yes": {coach.Commitment{At: ahead}, forms.WrapFields{Sure: forms.No}, time.Time{}, true, ""},
		"meant to close": {coach.Commitment{At: ahead}, forms.WrapFields{Goal: coach.GoalClose}, time.Time{}, false,
			coach.GoalClose},
		"not meant to, after": {coach.Commitment{At: ahead, Goal: coach.GoalClose}, forms.WrapFields{Goal: forms.No}, ahead,
			false,
			""},
		"a yes, and the goal stays": {coach.Commitment{At: ahead, Tentative: true, Goal: coach.GoalClose},
			forms.WrapFields{Sure: forms.Yes}, ahead, false, coach.GoalClose},
	} {
		got := withAgreed(record.TouchInput{}, c.filled, c.agreed, now)
		if !got.ExactNext.Equal(c.next) || got.Details.Tentative != c.unsure || got.Details.Goal != c.goal {
			t.Errorf("%s: next %v, unsure %v, goal %q", name, got.ExactNext, got.Details.Tentative, got.Details.Goal)
		}
	}
}

func TestMaterialOf(t *testing.T) {
	for name, c := range map[string]struct {
		filled forms.WrapFields
		want   *coach.Material
		bad    bool
	}{
		"nothing": {},
		"a name":  {filled: forms.WrapFields{Material: " the  specs "}, want: &coach.Material{Name: "the specs"}},
		"shown on the line": {filled: forms.WrapFields{Material: "specs", How: forms.HowDemo},
			want: &coach.Material{Name: "specs", Shown: true}},
		"sent": {filled: forms.WrapFields{Material: "specs", How: forms.HowSend},
			want: &coach.Material{Name: "specs"}},
		"the way is the name": {filled: forms.WrapFields{How: forms.HowPDF},
			want: &coach.Material{Name: forms.HowName(forms.HowPDF), Shown: true}},
		"a link of nothing":    {filled: forms.WrapFields{Link: "https://example.com"}, bad: true},
		"a pointer to nothing": {filled: forms.WrapFields{Pointer: "p. 4"}, bad: true},
	} {
		got, err := materialOf(c.filled)
		if _, bad := errors.AsType[*request.BadValue](err); bad != c.bad || !sameMaterial(got, c.want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// S0.25: before something is sent the page asks for what is missing; what is shown on the line needs nothing.
func TestBeforeSending(t *testing.T) {
	sent := func(gate *qualify.Gate, next time.Time) record.TouchInput {
		return record.TouchInput{ExactNext: next,
			Details: input.CallDetails{Material: &coach.Material{Name: "specs"}, Gate: gate}}
	}
	full := &qualify.Gate{Need: true, Value: true, Decides: true}
	for name, c := range map[string]struct {
		touch    record.TouchInput
		criteria string
		count    int
		time     bool
	}{
		"nothing given":    {record.TouchInput{}, "", 0, false},
		"all is known":     {sent(full, now), "", 0, false},
		"no time":          {sent(full, time.Time{}), "", 1, true},
		"nothing is known": {sent(nil, time.Time{}), "", len(qualify.Gate{}.Missing("")) + 1, true},
		"one tick lacks":   {sent(&qualify.Gate{Need: true, Value: true}, now), "", 1, false},
		"do they fit":      {sent(full, now), "10 vehicles or more", 1, false},
		"they fit": {sent(&qualify.Gate{Need: true, Value: true, Decides: true, Fits: true}, now), "10 vehicles or more", 0,
			false},
		"shown": {record.TouchInput{Details: input.CallDetails{
			Material: &coach.Material{Name: "specs", Shown: true}}}, "10 vehicles or more", 0, false},
	} {
		got := beforeSending(c.touch, c.criteria)
		if len(got) != c.count || slices.Contains(got, forms.AskReview) != c.time {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// The same tap twice adds once: what a page holds may be among the touches behind the call's own.
func TestAdded(t *testing.T) {
	touch := record.TouchInput{Outcome: outcome.Details, Args: input.LogArgs{Note: "likes blue"}}
	call, note := coach.Touch{ID: "call"}, coach.Touch{ID: "note", Outcome: outcome.Details, Note: "likes blue"}
	other := coach.Touch{ID: "other", Outcome: outcome.Details, Note: "likes red"}
	meta := request.Meta{Touch: "call", Version: 3}
	for name, c := range map[string]struct {
		version int64
		touches []coach.Touch
		want    bool
	}{
		"nothing was saved since": {3, []coach.Touch{note, call}, false},
		"it was added":            {4, []coach.Touch{call, note}, true},
		"and something after it":  {5, []coach.Touch{call, note, other}, true},
		"something else":          {4, []coach.Touch{call, other}, false},
		"it was there before":     {4, []coach.Touch{note, call}, false},
	} {
		seen := store.Snapshot{Lead: &coach.Lead{Version: c.version}, Touches: c.touches}
		if got := added(seen, meta, touch); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
