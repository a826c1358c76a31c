package factline

import (
	"testing"

	"github.com/followup-coach/followup/bot/words"
)

func TestRead(t *testing.T) {
	for typed, want := range map[string]string{
		"new number 212 555 0100":               `phone:"212 555 0100"`,
		"has a new mobile: +49 (30) 123-4567":   `phone:"+49 (30) 123-4567"`,
		"number is now 212.555.0100":            `phone:"212.555.0100"`,
		"212 555 0100":                          `phone:"212 555 0100"`,
		"phone:+12125550100 email:pat@acme.com": `phone:"+12125550100" email:"pat@acme.com"`,
		"email is pat@acme.com.":                `email:"pat@acme.com"`,
		"at pat@acme.com":                       `email:"pat@acme.com"`,
		"website acme.example":                  `web:"acme.example"`,
		"contact is Pat Doe":                    `contact:"Pat Doe"`,
		"new contact person Pat Doe":            `contact:"Pat Doe"`,
		"decision maker is Sue":                 `decides:"Sue"`,
		"referred by Kim Lee":                   `intro:"Kim Lee"`,
		"prefers email":                         `prefers:"email"`,
		"prefers the phone":                     `prefers:"call"`,
		"company is now Acme Holding":           `company:"Acme Holding"`,
		"hot button: fewer breakdowns":          `hot:"fewer breakdowns"`,
		"is cold":                               "cold",
		"warm lead":                             "warm",
		"high potential":                        "high",
		"is hot":                                "?",

		// Something besides, or nothing that can be the fact.
		"number is wrong":                 "",
		"new number 212":                  "",
		"number 212 555 0100 is wrong":    "",
		"call 212 555 0100":               "",
		"email bounced":                   "",
		"email them":                      "",
		"contact is out of office":        "",
		"contact made":                    "",
		"prefers mornings":                "",
		"prefers email on Mondays":        "",
		"company went bankrupt":           "",
		"is warm and wants a demo":        "",
		"voicemail":                       "",
		"is a new number":                 "",
		"mail":                            "",
		`"cold"`:                          "",
		"phone:+12125550100 no answer":    "",
		"mobile: but what is the weather": "",
	} {
		got := ""
		if said := Read(words.Lex(typed)); said != nil {
			if got = said.Typed(); said.Hot {
				got = "?"
			}
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

func TestJotted(t *testing.T) {
	for typed, want := range map[string]int{
		"note on Acme: golf": 2, "add a note to Acme golf": 4, "add note for Acme": 3, "leave a comment on Acme": 4,
		"note": 0, "note on": 0, "add Acme": 0, "notes on acme": 0, "note Acme golf": 0, `"note on" Acme`: 0,
		"add a note": 0,
	} {
		if got := Jotted(words.Lex(typed)); got != want {
			t.Errorf("%q: %d words, want %d", typed, got, want)
		}
	}
}
