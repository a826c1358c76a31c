package imports_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/imports"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// desk is a workspace with Maya in it, and what brings her lists in.
type desk struct {
	*testing.T
	redis *storetest.Server
	space *store.Workspace
	now   time.Time
	in    *imports.Importer
}

var spaces int

// details are what the bot's store finds leads by.
func details(l coach.Lead, rep coach.Rep) (out []store.Detail) {
	for _, d := range input.Details(l, rep) {
		out = append(out, store.Detail(d))
	}
	return out
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, redis: storetest.Redis(t), now: time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)} // Mon, 9:00 AM
	st, err := store.Open(store.Options{URL: d.redis.URL, Details: details})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	spaces++
	d.space = st.In(fmt.Sprintf("TIMPORT%d", spaces))
	d.in = &imports.Importer{Space: func() *store.Workspace { return d.space }, Rules: coach.DefaultRules(),
		Now: func() time.Time { return d.now }}
	d.rep("UMAYA")
	return d
}

// rep makes somebody a rep.
func (d *desk) rep(id string) {
	d.Helper()
	rep := coach.Rep{ID: id, TZ: "America/New_York", Locale: "en-US", Since: d.now}
	_, _, err := d.space.Change(d.Context(), store.Query{Rep: id, Now: d.now}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", By: id, Now: d.now, Rep: &rep}, nil
	})
	if err != nil {
		d.Fatal(err)
	}
}

// add adds a lead by hand.
func (d *desk) add(rep string, l coach.Lead) coach.Lead {
	d.Helper()
	l.ID, l.Rep, l.Created = store.NewID(), rep, d.now
	of := store.Query{Rep: rep, Now: d.now}
	_, _, err := d.space.Change(d.Context(), of, func(s store.Snapshot) (store.Change, error) {
		l = l.WithPhones(s.Rep)
		_, attention := coach.DefaultRules().Plan(l, s.Rep, d.now)
		return store.Change{Op: "add", By: rep, Now: d.now, Lead: &l, Name: names.Normalize(l.Name), Attention: attention,
			Undoable: true}, nil
	})
	if err != nil {
		d.Fatal(err)
	}
	return l
}

// log logs a voicemail on a lead.
func (d *desk) log(rep, name string) {
	d.Helper()
	_, _, err := d.space.Change(d.Context(), store.Query{Rep: rep, Now: d.now, Names: []string{names.Normalize(name)}},
		func(s store.Snapshot) (store.Change, error) {
			l, logged, err := coach.DefaultRules().Log(*s.Lead, nil, coach.Touch{ID: store.NewID(), Outcome: outcome.Voicemail,
				At: d.now, Logged: d.now, By: rep}, s.Rep)
			_, attention := coach.DefaultRules().Plan(l, s.Rep, d.now)
			return store.Change{Op: "log", By: rep, Now: d.now, Lead: &l, Touch: &logged.Touch, Attention: attention}, err
		})
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) preview(file string, keep ...string) listfile.Preview {
	d.Helper()
	p, err := d.in.Preview(d.Context(), "UMAYA", strings.NewReader(file), imports.Source{Keep: keep})
	if err != nil {
		d.Fatal(err)
	}
	return p
}

// write brings a file in, and checks that it comes to what the preview said.
func (d *desk) write(file string, keep ...string) store.Import {
	d.Helper()
	p := d.preview(file, keep...)
	im, err := d.in.Write(d.Context(), d.begun(keep...), strings.NewReader(file), nil)
	if err != nil {
		d.Fatal(err)
	}
	if im.New != p.New || im.Changed != p.Changed || im.Rows != p.Rows || im.State != store.ImportDone {
		d.Errorf("wrote %+v, the preview said %+v", im, p)
	}
	return im
}

func (d *desk) begun(keep ...string) store.Import {
	return store.Import{ID: store.NewID(), Rep: "UMAYA", By: "UMAYA", At: d.now, Name: "list.csv", Keep: keep}
}

// leads are Maya's, by name.
func (d *desk) leads() map[string]coach.Lead {
	d.Helper()
	out := map[string]coach.Lead{}
	err := d.space.EachLead(d.Context(), "UMAYA", func(page []coach.Lead) error {
		for _, l := range page {
			out[l.Name] = l
		}
		return nil
	})
	if err != nil {
		d.Fatal(err)
	}
	return out
}

// dump is what Redis holds of the workspace, but for keys that outlive no hour.
func (d *desk) dump() map[string]string {
	all := d.redis.Dump(d.T)
	maps.DeleteFunc(all, func(key, _ string) bool {
		return !strings.HasPrefix(key, fmt.Sprintf("{TIMPORT%d:", spaces)) || strings.Contains(key, ":key:")
	})
	return all
}

// TestRowsBecomeLeads: what becomes of each kind of row, in the preview and in the store.
func TestRowsBecomeLeads(t *testing.T) {
	d := newDesk(t)
	d.add("UMAYA", coach.Lead{Name: "Acme Corp", Phone: "+1 212 555 0101"})
	d.add("UMAYA", coach.Lead{Name: "Foxglove Bakery", Email: "ana@foxglove.example"})
	d.add("UMAYA", coach.Lead{Name: "Redwood Robotics", Contact: "Kim Vale"})
	d.add("UMAYA", coach.Lead{Name: "Quince Hotel", Phone: "+1 617 555 0133", Email: "amy@quince.example"})
	blocked := store.Blocked{Phone: "+13055550117", By: "UOMAR", At: d.now}
	if err := d.space.Directory.BlockNumber(t.Context(), blocked); err != nil {
		t.Fatal(err)
	}
	file := strings.Join([]string{
		"Company,Contact,Phone,Email,Industry,Lead ID",
		"Acme,Pat Reyes,(212) 555-0101,pat@acme.example,Tools,1", // 2: the number of Acme Corp, which it completes
		"Fox,,,ANA@foxglove.example,,",                           // 3: the address of Foxglove, nothing new
		"Redwood Robotics,Kim Vale,,,,",                          // 4: the name of Redwood
		"Redwood Robotics,Sam Hill,+1 650 555 0119,,,",           // 5: somebody else there
		"Redwood Robotics Inc.,,,,,",                             // 6: nearly a name
		"Quinze Hotel,,,,,",                                      // 7: a slip of one, and nothing else known
		"Quence Hotel,,+1 617 555 0199,,,",                       // 8: one letter off, and reached elsewhere: new
		"Quarry Street Gym,,+1 305 555 0117,,,",                  // 9: blocked
		"Birchwood Dental,Lena Fox,+1 212 555 0102,,Dentists,7",  // 10: new
		"Somebody,,,,,7",                                         // 11: the id of line 10
		"Birch,,212-555-0102,,,",                                 // 12: its number
		"Birchwod Dental,,,,,",                                   // 13: nearly its name
		",,,,only an industry,",                                  // 14: refused
		",,+1 415 555 0104,,,",                                   // 15: nothing but a number
		"Acme,Pat Reyes,(212) 555-0101,,,",                       // 16: Acme Corp was changed by this file already
	}, "\n")
	p := d.preview(file)
	var got []string
	for _, o := range p.Notes {
		got = append(got, fmt.Sprintf("%d %s %s %s", o.Line, o.Fate, o.By, o.Of))
	}
	want := []string{"3 double mail Foxglove Bakery", "4 double name Redwood Robotics", "6 double near Redwood Robotics",
		"7 double near Quince Hotel", "9 blocked  ", "11 double id ", "12 double number ", "13 double near ",
		"14 refused  ", "16 double number Acme Corp"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	before := d.dump()
	im := d.write(file)
	if im.New != 4 || im.Changed != 1 {
		t.Errorf("%+v", im)
	}
	leads := d.leads()
	if l := leads["Acme Corp"]; l.Contact != "Pat Reyes" || l.Email != "pat@acme.example" ||
		l.Phone != "+1 212 555 0101" || l.List.Key != "lead id:1" || l.Industry != "Tools" {
		t.Errorf("completed: %+v", l)
	}
	if l := leads["Sam Hill (Redwood Robotics)"]; l.Company != "Redwood Robotics" || l.Version != 1 {
		t.Errorf("a colleague of the contact: %+v", l)
	}
	if l := leads["+14155550104"]; l.E164(coach.Rep{TZ: "America/New_York"})[0] != "+14155550104" {
		t.Errorf("a bare number: %+v", l)
	}
	if len(leads) != 8 {
		t.Errorf("%d leads: %v", len(leads), slices.Sorted(maps.Keys(leads)))
	}

	// Once more: nothing new. Then all of it back, to the byte, but for the import's record and the audit list.
	if p := d.preview(file); p.New != 0 || p.Changed != 0 {
		t.Errorf("the same file again: %+v", p)
	}
	if _, err := d.in.Revert(t.Context(), "UMAYA", im.ID, "UMAYA"); err != nil {
		t.Fatal(err)
	}
	d.unchanged(before)
	// The id is known again after the next import, and a second revert does nothing.
	again, err := d.in.Revert(t.Context(), "UMAYA", im.ID, "UMAYA")
	if err != nil || again.Back != 5 || again.State != store.ImportReverted {
		t.Errorf("reverted twice: %+v, %v", again, err)
	}
	d.unchanged(before)
	if im := d.write(file); im.New != 4 || im.Changed != 1 {
		t.Errorf("after the revert: %+v", im)
	}
}

// unchanged holds the store against what it was, but for the trail of an import.
func (d *desk) unchanged(before map[string]string) {
	d.Helper()
	after := d.dump()
	maps.DeleteFunc(after, func(key, _ string) bool { return strings.Contains(key, ":imports:UMAYA") })
	for key, was := range before {
		if strings.HasSuffix(key, ":audit:UMAYA") && strings.HasPrefix(after[key], was) {
			after[key] = was // lines were added
		}
	}
	if diff := cmp.Diff(before, after); diff != "" {
		d.Error(diff)
	}
}

// TestRevertLeavesWhatWasWorkedOn: a lead that was called since its import stays, and so does one that was changed.
func TestRevertLeavesWhatWasWorkedOn(t *testing.T) {
	d := newDesk(t)
	d.add("UMAYA", coach.Lead{Name: "Acme Corp"})
	im := d.write("Name,Phone\nAcme Corp,+1 212 555 0101\nBirch,+1 212 555 0102\nCobalt,+1 212 555 0103\n")
	d.log("UMAYA", "Acme Corp")
	d.log("UMAYA", "Birch")
	im, err := d.in.Revert(t.Context(), "UMAYA", im.ID, "UMAYA")
	if err != nil || im.Back != 1 || im.Stayed != 2 {
		t.Errorf("%+v, %v", im, err)
	}
	leads := d.leads()
	if _, there := leads["Cobalt"]; there || len(leads) != 2 || leads["Acme Corp"].Phone == "" {
		t.Errorf("left %+v", leads)
	}
}

// TestUndoNamesTheImport: the last change is an import, so that an undo without a lead takes back nothing older.
func TestUndoNamesTheImport(t *testing.T) {
	d := newDesk(t)
	acme := d.add("UMAYA", coach.Lead{Name: "Acme Corp"})
	im := d.write("Name,Phone\nBirch,+1 212 555 0102\n")
	undo := func(lead string) error {
		_, err := d.space.History.Undo(t.Context(), store.UndoQuery{Rep: "UMAYA", By: "UMAYA", Now: d.now, LeadID: lead,
			Restore: func(store.Before) (store.Restored, error) { return store.Restored{}, nil }})
		return err
	}
	if err, ok := errors.AsType[*store.ImportedError](undo("")); !ok || err.ID != im.ID {
		t.Errorf("undo: %v", err)
	}
	if _, err := d.in.Revert(t.Context(), "UMAYA", im.ID, "UMAYA"); err != nil {
		t.Fatal(err)
	}
	if err := undo(""); err != nil {
		t.Errorf("undo after the revert: %v", err)
	}
	if len(d.leads()) != 0 {
		t.Errorf("%s is still there", acme.Name)
	}
}

// TestFirstCallsAreSpread: at most fifteen first calls a working day, from now on, over several lists.
func TestFirstCallsAreSpread(t *testing.T) {
	d := newDesk(t)
	list := func(from, n int) string {
		var b strings.Builder
		b.WriteString("Name,Phone,Next call\n")
		for i := range n {
			fmt.Fprintf(&b, "Company %d,+1 212 555 %04d,\n", from+i, from+i)
		}
		return b.String()
	}
	d.write(list(0, 40))
	d.write(list(100, 10) + "Later Ltd,+1 212 555 0999,2026-11-20\n")
	days := map[string]int{}
	rules := coach.DefaultRules()
	rep, _, err := d.space.Records.Rep(t.Context(), "UMAYA")
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range d.leads() {
		due := rules.Next(l, rep, d.now).Due.In(rep.Location()).Format("Mon 2")
		days[due]++
		if name == "Later Ltd" && due != "Fri 20" {
			t.Errorf("%s is due %s", name, due)
		}
	}
	want := map[string]int{"Mon 9": 15, "Tue 10": 15, "Wed 11": 15, "Thu 12": 5, "Fri 20": 1}
	if diff := cmp.Diff(want, days); diff != "" {
		t.Error(diff)
	}
}

// TestGoesOn: an import that ended after any part goes on with the same file, and comes to the same.
func TestGoesOn(t *testing.T) {
	var b strings.Builder
	b.WriteString("Name,Phone\n")
	for i := range 450 {
		fmt.Fprintf(&b, "Company %d,+1 212 %03d %04d\n", i, 200+i%700, i)
	}
	file := b.String()
	for after := 1; after <= 4; after++ {
		d := newDesk(t)
		im := d.begun()
		n := 0
		stop := fmt.Errorf("the power is gone")
		func() {
			defer func() { _ = recover() }()
			_, _ = d.in.Write(t.Context(), im, strings.NewReader(file), func(store.Import) {
				if n++; n == after {
					panic(stop)
				}
			})
		}()
		stands, found, err := d.space.Records.Import(t.Context(), "UMAYA", im.ID)
		if err != nil || !found || stands.Rows != 100*after || stands.State != store.ImportOpen {
			t.Fatalf("after %d parts: %+v, %v", after, stands, err)
		}
		done, err := d.in.Write(t.Context(), stands, strings.NewReader(file), nil)
		if err != nil || done.New != 450 || done.State != store.ImportDone || len(d.leads()) != 450 {
			t.Errorf("gone on after %d parts: %+v, %v", after, done, err)
		}
	}
}

// TestTwoAtOnce: two that bring in the same import at once bring in each row once.
func TestTwoAtOnce(t *testing.T) {
	d := newDesk(t)
	var b strings.Builder
	b.WriteString("Name,Phone\n")
	for i := range 500 {
		fmt.Fprintf(&b, "Company %d,+1 212 %03d %04d\n", i, 200+i%700, i)
	}
	im, ended := d.begun(), make(chan error, 2)
	for range 2 {
		go func() {
			_, err := d.in.Write(t.Context(), im, strings.NewReader(b.String()), nil)
			ended <- err
		}()
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	stands, _, err := d.space.Records.Import(t.Context(), "UMAYA", im.ID)
	if err != nil || stands.New != 500 || stands.Rows != 500 || len(d.leads()) != 500 {
		t.Errorf("%d leads, %+v, %v", len(d.leads()), stands, err)
	}
}
