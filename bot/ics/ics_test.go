package ics

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var stamp = time.Date(2026, 3, 2, 15, 4, 5, 999, time.UTC)

func call() Event {
	return Event{
		UID: "L01acme-1772463845@followup", Sequence: 4, Stamp: stamp,
		Start:       time.Date(2026, 3, 12, 16, 0, 0, 0, time.FixedZone("", 3600)),
		Summary:     "Call: Acme, Inc.; Pat",
		Description: "Agenda:\n- prices for 1,000 seats\n- C:\\terms\n\nPhone: +49 30 55550121",
	}
}

// The file of an agreed call, to the octet (S4.7).
func TestFile(t *testing.T) {
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Followup//Agreed calls//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
		"BEGIN:VEVENT",
		"UID:L01acme-1772463845@followup", "SEQUENCE:4", "DTSTAMP:20260302T150405Z", "DTSTART:20260312T150000Z",
		"DTEND:20260312T153000Z",
		`SUMMARY:Call: Acme\, Inc.\; Pat`,
		`DESCRIPTION:Agenda:\n- prices for 1\,000 seats\n- C:\\terms\n\nPhone: +49 3`, ` 0 55550121`,
		"STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	if diff := cmp.Diff(want, string(call().File())); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	unsure := call()
	unsure.Tentative, unsure.Length = true, time.Hour
	got := mustRead(t, unsure.File())
	if got["STATUS"] != "TENTATIVE" || got["DTEND"] != "20260312T160000Z" {
		t.Errorf("not yet agreed to: %v", got)
	}
}

// Names that would like to end a line, add one of their own, turn it around or be cut in two come out as text.
func TestHostileWords(t *testing.T) {
	for name, words := range map[string]string{
		"a line of its own":   "Acme\r\nATTENDEE:mailto:ceo@acme.example",
		"every line end":      "a\rb\nc\u2028d\u2029e\u0085f",
		"control characters":  "A\x00c\x07m\x1be\x7f\u0091",
		"turned around":       "\u202Eemca\u2066 gnp.exe\u2069\u200f",
		"right to left":       strings.Repeat("חברת אלון ", 30),
		"emoji":               strings.Repeat("👩‍👩‍👧‍👦🚀", 40),
		"one word":            strings.Repeat("ä", 500),
		"bars and backslash":  `\n \\, ; \; END:VEVENT`,
		"no UTF-8":            "Acme \xff\xfe Ltd",
		"nothing":             "",
		"nothing but control": "\x00\x01",
	} {
		t.Run(name, func(t *testing.T) {
			e := call()
			e.Summary, e.Description, e.UID = words, words, "L"+words+"@followup"
			got := mustRead(t, e.File())
			if want := asText(words); got["SUMMARY"] != want || got["DESCRIPTION"] != want {
				t.Errorf("%q became %q", words, got["SUMMARY"])
			}
			if _, there := got["ATTENDEE"]; there {
				t.Error("somebody was invited")
			}
		})
	}
}

// An appointment stays the instant it is and lasts its half hour, also while clocks are changed (S4.7).
func TestClockChanges(t *testing.T) {
	for _, c := range []struct{ zone, wall, start, end string }{
		{"Europe/Berlin", "2026-03-29 01:45", "20260329T004500Z", "20260329T011500Z"},
		{"Europe/Berlin", "2026-10-25 01:45", "20261024T234500Z", "20261025T001500Z"},
		{"America/New_York", "2026-03-08 01:45", "20260308T064500Z", "20260308T071500Z"},
		{"America/New_York", "2026-12-31 18:45", "20261231T234500Z", "20270101T001500Z"},
		{"Asia/Kolkata", "2026-02-28 23:50", "20260228T182000Z", "20260228T185000Z"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		e := call()
		if e.Start, err = time.ParseInLocation("2006-01-02 15:04", c.wall, loc); err != nil {
			t.Fatal(err)
		}
		if got := mustRead(t, e.File()); got["DTSTART"] != c.start || got["DTEND"] != c.end {
			t.Errorf("%s in %s: %s to %s", c.wall, c.zone, got["DTSTART"], got["DTEND"])
		}
	}
}

func FuzzFile(f *testing.F) {
	f.Add("Acme, Inc.", "Agenda:\n- prices", "L1@followup", int64(0), int64(1773327600))
	f.Add("\r\nBEGIN:VEVENT", "a\\nb;c,\u202e🚀", "", int64(-1), int64(0))
	f.Add(strings.Repeat("🚀", 30)+"\xff", "\x00", "x\ny", int64(1<<40), int64(253402000000))
	f.Fuzz(func(t *testing.T, summary, description, uid string, sequence, at int64) {
		e := Event{UID: uid, Sequence: sequence, Stamp: stamp, Start: time.Unix(min(max(at, 0), 253402000000), 0),
			Summary: summary, Description: description}
		got := mustRead(t, e.File())
		if got["SUMMARY"] != asText(summary) || got["DESCRIPTION"] != asText(description) || got["UID"] != asText(uid) {
			t.Errorf("%q, %q, %q became %q", summary, description, uid, got)
		}
	})
}

// asText is what must be left of words: lines end in one way, and nothing is hidden in them.
func asText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = regexp.MustCompile("\r\n|[\r\u0085\u2028\u2029]").ReplaceAllString(s, "\n")
	return regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f-\u009f\u202a-\u202e\u2066-\u2069]").ReplaceAllString(s, "")
}

func mustRead(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	got, err := read(raw)
	if err != nil {
		t.Fatalf("%v in\n%q", err, raw)
	}
	return got
}

var (
	errEnd   = errors.New("a line ends with CRLF, and neither stands within one")
	errLong  = errors.New("a line has at most 75 octets")
	errCut   = errors.New("a character is cut in two")
	errName  = errors.New("a line is a name, a colon and a value")
	errValue = errors.New("the value is none of its kind")
	errTwice = errors.New("a property stands there once")
)

// kinds are the properties of a calendar file of ours, and what each may hold.
var kinds = map[string]string{
	"VERSION": `2\.0`, "PRODID": `.+`, "CALSCALE": `GREGORIAN`, "METHOD": `PUBLISH`,
	"UID": ``, "SEQUENCE": `\d+`, "DTSTAMP": `\d{8}T\d{6}Z`, "DTSTART": `\d{8}T\d{6}Z`, "DTEND": `\d{8}T\d{6}Z`,
	"SUMMARY": ``, "DESCRIPTION": ``, "STATUS": `CONFIRMED|TENTATIVE`,
}

// read takes a file apart as strictly as the standard allows, and answers its properties, unfolded and with their text
// as meant.
func read(raw []byte) (map[string]string, error) {
	if !bytes.HasSuffix(raw, []byte("\r\n")) {
		return nil, errEnd
	}
	physical := strings.Split(strings.TrimSuffix(string(raw), "\r\n"), "\r\n")
	var logical []string
	for _, l := range physical {
		switch {
		case strings.ContainsAny(l, "\r\n"):
			return nil, errEnd
		case len(l) > 75:
			return nil, errLong
		case !utf8.ValidString(l):
			return nil, errCut
		case strings.HasPrefix(l, " ") && len(logical) > 0:
			logical[len(logical)-1] += l[1:]
		default:
			logical = append(logical, l)
		}
	}
	frame := []string{"BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"}
	out := map[string]string{}
	for _, l := range logical {
		if len(frame) > 0 && l == frame[0] {
			frame = frame[1:]
			continue
		}
		name, value, ok := strings.Cut(l, ":")
		kind, known := kinds[name]
		if !ok || !known {
			return nil, fmt.Errorf("%w: %q", errName, l)
		}
		if _, there := out[name]; there {
			return nil, fmt.Errorf("%w: %s", errTwice, name)
		}
		if kind == "" {
			text, err := unescape(value)
			if err != nil {
				return nil, err
			}
			out[name] = text
			continue
		}
		if !regexp.MustCompile("^(" + kind + ")$").MatchString(value) {
			return nil, fmt.Errorf("%w: %q", errValue, l)
		}
		out[name] = value
	}
	if len(frame) > 0 {
		return nil, fmt.Errorf("%w: no %s", errName, frame[0])
	}
	for _, must := range []string{"VERSION", "PRODID", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND",
		"SUMMARY"} {
		if _, there := out[must]; !there {
			return nil, fmt.Errorf("%w: no %s", errName, must)
		}
	}
	if out["DTEND"] <= out["DTSTART"] {
		return nil, fmt.Errorf("%w: it ends before it starts", errValue)
	}
	if n, err := strconv.ParseInt(out["SEQUENCE"], 10, 64); err != nil || n < 0 {
		return nil, fmt.Errorf("%w: SEQUENCE", errValue)
	}
	return out, nil
}

// unescape reads a text value: bare commas and semicolons, a lone backslash and control characters are no text.
func unescape(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s):
			i++
			switch s[i] {
			case 'n', 'N':
				b.WriteByte('\n')
			case '\\', ';', ',':
				b.WriteByte(s[i])
			default:
				return "", fmt.Errorf("%w: \\%c", errValue, s[i])
			}
		case c == '\\' || c == ',' || c == ';' || c < ' ' && c != '\t' || c == 0x7F:
			return "", fmt.Errorf("%w: %q bare", errValue, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

// The reader above refuses what it is there to refuse.
func TestReaderIsStrict(t *testing.T) {
	good := string(call().File())
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"bare line feed": {strings.Replace(good, "\r\nSEQ", "\nSEQ", 1), errEnd},
		"no last end":    {strings.TrimSuffix(good, "\r\n"), errEnd},
		"long line":      {strings.Replace(good, "SUMMARY:", "SUMMARY:"+strings.Repeat("x", 75), 1), errLong},
		"cut character":  {strings.Replace(good, "SUMMARY:", "SUMMARY:\xc3\r\n \xa4", 1), errCut},
		"an attendee":    {strings.Replace(good, "STATUS", "ATTENDEE:mailto:a@b.example\r\nSTATUS", 1), errName},
		"two summaries":  {strings.Replace(good, "STATUS", "SUMMARY:x\r\nSTATUS", 1), errTwice},
		"bare comma":     {strings.Replace(good, `\,`, ",", 1), errValue},
		"local time":     {strings.Replace(good, "DTSTART:20260312T150000Z", "DTSTART:20260312T150000", 1), errValue},
		"not closed":     {strings.Replace(good, "END:VEVENT\r\n", "", 1), errName},
	} {
		if _, err := read([]byte(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
