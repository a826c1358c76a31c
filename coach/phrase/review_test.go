package phrase

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// book is what is built in.
func book(t testing.TB) *Book {
	t.Helper()
	b, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each phrase of the sources, in the ways people write it; a row per rule.
func TestReviewFindsWhatTheSourcesAdviseAgainst(t *testing.T) {
	r := book(t)
	for _, c := range []struct{ source, text, words string }{
		{"S0.23", "I'll send you some information.", "I'll send you some information"},
		{"S0.23", "Nice talk. I’LL SEND YOU SOME MORE INFO", "I’LL SEND YOU SOME MORE INFO"},
		{"S0.23", "told her we will just mail you our brochure", "we will just mail you our brochure"},
		{"S0.23", "Let me send over some materials, ok?", "Let me send over some materials"},
		{"S0.23", "Will send info", "Will send info"},
		{"S0.23", "vm\nsending him some literature", "sending him some literature"},
		{"S1.8", "She said: call me next week", "call me next week"},
		{"S1.8", "wants us to “call me back next month”", "call me back next month"},
		{"S1.8", "said to call next week", "to call next week"},
		{"S1.8", "asked me to call back in a couple of weeks", "call back in a couple of weeks"},
		{"S1.9", "I'll send the proposal and follow up in a couple of days", "follow up in a couple of days"},
		{"S1.9", "Follow-up in a few days", "Follow-up in a few days"},
		{"S1.9", "will get back to him next week", "get back to him next week"},
		{"S1.9", "I’ll follow up soon", "follow up soon"},
		{"S1.12, S1.15", "Just checking in to see how it goes", "Just checking in"},
		{"S1.12, S1.15", "hi pat, I wanted to quickly check in", "wanted to quickly check in"},
		{"S1.13, S1.15", "I'm just following up", "just following up"},
		{"S1.13, S1.15", "Just wanted to follow up!", "Just wanted to follow up"},
		{"S1.13, S1.15", "Following up with you about the demo", "Following up with"},
		{"S1.14, S1.15", "I just wanted to touch base", "touch base"},
		{"S1.14, S1.15", "Touching base about pricing", "Touching base"},
		{"S1.14, S1.15", "circling back on this", "circling back"},
		{"S1.14, S1.15", "Any update?", "Any update"},
		{"S1.14, S1.15", "Are there any updates?", "Are there any updates"},
		{"S3.2", "I'm following up on our last conversation and the specs I sent you.",
			"I'm following up on our last conversation"},
		{"S3.2", "Just following up on the proposal", "Just following up on the proposal"},
		{"S3.2", "calling to follow up on our last chat", "calling to follow up on our last chat"},
		{"S3.4", "How about I give you a call back in a few days", "give you a call back in a few days"},
		{"S3.4", "Will call back in a few days", "Will call back in a few days"},
		{"S3.4", "I'll call you again in a couple of weeks", "I'll call you again in a couple of weeks"},
		{"S3.9", "Take a look at it and I'll give you a call to see what you think", "Take a look at it and I'll give"},
		{"S3.9", "have a read and I will call you", "have a read and I will call"},
	} {
		var got []string
		for _, f := range r.Review(c.text) {
			if f.Source == c.source && f.Words == c.words && c.text[f.From:f.To] == f.Words && f.Why != "" && f.Instead != "" {
				got = nil
				break
			}
			got = append(got, f.Source+" "+f.Words)
		}
		if got != nil || len(r.Review(c.text)) == 0 {
			t.Errorf("%s: %q: got %q", c.source, c.text, got)
		}
	}
}

// What is said innocently is left alone (C7): the ban is on how people are spoken to, not on the words.
func TestReviewLeavesInnocentWordsAlone(t *testing.T) {
	r := book(t)
	for _, text := range []string{
		"", " ", "...", "The bot may use the word follow-up.", "Sent the information they asked for.",
		"Will send the information they asked for",
		"They followed up by mail", "Follow-up call agreed, Thu 16:00", "Call me next week, Thursday at 10:00",
		"call me next week at 4pm, she said",
		"Asked me to send some information", "She will send us some information", "He sent information. I'll send it on",
		"I'll send. You get some information",
		"Follow up with the quote on Thursday", "They check in at the hotel desk", "Their board call next week decides",
		"Will send the signed contract",
		"Wants to see the demo, decides in May", "Has no news yet", "The base touches the wall",
		"Based on our last conversation she signed",
		"Take a look at page 4", "Read it and signed", "the follow-up", "Left a voicemail, no update",
		"I'll send you, as we agreed on the phone, some information",
		"He calls back every few days", "Pat is away for a few days", "いつもお世話になっております", "אני אתקשר בשבוע הבא",
	} {
		for _, f := range r.Review(text) {
			t.Errorf("%q: %s objects to %q", text, f.ID, f.Words)
		}
	}
}

// What to say instead can be said to somebody of whom nothing is known, and is itself nothing to advise against.
func TestThereIsAlwaysSomethingToSayInstead(t *testing.T) {
	b := book(t)
	for _, p := range b.rules {
		if got := b.Instead(p.id, map[string]string{"name": "there"}); got == "" || strings.ContainsAny(got, "{}") {
			t.Errorf("%s has nothing for a lead of whom nothing is known: %q", p.id, got)
		}
	}
	vague := map[string]bool{"S1.8": true, "S1.9": true, "S3.4": true, "S3.9": true}
	for _, p := range b.rules {
		if p.vague != vague[p.source] {
			t.Errorf("%s (%s): vague is %v", p.id, p.source, p.vague)
		}
	}
	for _, p := range b.rules {
		for _, v := range p.instead {
			for _, f := range b.ReviewDraft(strings.Join(v.Parts, "something")) {
				t.Errorf("%s says %q (%s)", p.id, f.Words, f.ID)
			}
		}
	}
}

func TestFindingsComeInOrderAndNeverTwiceOverTheSameWords(t *testing.T) {
	got := book(t).Review(
		"Just following up on our last call. I'll send you some info and follow up in a few days. Any updates?")
	var ids []string
	for _, f := range got {
		ids = append(ids, f.ID)
	}
	if want := "follow-up-on-material send-information follow-up-in-days touching-base"; strings.Join(ids, " ") != want {
		t.Errorf("got %v, want %s", ids, want)
	}
}

func TestAPhraseFileSaysAllItsMistakes(t *testing.T) {
	_, err := readPhrases("phrases.yaml", []byte(`phrases:
  - {id: a, patterns: ["just", "it is? don't-know x", "a b c d e f g h i j k l m n o p q"], why: w,
     instead: ["{hot}"], source: s}
  - {id: a, why: w}
`))
	for _, want := range []string{`phrases.yaml:2:24: phrases.0.patterns.0: "just": expected at least two words`,
		`"don't-know" is no single word`, `at most 16 words`,
		`phrases.0.instead.0: the last variant`, `phrases.1.id: "a" is empty or there twice`,
		`why and instead are needed`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

// A review's time grows with the text, not with its square: the time per character is the same for a line and for the
// longest note. About 0.1 ms for 4,000 characters is the aim.
func BenchmarkReview(b *testing.B) {
	r := book(b)
	for _, n := range []int{4, 64, 1024} {
		text := strings.Repeat("I we will just just send you some following up on in a few ", n)
		b.Run(strconv.Itoa(len(text)), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r.Review(text)
			}
		})
	}
}

// Whatever is written, findings lie in the text, in order, without overlap, and hold their own words.
func FuzzReview(f *testing.F) {
	f.Add("I'll send you some information. Just checking in; call me next week at 16:00")
	f.Add("I’ll\u2028follow-up\x00 in a few days\xff")
	f.Add("any any any update update ^ | ? {hot}")
	r := book(f)
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, x := range r.Review(text) {
			if x.From < end || x.To <= x.From || x.To > len(text) || text[x.From:x.To] != x.Words {
				t.Fatalf("%q: %+v after %d", text, x, end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(x.Words) {
				t.Fatalf("%q: a finding cuts a letter: %q", text, x.Words)
			}
			end = x.To
		}
	})
}
