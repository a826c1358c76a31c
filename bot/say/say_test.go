package say_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
)

// TestTextSaysWhatTheCardShows: a screen reader reads the text in place of the blocks, so every card's essentials stand
// in it: who, which step, why, the number, what to open with.
func TestTextSaysWhatTheCardShows(t *testing.T) {
	essentials := func(c coach.Card) []string {
		name, _, number := cards.StepView{To: reader, Card: c}.Whom()
		words := []string{name, cards.StepView{To: reader, Card: c}.Name(), strings.TrimPrefix(number, " · "),
			cards.StepView{To: reader, Card: c}.Line()}
		if c.Step.Kind == coach.StepCall && c.Lead.MailFirst() {
			words[1] = say.Lower(words[1])
		}
		return words
	}
	for state, lead := range leads {
		for _, c := range everyCard(lead()) {
			for what, r := range map[string]say.Reply{
				"today":  cards.Today(reader, cards.DayList{Cards: []coach.Card{c}}),
				"digest": cards.Digest(reader, notify.Digest{Cards: []coach.Card{c}, Tip: tip()}),
			} {
				for _, w := range essentials(c) {
					if !strings.Contains(r.Text, w) {
						t.Errorf("%s, %s%s: the text doesn't say %q:\n%s", what, c.Step.Kind, state, w, r.Text)
					}
				}
			}
			page := cards.Show(reader, cards.ShowLead{Card: c}).Text
			for _, w := range []string{say.Quote(c.Lead.Contact, say.NameLength), say.Quote(c.Lead.Phone, 40),
				say.Quote(say.Few(c.Lead.HotButton, 14), say.ShortLength)} {
				if !strings.Contains(page, w) {
					t.Errorf("show, %s%s: the text doesn't say %q:\n%s", c.Step.Kind, state, w, page)
				}
			}
		}
	}
	ten := cards.Digest(reader, notify.Digest{Cards: cardsOf(10), Tip: tip(), More: 3})
	for _, c := range cardsOf(10) {
		for _, w := range essentials(c)[:3] {
			if !strings.Contains(ten.Text, w) {
				t.Errorf("a digest of ten doesn't say %q", w)
			}
		}
	}
	if n := blockkit.Len(ten.Text); n > 4000 {
		t.Errorf("a digest of ten has %d characters of text", n)
	}
}

// TestAnswersFitIntoAnAck: an answer leaves in the acknowledgement of its command, whose frame ends at 20,480 bytes.
func TestAnswersFitIntoAnAck(t *testing.T) {
	question := saved(acme())
	question.Created, question.Logged.Question = true,
		&coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	question.Touch.Note = strings.Repeat("A note of usual length. ", 20)
	var sizes []string
	for what, r := range map[string]say.Reply{
		"logged": answers.Logged(reader, question),
		"today of five": cards.Today(reader, cards.DayList{Cards: everyCard(acme())[:5],
			Done: []cards.Done{{Lead: acme(), Touch: question.Touch}}}),
		"show": cards.Show(reader, cards.ShowLead{Card: call(acme()),
			Notes: []coach.Touch{question.Touch, question.Touch, question.Touch}}),
		"when":          answers.When(reader, call(acme()), coach.Balanced),
		"prep":          cards.Prep(reader, fullPrep(acme()), cards.PrepNews{Missing: prep.MissingHot, Change: "C1"}),
		"list":          cards.List(reader, cards.ListPage{Leads: everyCard(acme()), Page: 1, Total: 30}),
		"help":          library.Help(reader, "outcomes"),
		"settings":      setup.Settings(reader, coach.Rep{TZ: "Europe/Berlin"}),
		"note too long": problems.NoteTooLong(reader, 3100, 3000, strings.Repeat("word ", 620)),
	} {
		raw, err := json.Marshal(slack.Msg{Text: r.Text, Blocks: slack.Blocks{BlockSet: r.Blocks}})
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, what+" "+strconv.Itoa(len(raw)))
		if len(raw) >= 18_000 {
			t.Errorf("%s: %d bytes", what, len(raw))
		}
	}
	slices.Sort(sizes)
	t.Log(strings.Join(sizes, ", "))
}

// TestReplaceCard: Slack hands a message back as JSON; one card becomes ✓, the others stay, the text follows, no id is
// used again.
func TestReplaceCard(t *testing.T) {
	deck := everyCard(acme())[:6]
	for i := range deck {
		deck[i].Lead.ID, deck[i].Lead.Name = "L"+strconv.Itoa(i), "Lead number "+strconv.Itoa(i)
	}
	sent := cards.Digest(reader, notify.Digest{Asks: deck[:2], Cards: deck[2:], Tip: tip(), More: 4})
	raw, err := json.Marshal(slack.Blocks{BlockSet: sent.Blocks})
	if err != nil {
		t.Fatal(err)
	}
	var back slack.Blocks
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	to := reader
	to.Nonce = "n2"
	s := saved(deck[3].Lead)
	got, found := answers.ReplaceCard(to, back.BlockSet, "L3", answers.CardDone(to, s))
	if !found {
		t.Fatal("the card was not found")
	}
	if _, err := got.Checked(); err != nil {
		t.Error(err)
	}
	if len(got.Blocks) != len(sent.Blocks)-1 { // a card is two blocks, a done one is one
		t.Errorf("%d blocks became %d", len(sent.Blocks), len(got.Blocks))
	}
	for _, w := range []string{"✓ *Lead number 3*: voicemail saved", "Lead number 2", "Lead number 5", "*Tip:*"} {
		if !strings.Contains(got.Text, w) {
			t.Errorf("the text doesn't say %q", w)
		}
	}
	for _, b := range got.Blocks {
		if strings.Contains(b.ID(), ".n1.") {
			t.Errorf("block id %s was used before", b.ID())
		}
	}
	again, found := answers.ReplaceCard(reader, got.Blocks, "L3", answers.CardDone(reader, s))
	if !found || len(again.Blocks) != len(got.Blocks) {
		t.Error("a card that is done can't be replaced once more")
	}
	if _, found := answers.ReplaceCard(to, back.BlockSet, "L9", nil); found {
		t.Error("found a card that isn't there")
	}
}

func TestCheckedFallsBackToText(t *testing.T) {
	bad := say.Reply{Text: "words", Blocks: []slack.Block{slack.NewSectionBlock(say.Mrkdwn(strings.Repeat("x", 3001)), nil,
		nil)}}
	got, err := bad.Checked()
	var m blockkit.Mistakes
	if !errors.As(err, &m) || got.Text != "words" || got.Blocks != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := (say.Reply{}).Checked(); err == nil || got.Text == "" {
		t.Error("an empty reply stays silent")
	}
}

// TestRender: what travels is what was checked.
func TestRender(t *testing.T) {
	r := answers.Logged(reader, saved(acme()))
	want, err := json.Marshal(r.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Render()
	if err != nil || got.Text != r.Text || string(got.Blocks) != string(want) {
		t.Errorf("got %+v, %v", got, err)
	}
	r.Blocks = append(r.Blocks, slack.NewHeaderBlock(say.Label("", 1)))
	var m blockkit.Mistakes
	if got, err = r.Render(); !errors.As(err, &m) || got.Text != r.Text || got.Blocks != nil {
		t.Errorf("a mistake leaves %+v, %v", got, err)
	}
}

func TestValue(t *testing.T) {
	first, rest := request.ParseValue(ids.Value("L1", "7", "a|b"))
	if first != "L1" || !slices.Equal(rest, []string{"7", "a"}) {
		t.Errorf("%q %q", first, rest)
	}
	if first, rest := request.ParseValue(""); first != "" || len(rest) != 0 {
		t.Errorf("%q %q", first, rest)
	}
	for id, want := range map[string]string{"slot.pick.2": ids.ActSlot, "list.page.next": ids.ActPage,
		"log.voicemail": ids.ActVoicemail, "ask.light.3": ids.ActLight, "unknown.9": "unknown.9"} {
		if got := ids.Kind(id); got != want {
			t.Errorf("Kind(%q) = %q", id, got)
		}
	}
}

func TestMetaFits(t *testing.T) {
	full := request.Meta{Lead: "L1", Version: 3, Channel: "D1", Message: "1.2",
		URL: "https://hooks.slack.example/" + strings.Repeat("u", 200), Ref: "R1", Text: "short"}
	if got := request.DecodeMeta(fields.EncodeMeta(full)); got != full {
		t.Errorf("got %+v", got)
	}
	long := full
	long.Text = strings.Repeat("x", 4000)
	if got := request.DecodeMeta(fields.EncodeMeta(long)); got.Text != "" || got.URL != full.URL || got.Lead != "L1" {
		t.Errorf("got %+v", got)
	}
	long.URL = strings.Repeat("u", 4000)
	if got := request.DecodeMeta(fields.EncodeMeta(long)); got.URL != "" || got.Message != "1.2" {
		t.Errorf("got %+v", got)
	}
	if request.DecodeMeta("not json") != (request.Meta{}) {
		t.Error("rubbish became a Meta")
	}
}

func TestFormErrors(t *testing.T) {
	got := fields.FormErrors([]string{"outcome.n1", "note.n1"},
		map[string]string{fields.Note: problems.ErrNote(3001), fields.Hot: "lost?"})
	want := map[string]string{"note.n1": "The note has 3,001 characters, 3,000 at most.",
		"outcome.n1": "lost?"}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if got := fields.FormErrors(nil, want); len(got) != 0 {
		t.Errorf("of a form without inputs: %v", got)
	}
	for _, words := range []string{problems.ErrNext(reader, at(13, 9, 0)), problems.ErrWhen(reader, at(15, 9, 0)),
		problems.ErrLaw(reader, lawError()), problems.ErrTaken("<!channel>")} {
		if strings.Contains(words, "<!date") {
			t.Errorf("a token where none is read: %s", words)
		}
	}
	if got := problems.ErrNext(reader, at(13, 9, 0)); !strings.Contains(got, "Tue 13 Jan, 09:00") {
		t.Error(got)
	}
}

// TestFormErrorsInWords pins what stands below a field, where no token and no formatting is read.
func TestFormErrorsInWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{problems.ErrNext(reader, at(13, 9, 0)), "That's in the past: Tue 13 Jan, 09:00."},
		{problems.ErrWhen(reader, at(15, 9, 0)),
			"That's in the future: Thu 15 Jan, 09:00. A call to come belongs below."},
		{
			problems.ErrLaw(reader, lawError()),
			"22:00 is too late in New York. Calls are allowed from 08:00 to 21:00. Try Thu 15 Jan, " +
				"02:30 or Thu 15 Jan, 14:00."},
		{problems.ErrNote(3001), "The note has 3,001 characters, 3,000 at most."},
		{problems.ErrClosed(reader, closedLead(acme())), "Acme Corp is closed: won (Mon 12 Jan, 12:00)."},
		{problems.ErrClosed(reader, blockedLead(acme())), "Acme Corp asked a colleague of yours not to be called (Mon 12 " +
			"Jan, 12:00)."},
		{problems.ErrOpened(acme()), "Acme Corp was reopened meanwhile. What you wrote stays here for you to copy."},
		{problems.ErrTaken("Birch"), "You have a lead called Birch already."},
	} {
		if c.got != c.want {
			t.Errorf("\n got %s\nwant %s", c.got, c.want)
		}
	}
	for option, want := range map[string]string{"warm": "warm", "cold": "cold",
		"keep": "light, one call in 30 days", "full": "the full plan", "drop": "dropped"} {
		if got := answers.Answered(reader, "", option, saved(acme())).Text; !strings.Contains(got,
			"Acme Corp*, "+want+"\n") {
			t.Errorf("%s: no %q in %s", option, want, got)
		}
	}
}

// TestFormsAreShort: at most six inputs a view, seven in the settings, and what may be left out is marked so.
func TestFormsAreShort(t *testing.T) {
	required := map[string]bool{fields.Outcome: true, fields.When: true, fields.Name: true, fields.Date: true,
		fields.Subject: true,
		fields.Message: true, fields.File: true}
	mayBeLeftOut := map[string][]string{fields.FormMissing: {fields.Date},
		fields.FormSettings: {fields.Zone, fields.Kinds}}
	for _, c := range allCases() {
		v, ok := c.what.(slack.ModalViewRequest)
		if !ok {
			continue
		}
		n := 0
		for _, b := range v.Blocks.BlockSet {
			in, ok := b.(*slack.InputBlock)
			if !ok {
				continue
			}
			n++
			field := request.FieldOf(in.BlockID)
			if may, all := mayBeLeftOut[v.CallbackID]; all { // every other field has a value
				if in.Optional != slices.Contains(may, field) {
					t.Errorf("%s: %s is optional: %v", c.name, field, in.Optional)
				}
				continue
			}
			if in.Optional && required[field] || !in.Optional && field != fields.Reason && field != fields.Next &&
				!required[field] {
				t.Errorf("%s: %s is optional: %v", c.name, field, in.Optional)
			}
		}
		most := 6
		if v.CallbackID == fields.FormSettings { // the switches are one more, for all settings stand in one form
			most++
		}
		if n > most {
			t.Errorf("%s has %d inputs, more than %d: those of a lead's facts go by the Page of their row in coach",
				c.name, n, most)
		}
	}
}

// TestEveryOutcomeIsSaidInWords: codes never stand on screen outside of what to type.
func TestEveryOutcomeIsSaidInWords(t *testing.T) {
	for _, o := range outcome.All() {
		s := saved(acme())
		s.Touch.Outcome = o.Code
		if o.Ends {
			s.Lead.Progress.Closed = o.Code
		}
		r := answers.Logged(reader, s)
		if strings.Contains(string(o.Code), "-") && strings.Contains(r.Text, string(o.Code)) {
			t.Errorf("%s is shown as a code:\n%s", o.Code, r.Text)
		}
		if _, err := r.Checked(); err != nil {
			t.Errorf("%s: %v", o.Code, err)
		}
	}
	for _, g := range []outcome.Group{outcome.NotReached, outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs,
		outcome.Ended,
		outcome.OtherTouch} {
		if fields.GroupNames[g] == "" {
			t.Errorf("group %s has no name", g)
		}
	}
}

func BenchmarkLogged(b *testing.B) {
	s := saved(acme())
	for b.Loop() {
		if _, err := answers.Logged(reader, s).Checked(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDigestOfTen(b *testing.B) {
	d := notify.Digest{Cards: cardsOf(10), Tip: tip(), More: 90}
	for b.Loop() {
		_ = cards.Digest(reader, d)
	}
}

func BenchmarkDigestOfTenChecked(b *testing.B) {
	d := notify.Digest{Cards: cardsOf(10), Tip: tip(), More: 90}
	for b.Loop() {
		if _, err := cards.Digest(reader, d).Checked(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheckDigestOfTen is what the check alone costs.
func BenchmarkCheckDigestOfTen(b *testing.B) {
	r := cards.Digest(reader, notify.Digest{Cards: cardsOf(10), Tip: tip(), More: 90})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Checked(); err != nil {
			b.Fatal(err)
		}
	}
}
