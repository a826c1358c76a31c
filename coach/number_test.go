package coach

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/phone"
)

// spell is how a reading is written in tests: its numbers, then "?" and what is unread.
func spell(p phone.Phones) string {
	out := p.E164()
	for _, u := range p.Unread {
		out = append(out, "?"+u)
	}
	return strings.Join(out, " ")
}

// A number without a country code is one of the rep's country, else of that of their language.
func TestNumbersOfTheRepsCountry(t *testing.T) {
	for _, c := range []struct {
		rep         Rep
		typed, want string
	}{
		{Rep{TZ: "America/New_York", Locale: "en-US"}, "212-555-0105", "+12125550105"},
		{Rep{TZ: "Europe/Berlin", Locale: "en-US"}, "030 901820", "+4930901820"},
		{Rep{TZ: "Europe/Berlin", Locale: "en-US"}, "+1 212-555-0105", "+12125550105"},
		{Rep{TZ: "UTC", Locale: "en-US"}, "212-555-0105", "+12125550105"},
		{Rep{TZ: "UTC"}, "212-555-0105", "?2125550105"},
		{Rep{TZ: "UTC"}, "+12125550105", "+12125550105"},
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

// TestLawHoldsForEachNumber: with two numbers the law holds where each of them rings, in whichever order they stand,
// and the error names the clock that is against it. Offers and due times keep to both; a zone that was set decides
// alone.
func TestLawHoldsForEachNumber(t *testing.T) {
	rules, rep := DefaultRules(), Rep{ID: "U1", TZ: "America/New_York", Locale: "en-US"}
	now := time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC) // 10:00 in New York, midnight in Tokyo
	for _, phones := range []string{"+1 917 555 0142, +81 3 5555 0142", "+81 3 5555 0142 / +1 917 555 0142"} {
		l := Lead{ID: "1", Name: "Acme", Rep: "U1", Phone: phones, Created: now}.WithPhones(rep)
		for at, want := range map[time.Time]string{
			now.Add(2 * time.Hour):  "Asia/Tokyo",       // 12:00 and 02:00
			now.Add(20 * time.Hour): "America/New_York", // 06:00 and 20:00
			now.Add(9 * time.Hour):  "",                 // 19:00 and 09:00
			now.Add(12 * time.Hour): "America/New_York", // 22:00 and 12:00
		} {
			_, err := rules.CheckInstant(l, rep, at)
			law, _ := errors.AsType[*LawError](err)
			if (law != nil) != (want != "") || law != nil && law.Zone.Loc.String() != want {
				t.Errorf("%s at %s: %v, want %q", phones, at, err, want)
			}
			if law == nil {
				continue
			}
			for _, near := range []time.Time{law.Before, law.After} {
				if _, err := rules.CheckInstant(l, rep, near); err != nil {
					t.Errorf("%s at %s: the nearest, %s, is outside the law: %v", phones, at, near, err)
				}
			}
		}
		for _, s := range rules.Slots(l, rep, now, time.Time{}, time.Time{}, 3) {
			if _, err := rules.CheckInstant(l, rep, s.At); err != nil {
				t.Errorf("%s: %s is offered: %v", phones, s.At, err)
			}
		}
		if step := rules.Next(l, rep, now); step.Due.IsZero() {
			t.Errorf("%s: nothing is due", phones)
		} else if _, err := rules.CheckInstant(l, rep, step.Due); err != nil {
			t.Errorf("%s: due at %s: %v", phones, step.Due, err)
		}
		l.TZ = "America/New_York"
		if _, err := rules.CheckInstant(l, rep, now.Add(2*time.Hour)); err != nil {
			t.Errorf("%s: noon where they are: %v", phones, err)
		}
	}
}
