package input_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
)

// floor are a rep's leads, as they stand in a store that looks names and details up.
type floor struct {
	rep     coach.Rep
	leads   map[string]coach.Lead
	byName  map[string]string
	index   []names.Entry
	details []input.FoundDetail
}

func newFloor(leads ...coach.Lead) floor {
	f := floor{rep: coach.Rep{ID: "U1", TZ: "America/New_York"}, leads: map[string]coach.Lead{},
		byName: map[string]string{}}
	for i, l := range leads {
		l.ID = fmt.Sprintf("L%04d", i)
		f.leads[l.ID] = l
		f.byName[names.Normalize(l.Name)] = l.ID
		f.index = append(f.index, names.Entry{ID: l.ID, Name: names.Normalize(l.Name)})
		for _, d := range input.Details(l, f.rep) {
			f.details = append(f.details, input.FoundDetail{ID: l.ID, Detail: d})
		}
	}
	slices.SortFunc(f.details, func(a, b input.FoundDetail) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.Whole, b.Whole), strings.Compare(a.ID, b.ID))
	})
	return f
}

// from are the details from a key on; as long as they are as asked for.
func (f floor) from(key string, asked func(input.FoundDetail) bool) (out []input.FoundDetail) {
	at, _ := slices.BinarySearchFunc(f.details, key, func(d input.FoundDetail, k string) int {
		return strings.Compare(d.Key, k)
	})
	for _, d := range f.details[at:] {
		if !strings.HasPrefix(d.Key, key) {
			break
		}
		if asked(d) {
			out = append(out, d)
		}
	}
	return out
}

// read is what the store reads for a query.
func (f floor) read(q input.Query) input.Found {
	out := input.Found{Rep: f.rep, Index: func() []names.Entry { return nil }}
	if l, ok := f.leads[q.LeadID]; ok {
		out.Lead = &l
		return out
	}
	for _, n := range q.Names {
		if id, ok := f.byName[n]; ok {
			l := f.leads[id]
			out.Lead, out.Name = &l, n
			return out
		}
	}
	for _, key := range slices.Concat(q.Names, q.Details) {
		out.Details = f.from(key, func(d input.FoundDetail) bool { return d.Key == key && d.Whole == "" })
		if len(out.Details) > 0 {
			return out
		}
	}
	any := func(input.FoundDetail) bool { return true }
	for _, key := range q.Names {
		if out.Details = f.from(key, any); len(out.Details) > 0 {
			break
		}
	}
	for _, key := range q.Starts {
		out.Details = append(out.Details, f.from(key, any)...)
	}
	out.Index = func() []names.Entry { return f.index }
	return out
}

// find is what a line comes to, in words: the lead and what follows it, the leads that are asked about, or a new one.
func (f floor) find(text string) string {
	line := input.ReadLine(text)
	resolver := input.NewLeadResolver(line, input.ReadLog(line).BeforeOutcome)
	q := resolver.Query()
	if line.Word != "log" && line.Word != input.WordLead {
		resolver = input.NewLeadResolver(line, input.AllWords)
		if line.Word == "show" {
			q = resolver.WholeLine()
		} else {
			q = resolver.WholeName()
		}
	}
	m, err := resolver.Find(f.read(q))
	if err == nil && m.Retry != "" {
		m, err = resolver.Find(f.read(input.Query{LeadID: m.Retry}))
	}
	switch {
	case err != nil:
		return err.Error()
	case m.Question != nil:
		kind := "which: "
		if m.Question.Near {
			kind = "near: "
		}
		var offered []string
		for _, id := range m.Question.Leads {
			offered = append(offered, f.leads[id].Name)
		}
		return kind + strings.Join(offered, ", ")
	case m.Lead != nil:
		var rest []string
		for _, w := range m.Rest {
			rest = append(rest, w.Text)
		}
		return strings.TrimSuffix(m.Lead.Name+" | "+strings.Join(rest, " "), " | ")
	case m.Count == 0:
		return "nobody"
	}
	return "new: " + m.Name
}

// Whom a line means. The lines stand as people type them; what is right follows from the contract, not from the code.
func TestWhom(t *testing.T) {
	f := newFloor(
		coach.Lead{Name: "Acme Corp", Contact: "Pat Doe", Phone: "+1 212 555 0100", Email: "Pat@Acme.example"},
		coach.Lead{Name: "Smith & Sons", Phone: "(212) 555-0101"},
		coach.Lead{Name: "AT&T", Contact: "Ann Lee", Company: "AT&T"},
		coach.Lead{Name: "H&M", Email: "buyer@hm.example"},
		coach.Lead{Name: "Black and White Ltd"},
		coach.Lead{Name: "Canal+"},
		coach.Lead{Name: "C++ Institute"},
		coach.Lead{Name: "Dune", Contact: "Kim Roe", Phone: "+49 30 901820"},
		coach.Lead{Name: "Elm", Contact: "Jo Poe", Company: "Northwind Traders"},
		coach.Lead{Name: "Fir", Contact: "Max Moe", Company: "Northwind Traders"},
		coach.Lead{Name: "Gap", Company: "Zeta Holding"},
		coach.Lead{Name: "Zeta"},
		coach.Lead{Name: "Müller GmbH", Contact: "Zoë Ström", Phone: "00 33 1 70 18 99 00"},
		coach.Lead{Name: "Bold *Move*"},
		coach.Lead{Name: "Niche"},
		coach.Lead{Name: "Ivy", Contact: "Sam Oak", Phone: "+44 20 7946 0958", Email: "sam@ivy.example"},
		coach.Lead{Name: "Larch", Contact: "Sam Elm", Email: "sam@larch.example"},
		coach.Lead{Name: "Pat Doe Consulting"},
		coach.Lead{Name: "Storm"},
		coach.Lead{Name: "Rio", Phone: "+12125550199"},
		coach.Lead{Name: "Rio Branch", Phone: "+12125550199"},
	)
	for _, c := range []struct{ line, want string }{
		// an exact name wins
		{"acme corp voicemail", "Acme Corp | voicemail"},
		{"zeta voicemail", "Zeta | voicemail"},
		{"elm na", "Elm | na"},
		{"show zeta", "Zeta"},
		{"log pat doe consulting voicemail", "Pat Doe Consulting | voicemail"},
		// "and" is "&" is "+"
		{"smith and sons voicemail", "Smith & Sons | voicemail"},
		{"smith & sons voicemail", "Smith & Sons | voicemail"},
		{"smith + sons voicemail", "Smith & Sons | voicemail"},
		{"Smith And Sons no answer", "Smith & Sons | no answer"},
		{"at and t voicemail", "AT&T | voicemail"},
		{"at&t voicemail", "AT&T | voicemail"},
		{"log h and m voicemail", "H&M | voicemail"},
		{"log h+m voicemail", "H&M | voicemail"},
		{"log H & M voicemail", "H&M | voicemail"},
		{"black & white ltd vm", "Black and White Ltd | vm"},
		{"black + white ltd vm", "Black and White Ltd | vm"},
		{"black and white ltd vm", "Black and White Ltd | vm"},
		{"canal+ vm", "Canal+ | vm"},
		{"c++ institute vm", "C++ Institute | vm"},
		{"show and", "nobody: and"},
		// a name as it is shown, or as it came along with a paste
		{"show Bold ∗Move∗", "Bold *Move*"},
		{"show Ａｃｍｅ Ｃｏｒｐ", "Acme Corp"},
		{"show “Acme Corp”", "Acme Corp"},
		{"show Acme\u00a0Corp", "Acme Corp"},
		{"show Smith – Sons", "Smith & Sons"},
		{"show Nіchе", "Niche"}, // Cyrillic і and е
		{"show Νiche", "Niche"}, // Greek Ν
		{"show muller gmbh", "Müller GmbH"},
		{"show Mu\u0308ller GmbH", "Müller GmbH"},
		// numbers, however they are written
		{"log 2125550100 called-back", "Acme Corp | called-back"},
		{"log +12125550100 called-back", "Acme Corp | called-back"},
		{"log (212) 555-0100 called-back", "Acme Corp | called-back"},
		{"log 212 555 0100 called-back wants a quote", "Acme Corp | called-back wants a quote"},
		{"log +1 212.555.0100 voicemail", "Acme Corp | voicemail"},
		{"log 1-212-555-0100 voicemail", "Acme Corp | voicemail"},
		{"log 212-555-0100 x12 voicemail", "Acme Corp | voicemail"},
		{"log 212-555-0100 ext. 12 voicemail", "Acme Corp | voicemail"},
		{"log 212-555-0100x12 voicemail", "Acme Corp | voicemail"},
		{"212-555-0101 voicemail", "Smith & Sons | voicemail"},
		{"+4930901820 voicemail", "Dune | voicemail"},
		{"0049 30 901820 voicemail", "Dune | voicemail"},
		{"011 49 30 901820 voicemail", "Dune | voicemail"},
		{"+44 (0)20 7946 0958 voicemail", "Ivy | voicemail"},
		{"+44 20 7946 0958 voicemail", "Ivy | voicemail"},
		{"+33170189900 voicemail", "Müller GmbH | voicemail"},
		{"show 2125550101", "Smith & Sons"},
		{"undo (212) 555-0101", "Smith & Sons"},
		{"show \u202d+1 212 555 0100\u202c", "Acme Corp"},
		{"555-0100 voicemail", "near: Acme Corp"}, // without its area code
		{"7946 0958 voicemail", "near: Ivy"},
		{"2125550199 voicemail", "which: Rio, Rio Branch"},
		{"log 2125550177 voicemail", "new: 2125550177"},
		{"show 0100", "nobody: 0100"},
		{"show 2125550100 5550101", "nobody: 2125550100 5550101"},
		// mail
		{"log pat@acme.example replied", "Acme Corp | replied"},
		{"log PAT@ACME.EXAMPLE replied", "Acme Corp | replied"},
		{"show buyer@hm.example", "H&M"},
		{"show pat@acme.example.", "Acme Corp"},
		{"log someone@else.example replied", "new: someone@else.example"},
		// contact and company
		{`log "Pat Doe" called-back`, "Acme Corp | called-back"},
		{"log pat doe called-back", "Acme Corp | called-back"},
		{"kim roe voicemail", "Dune | voicemail"},
		{"undo kim roe", "Dune"},
		{"log zoe strom voicemail", "Müller GmbH | voicemail"},
		{"log Zeta Holding voicemail", "Zeta | Holding voicemail"}, // what is between is asked about, as ever
		{`log "Zeta Holding" voicemail`, "Gap | voicemail"},
		{"northwind traders voicemail", "which: Elm, Fir"},
		{"show northwind traders", "which: Elm, Fir"},
		{"log ann lee voicemail left it with Jo", "AT&T | voicemail left it with Jo"},
		// a part of a contact or company: enough to look, not to change
		{"show Kim", "Dune"},
		{"show roe", "Dune"},
		{"show roe kim", "Dune"},
		{"show kim r", "Dune"},
		{"log kim voicemail", "near: Dune"},
		{"undo kim", "near: Dune"},
		{"show sam", "which: Larch, Ivy"},
		{"log sam voicemail", "which: Larch, Ivy"},
		{"show northwind", "which: Elm, Fir"},
		{"show strom", "near: Müller GmbH, Storm"}, // a slip of another lead's name is less likely
		{"log strom voicemail", "near: Müller GmbH, Storm"},
		{"show ki", "nobody: ki"}, // two letters of it say nothing
		// likeness by name comes before a part of a contact
		{"show pat", "Pat Doe Consulting"},
		{"show acme", "Acme Corp"},
		{"acme voicemail", "Acme Corp | voicemail"},
		{"Acme Crop voicemail", "near: Acme Corp"},
		{"show smth & sons", "near: Smith & Sons"},
		// nobody's
		{"log Kim Larsen voicemail", "new: Kim Larsen"},
		{"log Northwind voicemail", "which: Elm, Fir"},
		{"log New Person voicemail", "new: New Person"},
	} {
		want := c.want
		if name, nobody := strings.CutPrefix(want, "nobody: "); nobody {
			want = "new: " + name
		}
		if got := f.find(c.line); got != want {
			t.Errorf("%q: %s; want %s", c.line, got, want)
		}
	}
}

// A line that a button decided to be about a new lead is about one, whatever else has that contact.
func TestANewLeadThatWasAskedFor(t *testing.T) {
	f := newFloor(coach.Lead{Name: "Dune", Contact: "Kim"})
	line := input.ReadLine("log Kim voicemail")
	line.Resolution.Create = true
	resolver := input.NewLeadResolver(line, input.ReadLog(line).BeforeOutcome)
	if m, err := resolver.Find(f.read(resolver.Query())); err != nil || m.Lead != nil || m.Name != "Kim" || !m.Settled() {
		t.Errorf("%+v, %v", m, err)
	}
}

// A detail that a lead's record does not bear out is asked about: the index may be behind, the record never is.
func TestTheRecordDecides(t *testing.T) {
	f := newFloor(coach.Lead{Name: "Dune", Contact: "Kim Roe"})
	l := f.leads["L0000"]
	l.Contact = "Jo Poe"
	f.leads["L0000"] = l
	if got := f.find("log kim roe voicemail"); got != "near: Dune" {
		t.Error(got)
	}
}

// Beside which leads a new name stands is looked up a bounded number of times, however long the line is: each look
// reads all names of a rep.
func TestALongNameIsHeldBesideFewLeads(t *testing.T) {
	f := newFloor(coach.Lead{Name: "Dune"})
	for _, name := range []string{"zebra labs", strings.Repeat("ab ", 100), strings.Repeat("zebra ", 3000),
		"mr " + strings.Repeat("smith ", 3000)} {
		line := input.ReadLine("log " + name + " voicemail")
		resolver := input.ReadLog(line).Resolver()
		found, looks := f.read(resolver.Query()), 0
		index := found.Index
		found.Index = func() []names.Entry { looks++; return index() }
		if _, err := resolver.Find(found); err != nil {
			t.Fatal(err)
		}
		if looks > names.MaxWords+3 {
			t.Errorf("%.20q…: %d looks at all names", name, looks)
		}
	}
}

func BenchmarkWhom(b *testing.B) {
	for _, n := range []int{10, 500, 5000} {
		leads := make([]coach.Lead, n)
		for i := range leads {
			leads[i] = coach.Lead{Name: fmt.Sprint("Lead ", i), Contact: fmt.Sprint("Pat Doe ", i),
				Phone: fmt.Sprintf("+1212555%04d", i)}
		}
		f := newFloor(leads...)
		for kind, line := range map[string]string{"name": "lead 7 voicemail", "contact": "pat doe 7 voicemail",
			"number": "212 555 0007 voicemail", "likeness": "lead voicemail"} {
			b.Run(fmt.Sprint(kind, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f.find(line)
				}
			})
		}
	}
}
