package say_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/selfreport"
)

// ownFigures are a rep's own figures in a usual week.
func ownFigures() *selfreport.Report {
	return selfreport.Of(coach.DefaultRules(), coach.Counters{Unsorted: 90, Reached: 15, OnTime: 14, Late: 2, TheyKept: 6,
		TheyBroke: 3,
		WeKept:    9, WeBroke: 1,
		Dated: 11, DatedReached: 8, Vague: 9, VagueReached: 2, Unread: 8, Engaged: 5},
		coach.Counters{Unsorted: 50, Reached: 9})
}

// S1.10, S3.6, S3.13, S3.15, S3.27, S4.14, S4.15: each figure in words, and none where there is nothing yet.
func TestMirrorWords(t *testing.T) {
	all := strings.Join(figures.SelfReportLines(ownFigures()), "\n")
	for _, want := range []string{
		"1 in 6 (10–26%), 15 of 90", "41 calls reached nobody, about 3 h 25 min", "*On time:* 14 of 16",
		"with a date 8 of 11", "yours 9 of 10",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("want %q in\n%s", want, all)
		}
	}
	// Fewer than ten cases are no share.
	for _, few := range []string{"2 of 9", "6 of 9", "5 of 8"} {
		if strings.Contains(all, few) || strings.Contains(figures.SelfReportLine(ownFigures()), few) {
			t.Errorf("%q is told in\n%s", few, all)
		}
	}
	line := figures.SelfReportLine(ownFigures())
	for _, want := range []string{figures.OnlyYou, "41 calls reached nobody, about 3 h 25 min",
		"you reach 1 in 6 (10–26%)",
		"14 of 16",
		"8 of 11"} {
		if !strings.Contains(line, want) {
			t.Errorf("want %q in %s", want, line)
		}
	}
	if figures.SelfReportLine(nil) != "" || figures.SelfReportLines(nil) != nil {
		t.Error("figures of nothing")
	}
	early := selfreport.Of(coach.DefaultRules(), coach.Counters{Unsorted: 4, Reached: 1}, coach.Counters{})
	if got := figures.SelfReportLine(early); got != "" {
		t.Errorf("four calls are no figure: %s", got)
	}
	if got := figures.SelfReportLines(early); len(got) != 1 ||
		!strings.Contains(got[0], "1 in 3, a guess until you have 30 calls (4 so far)") {
		t.Errorf("four calls: %q", got)
	}
}

// S3.14: what hanging up costs, by the source's guess and by the rep's own rate.
func TestCallBackCostInWords(t *testing.T) {
	for _, c := range []struct {
		tally coach.Counters
		want  string
	}{
		{
			coach.Counters{},
			"You have them now. Calling back costs about 15 minutes: five for each try, and one in three picks up, says the " +
				"source."},
		{
			coach.Counters{Unsorted: 29, Reached: 1},
			"You have them now. Calling back costs about 15 minutes: five for each try, and one in three picks up, says the " +
				"source."},
		{
			coach.Counters{Unsorted: 90, Reached: 15},
			"You have them now. Calling back costs about 30 minutes: you reach 1 in 6 (10–26%)."},
		{
			coach.Counters{Unsorted: 30, Reached: 24},
			"You have them now. Calling back costs about 6 minutes: you reach 8 in 10 (63–90%)."},
		{
			coach.Counters{Unsorted: 40},
			"You have them now. Calling back costs 57 minutes or more: five for each try, and you reach nobody so far " +
				"(up to 9%)."},
		{
			coach.Counters{Unsorted: 30, Reached: 30},
			"You have them now. Calling back costs about 5 minutes: you reach 10 in 10 (89–100%)."},
	} {
		if got := figures.CallBackCost(reader, selfreport.CallBackCost(coach.DefaultRules().Limits(),
			c.tally)); got != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.tally, got, c.want)
		}
	}
}

// S4.15: a rep's own figures are for that rep. Of all that is said anywhere, only their morning message and their
// settings have them; no summary, no list of teams, no library, nothing that a manager or a channel reads.
func TestOnlyTheRepSeesTheirFigures(t *testing.T) {
	may := map[string]bool{"figures": true, "figures-none": true, "digest-mirror": true, "digest-500": true}
	seen := 0
	for _, c := range allCases() {
		raw, err := json.Marshal(c.what)
		if err != nil {
			t.Fatal(err)
		}
		has := strings.Contains(string(raw), figures.OnlyYou) || strings.Contains(string(raw), "*On time:*") ||
			strings.Contains(string(raw), "reached nobody, about")
		if has && !may[c.name] {
			t.Errorf("%s shows a rep's own figures", c.name)
		}
		if has {
			seen++
		}
	}
	if seen != len(may) {
		t.Errorf("%d of %d messages have them at all", seen, len(may))
	}
}
