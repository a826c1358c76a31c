package facts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Keys of facts that code outside the table speaks of.
const (
	Name       = "name"
	Contact    = "contact"
	Company    = "company"
	Phone      = "phone"
	Email      = "email"
	Zone       = "tz"
	Hot        = "hot"
	Decider    = "decides"
	Competitor = "competitor"
	Gut        = "gut"
	Prefers    = "prefers"
	Introduced = "intro"
	Warmth     = "warmth"
	Potential  = "potential"
	Industry   = "industry"
	Problem    = "problem"
	Source     = "source"
	Web        = "web"
)

// table is the table. A new fact is a field of [coach.Lead], a row here and its key in the help (say/library); a page
// of the form has six at most. What a lead is found by is picked in input.Details; no other fact is searched.
var table = []Fact{
	text(func(l *coach.Lead) *string { return &l.Name }, Fact{
		Key: Name, Label: "Name", Page: PageContact,
		Ask: Ask{"Name", "What you call them when you type.", "Acme Corp"},
		Add: &AddAsk{"The company or the person, as you'd type it.", 200},
		// A name is compared and shown with single spaces, however it was pasted.
		read: func(v string) (string, bool) { return strings.Join(strings.Fields(v), " "), true },
	}),
	text(func(l *coach.Lead) *string { return &l.Contact }, Fact{
		Key: Contact, Label: "Contact", Page: PageContact, Typed: 3,
		Ask: Ask{"Contact", "", "Pat Doe"}, Add: &AddAsk{"", 200},
	}),
	text(func(l *coach.Lead) *string { return &l.Company }, Fact{
		Key: Company, Label: "Company", Page: PageContact, Typed: 4,
		Ask: Ask{"Company", "", "Acme Corp"},
	}),
	text(func(l *coach.Lead) *string { return &l.Phone }, Fact{
		Key: Phone, Label: "Phone", Page: PageContact, Typed: 1,
		Ask: Ask{"Phone", phoneHint, "+1 212 555 0100"}, Add: &AddAsk{phoneHint, 50},
		What:     "a phone number",
		Expected: "Try it with the country code: +1 212 555 0100.",
		Example:  "/followup add Acme phone:+12125550100",
		// A number that nobody can dial is better kept than lost: the card says what is wrong with it.
		// What can't be read as a number is kept all the same, and said so.
		read: func(v string) (string, bool) { return v, true },
	}),
	text(func(l *coach.Lead) *string { return &l.Email }, Fact{
		Key: Email, Label: "Email", Page: PageContact, Typed: 2,
		Ask: Ask{"Email", "", "pat@acme.example"}, Add: &AddAsk{"", 200},
		What:     "an email address",
		Expected: "This doesn't look like an email address. Try pat@acme.example.",
		Example:  "/followup add Acme email:pat@acme.example",
		// Only what can't be an address at all is refused: mail servers alone know which ones there are.
		read: func(v string) (string, bool) {
			return v, !strings.ContainsAny(v, " \t\n") && strings.Count(v, "@") == 1
		},
	}),
	text(func(l *coach.Lead) *string { return &l.TZ }, Fact{
		Key: Zone, Label: "Time zone", Page: PageContact, Typed: 5,
		Ask: Ask{"Time zone", "Left empty, it follows from the phone number where that's clear, else it's yours.",
			"America/New_York"},
		What:     "a time zone",
		Expected: "A time zone is a name such as Europe/Berlin or America/New_York.",
		Example:  "/followup edit Acme tz:America/New_York",
		// "Local" is a zone to Go, the one of the machine, which is nobody's.
		read: func(v string) (string, bool) {
			_, err := time.LoadLocation(v)
			return v, err == nil && v != "Local"
		},
	}),
	text(func(l *coach.Lead) *string { return &l.HotButton }, Fact{
		Key: Hot, Label: "Hot button", Page: PageMatters, Typed: 6,
		Ask: Ask{"Hot button", "The one thing they care about most.", "Cut unscheduled maintenance"},
	}),
	text(func(l *coach.Lead) *string { return &l.Decider }, Fact{
		Key: Decider, Label: "Who decides", Page: PageMatters, Typed: 8, Known: "decides: ",
		Ask: Ask{"Who decides?", "The person who says yes in the end.", "Pat Doe, with the plant manager"},
	}),
	text(func(l *coach.Lead) *string { return &l.Competitor }, Fact{
		Key: Competitor, Label: "Also talking to", Page: PageMatters, Typed: 9, Known: "also talking to ",
		Ask: Ask{"Who else are they talking to?", "", "another supplier"},
	}),
	{
		Key: Gut, Label: "Hunch", Page: PageMatters, Typed: 10, Known: "hunch ", // S0.2
		Ask:      Ask{"Your hunch, 1 to 5", "I'll compare it with the result.", ""},
		Choices:  gutChoices(),
		What:     "your hunch",
		Expected: "A hunch is a number from 1, hardly, to 5, as good as won.",
		Example:  "/followup edit Acme gut:4",
		get: func(l *coach.Lead) string {
			if l.Gut == 0 {
				return ""
			}
			return strconv.Itoa(l.Gut)
		},
		put: func(l *coach.Lead, v string) { l.Gut, _ = strconv.Atoi(v) },
		read: func(v string) (string, bool) {
			n, err := strconv.Atoi(v)
			return strconv.Itoa(n), err == nil && n >= 1 && n <= coach.MaxGut
		},
		words: func(v string) string { return v + " of " + strconv.Itoa(coach.MaxGut) },
	},
	text(func(l *coach.Lead) *string { return (*string)(&l.Prefers) }, Fact{
		Key: Prefers, Label: "Prefers", Page: PageMatters, Typed: 11, Known: "prefers ", // S0.27
		Ask: Ask{"Prefers",
			"Who prefers email gets one first, once you've tried by phone.", ""},
		Choices: []Choice{{string(coach.ByCall), "By phone", false}, {string(coach.ByMail), "By email", false},
			{"", "Not known", true}},
		What:     "what they prefer",
		Expected: "They prefer either call or email.",
		Example:  "/followup edit Acme prefers:email",
		read:     readChannel,
		words: func(v string) string {
			return map[string]string{string(coach.ByCall): "calls", string(coach.ByMail): "email"}[v]
		},
	}),
	text(func(l *coach.Lead) *string { return &l.Introduced }, Fact{
		Key: Introduced, Label: "Introduced by", Page: PageMatters, Typed: 12, Known: "introduced by ",
		Ask: Ask{"Introduced by", "", "Kim Lee"},
	}),
	text(func(l *coach.Lead) *string { return (*string)(&l.Warmth) }, Fact{
		Key: Warmth, Label: "Warmth", Page: PageKind, Blank: "unknown", Radio: true,
		Ask: Ask{"Who made contact first?", warmthHint, ""}, Add: &AddAsk{Hint: warmthHint},
		// Unknown counts as cold, and is kept as unknown: the coach asks for it where it would change the plan (S2.16).
		Choices: []Choice{{string(coach.Warm), "They contacted us (warm)", false},
			{string(coach.Cold), "We contact them (cold)", false},
			{"", "Not known", true}},
		What: "who came to whom", Expected: "it is warm or cold", Example: "/followup edit Acme warm",
		read: func(v string) (string, bool) {
			return v, coach.Warmth(v) == coach.Warm || coach.Warmth(v) == coach.Cold
		},
	}),
	text(func(l *coach.Lead) *string { return (*string)(&l.Potential) }, Fact{
		Key: Potential, Label: "Potential", Page: PageKind, Blank: typedNormal, Radio: true,
		Ask: Ask{"Potential", potentialHint, ""}, Add: &AddAsk{Hint: potentialHint},
		Choices: []Choice{{string(coach.PotentialHigh), "High", false}, {typedNormal, "Normal", true},
			{string(coach.PotentialLow), "Low", false}},
		What: "a potential", Expected: "it is high, normal or low", Example: "/followup edit Acme high",
		read: readPotential,
	}),
	text(func(l *coach.Lead) *string { return &l.Industry }, Fact{
		Key: Industry, Label: "Industry", Page: PageKind, Typed: 13, Known: "industry: ",
		Ask: Ask{"Industry", "Finds the success story of a similar business.", "food processing"},
	}),
	text(func(l *coach.Lead) *string { return &l.Problem }, Fact{
		Key: Problem, Label: "Problem", Page: PageKind, Typed: 14, Known: "problem: ",
		Ask: Ask{"Problem", "What they'd like to be rid of.", "stock-outs before holidays"},
	}),
	text(func(l *coach.Lead) *string { return &l.Source }, Fact{
		Key: Source, Label: "Source", Page: PageKind, Typed: 7,
		Ask: Ask{"Source", "Where the lead came from.", "web form"},
	}),
	text(func(l *coach.Lead) *string { return &l.Web }, Fact{
		Key: Web, Label: "Web", Page: PageKind, Typed: 15, Known: "web: ",
		Ask:      Ask{"Web address", "", "acme.example"},
		What:     "a web address",
		Expected: "This doesn't look like a web address. Try acme.example.",
		Example:  "/followup add Acme web:acme.example",
		// A page is named with or without https://; an address with @ is mail, and belongs elsewhere.
		read: func(v string) (string, bool) {
			return v, !strings.ContainsAny(v, " \t\n@") && strings.Contains(strings.Trim(v, "."), ".")
		},
	}),
}

const (
	phoneHint     = "With the country code I can tell their time zone."
	warmthHint    = "Warm leads are followed up faster: they've probably asked others too."
	potentialHint = "Low gets one or two calls, the others the full plan."

	// Nothing is kept for it, so that a lead of which nobody said anything has the same plan.
	typedNormal = "normal" // potential as it is typed; kept as [coach.PotentialNormal]
)

// Most facts are words that somebody typed, kept as they are and trimmed by whoever reads them, so that their rows name
// nothing but the field.

// text is a fact kept as it is in a field of the record.
func text(field func(*coach.Lead) *string, f Fact) Fact {
	f.get = func(l *coach.Lead) string { return *field(l) }
	f.put = func(l *coach.Lead, v string) { *field(l) = v }
	return f
}

// gutChoices are what a gut can say, in words, the best first (S0.2).
func gutChoices() []Choice {
	words := [coach.MaxGut]string{"hardly", "doubtful", "could go either way", "likely", "as good as won"}
	var out []Choice
	for i, w := range slices.Backward(words[:]) {
		n := strconv.Itoa(i + 1)
		out = append(out, Choice{Value: n, Words: n + " of " + strconv.Itoa(coach.MaxGut) + ": " + w})
	}
	return append(out, Choice{Words: "It says nothing yet", None: true})
}

// Values are typed in a hurry, so each fact takes the words that people have for its choices, in any letters.

// readChannel takes the words that people have for the two channels.
func readChannel(v string) (string, bool) {
	switch strings.ToLower(v) {
	case "call", "calls", "phone":
		return string(coach.ByCall), true
	case "mail", "mails", "email", "e-mail":
		return string(coach.ByMail), true
	}
	return "", false
}

// Normal has a word to type and none to keep: leads of before the word was there are normal too.

// readPotential takes high, normal and low; normal is kept as nothing.
func readPotential(v string) (string, bool) {
	switch p := coach.Potential(v); {
	case v == typedNormal:
		return string(coach.PotentialNormal), true
	case p == coach.PotentialHigh, p == coach.PotentialLow:
		return v, true
	}
	return "", false
}
