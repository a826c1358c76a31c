package phone

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones are looked up on machines without any

	"github.com/nyaruka/phonenumbers/v2"
)

// spell is how a reading is written in tests: numbers with their extensions, then "?" and what is unread.
func spell(p Phones) string {
	var out []string
	for _, n := range p.Numbers {
		if n.Ext != "" {
			n.E164 += "," + n.Ext
		}
		out = append(out, n.E164)
	}
	for _, u := range p.Unread {
		out = append(out, "?"+u)
	}
	return strings.Join(out, " ")
}

// typedNumbers are texts, the country they are typed in, and what is read from them.
var typedNumbers = []struct{ country, typed, want string }{
	{"US", "212-555-0100", "+12125550100"},
	{"US", "2125550100", "+12125550100"},
	{"US", "1 212 555 0100", "+12125550100"},
	{"US", "(212) 555-0100 (cell)", "+12125550100"},
	{"US", "212 555 0103 (cell)", "+12125550103"},
	{"US", "cell: 212 555 0103", "+12125550103"},
	{"US", "2125550103cell", "+12125550103"},
	{"US", "+49 30 901820 (Zentrale)", "+4930901820"},
	{"US", "+44 (0)20 7946 0958", "+442079460958"},
	{"US", "+44(0)2079460958", "+442079460958"},
	{"DE", "+39 (0)2 1234 5678", "+390212345678"},
	{"US", "00 33 1 70 18 99 00", "+33170189900"},
	{"US", "0033170189900", "+33170189900"},
	{"US", "011 49 30 901820", "+4930901820"},
	{"DE", "011 44 20 7946 0958", "+442079460958"},
	{"US", "44 20 7946 0958", "+442079460958"},
	{"US", "tel:+1-212-555-0100", "+12125550100"},
	{"US", "+1 212 555 0100 x123", "+12125550100,123"},
	{"US", "212-555-0101 ext. 5", "+12125550101,5"},
	{"US", "212-555-0101 ext 12", "+12125550101,12"},
	{"US", "212-555-0101 EXT:12 (Pat)", "+12125550101,12"},
	{"US", "212-555-0101 (ext 12)", "+12125550101,12"},
	{"US", "212-555-0101#12", "+12125550101,12"},
	{"US", "212-555-0101 #12", "+12125550101,12"},
	{"US", "212-555-0101,,12", "+12125550101,12"},
	{"US", "212-555-0101;ext=12", "+12125550101,12"},
	{"US", "212-555-0101, extension 4411, ask for Jo", "+12125550101,4411"},
	{"DE", "030 901820 Durchwahl 7", "+4930901820,7"},
	{"DE", "030/901820", "+4930901820"},
	{"DE", "030/901820 / 0170 1234567", "+4930901820 +491701234567"},
	{"US", "212-555-0102, 917-555-0199", "+12125550102 +19175550199"},
	{"US", "212-555-0102,917-555-0199", "+12125550102 +19175550199"},
	{"US", "2125550102,9175550199", "+12125550102 +19175550199"},
	{"US", "212-555-0102/917-555-0199", "+12125550102 +19175550199"},
	{"US", "212-555-0102 or 917-555-0199", "+12125550102 +19175550199"},
	{"US", "212 555 0102 917 555 0199", "+12125550102 +19175550199"},
	{"US", "212-555-0102 ext 5 / 917-555-0199 x6", "+12125550102,5 +19175550199,6"},
	{"US", "+4930901820+12125550100", "+4930901820 +12125550100"},
	{"US", "+49 30 901820, 030 901821", "+4930901820 +4930901821"},
	{"US", "212-555-0102, 212 555 0102", "+12125550102"},
	{"US", "office 212-555-0102; home (917) 555-0199", "+12125550102 +19175550199"},
	{"US", "212-555-0102 (call 9-5 only)", "+12125550102"},
	{"US", "212-555-0102 after 5pm", "+12125550102"},
	{"US", "\u200b212-555-0100\u202c", "+12125550100"},
	{"US", "\u202a+1\u00a0212\u00a0555\u00a00100\u202c", "+12125550100"},
	{"US", "\u2066212\u2011555\u20130100\u2069", "+12125550100"},
	{"US", "212—555−0100", "+12125550100"},
	{"US", "＋１ ２１２ ５５５ ０１００", "+12125550100"},
	{"US", "٢١٢-٥٥٥-٠١٠٠", "+12125550100"},
	{"US", "212.555.0100", "+12125550100"},
	{"US", "[+81] 3 4567 0109", "+81345670109"},
	{"US", "[212] 555-0100 [ext 5]", "+12125550100,5"},
	{"US", "212/555/0100", "+12125550100"},
	{"US", "1-800-FLOWERS", "+18003569377"},
	{"US", "1 800 flowers", "+18003569377"},
	{"US", "1-800-GO-FEDEX (support)", "+18004633339"},
	{"US", "212555 cell", "?212555"},
	{"US", "12345", "?12345"},
	{"US", "555-0100", "?5550100"},
	{"US", "ask Jo", ""},
	{"US", "", ""},
	{"US", "212-555-0102, 12345", "+12125550102 ?12345"},
	{"US", "030 901820", "?030901820"},
	{"", "212-555-0105", "?2125550105"},
	{"", "+12125550105", "+12125550105"},
	{"US", "457-555-0100", "+14575550100"}, // an area code that the library does not know, yet
	{"US", "++1 212 555 0100", "+12125550100"},
	{"US", "+001 212 555 0100", "+12125550100"},
	{"US", "+1", ""},
	{"US", "()", ""},
	{"US", "+999 123 456 789", "?999123456789"},
}

func TestNumbersAsTheyAreTyped(t *testing.T) {
	for _, c := range typedNumbers {
		if got := spell(Read(c.typed, c.country)); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.typed, c.country, got, c.want)
		}
	}
}

// The countries are tried in their order, and a number that was read is blocked wherever it was typed.
func TestCountriesAndKeys(t *testing.T) {
	if got := spell(Read("030 901820", "US", "DE")); got != "+4930901820" {
		t.Errorf("the second country's number: %q", got)
	}
	for _, c := range typedNumbers {
		p := Read(c.typed, c.country)
		for _, key := range p.Keys() {
			if !p.Covers(key) || !slices.Contains(p.Suspects(), key) {
				t.Errorf("%q: its own key %s does not block it", c.typed, key)
			}
		}
		if p.Covers("+33170189901") {
			t.Errorf("%q covers a number that does not stand there", c.typed)
		}
	}
	german := Read("030 901820", "US") // typed for a lead in another country
	if !slices.Contains(german.Suspects(), "+4930901820") || !german.Covers("+4930901820") ||
		german.Covers("+4930901821") {
		t.Errorf("%+v", german)
	}
	if got := Key("212-555-0100", "US") + Key("212 555-0100", "") + Key("", "US"); got != "+121255501002125550100" {
		t.Errorf("old keys %q", got)
	}
}

// Every zone that the library names has a clock, so that the hours of the law are those of the place.
func TestPlaces(t *testing.T) {
	for code := range phonenumbers.GetSupportedCallingCodes() {
		for _, name := range (Phones{Code: code}).Place().Zones {
			if _, err := time.LoadLocation(name); err != nil {
				t.Errorf("+%d: %v", code, err)
			}
		}
	}
	for _, c := range []struct{ typed, country, zones string }{
		{"+1 212 555 0100", "US", "America/New_York"},
		{"1-800-FLOWERS", "", ""}, // rings anywhere
		{"1-800-FLOWERS, 212-555-0100", "US", "America/New_York"},
		{"+49 30 1", "DE", "Europe/Berlin"}, // cut short
		{"ask Jo", "", ""},
	} {
		if p := Read(c.typed, "US").Place(); p.Country != c.country || strings.Join(p.Zones, " ") != c.zones {
			t.Errorf("%q rings at %+v", c.typed, p)
		}
	}
}

// fuzzedCountries are where the numbers of [FuzzNumbers] are typed: with a trunk zero and without one, with one that
// belongs to the number (IT), with numbers of many lengths (DE, AT), and nowhere.
var fuzzedCountries = []string{"US", "GB", "DE", "AT", "IT", "IN", "AU", "MX", "RU", "JP", "NG", ""}

// A dressing is what people and pages put around a number that changes nothing of it.
type dressing struct {
	name string
	put  func(string) string
}

var dressings = []dressing{
	{"word behind", func(s string) string { return s + " (cell)" }},
	{"word in front", func(s string) string { return "cell: " + s }},
	{"tel", func(s string) string { return "tel:" + s }},
	{"marks", func(s string) string { return "\u202a" + strings.ReplaceAll(s, " ", "\u00a0") + "\u202c\u200b" }},
	{"dashes", func(s string) string { return strings.ReplaceAll(s, "-", "\u2011") }},
	{"full width", func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '０' + r - '0'
			}
			return r
		}, s)
	}},
}

// What the library reads as a whole the reader reads too, as the same number, in each country and with words and marks
// around it; nothing that it reads is invented, and each number that it reads is held back by the list that has it.
func FuzzNumbers(f *testing.F) {
	for _, c := range typedNumbers {
		for i := range fuzzedCountries {
			f.Add(c.typed, byte(i))
		}
	}
	for _, s := range []string{"+999", "((", "x", "#12"} {
		f.Add(s, byte(0))
	}
	f.Fuzz(func(t *testing.T, typed string, at byte) {
		country := fuzzedCountries[int(at)%len(fuzzedCountries)]
		p := Read(typed, country)
		for _, n := range p.Numbers {
			parsed, err := phonenumbers.Parse(n.E164, "ZZ")
			if err != nil || phonenumbers.Format(parsed, phonenumbers.E164) != n.E164 {
				t.Fatalf("%q: %q is no number: %v", typed, n.E164, err)
			}
			if n.Text != "" && !strings.Contains(typed, n.Text) {
				t.Fatalf("%q: %q does not stand there", typed, n.Text)
			}
			if !p.Covers(n.E164) || !slices.Contains(p.Suspects(), n.E164) {
				t.Fatalf("%q: %q is not held back by a list that has it", typed, n.E164)
			}
		}
		want, is := libraryReads(typed, country)
		if !is {
			return
		}
		if got := p.E164(); !slices.Equal(got, []string{want}) {
			t.Fatalf("%q in %q: %q, the library says %q", typed, country, spell(p), want)
		}
		for _, d := range dressings {
			if got := Read(d.put(typed), country); !slices.Equal(got.E164(), []string{want}) {
				t.Fatalf("%s: %q in %q: %q, the library says %q", d.name, d.put(typed), country, spell(got), want)
			}
		}
	})
}

// libraryReads is the number that a text of nothing but digits and the usual marks is as a whole, by the library; ok is
// false where it is none.
func libraryReads(typed, country string) (e164 string, ok bool) {
	plain := strings.Trim(typed, "0123456789+-() ") == "" && len(typed) < 18 && strings.LastIndexByte(typed, '+') <= 0
	whole, err := phonenumbers.Parse(typed, country)
	if !plain || err != nil || !phonenumbers.IsValidNumber(whole) {
		return "", false
	}
	return phonenumbers.Format(whole, phonenumbers.E164), true
}

// The usual ways to type a number cost little more than the library's own parse.
func BenchmarkNumbers(b *testing.B) {
	for _, typed := range []string{"+12125550100", "(212) 555-0100 (cell)", "212-555-0102, 917-555-0199", "12345"} {
		b.Run(typed, func(b *testing.B) {
			for range b.N {
				read(typed, []string{"US"})
			}
		})
	}
	b.Run("library", func(b *testing.B) {
		for range b.N {
			n, _ := phonenumbers.Parse("+12125550100", "US")
			_ = fmt.Sprint(phonenumbers.IsValidNumber(n))
		}
	})
	b.Run("remembered", func(b *testing.B) {
		for range b.N {
			Read("(212) 555-0100 (cell)", "US")
		}
	})
}
