package input_test

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/coach/outcome"
)

var (
	// tableFields are the fields of a reading in their order; only fact may stand there more than once.
	tableFields = []string{"outcome", "note", "at", "next", "agenda", "agreed?", "try-again?", "come-back", "slots",
		"fact", "named"}
	tableQuestions = []string{"outcome", "lead", "name", "order", "command", "zone", "ago"}
	tableRefusals  = []string{"key", "date"}

	tableInstant = regexp.MustCompile(`^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$`)
	tableDay     = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d|morning|afternoon|evening))?$`)
	// tableValues say how a field's value is written; where nothing stands it is a quoted text.
	tableValues = map[string]*regexp.Regexp{"at": tableDay, "come-back": tableDay, "next": tableInstant,
		"agreed?": tableInstant, "try-again?": tableInstant, "fact": regexp.MustCompile(`^[a-z]+=.+$`)}
	// tableEscape is how a mark that nobody would see is written in what is typed.
	tableEscape = regexp.MustCompile(`\\u[0-9a-f]{4}`)
)

// A tableFile is testdata/readings.txt while it is read.
type tableFile struct {
	cases []tableCase
	block tableCase       // its clock and leads
	open  bool            // a line of the block was typed: readings may follow, leads may not
	seen  map[string]bool // the block's leads and typed lines, as they stand in the file
}

// readTable takes testdata/readings.txt apart. Its errors name the file's line.
func readTable(text string) ([]tableCase, error) {
	var f tableFile
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		at, line := i+1, lines[i]
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "    // ") {
			line += " " + strings.TrimSpace(lines[i+1])
			i++
		}
		if err := f.line(at, line); err != nil {
			return nil, fmt.Errorf("line %d: %w", at, err)
		}
	}
	return f.cases, f.complete()
}

// line takes one line of the file.
func (f *tableFile) line(at int, line string) error {
	if line == "" || line[0] == '#' {
		return nil
	}
	if rest, ok := strings.CutPrefix(line, "  "); ok {
		return f.reading(rest)
	}
	if err := f.complete(); err != nil {
		return err
	}
	word, rest, _ := strings.Cut(line, " ")
	if word != "now" && f.block.now.IsZero() {
		return errors.New("a block begins with now")
	}
	if word != "now" && f.seen[line] {
		return errors.New("it stands twice in a block")
	}
	var err error
	switch word {
	case "now":
		*f = tableFile{cases: f.cases, seen: map[string]bool{}}
		f.block.now, err = tableClock(rest)
	case "lead":
		err = f.lead(rest)
	case ">":
		c := f.block
		c.at = at
		c.typed, err = readTyped(rest)
		f.cases, f.open = append(f.cases, c), true
	default:
		err = errors.New("it is neither a comment, a clock, a lead, a typed line nor a reading")
	}
	f.seen[line] = true
	return err
}

// complete refuses a typed line that no reading stands below.
func (f *tableFile) complete() error {
	if n := len(f.cases); n > 0 && len(f.cases[n-1].want) == 0 {
		return fmt.Errorf("no reading below line %d", f.cases[n-1].at)
	}
	return nil
}

// reading takes a reading of the line that was typed above it, with its alternatives.
func (f *tableFile) reading(text string) error {
	if !f.open {
		return errors.New("nothing typed above it")
	}
	var alternatives []tableReading
	for _, one := range cutOutside(text, " // ") {
		r, err := readReading(one, f.block.leads)
		if err != nil {
			return err
		}
		alternatives = append(alternatives, r)
	}
	c := &f.cases[len(f.cases)-1]
	c.want = append(c.want, alternatives)
	return nil
}

// lead takes a lead and what is known of it.
func (f *tableFile) lead(text string) error {
	if f.open {
		return errors.New("a lead stands behind what is typed")
	}
	facts := strings.Split(text, " | ")
	l := tableLead{name: facts[0]}
	places := map[string]*string{"phone": &l.phone, "email": &l.email, "contact": &l.contact, "company": &l.company,
		"tz": &l.tz}
	for _, fact := range facts[1:] {
		key, value, _ := strings.Cut(fact, " ")
		place := places[key]
		switch {
		case fact == "spoken":
			l.spoken = true
		case place == nil || value == "":
			return fmt.Errorf("%q is no detail of a lead", fact)
		default:
			*place = value
		}
	}
	if slices.ContainsFunc(f.block.leads, func(o tableLead) bool { return o.name == l.name }) {
		return fmt.Errorf("%s is there twice", l.name)
	}
	f.block.leads = append(f.block.leads, l)
	_, err := time.LoadLocation(l.tz)
	return err
}

// tableClock reads the rep's clock, "Tue 10 Nov 2026 10:00 America/New_York".
func tableClock(text string) (time.Time, error) {
	const layout = "Mon 2 Jan 2006 15:04"
	space := strings.LastIndexByte(text, ' ')
	zone, err := time.LoadLocation(text[space+1:])
	if err != nil {
		return time.Time{}, err
	}
	now, err := time.ParseInLocation(layout, text[:max(space, 0)], zone)
	if err == nil && now.Format(layout) != text[:space] {
		err = fmt.Errorf("%s is a %s", now.Format(time.DateOnly), now.Weekday())
	}
	return now, err
}

// readTyped is what was typed. Marks that nobody would see in the file are refused there unless they are escaped.
func readTyped(text string) (string, error) {
	for _, r := range text {
		if unicode.In(r, unicode.Cf, unicode.Mn) || r != ' ' && unicode.IsSpace(r) {
			return "", fmt.Errorf("%U needs its escape", r)
		}
	}
	if strings.TrimSpace(text) != text || strings.Contains(tableEscape.ReplaceAllString(text, ""), `\`) {
		return "", errors.New(`a space at an end, and a backslash, need an escape of four digits`)
	}
	text = tableEscape.ReplaceAllStringFunc(text, func(e string) string {
		n, _ := strconv.ParseUint(e[2:], 16, 32) // four hex digits, as the pattern says
		return string(rune(n))
	})
	return strings.ReplaceAll(text, "⏎", "\n"), nil
}

// readReading takes one reading apart, in a block with these leads.
func readReading(text string, leads []tableLead) (r tableReading, err error) {
	parts := cutOutside(text, " · ")
	r.text = text
	r.verb, r.about, _ = strings.Cut(parts[0], " ")
	word, isCommand := strings.CutPrefix(r.verb, "command:")
	rest := parts[1:]
	switch {
	case isCommand:
		if !slices.Contains(input.CommandWords, word) {
			return r, fmt.Errorf("%s is no command", word)
		}
	case r.verb == "log":
		if len(rest) == 0 {
			return r, errors.New("a log needs an outcome")
		}
		rest = append([]string{"outcome " + rest[0]}, rest[1:]...)
	case r.verb == "show":
		if len(rest) > 0 {
			return r, errors.New("a show has no fields")
		}
	case r.verb == "refuse" || r.verb == "ask":
		r.ask, r.about, _ = strings.Cut(r.about, " ")
		known := tableQuestions
		if r.verb == "refuse" {
			known = tableRefusals
		}
		if !slices.Contains(known, r.ask) {
			return r, fmt.Errorf("%s %q isn't known", r.verb, r.ask)
		}
		if r.verb == "ask" {
			if rest, err = r.choose(rest, leads); err != nil {
				return r, err
			}
		}
	default:
		return r, fmt.Errorf("%q is no verb", r.verb)
	}
	if r.about != "" || r.verb == "log" || r.verb == "show" {
		if err := knowsLeads(r.about, leads); err != nil {
			return r, err
		}
	}
	r.fields, err = readFields(rest)
	return r, err
}

// choose takes the choices of a question off what stands behind it.
func (r *tableReading) choose(rest []string, leads []tableLead) ([]string, error) {
	if len(rest) == 0 {
		return nil, nil
	}
	r.choices = strings.Split(rest[0], " | ")
	for _, c := range r.choices {
		var err error
		switch r.ask {
		case "outcome", "order":
			if r.ask == "order" && strings.HasPrefix(c, "new ") { // the whole of the words as a name
				err = knowsLeads(c, leads)
				break
			}
			_, err = readFields([]string{"outcome " + c})
		case "lead", "name":
			err = knowsLeads(c, leads)
		case "command":
			if !slices.Contains(input.CommandWords, c) {
				err = fmt.Errorf("%s is no command", c)
			}
		case "zone":
			_, err = time.LoadLocation(c)
		case "ago":
			if c != "just-now" {
				_, err = readFields([]string{c})
			}
		}
		if err != nil {
			return nil, err
		}
	}
	rest = rest[1:]
	if len(rest) > 0 && r.ask != "order" && r.ask != "command" {
		return nil, errors.New("only order and command have fields behind them")
	}
	if len(rest) > 0 && r.choices[0] == "log" {
		rest = append([]string{"outcome " + rest[0]}, rest[1:]...)
	}
	return rest, nil
}

// knowsLeads refuses leads that aren't in the block and aren't new.
func knowsLeads(names string, leads []tableLead) error {
	for _, name := range strings.Split(names, " + ") {
		if made, ok := strings.CutPrefix(name, "new "); ok && strings.TrimSpace(made) != "" {
			continue
		}
		if !slices.ContainsFunc(leads, func(l tableLead) bool { return l.name == name }) {
			return fmt.Errorf("no lead called %q in this block", name)
		}
	}
	return nil
}

// readFields reads fields, in their order.
func readFields(texts []string) (fields []tableField, err error) {
	last := -1
	for _, text := range texts {
		key, value, _ := strings.Cut(text, " ")
		place := slices.Index(tableFields, key)
		switch form := tableValues[key]; {
		case place < 0:
			return nil, fmt.Errorf("%q is no field", text)
		case place < last || place == last && key != "fact":
			return nil, fmt.Errorf("%q is out of order", text)
		case key == "outcome":
			if !outcome.Outcome(value).Valid() && value != "extend" && value != "nurture" {
				return nil, fmt.Errorf("%q is no outcome", value)
			}
		case form == nil:
			if value, err = strconv.Unquote(value); err != nil || value == "" {
				return nil, fmt.Errorf("%q needs a quoted text", text)
			}
		default:
			m := form.FindStringSubmatch(value)
			if m == nil {
				return nil, fmt.Errorf("%q isn't written as its kind is", text)
			}
			if key == "fact" {
				break
			}
			if _, err = time.Parse(time.DateOnly, m[1]); err == nil && strings.Contains(m[2], ":") {
				_, err = time.Parse("15:04", m[2])
			}
			if err != nil {
				return nil, fmt.Errorf("%q: %w", text, err)
			}
		}
		last = place
		fields = append(fields, tableField{key, value})
	}
	return fields, nil
}

// cutOutside splits a text at a separator that stands outside its quoted texts.
func cutOutside(text, sep string) (parts []string) {
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case !quoted && strings.HasPrefix(text[i:], sep):
			parts, start = append(parts, text[start:i]), i+len(sep)
			i = start - 1
		}
	}
	return append(parts, text[start:])
}

// unlinked is a typed text as Slack shows it: links as their label, entities as their sign, plain dashes.
func unlinked(typed string) string {
	typed = regexp.MustCompile(`<[a-z]+:[^|>]*\|([^>]*)>`).ReplaceAllString(typed, "$1")
	return strings.NewReplacer("–", "-", "—", "-").Replace(html.UnescapeString(typed))
}
