package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/drafts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/prep"
)

// draftsOf are messages of every kind to a lead, each in all texts that take turns, of a chase with three calls.
func draftsOf(l coach.Lead) (out []drafts.Draft) {
	l.Progress.Commitment = &coach.Commitment{At: at(15, 16, 0), Agenda: l.HotButton}
	data := drafts.Data{Lead: l, Rep: coach.Rep{ID: "U1", TZ: "Europe/Berlin", Locale: "en-US"}, Me: "Maya Lindqvist",
		Now: now, Slots: []coach.Slot{{At: at(15, 9, 0)}, {At: at(16, 16, 30)}}}
	for i := range 3 {
		data.Touches = append(data.Touches, coach.Touch{Outcome: outcome.NoAnswer, Try: i + 1, At: at(5+i, 9, 0)})
	}
	for kind := range texts.DraftTitles {
		data.Lead.Progress.Drafts = nil
		for range 8 {
			d, ok := drafts.Make(coach.DefaultRules(), kind, data)
			if !ok {
				break
			}
			data.Lead.Progress.Drafts = append(data.Lead.Progress.Drafts, d.Key())
			out = append(out, d)
		}
	}
	return out
}

// draftCases are the messages to a lead, the first of each kind, and what is said where there is none.
func draftCases(add func(string, any), state string, l coach.Lead) {
	first := map[outreach.Kind]bool{}
	for _, d := range draftsOf(l) {
		if !first[d.Kind] {
			add("draft-"+string(d.Kind)+state, texts.DraftPage{Lead: l, Draft: d}.Form(reader))
		}
		first[d.Kind] = true
	}
	for kind := range texts.DraftTitles {
		add("draft-none-"+string(kind)+state, texts.NoDraft(reader, l, kind))
	}
	add("draft-which"+state, texts.WhichDraft(reader, l, l.HotButton))
}

// A draft is read without scrolling: with the lead's line, the labels and the signature it has at most 70 words, in
// each text that takes its turn.
func TestBudgetDrafts(t *testing.T) {
	for name, l := range map[string]coach.Lead{"rich": acme(), "sparse": {ID: "L1", Name: "Birch"}} {
		letters := 0
		for _, d := range draftsOf(l) {
			letters++
			v := texts.DraftPage{Lead: l, Draft: d}.Form(american)
			n := wordCount(v.Blocks.BlockSet) + wordsIn(d.Subject) + wordsIn(d.Body)
			if n > 70 {
				t.Errorf("%s, %s: %d words of 70:\n%s\n%s", name, d.Key(), n, d.Subject, d.Body)
			}
			if v.Submit.Text != "Mark as sent" || v.Close.Text != "Back" {
				t.Errorf("%s: [%s] [%s]", d.Key(), v.Submit.Text, v.Close.Text)
			}
			for _, b := range v.Blocks.BlockSet {
				if in, ok := b.(*slack.InputBlock); ok {
					if e := in.Element.(*slack.PlainTextInputBlockElement); e.ActionID == fields.Message && (!e.Multiline ||
						e.MaxLength != coach.MaxNote || e.InitialValue != strings.TrimSpace(d.Body)) {
						t.Errorf("%s: the text is no field to copy from: %+v", d.Key(), e)
					}
				}
			}
		}
		if letters < 7*3 {
			t.Errorf("%s: only %d texts", name, letters)
		}
	}
	within(t, "no goodbye", texts.NoDraft(american, acme(), outreach.Goodbye), 30, "No goodbye for *Acme Corp* yet")
	within(t, "no date", texts.NoDraft(american, acme(), outreach.AfterTalk), 30, "No call is agreed with *Acme Corp*")
	within(t, "which", texts.WhichDraft(american, acme(), "carrier pigeon"), 30, "“carrier pigeon”")
	for _, words := range []string{texts.ErrNothingSent,
		texts.ErrGoodbye([]phrase.Half{phrase.HalfTries, phrase.HalfTiming})} {
		if n := wordsIn(words); n > 30 {
			t.Errorf("%d words of 30: %s", n, words)
		}
	}
}

// What a form carries along comes back as it went out, and what is none is no reason.
func TestDraftMetaComesBack(t *testing.T) {
	d := drafts.Draft{Text: outreach.Text{Kind: outreach.Email1, ID: "reason"}, Why: coach.WhyTimely}
	meta := request.DecodeMeta(texts.DraftPage{Lead: acme(), Draft: d}.Form(reader).PrivateMetadata)
	var key string
	if kind, why := texts.ReadDraftMeta(meta, &key); kind != outreach.Email1 || why != coach.WhyTimely ||
		key != "email-1/reason" {
		t.Errorf("%q: %s, %s, %s", meta.Draft, kind, why, key)
	}
	if kind, why := texts.ReadDraftMeta(request.Meta{Draft: "x|<evil>"}, &key); kind.Outcome() != "" || why != "" {
		t.Errorf("%s, %s", kind, why)
	}
}

// The email that is due opens its words: in an answer, in ⋯, on a card of whoever prefers writing, and in a prep, where
// a network's touch stands on the first tries.
func TestWhereAnEmailIsOpened(t *testing.T) {
	l := acme()
	step := coach.Step{Kind: coach.StepCall, Number: 2, Of: 7, Due: now, Until: now.Add(time.Hour), Mail: 1, Social: true}
	labels := strings.Join(buttonLabels(cards.Prep(american, prep.Prep{Card: coach.Card{Lead: l, Step: step}},
		cards.PrepNews{}).Blocks), "·")
	if !strings.Contains(labels, "Email 1…·LinkedIn…·X") {
		t.Errorf("prep: %s", labels)
	}
	labels = strings.Join(buttonLabels(cards.Show(american, cards.ShowLead{Card: coach.Card{Lead: l, Step: step}}).Blocks),
		"·")
	if !strings.Contains(labels, "LinkedIn…·X") || strings.Contains(labels, "Email") {
		t.Errorf("show: %s", labels)
	}
	l.Prefers, l.Progress.Calls, l.Progress.LastTry = coach.ByMail, 1, now
	step.Mail = 0
	labels = strings.Join(buttonLabels(cards.Card(american, coach.Card{Lead: l, Step: step})), "·")
	if !strings.HasPrefix(labels, "Write email…·Voicemail") {
		t.Errorf("card: %s", labels)
	}
}
