package imports

import (
	"hash/maphash"
	"strings"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/store"
)

// decided is what becomes of one row, with what is to be written.
type decided struct {
	listfile.Outcome
	lead coach.Lead // as it will be, new or changed
	was  *store.FoundLead
	norm string // its name as names are compared
}

// plan decides what becomes of the rows of one file, in their order: the first row that tells of a prospect wins. It
// does no I/O, and remembers of each row that it let in no more than hashes and a name.
type plan struct {
	rep  coach.Rep
	seed maphash.Seed
	seen map[uint64]struct{} // keys of the rows that were let in, and ids of the leads that were changed
	near nearNames

	fresh []uint64 // what the part in hand has added to seen…
	names int      // …and how many names there were before it
}

// newPlan has seen no row yet, and knows of no lead.
func newPlan(rep coach.Rep) *plan {
	return &plan{rep: rep, seed: maphash.MakeSeed(), seen: map[uint64]struct{}{}, near: newNearNames()}
}

// sought is what a row is looked for by, in the store and among the rows before it.
type sought struct {
	keys        []string // of its id, numbers and address, the surest first
	name, other string   // normalized
	nearly      string   // the id of a lead with nearly that name
	inFile      bool     // a row before it has nearly that name
}

// sought is what to ask the store about a row.
func (p *plan) sought(row listfile.Row) sought {
	// Contact and company find leads for people who type; here the name does.
	s := sought{name: names.Normalize(row.Lead.Name), other: names.Normalize(row.Other)}
	for _, d := range input.Details(row.Lead, p.rep) {
		if by(d.Key) != "" && d.Whole == "" {
			s.keys = append(s.keys, d.Key)
		}
	}
	s.nearly = p.near.lead(s.name)
	return s
}

// by is what a key of a detail says, "" for a contact or company.
func by(key string) listfile.By {
	switch key[0] {
	case '*':
		return listfile.ByID
	case '#':
		return listfile.ByNumber
	case '@':
		return listfile.ByMail
	}
	return ""
}

// decide says what becomes of a row that was not refused, from what the store knows. The order of the keys is that of
// certainty: the same id, then a number, an address, the name, and what is nearly the name.
func (p *plan) decide(row listfile.Row, s sought, found store.Found, blocked bool) decided {
	o := decided{lead: row.Lead, norm: s.name,
		Outcome: listfile.Outcome{Fate: listfile.Double, Line: row.Line, Name: row.Lead.Name}}
	if blocked {
		o.Fate = listfile.Blocked
		return o
	}
	// What seldom belongs to two, before what people are called.
	for _, key := range s.keys {
		o.By = by(key)
		if p.knows(key) {
			return o
		}
		// Of several leads with one number the first is as good as another: none is made.
		for _, id := range found.Details[key] {
			if lead, there := found.Leads[id]; there {
				return p.fill(o, lead)
			}
		}
	}
	// The name: of the company, or of whoever it is.
	o.By = listfile.ByName
	if p.taken(s.name, found) {
		if s.other == "" || !p.another(row, s, found) {
			return p.known(o, found.Names[s.name], found)
		}
		// Somebody else at the same company: called after themselves, with the company behind.
		o.Name, o.norm = row.Other, s.other
		o.lead.Name = row.Other
		if o.lead.Company == "" {
			o.lead.Company = row.Lead.Name
		}
		o.lead.Contact = ""
		if p.taken(s.other, found) {
			return p.known(o, found.Names[s.other], found)
		}
	} else if lead, there := found.Leads[s.nearly]; there && p.same(row.Lead, lead.Lead) {
		o.By, o.Of = listfile.ByNear, lead.Lead.Name
		return o
	} else if s.inFile {
		o.By = listfile.ByNear
		return o
	}
	// Nobody has heard of them.
	o.Fate, o.By = listfile.New, ""
	p.letIn(o, s)
	return o
}

// same reports whether a lead with nearly the name of a row is the same one, for all that is known: where both can be
// reached, and by different numbers and addresses, they are two.
func (p *plan) same(row, lead coach.Lead) bool {
	if squeezed(names.Normalize(row.Name)) == squeezed(names.Normalize(lead.Name)) {
		return true
	}
	return !reachable(row) || !reachable(lead)
}

// reachable reports whether a lead has a number or an address.
func reachable(l coach.Lead) bool { return l.Phone != "" || l.Email != "" }

// taken reports whether a lead or an earlier row has a name.
func (p *plan) taken(name string, found store.Found) bool {
	return found.Names[name] != "" || p.knows("n:"+name)
}

// another reports whether a row is about somebody else than the lead, or the earlier row, that has its name.
func (p *plan) another(row listfile.Row, s sought, found store.Found) bool {
	if lead, there := found.Leads[found.Names[s.name]]; there && !p.knows("n:"+s.name) {
		who := names.Normalize(lead.Lead.Contact)
		return who != "" && who != names.Normalize(row.Lead.Contact)
	}
	return !p.knows("n:" + s.name + "\n" + names.Normalize(row.Lead.Contact))
}

// known is a row whose name a lead or an earlier row has.
func (p *plan) known(o decided, id string, found store.Found) decided {
	if lead, there := found.Leads[id]; there {
		return p.fill(o, lead)
	}
	return o
}

// fill gives a lead what a row knows and the lead doesn't. A lead is changed once in a file; one that the file itself
// has made isn't.
func (p *plan) fill(o decided, was store.FoundLead) decided {
	o.Of = was.Lead.Name
	id := "l:" + was.Lead.ID
	if p.knows(id) {
		return o
	}
	is := filled(was.Lead, o.lead, p.rep)
	if is == nil {
		return o
	}
	p.remember(id)
	o.Fate, o.lead, o.was, o.norm = listfile.Changed, *is, &was, names.Normalize(was.Lead.Name)
	return o
}

// filled is a lead with its gaps filled from a row; nil where the row knows nothing more.
func filled(was, row coach.Lead, rep coach.Rep) *coach.Lead {
	is, some := was, false
	name := names.Normalize(was.Name)
	for _, f := range facts.Of(was, row) { // columns that are kept, too
		v := f.Value(row)
		who := f.Key == facts.Contact || f.Key == facts.Company
		if f.Key == facts.Name || v == "" || f.Value(was) != "" || who && strings.Contains(name, names.Normalize(v)) {
			continue // the name says it
		}
		if f.Set(&is, v) == nil && f.Value(is) != "" { // a lead keeps so many columns
			some = true
		}
	}
	if was.Phone == "" {
		is.Phones = row.Phones
	}
	// The id makes the next import of the same list certain.
	if was.List.Key == "" && row.List.Key != "" {
		is.List.Key, some = row.List.Key, true
	}
	if !some {
		return nil
	}
	is = is.WithPhones(rep)
	return &is
}

// letIn remembers a row that is a lead from now on.
func (p *plan) letIn(o decided, s sought) {
	for _, key := range s.keys {
		p.remember(key)
	}
	p.remember("n:" + o.norm)
	if o.norm == s.name {
		p.remember("n:" + s.name + "\n" + names.Normalize(o.lead.Contact))
	}
	p.near.add(o.norm, "", reachable(o.lead))
}

// part begins a part: what it adds to the memory can be forgotten again.
func (p *plan) part() { p.fresh, p.names = p.fresh[:0], len(p.near.names) }

// forgetPart takes back what the part in hand has added, since it is decided once more.
func (p *plan) forgetPart() {
	for _, h := range p.fresh {
		delete(p.seen, h)
	}
	p.near.cut(p.names)
}

// remember takes a key into the memory.
func (p *plan) remember(key string) {
	h := maphash.String(p.seed, key)
	if _, known := p.seen[h]; !known {
		p.seen[h] = struct{}{}
		p.fresh = append(p.fresh, h)
	}
}

// knows reports whether a key is in it. Two keys of one hash would make a double of a row; of a million the odds are
// one in ten million.
func (p *plan) knows(key string) bool { _, ok := p.seen[maphash.String(p.seed, key)]; return ok }

// forms are what companies have behind their names and leave out as they please.
var forms = map[string]bool{"inc": true, "incorporated": true, "llc": true, "ltd": true, "limited": true, "corp": true,
	"corporation": true, "co": true, "company": true, "gmbh": true, "ag": true, "kg": true, "ug": true, "plc": true,
	"sa": true, "srl": true, "sarl": true, "spa": true, "bv": true, "nv": true, "oy": true, "ab": true, "as": true,
	"pty": true, "lp": true, "llp": true, "the": true}

// squeezed is a normalized name without such forms and without spaces.
func squeezed(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		if !forms[word] {
			b.WriteString(word)
		}
	}
	if b.Len() == 0 {
		return strings.ReplaceAll(name, " ", "")
	}
	return b.String()
}
