package say_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/tips"
)

// Answers about muted tips, and about a team's own, are as short as those about settings, with names at their longest.
func TestBudgetMutedTips(t *testing.T) {
	var longest tips.Tip
	for _, tip := range coach.DefaultRules().Tips().ByTopic("") {
		if say.WordsOf(tip.Title) > say.WordsOf(longest.Title) {
			longest = tip
		}
	}
	team := coach.Team{ID: "T", Name: longName, Tips: []tips.TeamTip{{ID: "abc12345", For: "did-it-happen",
		Text: strings.Repeat("word ", tips.TipWords-1) + "end", Says: "Ann, twenty years in freight, our best closer"}}}
	own := team.Tips[0]
	within(t, "muted", library.TipMuted(maya(), longest, true, "c1"), 25, "✓ *Muted:*", "Undo", "Muted tips")
	within(t, "lifted", library.TipMuted(maya(), longest, false, ""), 25, "✓ *Lifted:*", "Muted tips")
	within(t, "undone", library.TipsUndone(maya()), 25, "Undo one more")
	within(t, "none muted", library.MutedTips(maya(), nil, nil), 25, "You've muted no tip.")
	within(t, "two muted", library.MutedTips(maya(), []tips.Tip{longest, longest},
		[]library.TeamMuted{{Team: team.Name, Tips: []tips.Tip{longest}}}), 60, "2 tips", "Lift", "Muted for")
	within(t, "nothing seen", library.NothingToMute(maya()), 25, "Show a tip")
	within(t, "not for me", library.TipThanks(maya(), longest, false), 25, "60 days", "Never again")
	within(t, "too sure", library.TipTooSure(maya(), longest), 30, "Not muted", "Mute it for me", "Source")
	within(t, "team muted", library.TeamTipMuted(maya(), team, longest, true), 30, "✓ *Muted for", "Undo", "Team's tips")
	within(t, "team lifted", library.TeamTipMuted(maya(), team, longest, false), 30, "✓ *Lifted for", "Undo")
	within(t, "team added", library.TeamTipAdded(maya(), team, own), 60, "✓ *Added*", "Remove")
	within(t, "team removed", library.TeamTipRemoved(maya(), team, own), 60, "✓ *Removed*", "Add it back")
	within(t, "team's tips", library.TeamTips(maya(), team, []tips.Tip{longest}, true), 80, "1 of its own, 1 muted",
		"Remove", "Lift", "Add a tip…")
	for range tips.MaxTeamTips { // a team that is full is still one message
		team.Tips = append(team.Tips, own)
	}
	if _, err := library.TeamTips(maya(), team, slices.Repeat([]tips.Tip{longest}, 60), true).Checked(); err != nil {
		t.Error(err)
	}
	tip, _ := coach.DefaultRules().Tips().ByID("t5")
	within(t, "source", library.TipSourced(maya(), tip, library.TeamMute{Team: longName, Line: "team tips mute t5"}), 60,
		"Mute for ")
}

// Answers about a team's phrases, and what is said of one in a log's answer and in a check, at their longest.
func TestBudgetTeamPhrases(t *testing.T) {
	own := phrase.TeamPhrase{Words: "one two three four five six", Instead: "name one effect that they count in weeks"}
	phrases, problem := phrase.Own{}.With(own)
	if problem != nil {
		t.Fatal(problem)
	}
	if _, more := phrases.With(phrase.TeamPhrase{Words: "it", Instead: own.Instead + " more"}); more == nil {
		t.Error("the longest is not the longest")
	}
	team := coach.Team{ID: "T", Name: longName, Phrases: phrases}
	within(t, "added", library.TeamPhraseAdded(maya(), team, own), 40, "✓ *Added*", "Remove", "Team's phrases")
	within(t, "removed", library.TeamPhraseRemoved(maya(), team, own), 40, "✓ *Removed*", "Add it back")
	within(t, "list", library.TeamPhrases(maya(), team, true), 50, "1 phrase to avoid", "Remove", "Add a phrase…")
	for _, mark := range []string{"w", "&"} { // a team that is full is still one message, and shows all that are words
		full := coach.Team{ID: "T", Name: longName}
		for n := range phrase.MaxOwn {
			if full.Phrases, problem = full.Phrases.With(phrase.TeamPhrase{Instead: strings.Repeat(mark, 59) + "x",
				Words: strings.Repeat(mark, 54) + "word" + strconv.Itoa(n)}); problem != nil {
				t.Fatal(n, problem)
			}
		}
		r, err := library.TeamPhrases(maya(), full, true).Checked()
		if err != nil || !strings.Contains(r.Text, map[string]string{"w": "word39", "&": " more"}[mark]) {
			t.Error(err, r.Text)
		}
	}
	book := coach.DefaultRules().Phrases().With(phrases)
	text := "One or two or three or four or five or six"
	found := book.Review(text)
	if len(found) != 1 {
		t.Fatal(found)
	}
	remark := answers.Remark(maya(), answers.Saved{Phrase: &answers.Found{Finding: found[0], Instead: found[0].Instead}})
	if n := say.WordsOf(remark); n > 15 || !strings.Contains(remark, "in weeks.") {
		t.Errorf("%d words: %s", n, remark)
	}
	checked := texts.Checked{Text: text, Check: drafts.Examine(coach.DefaultRules(), text,
		drafts.CheckInput{Phrases: book}), Ref: "r"}
	within(t, "check", texts.CheckedDraft(maya(), checked), 20+25*checked.Check.Findings()+say.WordsOf(text),
		"isn't team style.", "in weeks.", "Your team's own rule.")
	within(t, "source", answers.PhraseSourced(maya(), found[0]), 60, "isn't team style", "Your team's own rule")
}

// TestBudgetHints: each line of how has at most 20 words on top of its card, whatever tip it is; a message has three at
// most, and the day's tip only where the whole stays within 240 (S1.4).
func TestBudgetHints(t *testing.T) {
	for _, tip := range coach.DefaultRules().Tips().ByTopic("") {
		if n := say.WordsOf(cards.HintLine(tip)); n > cards.HintWords {
			t.Errorf("%s: %d words: %s", tip.ID, n, cards.HintLine(tip))
		}
	}
	d := notify.Digest{Rep: "U1", Date: "2026-11-10", Hints: map[string]tips.Tip{}}
	for n := range 10 {
		c := attemptCard(fmt.Sprint("L", n))
		d.Cards = append(d.Cards, c)
	}
	bare := wordCount(cards.Digest(maya(), d).Blocks)
	tips := coach.DefaultRules().Tips().ByTopic("")
	for n := range 3 {
		d.Hints[fmt.Sprint("L", n)] = tips[n]
	}
	d.Tip = &tips[5]
	r := cards.Digest(maya(), d)
	with := wordCount(r.Blocks)
	if n := strings.Count(say.Spoken(r.Blocks), "\nHow: "); n != 3 {
		t.Errorf("%d lines of how:\n%s", n, say.Spoken(r.Blocks))
	}
	hinted := say.Spoken(r.Blocks)
	if bare > cards.DigestWords || with > bare+3*cards.HintWords && !strings.Contains(hinted, "*Tip:*") {
		t.Errorf("%d words with the lines, %d without", with, bare)
	}
	if strings.Contains(hinted, "*Tip:*") && with > cards.DigestWords {
		t.Errorf("the tip stands in a message of %d words", with)
	}
	if _, err := r.Checked(); err != nil {
		t.Error(err)
	}
}

// attemptCard is a usual card of a lead of that id.
func attemptCard(id string) coach.Card {
	c := attempt(2, mayasDay(10, 8, 0), mayasDay(10, 10, 0), chicago)
	l := coach.Lead{ID: id, Name: "Birchwood Dental", Contact: "Lena Fox", Phone: "+1 212 555 0102"}
	return coach.Card{Lead: l, Step: c}
}

// TestBudgetWholeScript: a prep keeps to its 130 words with the whole script below it, says no line twice, and fits
// into a message whatever the branch.
func TestBudgetWholeScript(t *testing.T) {
	rules := coach.DefaultRules()
	for name, pr := range map[string]prep.Prep{"usual": fullPrep(acme()), "smallest": {Card: dueNow(sparse())}} {
		for _, b := range rules.Scripts().Branches() {
			fill := merge.Fields{Lead: pr.Lead, Rep: coach.Rep{TZ: "America/New_York"}, Now: maya().Now}
			script, _ := rules.Scripts().Script(b.ID, fill.Values())
			pr.Whole = &script
			r := library.Prep(maya(), pr, cards.PrepNews{})
			at := slices.IndexFunc(r.Blocks, func(b slack.Block) bool {
				return strings.HasPrefix(say.Spoken([]slack.Block{b}), "*The ")
			})
			if at < 0 {
				t.Fatalf("%s, %s: no script", name, b.ID)
			}
			if n := wordCount(r.Blocks[:at]); n > cards.PrepWords {
				t.Errorf("%s, %s: %d words", name, b.ID, n)
			}
			if pr.Opener != "" && strings.Count(say.Spoken(r.Blocks), say.Quote(pr.Opener, say.LineLength)) > 1 {
				t.Errorf("%s, %s: the opener stands there twice", name, b.ID)
			}
			if _, err := r.Checked(); err != nil {
				t.Errorf("%s, %s: %v", name, b.ID, err)
			}
		}
	}
}

// Whom a team chases fits into the words of settings, however much it is, and a form's fields take all of it.
func TestBudgetSuspects(t *testing.T) {
	var s qualify.Suspects
	for _, part := range []string{qualify.PartOften, qualify.PartSeldom} {
		var many []string
		for n := range qualify.VerticalsMost {
			many = append(many, part+" "+strings.Repeat("a & ", 6)+strconv.Itoa(n))
		}
		var wrong *qualify.Problem
		if s, wrong = s.With(part, strings.Join(many, ", ")); wrong != nil {
			t.Fatal(wrong)
		}
	}
	s, _ = s.With(qualify.PartFit, "those with ten vehicles or more, and a workshop of their own")
	s, _ = s.With(qualify.PartPark, qualify.ParkOn)
	team := coach.Team{ID: "T", Name: longName, Suspects: s}
	within(t, "shown", library.TeamSuspects(maya(), team, true), 45, "Often buy: ", "Seldom buy: ", "Criteria: ",
		"Change…")
	within(t, "saved", library.SuspectsSaved(maya(), team, false), 45, "✓ *Saved:*", "Show them")
	within(t, "unparked", library.SuspectsSaved(maya(), coach.Team{Name: longName}, true), 45, "`/followup list parked`")
	within(t, "none", library.TeamSuspects(maya(), coach.Team{Name: longName}, false), 45, "Nothing yet.")
	form := library.SuspectsForm(maya(), team, request.Meta{})
	for _, b := range form.Blocks.BlockSet {
		in, _ := b.(*slack.InputBlock)
		text, ok := in.Element.(*slack.PlainTextInputBlockElement)
		if park, _ := in.Element.(*slack.RadioButtonsBlockElement); !ok {
			text = &slack.PlainTextInputBlockElement{ActionID: park.ActionID, InitialValue: park.InitialOption.Value}
		}
		if again, wrong := s.With(text.ActionID, text.InitialValue); wrong != nil || again.Text(text.ActionID) !=
			s.Text(text.ActionID) {
			t.Errorf("%s: not as it was: %v", text.ActionID, wrong)
		}
	}
}
