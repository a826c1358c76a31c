package record

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
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
	for _, s := range o.inside(req, l, outcome.Talked, words, nil) {
		day := s.At.In(ny).Format("Mon 2 Jan ")
		if clock := s.At.In(ny).Format("15:04"); day == last {
			said = append(said, clock)
		} else {
			said, last = append(said, day+clock), day
		}
	}
	return strings.Join(said, ", ")
}

// The phrases of testdata/inside.tsv stand behind the times that are offered for them, worked out by hand from the
// contract: an hour, a day or a part of one from its first minute, an open stretch from its first working day, a week,
// a month or a part of one from its first Wednesday or Thursday; 9:00 and 16:30 unless the words say otherwise.
func TestOffersLieInsideWhatWasSaid(t *testing.T) {
	raw, err := os.ReadFile("testdata/inside.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		want, phrases, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
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
