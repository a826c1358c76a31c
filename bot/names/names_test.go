package names_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/names"
)

func TestNormalize(t *testing.T) {
	for name, want := range map[string]string{
		"":                     "",
		"   ":                  "",
		"!!! ... ---":          "",
		"Acme Corp":            "acme corp",
		"  ACME\t\n corp. ":    "acme corp",
		"Next plc":             "next plc",
		"Łódź":                 "lodz",
		"Müller":               "muller",
		"Mu\u0308ller":         "muller",
		"Straße 5":             "strasse 5",
		"STRASSE 5":            "strasse 5",
		"Ørsted A/S":           "orsted a s",
		"İstanbul Işık":        "istanbul isik",
		"O'Brien":              "obrien",
		"O’Brien":              "obrien",
		"Smith & Sons, Inc.":   "smith sons inc",
		"C++ Institute":        "c++ institute",
		"日本電気":                 "日本電気",
		"ガス会社":                 "ガス会社",
		"カス会社":                 "カス会社",
		"ｶﾞｽ":                  "ガス",
		"한국전력":                 "한국전력",
		"हिन्दी":               "हिन्दी",
		"شركة النُّور":         "شركة النور",
		"\u200fشركة\u200e":     "شركة",
		"שָׁלוֹם":              "שלום",
		"Ελλάδα ΟΔΟΣ":          "ελλαδα οδοσ",
		"🚀 Rockets ❤️":         "🚀 rockets ❤",
		"🐝":                    "🐝",
		"<!channel>":           "channel",
		"Ａｃｍｅ":                 "acme",
		"a\u00a0b\u2003c":      "a b c",
		"bad\xffbyte":          "bad byte",
		"nul\x00byte":          "nulbyte",
		"Mc\u200bDonald\u00ad": "mcdonald",
		"a\u0085b":             "a b",
	} {
		if got := names.Normalize(name); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestPrefixes(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"Acme":             "acme",
		"Busy Bee busy":    "busy bee busy|busy bee|busy",
		"Acme - voicemail": "acme voicemail|acme|acme",
		"& Sons":           "sons|",
		"Müller GmbH vm":   "muller gmbh vm|muller gmbh|muller",
		"Kim and Sons vm":  "kim sons vm|kim sons|kim and|kim",
		"H+M vm":           "h m vm|h m",
		"a b c d e f g h i j k l m n": "a b c d e f g h i j k l|a b c d e f g h i j k|a b c d e f g h i j|a b c d e f g h " +
			"i|a b c d e f g h|a b c d e f g|a b c d e f|a b c d e|a b c d|a b c|a b|a",
	} {
		words := strings.Fields(text)
		got := names.Prefixes(words)
		if strings.Join(got, "|") != want || len(got) != min(len(words), names.MaxWords) {
			t.Errorf("Prefixes(%q) = %q, want %s", text, got, want)
		}
	}
}

func entries(list ...string) []names.Entry {
	out := make([]names.Entry, len(list))
	for i, n := range list {
		out[i] = names.Entry{ID: "L" + string(rune('A'+i)), Name: n}
	}
	return out
}

func say(hits []names.Hit) string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.Name + " " + h.Kind.String()
	}
	return strings.Join(out, ", ")
}

func TestMatch(t *testing.T) {
	floor := entries("Acme Corp", "Busy Bee", "Next plc", "Łódź Steel", "Müller GmbH", "Muller & Sons", "日本電気",
		"شركة النور",
		"🚀 Rockets", "<!channel>", "Acmetron", "Bee Line", "Pat O'Brien", "Northwind Traders", "Globex")
	for _, tc := range []struct{ query, want string }{
		{"", ""},
		{"?!", ""},
		{"zebra", ""},
		{"Acme Corp", "Acme Corp exact"},
		{"ACME corp.", "Acme Corp exact"},
		{"acme", "Acme Corp tokens, Acmetron prefix"},
		{"acm", "Acmetron prefix, Acme Corp prefix"},
		{"corp acme", "Acme Corp tokens"},
		{"acme c", "Acme Corp prefix"},
		{"Acme Crop", "Acme Corp typo"},
		{"Acme Corpp", "Acme Corp typo"},
		{"Amce Corp", "Acme Corp typo"},
		{"acme corp inc", ""},
		{"busy", "Busy Bee tokens"},
		{"Busy Bee", "Busy Bee exact"},
		{"busybee", "Busy Bee typo"},
		{"bee", "Bee Line tokens, Busy Bee tokens"},
		{"beee", "Bee Line typo, Busy Bee typo"},
		{"byy", ""},
		{"next", "Next plc tokens"},
		{"nxt plc", ""},
		{"lodz", "Łódź Steel tokens"},
		{"Łodź", "Łódź Steel tokens"},
		{"muller", "Muller & Sons tokens, Müller GmbH tokens"},
		{"Müller", "Muller & Sons tokens, Müller GmbH tokens"},
		{"müler", "Muller & Sons typo, Müller GmbH typo"},
		{"mueller gmbh", "Müller GmbH typo"},
		{"日本電気", "日本電気 exact"},
		{"日本", "日本電気 prefix"},
		{"日本電機", "日本電気 typo"},
		{"النور", "شركة النور tokens"},
		{"شركة النُّور", "شركة النور exact"},
		{"🚀", "🚀 Rockets tokens"},
		{"rockets", "🚀 Rockets tokens"},
		{"<!channel>", "<!channel> exact"},
		{"channel", "<!channel> exact"},
		{"obrien", "Pat O'Brien tokens"},
		{"Pat O’Brian", "Pat O'Brien typo"},
		{"northwnd", "Northwind Traders typo"},
		{"north wind", ""},
		{"north wind traders", "Northwind Traders typo"},
		{"glob", "Globex prefix"},
		{"globax", "Globex typo"},
	} {
		if got := say(names.Match(tc.query, floor)); got != tc.want {
			t.Errorf("Match(%q) = %s; want %s", tc.query, got, tc.want)
		}
	}
}

func TestEachWordNeedsItsOwn(t *testing.T) {
	for _, tc := range []struct{ query, name, want string }{
		{"a acme", "Acme Abrasives", "Acme Abrasives prefix"},
		{"acme a", "Abrasives Acme", "Abrasives Acme prefix"},
		{"bee bee", "Busy Bee", ""},
		{"bee bee", "Bee Bee Honey", "Bee Bee Honey tokens"},
		{"smith s", "Smith", ""},
	} {
		if got := say(names.Match(tc.query, entries(tc.name))); got != tc.want {
			t.Errorf("Match(%q, %q) = %s; want %s", tc.query, tc.name, got, tc.want)
		}
	}
}

func TestSameNameTwiceComesTwice(t *testing.T) {
	hits := names.Match("acme", entries("Acme", "ACME", "Acme Corp"))
	if len(hits) != 2 || hits[0].ID != "LB" || hits[1].ID != "LA" {
		t.Errorf("got %+v", hits)
	}
}

func TestHitsAreBounded(t *testing.T) {
	var many []names.Entry
	for _, a := range "abcdefgh" {
		for _, b := range "abcdefgh" {
			many = append(many, names.Entry{ID: string(a) + string(b), Name: "Acme " + string(a) + string(b)})
		}
	}
	hits := names.Match("acme", many)
	if len(hits) != names.MaxHits || hits[0].Name != "Acme aa" {
		t.Errorf("%d hits, first %+v", len(hits), hits[0])
	}
}

func TestNear(t *testing.T) {
	outcomes := []string{"voicemail", "vm", "no-answer", "na", "busy", "gatekeeper", "gk", "bad-number", "no-time",
		"unavailable",
		"talked", "connected", "meeting", "replied", "reply", "won", "not-fit", "dnc", "email", "x"}
	for word, want := range map[string]string{
		"":            "",
		"x":           "",
		"voicmail":    "voicemail",
		"Voice-Mail":  "voicemail",
		"vioecmail":   "voicemail",
		"voice":       "voicemail",
		"mv":          "vm",
		"noanswer":    "no-answer",
		"no answer":   "no-answer",
		"no-anwser":   "no-answer",
		"busi":        "busy",
		"gate":        "gatekeeper",
		"talkd":       "talked",
		"meting":      "meeting",
		"repli":       "replied|reply",
		"unavialable": "unavailable",
		"zebra":       "",
		"no":          "",
		"Northwind":   "",
		"voi":         "voicemail",
		"me":          "",
		"notim":       "no-time",
		"ボイスメール":      "",
		"emial":       "email",
	} {
		if got := strings.Join(names.Near(word, outcomes), "|"); got != want {
			t.Errorf("Near(%q) = %s, want %s", word, got, want)
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	for k, want := range map[names.Kind]string{names.Exact: "exact", names.Tokens: "tokens", names.Prefix: "prefix",
		names.Typo: "typo", 0: "unknown", 99: "unknown", -1: "unknown"} {
		if k.String() != want {
			t.Errorf("%d is %q, want %q", int(k), k, want)
		}
	}
}

func TestNormalFormsAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		once := names.Normalize(name)
		if twice := names.Normalize(once); twice != once {
			t.Fatalf("%q: %q, then %q", name, once, twice)
		}
		if once != strings.Join(strings.Fields(once), " ") {
			t.Fatalf("%q: loose spaces in %q", name, once)
		}
	})
}

// A name typed at the start of a text is among the candidates, however many of its
// letters are accented, and a lead is always found by its own name, whatever the
// order of the index.
func TestANameFindsItself(t *testing.T) {
	part := rapid.SampledFrom(strings.Fields("Acme Corp Müller Łódź O'Brien 日本電気 النور 🚀 plc Next Busy Bee & Sons"))
	rapid.Check(t, func(t *rapid.T) {
		list := entries(rapid.SliceOfNDistinct(rapid.Map(rapid.SliceOfN(part, 1, 4),
			func(w []string) string { return strings.Join(w, " ") }), 1, 8, rapid.ID).Draw(t, "names")...)
		e := rapid.SampledFrom(list).Draw(t, "lead")
		if names.Normalize(e.Name) == "" {
			return // nothing but punctuation: no name
		}
		hits := names.Match(strings.ToUpper(e.Name)+" ", list)
		if !slices.ContainsFunc(hits, func(h names.Hit) bool { return h.ID == e.ID && h.Kind == names.Exact }) {
			t.Fatalf("%q does not find itself: %s", e.Name, say(hits))
		}
		backwards := slices.Clone(list)
		slices.Reverse(backwards)
		if other := names.Match(strings.ToUpper(e.Name)+" ", backwards); !slices.Equal(hits, other) {
			t.Fatalf("%s forwards, %s backwards", say(hits), say(other))
		}
		if p := names.Prefixes(strings.Fields(e.Name + " voicemail")); !slices.Contains(p, names.Normalize(e.Name)) {
			t.Fatalf("%q is not among %q", e.Name, p)
		}
	})
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"acme crop", "Łódź", "日本電気", "النور", "🚀", "<!channel>", "\xff",
		"a b c d e f g h i j k l m n o p q r s t"} {
		f.Add(s, "Acme Corp")
		f.Add("acme", s)
	}
	f.Fuzz(func(t *testing.T, query, name string) {
		list := entries(name, "Acme Corp", query)
		hits := names.Match(query, list)
		again := names.Match(query, list)
		if !slices.Equal(hits, again) {
			t.Errorf("%q: %s, then %s", query, say(hits), say(again))
		}
		normal := names.Normalize(query)
		if found := slices.ContainsFunc(hits, func(h names.Hit) bool { return h.ID == "LC" }); found != (normal != "") {
			t.Errorf("%q finds itself: %v", query, found)
		}
		if names.Normalize(normal) != normal {
			t.Errorf("%q: %q is not stable", query, normal)
		}
		words := strings.Fields(query)
		if p := names.Prefixes(words); len(p) != min(len(words), names.MaxWords) {
			t.Errorf("%q: %d prefixes of %d words", query, len(p), len(words))
		}
		names.Near(query, []string{name, "voicemail"})
	})
}

func BenchmarkMatch(b *testing.B) {
	first := strings.Fields(
		"Acme Globex Initech Umbrella Hooli Stark Wayne Wonka Tyrell Cyberdyne Soylent Vandelay Duff Oscorp Gringotts " +
			"Monarch Aperture Massive Virtucon Müller")
	second := strings.Fields(
		"Steel Foods Paper Robotics Logistics Dental Legal Energy Media Travel Textiles Optics Marine Mining Paint Glass " +
			"Tools Farms Rail Cloud")
	var list []names.Entry
	for i := range 10_000 {
		list = append(list, names.Entry{
			ID:   string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)),
			Name: first[i%20] + " " + second[i/20%20] + " " + string(rune('A'+i/400%25)) + " Inc",
		})
	}
	for _, query := range []string{"wonka paint", "w", "Wnoka Paint", "nobody here"} {
		b.Run(strings.ReplaceAll(query, " ", "_"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				names.Match(query, list)
			}
		})
	}
}

func BenchmarkPrefixes(b *testing.B) {
	words := strings.Fields("Müller GmbH talked went through the pricing sheet, she checks with finance next Thu 4pm")
	b.ReportAllocs()
	for b.Loop() {
		names.Prefixes(words)
	}
}
