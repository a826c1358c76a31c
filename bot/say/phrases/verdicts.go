package phrases

import (
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// verdictNames are the verdicts in running text.
var verdictNames = map[string]string{
	coach.VerdictExtend: "one more call", coach.VerdictStepBack: "step back", coach.VerdictBreakUp: "goodbye",
	coach.VerdictGift: "a gift", coach.VerdictNurture: "set aside",
}

// VerdictName is a verdict in running text.
func VerdictName(verdict string) string {
	if name := verdictNames[verdict]; name != "" {
		return name
	}
	return say.Quote(strings.ReplaceAll(verdict, "-", " "), 40)
}

// whyNames are the kinds of reason in running text.
var whyNames = map[coach.WhyKind]string{coach.WhyValue: "value", coach.WhyTimely: "timely", coach.WhyNews: "news",
	coach.WhyStory: "success story"}

// Whys lists kinds of reason.
func Whys(kinds []coach.WhyKind) string {
	var names []string
	for _, k := range kinds {
		names = append(names, whyNames[k])
	}
	return strings.Join(names, ", ")
}

// backClause says that they answered after the end of a chase.
func backClause(to say.Reader, r coach.Reason) string {
	day := to.ShortDate(r.At.In(to.Location()))
	words := ""
	switch r.Word {
	case coach.VerdictBreakUp:
		words = "back after your goodbye of " + day
	case coach.VerdictStepBack:
		words = "back after your step back of " + day
	case coach.VerdictGift:
		words = "back after your gift of " + day
	case coach.VerdictNurture, coach.VerdictExtend:
		return "back after you set it aside on " + day
	default:
		return "back after it was closed on " + day + ": " + say.Shortly(outcome.Outcome(r.Word))
	}
	if r.N > 0 {
		words += "; it counts as won by it"
	}
	return words
}

// learned says why the hours of a step are others than the rules': the rep's own calls have overturned them.
func learned(to say.Reader, r coach.Reason) string {
	from, until, _ := strings.Cut(r.Word, "-")
	a, _ := strconv.Atoi(from)
	b, _ := strconv.Atoi(until)
	return "your own calls reach more people at " + to.Minutes(a) + "–" + to.Minutes(b) + ", " + say.Thousands(r.N) +
		" of " + say.Thousands(r.Of)
}
