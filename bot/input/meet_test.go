package input

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// A next step may be a visit or a video call (S1.5): how they meet is read beside its time, in whatever order, and
// nowhere else.
func TestHowTheyMeetIsReadBesideTheTime(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	c := dates.Context{Now: time.Date(2026, 11, 10, 9, 0, 0, 0, zone), Zone: zone, MonthFirst: true}
	for text, want := range map[string]coach.Meet{
		"visit Thursday 2pm":                            {By: coach.MeetVisit},
		"a visit on Thu at 2pm":                         {By: coach.MeetVisit},
		"Thu 2pm, visit":                                {By: coach.MeetVisit},
		"meet them at their office Thu 2pm":             {By: coach.MeetVisit},
		"Thu 2pm at his office":                         {By: coach.MeetVisit},
		"Thursday 2pm in person":                        {By: coach.MeetVisit},
		"wants a demo, face to face tomorrow at 9":      {By: coach.MeetVisit},
		"drop by tomorrow at 10":                        {By: coach.MeetVisit},
		"zoom Fri 10am":                                 {By: coach.MeetVideo},
		"Fri 10am on Zoom":                              {By: coach.MeetVideo},
		"teams call next Wed 3pm":                       {By: coach.MeetVideo},
		"video call Fri 10am https://zoom.us/j/123":     {By: coach.MeetVideo, Link: "https://zoom.us/j/123"},
		"google meet Fri 10am":                          {By: coach.MeetVideo},
		"zoom Fri 10am, https://zoom.us/j/1, 12 seats":  {By: coach.MeetVideo, Link: "https://zoom.us/j/1"},
		"https://zoom.us/j/1 Fri 10am on zoom":          {By: coach.MeetVideo, Link: "https://zoom.us/j/1"},
		"sent https://a.example/b, zoom Fri 10am":       {By: coach.MeetVideo},
		"sent https://a.example, zoom 3pm https://x.us": {By: coach.MeetVideo, Link: "https://x.us"},
		"zoom Fri 10am, sent them https://a.example":    {By: coach.MeetVideo},
		"he uses Zoom a lot in the team, call Thu 2pm":  {},
		"the visit last Friday went well, call Thu 2pm": {},
		"Thu 2pm": {},
		"zoom":    {},
		"sent https://acme.example/prices, call Thu 2pm": {},
		"video surveillance is their thing, Thu 2pm":     {},
	} {
		if got := MeetBeside(text, c); got != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// At the ends of a date it is cut off; words that are no way to meet stay.
func TestHowTheyMeetIsCutOffADate(t *testing.T) {
	for text, want := range map[string]struct {
		rest string
		meet coach.Meet
	}{
		"visit Thu 2pm":                       {"Thu 2pm", coach.Meet{By: coach.MeetVisit}},
		"Thu 2pm visit":                       {"Thu 2pm", coach.Meet{By: coach.MeetVisit}},
		"Thu 2pm at their office":             {"Thu 2pm", coach.Meet{By: coach.MeetVisit}},
		"zoom Fri 10am https://zoom.us/j/1":   {"Fri 10am", coach.Meet{By: coach.MeetVideo, Link: "https://zoom.us/j/1"}},
		"Fri 10am https://zoom.us/j/1, zoom.": {"Fri 10am", coach.Meet{By: coach.MeetVideo, Link: "https://zoom.us/j/1"}},
		"https://zoom.us/j/1 Fri 10am":        {"Fri 10am", coach.Meet{By: coach.MeetVideo, Link: "https://zoom.us/j/1"}},
		"visit Thu 2pm https://acme.example/": {"Thu 2pm", coach.Meet{By: coach.MeetVisit}},
		"Thu 2pm":                             {"Thu 2pm", coach.Meet{}},
		"after the visit":                     {"after the", coach.Meet{By: coach.MeetVisit}},
		"":                                    {"", coach.Meet{}},
	} {
		rest, meet := cutMeet(words.Lex(text))
		if got := Span(text, rest); got != want.rest || meet != want.meet {
			t.Errorf("%q: %q %+v", text, got, meet)
		}
	}
}

// Who says that a lead never answers asks what to do; what tells of one call does not.
func TestWhoNeverAnswers(t *testing.T) {
	for text, silent := range map[string]bool{
		"acme never answers": true, "acme corp never picks up the phone": true, "acme is ghosting me": true,
		"acme keeps ignoring my calls": true, "acme has gone quiet": true, "acme never calls back": true,
		"acme never returns my calls at all": true,
		"acme didn't answer":                 false, "acme no answer": false,
		"acme voicemail never answers his phone they say": false,
		"never answers": false,
	} {
		plain := ReadLog(ReadLine(text)).Plain
		if got := plain != nil && plain.Kind == PlainSilent; got != silent {
			t.Errorf("%q: %v", text, got)
		}
	}
}
