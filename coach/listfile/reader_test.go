package listfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/listfile"
)

var update = flag.Bool("update", false, "write the golden files")

var maya = coach.Rep{ID: "U1", TZ: "America/New_York", Locale: "en-US"}

// all reads a whole file, in words.
func all(t *testing.T, file io.Reader, rep coach.Rep, keep ...string) string {
	t.Helper()
	r, err := listfile.Open(file, rep)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	unknown := r.Unknown()
	if r.Keep(keep...); len(unknown) > 0 {
		fmt.Fprintf(&b, "unknown: %s\n", strings.Join(unknown, ", "))
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			fmt.Fprintf(&b, "error: %v\n", err)
			return b.String()
		}
		fmt.Fprintf(&b, "%d:", row.Line)
		if f := row.Refused; f != nil {
			fmt.Fprintf(&b, " refused %s %q %q\n", f.Why, f.Column, f.Given)
			continue
		}
		for _, f := range facts.All() {
			if v := f.Value(row.Lead); v != "" {
				fmt.Fprintf(&b, " %s=%q", f.Key, v)
			}
		}
		if d := row.Lead.E164(rep); len(d) > 0 {
			fmt.Fprintf(&b, " dials=%s", strings.Join(d, ","))
		}
		if l := row.Lead.List; l.Key != "" || !l.From.IsZero() || l.Facts != nil {
			fmt.Fprintf(&b, " list=%s", l.Key)
			if !l.From.IsZero() {
				fmt.Fprintf(&b, " from=%s", l.From.Format("2006-01-02T15:04"))
			}
			if l.Facts != nil {
				fmt.Fprintf(&b, " kept=%v", l.Facts)
			}
		}
		if row.Other != "" {
			fmt.Fprintf(&b, " else=%q", row.Other)
		}
		b.WriteByte('\n')
	}
}

// TestExports: files in the shape of the exports of five sales tools, an address book, a column of numbers and what
// spreadsheets and mischief make of files, read as their golden files say.
func TestExports(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.*")
	for _, path := range slices.DeleteFunc(files, func(p string) bool { return strings.HasSuffix(p, ".golden") }) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			rep := maya
			if strings.Contains(path, "addressbook") {
				rep = coach.Rep{ID: "U2", TZ: "Europe/Berlin", Locale: "de-DE"}
			}
			got, golden := all(t, file, rep, "custom.Fleet size", "Job Title"), path+".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestEncodings: the same two rows are read alike, however a program writes them.
func TestEncodings(t *testing.T) {
	const text = "Name,Phone\r\nMüller & Søn,+1 212 555 0101\r\nZoë €uro,+1 212 555 0102\r\n"
	want := all(t, strings.NewReader(text), maya)
	if !strings.Contains(want, `name="Müller & Søn"`) || strings.Count(want, "\n") != 2 {
		t.Fatalf("read %s", want)
	}
	wide := func(little, mark bool) string {
		var b []byte
		units := utf16.Encode([]rune(text))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if little {
				b = append(b, byte(u), byte(u>>8))
			} else {
				b = append(b, byte(u>>8), byte(u))
			}
		}
		return string(b)
	}
	for name, file := range map[string]string{
		"UTF-8 with a mark":    "\ufeff" + text,
		"UTF-16LE":             wide(true, true),
		"UTF-16BE":             wide(false, true),
		"UTF-16LE, no mark":    wide(true, false),
		"UTF-16BE, no mark":    wide(false, false),
		"Windows-1252":         strings.NewReplacer("ü", "\xfc", "ø", "\xf8", "ë", "\xeb", "€", "\x80").Replace(text),
		"two in one":           strings.NewReplacer("ü", "\xfc", "€", "\x80").Replace(text),
		"semicolons":           strings.ReplaceAll(text, ",", ";"),
		"tabs":                 strings.ReplaceAll(text, ",", "\t"),
		"bars":                 strings.ReplaceAll(text, ",", "|"),
		"plain newlines":       strings.ReplaceAll(text, "\r\n", "\n"),
		"newlines of old Macs": strings.ReplaceAll(text, "\r\n", "\r"),
	} {
		if got := all(t, strings.NewReader(file), maya); got != want {
			t.Errorf("%s: read\n%swant\n%s", name, got, want)
		}
	}
}

// TestNoList: what is no list is said so, and nothing of it is read.
func TestNoList(t *testing.T) {
	for file, want := range map[string]error{
		"":                           listfile.ErrEmpty,
		"\n\n  \n":                   listfile.ErrEmpty,
		"PK\x03\x04\x14\x00workbook": listfile.ErrNotText,
		"%PDF-1.7 …":                 listfile.ErrNotText,
		"\xd0\xcf\x11\xe0 old book":  listfile.ErrNotText,
		"Color,Size\nred,4\n":        listfile.ErrNoColumns,
	} {
		if _, err := listfile.Open(strings.NewReader(file), maya); !errors.Is(err, want) {
			t.Errorf("%.10q: %v, want %v", file, err, want)
		}
	}
}

// TestHugeCells: a cell of a megabyte refuses its row and no other, and a quote that never closes ends the reading with
// its line, at a bounded cost.
func TestHugeCells(t *testing.T) {
	huge := "Name,Phone,Notes\nAcme,+1 212 555 0101," + strings.Repeat("x", 1<<20) + "\nBirch,+1 212 555 0102,\n"
	if got := all(t, strings.NewReader(huge), maya, "Notes"); !strings.Contains(got, `2: refused long "Notes"`) ||
		!strings.Contains(got, `3: name="Birch"`) {
		t.Errorf("read %s", got)
	}
	open := "Name,Phone\nAcme,+1 212 555 0101\nBirch,\"+1 212 555 0102\n" +
		strings.Repeat("Cobalt,+1 212 555 0103\n", 1<<18)
	if got := all(t, strings.NewReader(open), maya); !strings.Contains(got, "a quote opens in line 3 and never closes") {
		t.Errorf("read %.200s", got)
	}
}

// TestOpenQuotes: a quote that isn't closed where its cell ends makes no cell of other rows: the reading ends with its
// line. Quotes within a cell, and cells of several lines, are read.
func TestOpenQuotes(t *testing.T) {
	for rows, want := range map[string]string{
		"Birch,\"+1 212 555 0102\nCobalt,+1 212 555 0103\n":               "line 4 and never",
		"Birch,\"+1 212 555 0102\nCobalt,+1 212 555 0103":                 "line 4 and never",
		"\"Big\" Bakery,+1 212 555 0102\n\"Cobalt\",+1 212 555 0103\n":    "line 4 and never",
		"\"Birch\",\"+1 212 555\n0102\"\n\"Cobalt,+1 212 555 0103\nDrew,": "line 6 and never",
		"5\" Pipe,+1 212 555 0102\nBob \"B\" Birch,+1 212 555 0103\n":     `5: name="Bob \"B\" Birch"`,
		"\"Two\nlines, \"\"said\"\"\",+1 212 555 0102\n":                  `4: name="Two lines, \"said\""`,
		"Birch,\"+1 212 555 0102":                                         `4: name="Birch" phone="+1 212 555 0102"`,
	} {
		file := "Name,Phone\n\"Acme\nCorp\",+1 212 555 0101\n" + rows
		if got := all(t, strings.NewReader(file), maya); !strings.Contains(got, want) {
			t.Errorf("%q: read\n%s", rows, got)
		}
	}
	if _, err := listfile.Open(strings.NewReader("\"Name,Phone\nAcme,1\n"), maya); err == nil ||
		!strings.Contains(err.Error(), "line 1 and never") {
		t.Errorf("in the headers: %v", err)
	}
	blank := "\n\nName;Phone\nAcme;+1 212 555 0101\n"
	if got := all(t, strings.NewReader(blank), maya); !strings.Contains(got, `4: name="Acme"`) {
		t.Errorf("behind blank lines: read %s", got)
	}
}

// TestManyColumns: a hundred columns are read, and what nobody knows is kept only where it is asked for, twenty of them
// at most.
func TestManyColumns(t *testing.T) {
	head, row := []string{"Name", "Phone"}, []string{"Acme", "+1 212 555 0101"}
	for i := range 98 {
		head, row = append(head, fmt.Sprintf("Column %d", i)), append(row, fmt.Sprintf("value %d", i))
	}
	file := strings.Join(head, ",") + "\n" + strings.Join(row, ",") + "\n"
	r, err := listfile.Open(strings.NewReader(file), maya)
	if err != nil {
		t.Fatal(err)
	}
	r.Keep(r.Unknown()...)
	got, err := r.Next()
	if err != nil || len(r.Unknown()) != 98-facts.KeptMost || len(got.Lead.List.Facts) != facts.KeptMost {
		t.Errorf("%d unknown, kept %d, %v", len(r.Unknown()), len(got.Lead.List.Facts), err)
	}
}

// TestDates: days are read in the order of the rep's country, and what is none refuses its row.
func TestDates(t *testing.T) {
	german := coach.Rep{ID: "U2", TZ: "Europe/Berlin", Locale: "de-DE"}
	for _, c := range []struct {
		rep       coach.Rep
		date, day string
	}{
		{maya, "12/11/2026", "2026-12-11"}, {german, "12/11/2026", "2026-11-12"}, {maya, "31/12/2026", "2026-12-31"},
		{german, "12.11.2026", "2026-11-12"}, {maya, "2026-12-11T10:00:00Z", "2026-12-11"}, {maya, "11/9/26", "2026-11-09"},
		{maya, "Nov 9, 2026", "2026-11-09"}, {maya, "31/31/2026", ""}, {maya, "soon", ""}, {maya, "2/30/2026", ""},
	} {
		r, err := listfile.Open(strings.NewReader("Name;Next call\nAcme;"+c.date+"\n"), c.rep)
		if err != nil {
			t.Fatal(err)
		}
		row, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if row.Refused == nil {
			got = row.Lead.List.From.In(c.rep.Location()).Format("2006-01-02")
		}
		if got != c.day {
			t.Errorf("%s for %s: %q, want %q", c.date, c.rep.Locale, got, c.day)
		}
	}
}

// FuzzOpen: no file makes the reader panic or never end.
func FuzzOpen(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.csv")
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := listfile.Open(strings.NewReader(string(data)), maya)
		if err != nil {
			return
		}
		for range len(data) + 2 {
			row, err := r.Next()
			if err != nil {
				return
			}
			if row.Refused == nil && strings.TrimSpace(row.Lead.Name) == "" {
				t.Errorf("line %d has no name", row.Line)
			}
		}
		t.Error("more rows than bytes")
	})
}

// TestHeadsOfTheTable: each fact comes back from the table of one's own leads that bot/privacy writes, and no other
// column is taken for one: who has no email address has none.
func TestHeadsOfTheTable(t *testing.T) {
	full := coach.Lead{Name: "Acme"}
	if err := facts.Set(&full, map[string]string{"contact": "Pat Reyes", "phone": "+1 212 555 0101",
		"email": "pat@acme.example", "tz": "Europe/Berlin", "hot": "late vans", "decides": "Kim", "competitor": "Foxglove",
		"gut": "4", "prefers": "email", "intro": "Sam", "warmth": "warm", "potential": "high", "industry": "Tools",
		"problem": "late vans", "source": "a fair", "web": "acme.example"}, nil); err != nil {
		t.Fatal(err)
	}
	bare := coach.Lead{Name: "Birch", Phone: "+1 212 555 0102"}
	head := []string{"\ufeffid"}
	rows := [][]string{{"L1"}, {"L2"}}
	for _, f := range facts.All() {
		if f.Value(full) == "" && f.Key != facts.Company { // a lead with a company is called after it
			t.Errorf("no %s is tried", f.Key)
		}
		head = append(head, f.Key)
		rows[0], rows[1] = append(rows[0], f.Value(full)), append(rows[1], f.Value(bare))
	}
	head = append(head, "created", "calls", "emails sent", "last", "touched", "closed", "reason")
	rows[0] = append(rows[0], "2026-01-12T09:00:00Z", "3", "2", "voicemail", "2026-01-12T09:00:00Z", "", "")
	rows[1] = append(rows[1], "2026-01-12T09:00:00Z", "0", "0", "", "", "", "")
	var file bytes.Buffer
	if err := csv.NewWriter(&file).WriteAll(append([][]string{head}, rows...)); err != nil {
		t.Fatal(err)
	}
	r, err := listfile.Open(&file, maya)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []coach.Lead{full, bare} {
		row, err := r.Next()
		if err != nil || row.Refused != nil {
			t.Fatalf("%s: %+v, %v", want.Name, row.Refused, err)
		}
		for _, f := range facts.All() {
			if got := f.Value(row.Lead); got != f.Value(want) {
				t.Errorf("%s of %s: %q in place of %q", f.Key, want.Name, got, f.Value(want))
			}
		}
	}
}
