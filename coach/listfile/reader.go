package listfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
)

const (
	// rowMost bounds the bytes of one row: a quote that is never closed would make a row of the rest of the file.
	rowMost = 4 << 20
	// columnsMost bounds the columns that are looked at; further ones are passed over.
	columnsMost = 200
)

var (
	// ErrEmpty: there is no row in the file.
	ErrEmpty = errors.New("the file is empty")
	// ErrNoColumns: nothing in the file says who somebody is or how to reach them.
	ErrNoColumns = errors.New("no column holds a name, a number or an email address")
	// ErrNotText: the file is a workbook, a picture or another thing that isn't rows of text.
	ErrNotText = errors.New("the file isn't text with commas, semicolons or tabs between its cells")
)

// UnclosedError is a quote that opens at a line and isn't closed where its cell ends: what is behind it can't be told
// apart.
type UnclosedError struct{ Line int }

func (e *UnclosedError) Error() string {
	return fmt.Sprintf("a quote opens in line %d and never closes", e.Line)
}

// Column is a column of a file.
type Column struct {
	Header string
	Holds  string // a key of package facts, or a word of this package; "" where nobody knows
}

// Reader reads the rows of one file.
type Reader struct {
	columns []Column
	places  map[string][]int // what columns hold → where they stand, the likeliest first
	keep    []int            // columns that are kept as facts of their own
	rep     coach.Rep
	rows    *csv.Reader
	limit   *limited
	raw     bytes.Buffer // what rows has taken and not handed out yet
	lines   int          // passed over before the rows
	over    int          // further ones, up to the row in hand

	first     []string // a first row that is no header, until it was handed out
	firstLine int
}

// Open reads how a file is written and what its columns hold. Numbers and dates are read as that rep would type them.
// The errors are [ErrEmpty], [ErrNoColumns], [ErrNotText] and those of reading.
func Open(file io.Reader, rep coach.Rep) (*Reader, error) {
	in, err := decoded(file)
	if err != nil {
		return nil, err
	}
	head, err := in.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if binary(head) {
		return nil, ErrNotText
	}
	r := &Reader{rep: rep}
	comma, skip := delimiter(string(head))
	if skip > 0 {
		_, _ = in.Discard(skip)
		r.lines = 1
	}
	r.limit = &limited{r: in}
	r.rows = csv.NewReader(io.TeeReader(r.limit, &r.raw))
	r.rows.Comma, r.rows.LazyQuotes, r.rows.FieldsPerRecord, r.rows.ReuseRecord = comma, true, -1, true
	row, line, err := r.read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = ErrEmpty
		}
		return nil, err
	}
	r.firstLine = line
	r.header(slices.Clone(row))
	if !r.tells() {
		return nil, ErrNoColumns
	}
	return r, nil
}

// Unknown are the headers of columns that nobody knows and that aren't kept, in their order.
func (r *Reader) Unknown() (headers []string) {
	for i, c := range r.columns {
		if c.Holds == "" && c.Header != "" && !slices.Contains(r.keep, i) && !slices.Contains(headers, c.Header) {
			headers = append(headers, c.Header)
		}
	}
	return headers
}

// Keep has columns that nobody knows kept as facts of the installation's own, by their headers; at most
// [facts.KeptMost]. Headers that the file doesn't have are passed over.
func (r *Reader) Keep(headers ...string) {
	// A column without a header has no name to be kept under.
	for i, c := range r.columns {
		if c.Holds == "" && slices.Contains(headers, c.Header) && len(r.keep) < facts.KeptMost {
			r.keep = append(r.keep, i)
		}
	}
}

// binary reports whether the beginning of a file is no text: a zipped workbook, an old one, a PDF.
func binary(head []byte) bool {
	for _, mark := range []string{"PK\x03\x04", "\u00d0\u00cf\x11\u00e0", "%PDF", "{\\rtf", "\u2030PNG"} {
		if strings.HasPrefix(string(head), mark) {
			return true
		}
	}
	return false
}

// delimiter is what stands between the cells: what the first line with anything in it has most of outside of quotes. A
// first line "sep=;" says it, and is passed over: skip is its length.
func delimiter(head string) (comma rune, skip int) {
	line, _, _ := strings.Cut(head, "\n")
	if sep, ok := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep="); ok && len(sep) == 1 {
		return rune(sep[0]), len(line) + 1
	}
	line, _, _ = strings.Cut(strings.TrimLeft(head, "\r\n"), "\n")
	most, quoted := 0, false
	counts := map[rune]int{}
	comma = ','
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && strings.ContainsRune(",;\t|", c):
			if counts[c]++; counts[c] > most {
				comma, most = c, counts[c]
			}
		}
	}
	return comma, 0
}

// header takes a row for the headers of the columns, or, where it has none of them and looks like somebody, for the
// first row of a file without headers.
func (r *Reader) header(row []string) {
	row = row[:min(len(row), columnsMost)]
	// A header that is known makes it a row of headers, whatever else is in it.
	ranks := make([]int, len(row))
	known := false
	for i, cell := range row {
		c := Column{Header: oneLine(cell)}
		if m, ok := meant(cell); ok {
			c.Holds, ranks[i], known = m.holds, m.rank, true
		}
		r.columns = append(r.columns, c)
	}
	if !known && r.somebody(row) {
		r.first = row
		for i, cell := range row {
			r.columns[i] = Column{Holds: r.looksLike(cell)}
		}
	}
	r.places = map[string][]int{}
	for i, c := range r.columns {
		if c.Holds != "" {
			r.places[c.Holds] = append(r.places[c.Holds], i)
		}
	}
	for _, at := range r.places {
		slices.SortStableFunc(at, func(a, b int) int { return ranks[a] - ranks[b] })
	}
}

// somebody reports whether a row without known headers has a number or an address in it.
func (r *Reader) somebody(row []string) bool {
	return slices.ContainsFunc(row, func(cell string) bool {
		looks := r.looksLike(cell)
		return looks == facts.Phone || looks == facts.Email
	})
}

// looksLike is what a cell of a file without headers holds. The first one that is neither a number nor an address is
// the name.
func (r *Reader) looksLike(cell string) string {
	cell = unwrapped(cell)
	switch {
	case isMail(cell):
		return facts.Email
	case strings.ContainsAny(cell, "0123456789") && len(r.rep.ReadPhones(cell).Numbers) > 0:
		return facts.Phone
	case cell != "" && !slices.ContainsFunc(r.columns, func(c Column) bool { return c.Holds == facts.Name }):
		return facts.Name
	}
	return ""
}

// tells reports whether the columns can say who somebody is or how to reach them.
func (r *Reader) tells() bool {
	return slices.ContainsFunc([]string{facts.Name, facts.Company, facts.Contact, first, last, facts.Phone, facts.Email},
		func(holds string) bool { return len(r.places[holds]) > 0 })
}

// read reads the cells of the next row that has any, and the line that it begins in.
func (r *Reader) read() (cells []string, line int, err error) {
	for {
		// The rest of the last refill counts as the next row's: the bound is a bound, not a measure.
		r.limit.left = rowMost
		before := r.rows.InputOffset()
		cells, err = r.rows.Read()
		switch {
		case errors.Is(err, errRowTooBig):
			return nil, 0, &UnclosedError{Line: r.lines + r.over + 1}
		case errors.Is(err, io.EOF):
			return nil, 0, io.EOF
		case err != nil:
			return nil, 0, fmt.Errorf("read the file: %w", err)
		}
		raw := r.raw.Next(int(r.rows.InputOffset() - before))
		if at, open := r.unclosed(raw, cells); open {
			return nil, 0, &UnclosedError{Line: r.lines + at}
		}
		r.over += bytes.Count(raw, []byte("\n"))
		line, _ = r.rows.FieldPos(0)
		if slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			return cells, line + r.lines, nil
		}
	}
}

// unclosed finds a quote that opens a cell, runs over the end of its line and isn't closed where the cell ends. Such
// quotes are read leniently, since people write 5" pipe; but this one would make a cell of the rows behind it.
func (r *Reader) unclosed(raw []byte, cells []string) (line int, open bool) {
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(c, "\n") }) {
		return 0, false
	}
	strict := csv.NewReader(bytes.NewReader(raw))
	strict.Comma = r.rows.Comma
	before, err := strict.Read()
	if !errors.Is(err, csv.ErrQuote) || len(before) >= len(cells) {
		return 0, false
	}
	line, _ = r.rows.FieldPos(len(before))
	return line, true
}

// errRowTooBig ends a row beyond rowMost.
var errRowTooBig = errors.New("the row is too big")

// limited hands out at most so many bytes between two refills.
type limited struct {
	r    io.Reader
	left int
}

// Read is [io.Reader].
func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errRowTooBig
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
