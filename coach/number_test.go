package coach

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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

func TestTelephoneNumbersAsTheyAreTyped(t *testing.T) {
	us, de := Rep{TZ: "America/New_York", Locale: "en-US"}, Rep{TZ: "Europe/Berlin", Locale: "de-DE"}
	utc, nowhere := Rep{TZ: "UTC", Locale: "en-US"}, Rep{TZ: "UTC"}
	for _, c := range []struct {
		rep         Rep
		typed, want string
	}{
		{us, "212-555-0100", "+12125550100"},
		{us, "2125550100", "+12125550100"},
		{us, "1 212 555 0100", "+12125550100"},
		{us, "(212) 555-0100 (cell)", "+12125550100"},
		{us, "212 555 0103 (cell)", "+12125550103"},
		{us, "cell: 212 555 0103", "+12125550103"},
		{us, "2125550103cell", "+12125550103"},
		{us, "+49 30 901820 (Zentrale)", "+4930901820"},
		{us, "+44 (0)20 7946 0958", "+442079460958"},
		{us, "+44(0)2079460958", "+442079460958"},
		{de, "+39 (0)2 1234 5678", "+390212345678"},
		{us, "00 33 1 70 18 99 00", "+33170189900"},
		{us, "0033170189900", "+33170189900"},
		{us, "011 49 30 901820", "+4930901820"},
		{de, "011 44 20 7946 0958", "+442079460958"},
		{us, "44 20 7946 0958", "+442079460958"},
		{us, "tel:+1-212-555-0100", "+12125550100"},
		{us, "+1 212 555 0100 x123", "+12125550100,123"},
		{us, "212-555-0101 ext. 5", "+12125550101,5"},
		{us, "212-555-0101 ext 12", "+12125550101,12"},
		{us, "212-555-0101 EXT:12 (Pat)", "+12125550101,12"},
		{us, "212-555-0101 (ext 12)", "+12125550101,12"},
		{us, "212-555-0101#12", "+12125550101,12"},
		{us, "212-555-0101 #12", "+12125550101,12"},
		{us, "212-555-0101,,12", "+12125550101,12"},
		{us, "212-555-0101;ext=12", "+12125550101,12"},
		{us, "212-555-0101, extension 4411, ask for Jo", "+12125550101,4411"},
		{de, "030 901820 Durchwahl 7", "+4930901820,7"},
		{de, "030/901820", "+4930901820"},
		{de, "030/901820 / 0170 1234567", "+4930901820 +491701234567"},
		{us, "212-555-0102, 917-555-0199", "+12125550102 +19175550199"},
		{us, "212-555-0102,917-555-0199", "+12125550102 +19175550199"},
		{us, "2125550102,9175550199", "+12125550102 +19175550199"},
		{us, "212-555-0102/917-555-0199", "+12125550102 +19175550199"},
		{us, "212-555-0102 or 917-555-0199", "+12125550102 +19175550199"},
		{us, "212 555 0102 917 555 0199", "+12125550102 +19175550199"},
		{us, "212-555-0102 ext 5 / 917-555-0199 x6", "+12125550102,5 +19175550199,6"},
		{us, "+4930901820+12125550100", "+4930901820 +12125550100"},
		{us, "+49 30 901820, 030 901821", "+4930901820 +4930901821"},
		{us, "212-555-0102, 212 555 0102", "+12125550102"},
		{us, "office 212-555-0102; home (917) 555-0199", "+12125550102 +19175550199"},
		{us, "212-555-0102 (call 9-5 only)", "+12125550102"},
		{us, "212-555-0102 after 5pm", "+12125550102"},
		{us, "\u200b212-555-0100\u202c", "+12125550100"},
		{us, "\u202a+1\u00a0212\u00a0555\u00a00100\u202c", "+12125550100"},
		{us, "\u2066212\u2011555\u20130100\u2069", "+12125550100"},
		{us, "212—555−0100", "+12125550100"},
		{us, "＋１ ２１２ ５５５ ０１００", "+12125550100"},
		{us, "٢١٢-٥٥٥-٠١٠٠", "+12125550100"},
		{us, "212.555.0100", "+12125550100"},
		{us, "212/555/0100", "+12125550100"},
		{us, "1-800-FLOWERS", "+18003569377"},
		{us, "1 800 flowers", "+18003569377"},
		{us, "1-800-GO-FEDEX (support)", "+18004633339"},
		{us, "212555 cell", "?212555"},
		{us, "12345", "?12345"},
		{us, "555-0100", "?5550100"},
		{us, "ask Jo", ""},
		{us, "", ""},
		{us, "212-555-0102, 12345", "+12125550102 ?12345"},
		{us, "030 901820", "?030901820"},
		{utc, "212-555-0105", "+12125550105"},
		{nowhere, "212-555-0105", "?2125550105"},
		{nowhere, "+12125550105", "+12125550105"},
		{us, "457-555-0100", "+14575550100"}, // an area code that the library does not know, yet
		{us, "++1 212 555 0100", "+12125550100"},
		{us, "+001 212 555 0100", "+12125550100"},
		{us, "+1", ""},
		{us, "()", ""},
		{us, "+999 123 456 789", "?999123456789"},
	} {
		if got := spell(c.rep.ReadPhones(c.typed)); got != c.want {
			t.Errorf("%q in %s: %q, want %q", c.typed, c.rep.TZ, got, c.want)
		}
	}
}

// spellings are ways to write a number: separators × what stands before it × what stands behind it × marks that came
// with a paste. groups are the digits behind the country code.
func spellings(prefixes, groups []string) (out []string) {
	separators := []string{"", " ", "-", ".", "\u00a0", "\u2011", "\u2013", " - "}
	behind := []string{"", " (cell)", " ext 12", "x9", " Zentrale", ", ask for Jo"}
	marks := [][2]string{{"", ""}, {"\u202a", "\u202c"}, {"\u2066", "\u2069"}, {"\u200b", ""}}
	for i, prefix := range prefixes {
		for j, separator := range separators {
			for k, suffix := range behind {
				mark := marks[(i+j+k)%len(marks)]
				out = append(out, mark[0]+prefix+strings.Join(groups, separator)+mark[1]+suffix)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// However a number is written, it is blocked, and the lead lives by its clock.
func TestBlocksAndTheLawHoldForEverySpelling(t *testing.T) {
	rules, rep := DefaultRules(), Rep{TZ: "America/Los_Angeles", Locale: "en-US"}
	for _, c := range []struct {
		e164, zone string
		spelled    []string
	}{
		{"+12125550100", "America/New_York", spellings(
			[]string{"", "1-", "+1 ", "+1", "001 ", "Tel. ", "cell: "}, []string{"212", "555", "0100"})},
		{"+4930901820", "Europe/Berlin", spellings(
			[]string{"+49 ", "+49 (0)", "0049 ", "011 49 ", "00 49 "}, []string{"30", "901", "820"})},
	} {
		if len(c.spelled) < 200 {
			t.Fatalf("%d spellings of %s", len(c.spelled), c.e164)
		}
		for _, typed := range c.spelled {
			l := Lead{Phone: typed, Warmth: Cold}
			phones := l.Telephones(rep)
			if !phones.Covers(c.e164) || !slices.Contains(phones.Suspects(), c.e164) || len(phones.Numbers) != 1 {
				t.Errorf("%q is read as %q", typed, spell(phones))
			}
			// 21:30 where the lead is: nobody may be called.
			night := time.Date(2026, 11, 10, 21, 30, 0, 0, zone(t, c.zone))
			if _, err := rules.CheckInstant(l, rep, night); err == nil {
				t.Errorf("%q may be called at night", typed)
			}
			kept := l.WithPhones(rep)
			if got := kept.E164(Rep{TZ: "Asia/Tokyo"}); !slices.Equal(got, []string{c.e164}) {
				t.Errorf("%q dials %v once its rep has moved", typed, got)
			}
		}
	}
}

// What can't be read lifts neither a block nor the law: its digits are blocked as such, in any country, and a country
// code alone tells the clock where the country has one.
func TestNumbersThatCannotBeRead(t *testing.T) {
	rep := Rep{TZ: "America/Los_Angeles", Locale: "en-US"}
	german := rep.ReadPhones("030 901820")
	if !slices.Contains(german.Suspects(), "+4930901820") || !german.Covers("+4930901820") ||
		german.Covers("+4930901821") {
		t.Errorf("%+v", german)
	}
	z := Lead{Phone: "+49 30 1"}.Zone(rep, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	if z.Loc.String() != "Europe/Berlin" || z.From != ZonePhone || z.Country != "DE" {
		t.Errorf("a German number cut short: %+v", z)
	}
	l := Lead{Phone: "030 901820"}.WithPhones(rep)
	l.TZ = "Europe/Berlin"
	if l = l.WithPhones(rep); spell(l.Phones) != "+4930901820" {
		t.Errorf("with its zone: %q", spell(l.Phones))
	}
	l.TZ = "Europe/Paris"
	if l = l.WithPhones(rep); spell(l.Phones) != "+4930901820" {
		t.Errorf("a number that was read changed: %q", spell(l.Phones))
	}
	l.Phone = "212-555-0100" // typed over by a version that keeps no reading
	if got := l.E164(rep); !slices.Equal(got, []string{"+12125550100"}) && len(got) != 1 {
		t.Errorf("an old reading stands for a new text: %v", got)
	}
}

// What the library reads as a whole the reader reads too, as the same number; nothing that it reads is invented.
func FuzzNumbers(f *testing.F) {
	for _, s := range append(spellings([]string{"", "+1 "}, []string{"212", "555", "0100"})[:20], "1-800-FLOWERS", "12345",
		"+44 (0)20 7946 0958", "030/901820 / 0170 1234567", "+999", "((", "212-555-0102, 917-555-0199", "x", "#12") {
		f.Add(s)
	}
	rep := Rep{TZ: "America/New_York", Locale: "en-US"}
	f.Fuzz(func(t *testing.T, typed string) {
		p := rep.ReadPhones(typed)
		for _, n := range p.Numbers {
			parsed, err := phonenumbers.Parse(n.E164, "ZZ")
			if err != nil || phonenumbers.Format(parsed, phonenumbers.E164) != n.E164 {
				t.Fatalf("%q: %q is no number: %v", typed, n.E164, err)
			}
			if n.Text != "" && !strings.Contains(typed, n.Text) {
				t.Fatalf("%q: %q does not stand there", typed, n.Text)
			}
		}
		plain := strings.Trim(typed, "0123456789+-() ") == "" && len(typed) < 18 && strings.LastIndexByte(typed, '+') <= 0
		whole, err := phonenumbers.Parse(typed, "US")
		if !plain || err != nil || !phonenumbers.IsValidNumber(whole) {
			return
		}
		if want := phonenumbers.Format(whole, phonenumbers.E164); !slices.Contains(p.E164(), want) {
			t.Fatalf("%q: %q, the library says %q", typed, spell(p), want)
		}
	})
}

// The usual ways to type a number cost little more than the library's own parse.
func BenchmarkNumbers(b *testing.B) {
	for _, typed := range []string{"+12125550100", "(212) 555-0100 (cell)", "212-555-0102, 917-555-0199", "12345"} {
		b.Run(typed, func(b *testing.B) {
			for range b.N {
				readPhones(typed, []string{"US"})
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
			ReadPhones("(212) 555-0100 (cell)", "US")
		}
	})
}
