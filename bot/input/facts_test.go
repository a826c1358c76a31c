package input

import (
	"errors"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// A new lead is named by its words, and where there are none by its company or contact.
func TestNewLeadsAreRead(t *testing.T) {
	for text, want := range map[string]coach.Lead{
		`Acme`:                       {Name: "Acme"},
		`Acme  Corp warm high`:       {Name: "Acme  Corp", Warmth: coach.Warm, Potential: coach.PotentialHigh},
		`Warm Homes cold`:            {Name: "Warm Homes", Warmth: coach.Cold},
		`warm`:                       {Name: "warm"},
		`"Acme low" low`:             {Name: "Acme low", Potential: coach.PotentialLow},
		`company:Initech contact:Jo`: {Name: "Initech", Company: "Initech", Contact: "Jo"},
		`contact:"Jo Ray"`:           {Name: "Jo Ray", Contact: "Jo Ray"},
		`Acme contact:Jo warm`:       {Name: "Acme", Contact: "Jo", Warmth: coach.Warm},
		`Acme phone:nonsense`:        {Name: "Acme", Phone: "nonsense"}, // kept, and said so
		`Acme hot:"fewer stops"`:     {Name: "Acme", HotButton: "fewer stops"},

		// A value without quotes goes on up to the next key; flags at its end stay flags.
		`Acme hot:fewer stops`:       {Name: "Acme", HotButton: "fewer stops"},
		`Acme contact: Jo North`:     {Name: "Acme", Contact: "Jo North"},
		`Acme contact:Jo North warm`: {Name: "Acme", Contact: "Jo North", Warmth: coach.Warm},
		`Acme source: cold`:          {Name: "Acme", Source: "cold"},
		`Acme tz: New York low`:      {Name: "Acme", TZ: "America/New_York", Potential: coach.PotentialLow},
		`Acme contact: Jo North hot: 24 h service email:jo@acme.example`: {Name: "Acme", Contact: "Jo North",
			HotButton: "24 h service", Email: "jo@acme.example"},
		`Acme contact: Jo North +1 212 555 0100 high`: {Name: "Acme", Contact: "Jo North", Phone: "+1 212 555 0100",
			Potential: coach.PotentialHigh},
		`phone:+12125550100 Acme Corp warm`: {Name: "Acme Corp", Phone: "+12125550100", Warmth: coach.Warm},
	} {
		line := ReadLine("add " + text)
		got, err := ReadNewLead(line)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	for text, expected := range map[string]string{
		`Acme phone:`:                      "leave it out",
		`Acme phone:+12125550100 Jo North`: "quotes around several words",
		`Acme contact:"Jo" North`:          "a key with a colon",
	} {
		got, err := ReadNewLead(ReadLine("add " + text))
		refusedAs(t, text, err, expected)
		if diff := gocmp.Diff(coach.Lead{}, got); diff != "" {
			t.Errorf("%s: beside the refusal %s", text, diff)
		}
	}
}

// refusedAs fails unless err refuses a value for what is expected instead.
func refusedAs(t *testing.T, line string, err error, expected string) {
	t.Helper()
	bad, ok := errors.AsType[*request.BadValue](err)
	if !ok || !strings.Contains(bad.Expected, expected) || bad.Example == "" {
		t.Errorf("%s: %#v, want one for %q", line, err, expected)
	}
}

// A person behind a comma, beside a number or an address, is the contact. What may be a part of the firm's name stays
// there.
func TestAPersonBehindAComma(t *testing.T) {
	for typed, want := range map[string]string{
		"Alder Dental, Kim Roe, 212 555 0100":             "Alder Dental | Kim Roe",
		"Alder Dental, Kim Roe, kim@alder.example":        "Alder Dental | Kim Roe",
		"Alder Dental, Dr. Kim van der Roe, 212 555 0100": "Alder Dental | Dr. Kim van der Roe",
		"Alder, Kim Roe 212 555 0100 warm":                "Alder | Kim Roe",
		"Alder Dental, Élodie Bétrand, +33 1 23 45 67 89": "Alder Dental | Élodie Bétrand",

		"Alder Dental, Kim Roe":                             "Alder Dental, Kim Roe | ",
		`Alder Dental, Kim Roe, 212 555 0100 contact:"Pat"`: "Alder Dental, Kim Roe | Pat",
		"Alder, Inc., 212 555 0100":                         "Alder, Inc. | ",
		"Smith, Jones & Sons, 212 555 0100":                 "Smith, Jones & Sons | ",
		"Smith, Jones, 212 555 0100":                        "Smith, Jones | ",
		"Marriott, New York, 212 555 0100":                  "Marriott, New York | ",
		"Arps, Slate Kim, Meagher Flom, 212 555 0100":       "Arps, Slate Kim, Meagher Flom | ",
		"alder dental, kim roe, 212 555 0100":               "alder dental, kim roe | ",
		`"Alder Dental, Kim Roe" 212 555 0100`:              "Alder Dental, Kim Roe | ",
		"Alder, Park Street Hotel, 212 555 0100":            "Alder, Park Street Hotel | ",
		"212 555 0100":                                      "212 555 0100 | ",
	} {
		l, err := ReadNewLead(ReadLine("add " + typed))
		if got := l.Name + " | " + l.Contact; err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", typed, got, err, want)
		}
	}
}
