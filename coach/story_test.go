package coach

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tally"
)

// A story is a lead's life told in lines, in the lead's zone (or the one after "clock"), in 2026 unless "year" says
// otherwise:
//
//	Mon 2 Mar 09:20 voicemail                    something is logged; "until Thu 5 Mar 16:00" sets Until,
//	                                             "logged …" Logged
//	= attempt 2 of 7, Mon 2 Mar 16:00-17:30      what comes next, seen right after the last line
//	at Tue 3 Mar 07:00                           the clock moves without anything being logged
//	because gap half                             codes of reasons that must be there, in this order
//	notes early                                  codes of the notes of the last touch, exactly
//	asks warmth                                  the question after it; "asks nothing"
//	refused closed                               the last line must have been refused
//	calls 3 mails 1                              both counters
//	tally tries 2 reached 1                      every count of the rep's own that isn't zero, in the order of
//	                                             [Counters.Counts]
//	shared talks 1 try1 1                        the same of those that managers see too
//	open 1.0 2.m                                 ids of the open promises
//	says voicemail t1 voicemail-1                row, tip and branch that the call map has for the last touch
//
// What a touch brings along: "promises them specs by Thu 5 Mar 16:00", "settles 1.0 kept", "sends specs", "shows
// specs", "together yes".
type story struct {
	t       *testing.T
	r       *Rules
	rep     Rep
	lead    Lead
	clock   *time.Location
	year    int
	now     time.Time
	history []Touch
	last    Logged
	says    MapCase
	err     error
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := calendar.Location(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func tell(t *testing.T, rep Rep, lead Lead, lines string) *story {
	t.Helper()
	return tellBy(t, DefaultRules(), rep, lead, lines)
}

func tellBy(t *testing.T, r *Rules, rep Rep, lead Lead, lines string) *story {
	t.Helper()
	s := &story{t: t, r: r, rep: rep, lead: lead, year: 2026}
	s.lead.ID = "L1"
	s.clock = lead.Zone(rep, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).Loc
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line != "" {
			s.line(line)
		}
	}
	if replayed := s.r.Replay(s.lead, s.history,
		s.rep); fmt.Sprint(dump(replayed.Progress)) != fmt.Sprint(dump(s.lead.Progress)) {
		t.Errorf("replayed differs:\n%s\n%s", dump(replayed.Progress), dump(s.lead.Progress))
	}
	return s
}

func (s *story) line(line string) {
	s.t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "year":
		fmt.Sscan(rest, &s.year)
	case "clock":
		s.clock = zone(s.t, rest)
	case "at":
		s.now = s.when(rest)
	case "=":
		s.want(line, rest, s.said(s.r.Next(s.lead, s.rep, s.now)))
	case "because":
		s.inOrder(line, strings.Fields(rest))
	case "notes":
		var codes []string
		for _, n := range s.last.Notes {
			codes = append(codes, n.Code)
		}
		s.want(line, rest, strings.Join(codes, " "))
	case "asks":
		got := "nothing"
		if s.last.Question != nil {
			got = s.last.Question.Code
		}
		s.want(line, rest, got)
	case "calls":
		s.want(line, line, fmt.Sprintf("calls %d mails %d", s.lead.Progress.Calls, s.lead.Progress.Mails))
	case "mail":
		s.want(line, line, fmt.Sprintf("mail %d", s.r.Next(s.lead, s.rep, s.now).Mail))
	case "tally", "shared":
		var counts []string
		of := s.lead.Progress.Counters
		of.Unsorted, of.Mix = of.Tries(), tally.Cells{} // see results_test.go
		if of.Shared = (Shared{}); word == "shared" {
			of = Counters{Shared: s.lead.Progress.Counters.Shared}
		}
		for _, count := range of.Counts() {
			if count.N > 0 {
				counts = append(counts, fmt.Sprint(count.Name, " ", count.N))
			}
		}
		s.want(line, line, strings.TrimSpace(word+" "+strings.Join(counts, " ")))
	case "open":
		var ids []string
		for _, x := range s.lead.Progress.Promises {
			ids = append(ids, x.ID)
		}
		s.want(line, line, strings.TrimSpace("open "+strings.Join(ids, " ")))
	case "says":
		s.want(line, rest, strings.TrimSpace(strings.Join([]string{s.says.Row, s.says.Tip, s.says.Branch}, " ")))
	case "refused":
		if s.err == nil || !strings.Contains(s.err.Error(), rest) {
			s.t.Errorf("%s: got %v", line, s.err)
		}
		s.err = nil
	default:
		s.happens(line)
	}
}

// happens logs a line like "Mon 2 Mar 09:20 voicemail until Thu 5 Mar 16:00 logged Fri 6 Mar 11:00 reason extend
// vague".
func (s *story) happens(line string) {
	s.t.Helper()
	if s.err != nil {
		s.t.Fatalf("before %q: %v", line, s.err)
	}
	f := strings.Fields(line)
	if len(f) < 5 {
		s.t.Fatalf("%q is too short", line)
	}
	at := s.when(strings.Join(f[:4], " "))
	if f[4] == "add" {
		s.lead.Created, s.now = at, at
		return
	}
	x := Touch{Outcome: outcome.Outcome(f[4]), At: at, Logged: at}
	for i := 5; i < len(f); i++ {
		switch f[i] {
		case "until":
			x.Until = s.when(strings.Join(f[i+1:i+5], " "))
			i += 4
		case "logged":
			x.Logged = s.when(strings.Join(f[i+1:i+5], " "))
			i += 4
		case "reason":
			if x.Reason = f[i+1]; x.Outcome == outcome.Verdict {
				x.Verdict, x.Reason = x.Reason, ""
			}
			i++
		case "vague":
			x.Vague = true
		case "gift":
			x.Gift = &GiftPlan{What: f[i+1]}
			i++
		case "alone":
			x.Gift.Alone = true
		case "elsewhere":
			x.ByOtherLead = true
		case "promises":
			p := Promise{By: Side(f[i+1]), What: f[i+2]}
			if i += 2; i+1 < len(f) && f[i+1] == "by" {
				p.Due = s.when(strings.Join(f[i+2:i+6], " "))
				i += 5
			}
			x.Promises = append(x.Promises, p)
		case "settles":
			x.Settled = append(x.Settled, Settled{ID: f[i+1], Kept: f[i+2] == "kept"})
			i += 2
		case "sends", "shows":
			x.Material = &Material{Name: f[i+1], Shown: f[i] == "shows"}
			i++
		case "together":
			yes := f[i+1] == "yes"
			x.Together = &yes
			i++
		default:
			s.t.Fatalf("%q: what is %q?", line, f[i])
		}
	}
	s.says, _ = s.r.MapFor(s.lead, x, s.rep)
	lead, logged, err := s.r.Log(s.lead, s.history, x, s.rep)
	s.now, s.last, s.err = x.Logged, logged, err
	if err == nil {
		s.lead, s.history = lead, append(s.history, logged.Touch)
	}
}

// when reads "Mon 2 Mar 09:20"; the weekday must be the date's.
func (s *story) when(text string) time.Time {
	s.t.Helper()
	t, err := time.ParseInLocation("Mon 2 Jan 15:04 2006", fmt.Sprintf("%s %d", text, s.year), s.clock)
	if err != nil {
		s.t.Fatal(err)
	}
	if got := t.Format("Mon"); !strings.HasPrefix(text, got) {
		s.t.Fatalf("%q is a %s", text, got)
	}
	return t
}

func (s *story) said(x Step) string {
	var b strings.Builder
	switch {
	case x.Kind == StepCall && x.FollowUp:
		fmt.Fprintf(&b, "follow-up %d", x.Number)
	case x.Kind == StepCall:
		fmt.Fprintf(&b, "attempt %d of %d", x.Number, x.Of)
	case x.Kind == StepRedial:
		fmt.Fprintf(&b, "redial %d", x.Number)
	default:
		b.WriteString(string(x.Kind))
	}
	if !x.Due.IsZero() {
		b.WriteString(x.Due.In(s.clock).Format(", Mon 2 Jan 15:04"))
	}
	if !x.Until.IsZero() {
		b.WriteString(x.Until.In(s.clock).Format("-15:04"))
	}
	if x.NeedsDate && x.Kind != StepNeedsDate {
		b.WriteString(", needs a date")
	}
	if x.OutsideHours {
		b.WriteString(", outside your hours")
	}
	return b.String()
}

func (s *story) inOrder(line string, codes []string) {
	s.t.Helper()
	var got []string
	for _, r := range s.r.Next(s.lead, s.rep, s.now).Because {
		got = append(got, r.Code)
	}
	i := 0
	for _, c := range got {
		if i < len(codes) && c == codes[i] {
			i++
		}
	}
	if i < len(codes) {
		s.t.Errorf("%s: got %v", line, got)
	}
}

func (s *story) want(line, want, got string) {
	s.t.Helper()
	if s.err != nil {
		s.t.Fatalf("before %q: %v", line, s.err)
	}
	if got != want {
		s.t.Errorf("want %s\n      got %s", want, got)
	}
}

func newYork() Rep { return Rep{ID: "U1", TZ: "America/New_York"} }

func rules(t *testing.T, config string) *Rules {
	t.Helper()
	r, err := LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func isErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}
