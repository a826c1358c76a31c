package tips

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/phrase"
)

// A rep mutes any tip for themselves, a team's manager those below C for the team (handbook §5), and a team adds tips
// of its own. Both are laid over the built-in ones for one rep at a time.

// TeamTip is a tip that a manager added for the reps of a team.
type TeamTip struct {
	ID    string `json:"id"`
	Text  string `json:"t"`
	For   string `json:"for"`            // the situation it is for, by its name; see [Situations]
	Says  string `json:"says,omitempty"` // who says so: the source that [Source] shows
	Topic string `json:"topic,omitempty"`
	By    string `json:"by,omitempty"` // Slack user id of who added it
}

// The limits of a tip: what fits into 35 words with "Tip:" in front, and a line on a card into 20 with "How:".
const (
	TipWords    = 34
	HintWords   = 19
	maxTip      = 240 // characters
	maxTipSays  = 60
	maxTipTopic = 30
	MaxTeamTips = 30 // of a team's own
)

// Problem is what is wrong with a tip that somebody adds.
type Problem struct {
	Field string // text, for, says or topic
	Want  string // what is expected
	Like  *Tip   // a tip that advises the same already; nil otherwise
}

// Error says what is expected of which field.
func (p *Problem) Error() string { return p.Field + ": " + p.Want }

// Check says what is wrong with a tip that is added, as the built-in ones are checked: its words, when it comes, who
// says so, and that it is not there in other words already. nil where nothing is.
func (b *Book) Check(t TeamTip) *Problem {
	switch words := len(strings.Fields(t.Text)); {
	case blank(t.Text):
		return &Problem{Field: "text", Want: "a sentence that says what to do"}
	case words > TipWords || utf8.RuneCountInString(t.Text) > maxTip:
		return &Problem{Field: "text", Want: "at most 34 words and 240 characters"}
	case !slices.Contains(situations, t.For):
		return &Problem{Field: "for", Want: "when it comes"}
	case blank(t.Says) || utf8.RuneCountInString(t.Says) > maxTipSays:
		return &Problem{Field: "says", Want: "who says so, in at most 60 characters"}
	case utf8.RuneCountInString(t.Topic) > maxTipTopic:
		return &Problem{Field: "topic", Want: "at most 30 characters"}
	}
	for _, have := range b.tips {
		if sameAdvice(have, Tip{Text: t.Text}) || phrase.Fold(have.Text) == phrase.Fold(t.Text) {
			return &Problem{Field: "text", Want: "something that no tip says yet", Like: &have}
		}
	}
	return nil
}

// Tip is the tip as it is chosen and shown. Nobody has measured it.
func (t TeamTip) Tip() Tip {
	return Tip{ID: t.ID, Title: firstWords(t.Text, 6), Text: t.Text, Topic: cmp.Or(t.Topic, "your team's own"),
		Author: t.Says, Source: "team", Strength: "D", Against: "Your team's own: nobody has measured it.",
		For: []string{t.For}, Own: true}
}

// firstWords are the first words of a text, with what tells that there are more.
func firstWords(text string, most int) string {
	if ws := strings.Fields(text); len(ws) > most {
		return strings.Join(ws[:most], " ") + "…"
	}
	return strings.TrimRight(text, ".")
}

// TeamMay reports whether a team may mute the tip for its reps: one with no more behind it than an opinion (handbook
// §5, "any tip below C").
func (t Tip) TeamMay() bool { return t.Strength == "D" && (t.Cold == "" || t.Cold == "D") }

// Line is a tip in the words of a card.
func (t Tip) Line() string { return cmp.Or(t.How, t.Text) }

// Short reports whether a tip fits on a card.
func (t *Tip) Short() bool { return len(strings.Fields(t.Line())) <= HintWords }

// Before reports whether a tip is taken rather than another that fits as well; nil for none so far.
func (t *Tip) Before(best *Tip) bool {
	switch {
	case best == nil:
		return true
	case t.Own != best.Own:
		return t.Own
	}
	return len(t.When) > len(best.When)
}

// Situation is a situation that a tip may be for, in the words that people have for it.
type Situation struct{ Name, Words string }

// Situations are all situations, in the order of a chase.
func Situations() []Situation {
	return []Situation{{"first-call", "first call"}, {"warm", "first call, warm lead"},
		{"second-try", "second try, same day"}, {"third-try", "third try"}, {"late-tries", "fifth try or later"},
		{"attempt", "any try before you talked"}, {"redial", "busy line"}, {"mail", "email due"},
		{"follow-up", "follow-up"}, {"commitment", "agreed call"}, {"did-it-happen", "agreed call, nothing logged"},
		{"needs-date", "needs a date"}, {"broken", "missed by them"}, {"missed", "missed by you"},
		{"not-reviewed", "hasn't read it"}, {"wants-info", "wants info"}, {"referral", "sent to someone else"},
		{"not-now", "not now"}, {"gatekeeper", "assistant"}, {"distracted", "distracted"}, {"no-time", "no time"},
		{"unavailable", "not available"}, {"no-memory", "doesn't remember me"}, {"review", "time to decide"},
		{"light-question", "short plan done"}, {"task", "something to do"}, {"has-solution", "has a solution"},
		{"left-company", "left the company"}, {"call", "any call"}}
}

// Words that say nothing about what is advised, and those that stand in advice about calls of every kind.
var plainAdvice = strings.Fields(
	`a an and are as at be before by but can do don't for from has have how if in is it it's its not
	now of on one or say so than that the their them then they they're they've this to today until was what when who
	whoever	with you you'll you've your which will only somebody nobody care if's no
	answer ask begin call come day dial email hour reason time send write name first second next need give bring`)

// adviceOf are the words of a tip that carry what it advises.
func adviceOf(t Tip) map[string]bool {
	bag := map[string]bool{}
	for word := range strings.FieldsSeq(phrase.Fold(t.Title + " " + t.Text)) {
		if !slices.Contains(plainAdvice, word) {
			bag[strings.TrimSuffix(word, "s")] = true
		}
	}
	return bag
}

// sameAdvice reports whether two tips share half of the words of the shorter one, and four at least.
func sameAdvice(a, b Tip) bool {
	x, y, shared := adviceOf(a), adviceOf(b), 0
	for word := range x {
		if y[word] {
			shared++
		}
	}
	return shared >= 4 && 2*shared >= min(len(x), len(y))
}

// situations are what a tip may be for; a card is in several at once, the more telling ones first.
var situations = []string{"did-it-happen", "needs-date", "commitment", "review", "light-question", "task", "redial",
	"broken",
	"missed", "not-reviewed", "wants-info", "referral", "not-now", "gatekeeper", "distracted", "no-time", "unavailable",
	"no-memory",
	"has-solution", "left-company", "late-tries", "second-try", "third-try", "first-call", "warm", "mail",
	"follow-up", "attempt", "call"}

// Conditions are what a tip may ask of a card beside its situation, in the order of the alphabet.
func Conditions() []string {
	return []string{"ahead", "broke-up", "broken-twice", "busy", "cold", "competitor", "contact", "decider", "email",
		"extended", "find-number", "follow-up-1", "follow-up-2", "follow-up-3", "friday", "goal-close",
		"gut-high", "gut-low", "high", "hot", "industry", "introduced", "last-try", "low", "mail-2",
		"many-documents", "midweek", "monday", "news", "no-agenda", "no-answer", "no-contact", "no-decider",
		"no-hot", "no-page", "no-reason", "other-zone", "page", "prefers-mail", "problem", "promised-them",
		"promised-us", "read", "renewal", "send-gift", "social", "spoken", "stepped-back", "story", "tentative",
		"try-4", "unread", "voicemail-left", "warm", "web-form"}
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
