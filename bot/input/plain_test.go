package input

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
)

// What people type who have read no documentation: the kind, and the words of the gap. "!" marks what is no lead's
// name.
func TestPlainWordsAreRead(t *testing.T) {
	for typed, want := range map[string]string{
		"remind me to call Acme Thu 3pm": "call! Acme Thu 3pm", "Remind me to ring Acme tomorrow": "call! Acme tomorrow",
		"remind me about acme on Friday": "call! acme on Friday", "set a reminder for acme Thu": "call! acme Thu",
		"please remind me to call Acme": "call! Acme", "don’t forget to call acme": "call! acme",
		"remind me tomorrow at 9 to call Acme": "call! Acme @tomorrow at 9",
		"follow up with acme on Monday":        "call! acme on Monday",
		"call acme":                            "call acme", "call acme at 4pm": "call acme at 4pm",
		"call back acme": "call acme", "Call Acme!": "call Acme!",
		"i need to call acme thu": "call! acme thu", "can you remind me to phone Acme?": "call! Acme?",
		"give acme a call": "call! acme", "get back to acme next week": "call! acme next week",
		"schedule a call with Acme tomorrow 10": "book! Acme tomorrow 10", "book a meeting with acme": "book! acme",
		"set up a demo with acme Fri 2pm": "book! acme Fri 2pm", "put in a call with acme": "book! acme",
		"postpone acme to Monday": "move acme to Monday", "reschedule the call with acme to Thu 3pm": "move acme to Thu 3pm",
		"move acme to friday": "move acme to friday", "push acme by a week": "move acme by a week",
		"delete Acme": "drop Acme", "remove acme": "drop acme", "get rid of acme": "drop! acme",
		"stop calling acme": "drop! acme", "delete lead acme": "drop acme",
		"never call acme again": "", "don't call acme anymore": "", // they asked for that: do-not-call comes first
		"new lead Oak Tree": "new! Oak Tree", "create contact Oak": "new! Oak", "create a new lead called Oak": "new! Oak",
		"find Pat": "find Pat", "search acme": "find acme", "search for acme": "find acme", "look up acme": "find! acme",
		"where is acme?": "find! acme?", "who is Pat": "find! Pat", "tell me about acme": "find! acme",
		"open acme":    "find acme",
		"info on acme": "find acme", `find "who is due"`: "find who is due",
		"stop": "quiet", "STOP!": "quiet", "stop messages": "quiet!", "stop messaging me": "quiet!", "unsubscribe": "quiet",
		"shut up": "quiet!", "turn off notifications": "quiet!", "leave me alone": "quiet!", "mute": "quiet",
		"please stop": "quiet!", "turn the messages on": "loud!", "unmute": "loud",
		"cancel": "undo", "never mind": "undo!", "oops": "undo", "take that back": "undo!", "delete that": "undo!",
		"that was wrong": "undo!", "cancel my last call": "undo!",
		"who is due": "today!", "who's due?": "today!", "what's next": "today!", "what’s next?": "today!",
		"what now":               "today!",
		"who should I call next": "today!", "my list": "today!", "call": "today", "todo": "today",
		"what do i have today": "today!",
		"overdue":              "overdue", "who is late": "overdue!", "tomorrow": "week", "what's coming up": "week!",
		"leads": "leads", "show": "", "my leads": "leads!", "pipeline": "leads", "how many leads do I have": "leads!",
		"how many calls": "figures!", "how many calls did i make today": "figures!", "stats": "figures",
		"how am i doing":  "figures!",
		"what can you do": "help!", "how does this work": "help!", "?": "help", "how do I log a call": "help! log a call",
		"done": "done", "i called": "done!", "yes": "answer", "no": "answer", "ok": "answer", "not now": "answer!",
		"hi": "hello", "Hello!": "hello", "thanks": "thanks", "Thank you very much!": "thanks!", "good morning": "hello!",
		"hi followup": "hello!", "cheers": "thanks",
		"acme": "", "acme voicemail": "", "Stop Shop": "", "stop shop voicemail": "", "Thanks Mate Ltd": "", "yes man": "",
		"cancel acme": "", "": "", `"stop"`: "", `"find" Pat`: "", "remind acme": "", "please": "", "please please": "",
		"what's Acme's number": "known! Acme", "What’s Acme’s email?": "known! Acme",
		"what is the phone of Acme Corp": "known! Acme Corp", "where's Trader Joe's email": "known! Trader Joe",
		"give me acme's number": "known! acme", "put Macy's on hold": "hold! Macy's",
		"what should I say to acme?": "ready! acme?", "brief me for acme": "ready! acme",
		"how do I open acme": "ready! acme", "when did I last talk to acme": "past! acme", "notes on acme": "past! acme",
		"what did acme say": "past! acme", "give acme to Pat": "give! acme to Pat",
		"hand acme over to Pat": "give! acme over to Pat",
		"transfer acme to Pat":  "give! acme to Pat", "give acme a ring": "call! acme", "turn off tips": "fewer!",
		"no more nudges": "fewer!", "i don't want any tips": "fewer!", "turn tips off": "fewer!",
		"don't message me on Fridays": "hours! Fridays", "no messages before 9": "early! 9",
		"I don't work on Fridays": "hours! Fridays", "which leads haven't I called": "leads! haven't I called",
		"give acme": "", "last acme": "",
		"next": "", "hi acme": "", "lgo elm voicemail": "", "todayy": "",
	} {
		p := readPlain(words.Lex(typed))
		got := ""
		if line := ReadLine(typed); line.Word == WordLead && (ReadLog(line).Plain == nil) != (p == nil) {
			t.Errorf("%q is looked at as no plain words", typed)
		}
		if p != nil {
			got = string(p.Kind)
			if p.Sure {
				got += "!"
			}
			if gap := Span(typed, append(p.Lead, p.Text...)); gap != "" {
				got += " " + gap
			}
			if len(p.When) > 0 {
				got += " @" + Span(typed, p.When)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// The lead ends before when or what it is about, and when is the date that the words end in.
func TestPlainLeadsEndBeforeWhen(t *testing.T) {
	c := dates.Context{Now: time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC} // a Tuesday
	for typed, want := range map[string]string{
		"Acme": "1 -", "Acme Corp": "2 -", "Acme Thu 3pm": "1 Thu 3pm", "Acme Corp on Friday": "2 on Friday",
		"Acme to Monday": "1 Monday", "acme back at 4pm": "1 at 4pm", "acme again tomorrow": "1 tomorrow",
		"acme about the offer Thu 3pm": "1 Thu 3pm", "acme about pricing": "1 -", `"Acme Thu" Fri`: "1 Fri",
		"acme next week": "1 next week", "acme 31 Apr": "1 31 Apr", "acme tomorrow please": "1 tomorrow",
	} {
		ws := words.Lex(typed)
		n := BeforeWhen(Line{Text: typed, Words: ws}, c)(ws)
		got := string(rune('0'+n)) + " -"
		if d := WhenIn(typed, ws[n:], c); d != nil {
			got = string(rune('0'+n)) + " " + d.Words
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// Every kind that people ask for leads somewhere, by a line of a command that there is.
func TestPlainKindsLeadSomewhere(t *testing.T) {
	for _, of := range plainPhrases {
		lines := PlainLines[of.kind]
		if len(lines) == 0 || len(of.says) == 0 {
			t.Errorf("%s leads nowhere", of.kind)
		}
		for _, line := range lines {
			if word := ReadLine(line).Word; word == WordLead && line != "{lead} do-not-call" {
				t.Errorf("%s: %q is no command", of.kind, line)
			}
		}
	}
}
