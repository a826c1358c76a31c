package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// spellings are ways in which people write a number: what stands in front of it, how its groups are kept apart, what
// stands behind it, in usual digits and in wide ones, with marks that came along with a paste, as Slack links it.
func spellings(prefixes, groups []string, more ...string) []string {
	var out []string
	behind := []string{"", " (cell)", " ext 5", " x5", "#12", ";ext=7", ", office", " or 917-555-0199", " (ask for Jo)",
		" mobile"}
	n := 0
	for _, prefix := range prefixes {
		for _, apart := range []string{"-", ".", " ", "\u00a0", "\u2011", " - ", "/"} {
			number := prefix + strings.Join(groups, apart)
			for _, front := range []string{"", "cell: ", "\u202a", "tel: "} {
				out = append(out, front+number+behind[n%len(behind)])
				n++
			}
		}
		number := prefix + strings.Join(groups, " ")
		out = append(out, strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '０' + r - '0'
			}
			return r
		}, number), "\u200b"+number+"\u2069", fmt.Sprintf("<tel:%s|%s>", strings.ReplaceAll(number, " ", ""), number),
			"917-555-0198, "+number, number+"; 917 555 0197")
	}
	out = append(out, more...)
	slices.Sort(out)
	return slices.Compact(out)
}

// stopped has pat's lead of a number asked not to be called, and the block carried out.
func (w *world) stopped(number string) {
	w.t.Helper()
	w.types(pat, "add Acme cold phone:"+number)
	w.says(pat, "acme dnc", "do not call", "nobody here can call")
	dues, err := w.space.DueIndex.DueBefore(context.Background(), w.clock.Now(), 10)
	if err != nil {
		w.t.Fatal(err)
	}
	nobody := func(context.Context, coach.Rep, store.Blocked) error { return nil }
	for _, d := range dues {
		if d.Kind == ledger.KindOutbox {
			if err := w.space.CarryOut(context.Background(), d, w.clock.Now(), stops(nobody)); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// However a blocked number is written, it comes in by no line: neither with a new lead, nor into one that exists, nor
// beside what happened. What was typed is kept, nothing is offered to call.
func TestABlockedNumberComesInByNoSpelling(t *testing.T) {
	for e164, spelled := range map[string][]string{
		"+12125550100": spellings([]string{"", "1 ", "+1 ", "001 ", "011 1 ", "+1 (0) "}, []string{"212", "555", "0100"},
			"(212) 555-0100", "(212)555-0100 (cell)", "+1(212)5550100", "2125550100", "12125550100", "[212] 555 0100"),
		"+4930901820": spellings([]string{"+49 ", "0049 ", "011 49 ", "+49 (0)"}, []string{"30", "901", "820"},
			"+49(0)30901820", "+49 (30) 901820", "+49-30-901820 (Zentrale)", "0049(0)30/901820 Durchwahl 7"),
	} {
		w := newWorld(t)
		w.stopped(e164)
		w.types(sam, "add Birch cold")
		if len(spelled) < 100 || strings.HasPrefix(e164, "+1") && len(spelled) < 200 {
			t.Fatalf("%d spellings of %s", len(spelled), e164)
		}
		for i, typed := range spelled {
			for _, line := range []string{`add Cedar%d cold phone:"%s"`, `edit birch phone:"%[2]s"`,
				`birch talked phone:"%[2]s" likes it %[1]d`} {
				line = fmt.Sprintf(line, i, typed)
				m := w.types(sam, line)
				_, labels := elements(t, m.Blocks)
				switch {
				case !strings.Contains(m.Text, "asked <@U0PAT> today not to be called"), strings.Contains(m.Text, "✓"),
					strings.Contains(m.Text, "Next:"):
					t.Errorf("%q: %s", line, m.Text)
				case slices.ContainsFunc(labels, func(l string) bool {
					return strings.HasPrefix(l, "Agreed") || strings.HasPrefix(l, "Calling") || strings.HasPrefix(l, "Try")
				}):
					t.Errorf("%q offers %q", line, labels)
				}
			}
			if l := w.lead(sam, fmt.Sprintf("cedar%d", i)); l != nil {
				t.Errorf("%q made %s with %s", typed, l.Name, l.Phone)
			}
		}
		if l := w.lead(sam, "birch"); l.Phone != "" || l.Progress.Touches != 0 {
			t.Errorf("saved: %+v", l)
		}
	}
}

// However a foreign number is written, the hours of the law are those of where it rings: 16:00 in New York is six in
// the morning in Tokyo, and is neither planned nor booked.
func TestTheHoursOfTheLawHoldForEverySpelling(t *testing.T) {
	w := newWorld(t)
	w.clock.set(time.Date(2026, 1, 13, 15, 0, 0, 0, time.UTC)) // 10:00 in New York, midnight in Tokyo
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	w.types(sam, "add Elm cold")
	spelled := spellings([]string{"+81 ", "0081 ", "011 81 ", "+81 (0)", "81 ", "+81-", "+81."},
		[]string{"3", "4567", "0109"},
		"+81(0)345670109", "+81 (3) 4567-0109 (office)", "011-81-3-4567-0109 ext. 12", "[+81] 3 4567 0109")
	// Of two numbers the first one says where a lead is.
	spelled = slices.DeleteFunc(spelled, func(s string) bool { return strings.HasPrefix(s, "917") })
	if len(spelled) < 200 {
		t.Fatalf("%d spellings", len(spelled))
	}
	rules := coach.DefaultRules()
	rep := coach.Rep{ID: sam, TZ: "America/New_York"}
	lawful := func(line string, l *coach.Lead) {
		switch step := rules.Next(*l, rep, w.clock.Now()); {
		case l.Progress.Commitment != nil:
			t.Errorf("%q: booked for %s", line, l.Progress.Commitment.At)
		case step.Due.In(tokyo).Hour() < 8 || step.Due.In(tokyo).Hour() >= 21:
			t.Errorf("%q: planned for %s", line, step.Due.In(tokyo))
		}
	}
	for i, typed := range spelled {
		name := fmt.Sprintf("Cedar%d", i)
		add := fmt.Sprintf(`add %s warm phone:"%s"`, name, typed)
		m := w.types(sam, add)
		if strings.Contains(m.Text, "have this number") || strings.Contains(m.Text, "has this number") {
			m = w.taps(sam, m, ids.ActCreate, "Add anyway")
		}
		if !strings.Contains(m.Text, "Tokyo") {
			t.Errorf("%q: %s", add, m.Text)
		}
		lawful(add, w.lead(sam, strings.ToLower(name)))

		w.types(sam, fmt.Sprintf(`edit elm phone:"%s"`, typed))
		if m := w.types(sam, "next elm today 4pm"); !strings.Contains(m.Text, "6:00 AM") ||
			!strings.Contains(m.Text, "Tokyo") || strings.Contains(m.Text, "6:30 AM") { // of this morning, which is over
			t.Errorf("%q: %s", typed, m.Text)
		}
		lawful(typed, w.lead(sam, "elm"))

		w.types(sam, fmt.Sprintf("add Dune%d cold", i))
		log := fmt.Sprintf(`dune%d talked phone:"%s" next today 4pm`, i, typed)
		if m := w.types(sam, log); !strings.Contains(m.Text, "6:00 AM") ||
			!strings.Contains(m.Text, "Tokyo") {
			t.Errorf("%q: %s", log, m.Text)
		}
		lawful(log, w.lead(sam, fmt.Sprintf("dune%d", i)))
	}
}

// What was asked on a lead that is gone leaves the list by its number, and by nothing that holds it in plain text; what
// was asked on one that is there keeps the number blocked, whatever the other owner wants.
func TestANumberIsLiftedForOneOfTwo(t *testing.T) {
	const number = "+12125550100"
	w := newWorld(t)
	w.stopped(number)
	err := w.space.Directory.BlockNumber(t.Context(), store.Blocked{Phone: number, By: sam, At: w.clock.Now(), Rep: sam,
		Lead: "gone"})
	if err != nil {
		t.Fatal(err)
	}
	w.types(sam, "reopen 212-555-0100")
	if _, page := w.sends(sam); !strings.Contains(page, "was asked too today, so the number stays blocked") ||
		strings.Contains(page, "5550100") {
		t.Errorf("lifted: %s", page)
	}
	trail, err := w.space.History.Audit(t.Context(), sam, 1)
	if err != nil || trail[0].Op != "lift" || trail[0].By != sam || trail[0].LeadID != "gone" {
		t.Errorf("trail %+v, %v", trail, err)
	}
	w.carriesOut()
	found, err := w.space.Directory.BlockedAmong(t.Context(), []string{number})
	if err != nil || len(found) != 1 || len(found[0].Asked()) != 1 || found[0].By != pat {
		t.Errorf("on the list %+v, %v", found, err)
	}
	of, err := w.space.History.Audit(t.Context(), "", 1)
	if err != nil || of[0].Op != "unblock" || of[0].By != sam || strings.Contains(fmt.Sprintf("%+v", of), "5550100") {
		t.Errorf("the workspace's trail %+v, %v", of, err)
	}
	// Pat's lead is there: it is lifted there, by pat.
	if m := w.types(sam, "reopen "+number); !strings.Contains(m.Text, "asked <@U0PAT> today not to be called") {
		t.Errorf("once more: %s", m.Text)
	}
}
