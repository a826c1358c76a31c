package say_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// What is said, read once as if aloud: short sentences, plain English, none of the phrases that were put away.

// putAway are phrases that nobody says any more: odd English, parser talk, inversions, words for the house alone.
var putAway = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`They replied\. Needs a date`, `until there's a date, a result or a resume`, `as the call of Today told`,
	`somebody follows them`, `who follows (them|…)`, `a little more air`, `mind their clock`,
	`it doesn't hold up the call`,
	`no working days of yours`, `contact attempts together`, `calls ever\b`, `\blikely \d`, `hold anybody to`,
	`nobody's promise`, `without a date 0 of`, `make this one count`, `in 5 and`, `What does your gut say`,
	`hold it against the result`, `Who came to whom`, `by the turn that a call takes`, `has to tell`,
	`stands in the prep of`, `takes this out again`, `\bRules: S\d`, `before anything else`, `I was away for a while`,
	`Spoke to a gatekeeper`, `your mode is`, `probably asked one or two`, `\bIt's over\b`, `It wasn't them`,
	`Waiting for an answer from you`, `more in the list`, `Here it comes`, `easily brushed off`,
	`One question, if you like`,
	`they had promised`, `No reproach`, `\btaken back\b`, `Open again`, `Opened again`, `short plan is used up`,
	`dialled again after`, `Something broke on my side`, `older than what I have now`, `gave up on opening`, `isn't built`,
	`I find no lead called`, `Name one; the time`, `needs a time ahead`, `Here goes`, `bring them up again`,
	`like to be spoken to`, `Takes the place of the times`, `What did they get to look at`, `\[Agree on a call…`,
	`\bgut\b`, `came to a talk`, `, the change\b`, `sent you on\b`, `^0 calls`, `: 0 calls`,
	`missed by the other side`, `Stop everything\?`, `Yes, they asked`,
	`\bcadence\b`, `\bgatekeepers?\b`, `\bcommitments?\b`, `\bmail\b`, `\bmails\b`, `\byesterday\b \{`, `\bS\d\.\d`,
}, "|"))

// inversions are sentences that begin with their verb, or with a word that turns verb and subject round, and are no
// question.
var inversions = regexp.MustCompile(`(?:^|[.!?:] )(?:(?:Had|Should|Were) (?:you|they|it|I)\b[^?]*[.,]|` +
	`(?:Nor|Never|Rarely|Seldom|Hardly|Neither|Not only|Only then|Nowhere) ` +
	`(?:is|are|was|were|do|does|did|has|have|can|will)\b)`)

// readOnce are texts of cases that people read, with buttons, options and placeholders; what was typed and what is to
// be typed is theirs.
func readOnce(t *testing.T, c kase) string {
	t.Helper()
	words := seenBlocks(t, blocksOf(c.what))
	for _, b := range blocksOf(c.what) {
		if in, ok := b.(*slack.InputBlock); ok {
			if p, ok := in.Element.(*slack.PlainTextInputBlockElement); ok && p.Placeholder != nil {
				words += "\n" + p.Placeholder.Text
			}
		}
	}
	words = regexp.MustCompile("(?s)```.*?```").ReplaceAllString(words, "")
	return regexp.MustCompile("`[^`]*`").ReplaceAllString(words, "")
}

func TestNothingOddIsSaid(t *testing.T) {
	for _, c := range allCases() {
		for line := range strings.Lines(readOnce(t, c)) {
			if odd := putAway.FindString(line); odd != "" {
				t.Errorf("%s%s says %q: %s", c.name, c.state, odd, line)
			}
			if turned := inversions.FindString(line); turned != "" {
				t.Errorf("%s%s turns round %q: %s", c.name, c.state, turned, line)
			}
		}
	}
}

// TestSentencesAreShort: no sentence that people read has more than 20 words. Lists, and what somebody else wrote, are
// no sentences.
func TestSentencesAreShort(t *testing.T) {
	end := regexp.MustCompile(`[.?!:;]["”*]*(?: |$)| · |, because | → |\\n`)
	for _, c := range allCases() {
		if strings.HasPrefix(c.name, "script") || strings.HasPrefix(c.name, "evil") ||
			c.name == "team-list" {
			continue
		}
		for line := range strings.Lines(readOnce(t, c)) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "[") || strings.HasPrefix(line, ">") ||
				strings.Contains(line, "( )") || strings.Contains(line, "[ ]") || strings.HasPrefix(line, "What I know already") {
				continue
			}
			for _, sentence := range end.Split(line, -1) {
				if n := wordsIn(sentence); n > 20 {
					t.Errorf("%s: %d words: %s", c.name, n, sentence)
				}
			}
		}
	}
}
