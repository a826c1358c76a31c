package record

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// offered are the times that are offered after the words, as "Thu 12 Nov 14:00, 14:30". It is 10:00 on Tuesday, 10
// November 2026 in New York.
func offered(t *testing.T, rep coach.Rep, l coach.Lead, words string) string {
	t.Helper()
	ny, err := time.LoadLocation(rep.TZ)
	if err != nil {
		t.Fatal(err)
	}
	o := Offers{Rules: coach.DefaultRules()}
	req := &request.Request{Rep: &rep, Now: time.Date(2026, 11, 10, 10, 0, 0, 0, ny)}
	var said []string
	last := ""
	for _, s := range o.inside(req, l, coach.Talked, words, nil) {
		day := s.At.In(ny).Format("Mon 2 Jan ")
		if clock := s.At.In(ny).Format("15:04"); day == last {
			said = append(said, clock)
		} else {
			said, last = append(said, day+clock), day
		}
	}
	return strings.Join(said, ", ")
}

// insideTable are phrases by the times that are offered for them, worked out by hand from the contract: an hour, a day
// or a part of one from its first minute, an open stretch from its first working day, a week, a month or a part of one
// from its first Wednesday or Thursday; 9:00 and 16:30 unless the words say otherwise.
var insideTable = map[string]string{
	"Thu 12 Nov 14:00, 14:30":                   "Thu 2pm-3pm|Thu 2–3pm|Thu 2—3 pm|Thu 2 to 3pm|Thursday from 2 to 3|between 2 and 3 on Thursday|2-3pm Thursday|12 Nov 14:00-15:00|Thu around 2|Thursday 2ish|about 2 on Thursday|Thu 2pm or so",
	"Thu 12 Nov 14:00, 14:30, 15:00":            "Thursday between 2 and 4|between 2 and 4 Thursday|Thu 2-4pm|Nov 12 2-4pm",
	"Tue 10 Nov 14:00, 14:30, 15:00":            "between 2 and 4|2-4pm|today between 2 and 4|from 2 until 4",
	"Thu 12 Nov 15:00, 15:30":                   "Thu around 3|Thu 3ish|around 3 on Thursday|Thursday about 3pm|Thu roughly 3",
	"Thu 12 Nov 12:00, 12:30":                   "around noon Thursday|Thu noonish|Thu 12-1|Thursday 12 to 1pm",
	"Thu 12 Nov 14:00, 15:00":                   "Thu 2 or 3pm|Thursday at 2 or 3|2 or 3pm on Thursday",
	"Thu 12 Nov 18:30, 19:00":                   "Thu 6:30-7:30pm",
	"Thu 12 Nov 14:00, 15:00, 16:30":            "Thu pm|Thursday afternoon|Thu after lunch|after lunch on Thursday|Thu arvo|in the afternoon on Thursday",
	"Wed 11 Nov 14:00, 15:00, 16:30":            "tomorrow afternoon|tomorrow pm|tomorrow after lunch",
	"Wed 11 Nov 08:00, 09:00, 10:00":            "tomorrow morning|first thing|first thing tomorrow|tomorrow am|tomorrow before noon|before lunch tomorrow|tomorrow before 11:30",
	"Thu 12 Nov 16:00, 16:30, 17:00":            "Thu late afternoon|late afternoon on Thursday|Thursday end of day|Thu EOD|COB Thursday|Thu after 4|after 4 on Thursday|Thursday from 4pm|late Thursday afternoon|Thu not before 4pm",
	"Tue 10 Nov 16:00, 16:30, 17:00":            "end of day|EOD|after 4|late this afternoon",
	"Wed 11 Nov 15:00, 16:30, 17:30":            "after 3 tomorrow|tomorrow after 3|tomorrow from 3 on",
	"Thu 12 Nov 08:30, 09:00, 16:30":            "Thursday|maybe Thursday|on Thursday|12 Nov|Thursday hopefully|in 2 business days",
	"Thu 12 Nov 09:00, 16:30, Fri 13 Nov 16:30": "Thu or Fri|Thursday or Friday|Thu/Fri|either Thu or Fri",
	"Wed 11 Nov 09:00, Thu 12 Nov 16:30, Fri 13 Nov 09:00": "Wed, Thu or Fri|Wed to Fri|Wed-Fri|from Wednesday to Friday|" +
		"between Wednesday and Friday|this week|later this week|from tomorrow",
	"Tue 10 Nov 16:30, Wed 11 Nov 16:30, Thu 12 Nov 09:00": "by Thu 3pm|by Thursday|by Thursday at the latest|before Friday|" +
		"before Friday morning|by Friday|no later than Thursday|within two days|before Thanksgiving|by the end of next week|" +
		"by end of November|within two weeks|in the next 10 days|before the end of the month|by 20 Nov",
	"Fri 27 Nov 09:00, Mon 30 Nov 16:30, Tue 1 Dec 09:00": "after Thanksgiving|after thanksgiving sometime|any time after 26 Nov|" +
		"not before 27 Nov|from 27 November",
	"Mon 28 Dec 09:00, Tue 29 Dec 16:30, Wed 30 Dec 09:00": "after Christmas|after xmas|from 28 Dec onwards|after 25 Dec and not before 28 Dec",
	"Tue 1 Dec 09:00, Wed 2 Dec 16:30, Thu 3 Dec 09:00": "not before 1 Dec|not before December|from 1 December|not until Dec|" +
		"no earlier than 1 Dec|after November|after the end of the month|from the 1st of December on|starting 1 Dec|1-5 Dec|" +
		"Dec 1-5|between 1 and 5 Dec|December 1 or later|as of December|after this month",
	"Mon 16 Nov 09:00, Tue 17 Nov 16:30, Wed 18 Nov 09:00": "from Monday|from Monday on|after the weekend|after this week|" +
		"after Friday|not before Monday|starting Monday|after the 15th|after the 13th",
	"Mon 4 Jan 09:00, Tue 5 Jan 16:30, Wed 6 Jan 09:00": "after the holidays|after 1 Jan|from 2 January|not before 4 Jan|" +
		"after new year and not before 4 January",
	"Tue 30 Mar 09:00, Wed 31 Mar 16:30, Thu 1 Apr 09:00": "after Easter|after 29 March",
	"Tue 7 Sep 09:00, Wed 8 Sep 16:30, Thu 9 Sep 09:00":   "after Labor Day|after labour day",
	"Wed 18 Nov 09:00, Thu 19 Nov 16:30, Fri 20 Nov 09:00": "next week|sometime next week|next wk|the following week|week of 16 Nov|" +
		"week of the 18th|next week hopefully|nxt week",
	"Mon 16 Nov 09:00, 16:30, Tue 17 Nov 16:30":            "early next week|beginning of next week|start of next week",
	"Thu 19 Nov 09:00, 16:30, Fri 20 Nov 16:30":            "late next week|later next week",
	"Fri 20 Nov 08:30, 09:00, 16:30":                       "end of next week|next week Friday|the end of next week",
	"Wed 25 Nov 09:00, Thu 26 Nov 16:30, Fri 27 Nov 09:00": "the week after next|week after next|week of 23 Nov|Thanksgiving week|end of the month|the end of November|late November",
	"Wed 2 Dec 09:00, Thu 3 Dec 16:30, Fri 4 Dec 09:00":    "the week after Thanksgiving|first week of December|week of 30 Nov",
	"Wed 2 Dec 09:00, Thu 3 Dec 16:30, Wed 9 Dec 09:00":    "next month|in December|December|early December|first half of December|early next month",
	"Wed 9 Dec 09:00, Thu 10 Dec 16:30, Fri 11 Dec 09:00":  "week of 7 Dec|the week of December 7|week commencing 7 Dec|w/c 7 Dec|week beginning 7 Dec",
	"Wed 16 Dec 09:00, Thu 17 Dec 16:30, Fri 18 Dec 09:00": "mid-December|mid December|middle of December|in mid-December|mid-Dec|the week of 14 Dec",
	"Wed 3 Mar 09:00, Thu 4 Mar 16:30, Wed 10 Mar 09:00":   "in March|March 2027|early March|beginning of March|sometime in March|in early March",
	"Wed 24 Mar 09:00, Thu 25 Mar 16:30, Wed 31 Mar 09:00": "late March|in late March",
	"Wed 6 Jan 09:00, Thu 7 Jan 16:30, Wed 13 Jan 09:00":   "Q1|next quarter|in Q1|next year|in January|Q1 2027|early next year|2027|first quarter",
	"Wed 25 Nov 09:00, Thu 26 Nov 16:30, Wed 2 Dec 09:00":  "in 2-3 weeks|in 2 or 3 weeks|in two to three weeks",
	"": "this weekend|on the weekend|Saturday|after Diwali|before noon yesterday|Thursday at 3am to 4am|31 Nov to 35 Nov|Thu 22:00-23:00",
}

func TestOffersLieInsideWhatWasSaid(t *testing.T) {
	n := 0
	for want, phrases := range insideTable {
		for words := range strings.SplitSeq(phrases, "|") {
			n++
			if got := offered(t, coach.Rep{ID: "U1", TZ: "America/New_York"}, coach.Lead{ID: "L1"}, words); got != want {
				t.Errorf("%q: %q; want %q", words, got, want)
			}
		}
	}
	if n < 120 {
		t.Errorf("%d phrases", n)
	}
}
