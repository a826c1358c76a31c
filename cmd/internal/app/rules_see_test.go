package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/advice"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/selfreport"
)

// days is what people see on a few days of November 2026 under one set of rules, written down as it comes.
type days struct {
	t     *testing.T
	rules *coach.Rules
	rep   coach.Rep
	out   strings.Builder
}

// seeDays plays the lives of some leads under a configuration and writes down what is said about each.
func seeDays(t *testing.T, config string) string {
	t.Helper()
	rules, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	d := &days{t: t, rules: rules, rep: coach.Rep{ID: "U1", TZ: "America/New_York"}}
	d.lives()
	d.talks()
	d.messages()
	d.numbers()
	return d.out.String()
}

func (d *days) on(when string) time.Time {
	d.t.Helper()
	loc := d.rep.Location()
	at, err := instant(when[:len("Mon 02 Nov 2026")], when[len("Mon 02 Nov 2026 "):], loc)
	if err != nil {
		d.t.Fatal(err)
	}
	return at
}

func (d *days) to(now time.Time) say.Reader {
	return say.Reader{Zone: d.rep.Location(), Now: now, Nonce: "n", Rules: d.rules}
}

// event is one thing logged about a lead.
type event struct {
	when  string
	what  outcome.Outcome
	touch coach.Touch // what it brings along
}

// life logs one event after the other and writes down the answers, what the call map has for each, and what is to be
// said on the line.
func (d *days) life(l coach.Lead, events ...event) coach.Lead {
	d.t.Helper()
	l.ID, l.Rep = "L1", d.rep.ID
	if l.Name == "" {
		l.Name = "acme"
	}
	l.Created = d.on(events[0].when)
	var history []coach.Touch
	fmt.Fprintf(&d.out, "\n# %s, %s, %s\n", l.Warmth, l.Potential, d.rep.Mode)
	for _, e := range events {
		now, t := d.on(e.when), e.touch
		t.ID, t.By, t.Outcome, t.At, t.Logged = e.when, d.rep.ID, e.what, now, now
		row, mapped := d.rules.MapFor(l, t, d.rep)
		after, logged, err := d.rules.Log(l, history, t, d.rep)
		if err != nil {
			fmt.Fprintf(&d.out, "refused: %v\n", err)
			continue
		}
		l, history = after, append(history, logged.Touch)
		from, to := d.rules.Offer(l, d.rep, t.Outcome, now)
		step := d.rules.Next(l, d.rep, now)
		saved := answers.Saved{Lead: l, Touch: logged.Touch, Step: step, Logged: logged, Change: "c",
			Times: answers.Times{Slots: d.rules.Slots(l, d.rep, now, from, to, 3)}}
		d.words(saved, now)
		for _, because := range step.Because {
			fmt.Fprintf(&d.out, "because %s [%s]\n", phrases.Plainly(d.to(now), because), because.Source)
		}
		for _, note := range logged.Notes {
			fmt.Fprintf(&d.out, "note %s [%s]\n", phrases.Plainly(d.to(now), note), note.Source)
		}
		if mapped {
			fmt.Fprintf(&d.out, "map %s: %s [%s]\n", row.Row, row.Activity, row.Source)
			if tip, ok := d.rules.Tips().ByID(row.Tip); ok {
				d.show(library.Tip(d.to(now), tip), now)
			}
			d.script(row.Branch, l, step, now)
		}
		for _, timer := range d.rules.Timers(l, d.rep, now).Timers {
			fmt.Fprintf(&d.out, "%s at %s\n", timer.Kind, timer.At.In(d.rep.Location()).Format(time.DateTime))
		}
	}
	return l
}

func (d *days) words(saved answers.Saved, now time.Time) {
	d.show(answers.Logged(d.to(now), saved), now)
}

// show writes down what somebody sees of a message, buttons included.
func (d *days) show(r say.Reply, now time.Time) {
	d.t.Helper()
	blocks, err := json.Marshal(r.Blocks)
	if err != nil {
		d.t.Fatal(err)
	}
	fmt.Fprintln(&d.out, reader{zone: d.rep.Location(), now: now}.message(fakeslack.Message{Text: r.Text, Blocks: blocks}))
}

// script writes down what is to be said on a branch of the conversation.
func (d *days) script(id string, l coach.Lead, step coach.Step, now time.Time) {
	s, ok := d.rules.Scripts().Script(id, merge.Fields{Lead: l, Rep: d.rep, Me: "Maya", Now: now}.Values())
	if ok {
		d.show(library.Script(d.to(now), library.ScriptFor{Card: coach.Card{Lead: l, Step: step}, Script: s}), now)
		d.show(library.Sourced(d.to(now), s.Branch.Title, s.Branch.Sources()), now) // behind its [Source]
	}
}

// lives are leads who are tried: over all steps of each cadence, at odd hours, and over Thanksgiving.
func (d *days) lives() {
	warm, cold := coach.Lead{Warmth: coach.Warm}, coach.Lead{Warmth: coach.Cold}
	low := func(l coach.Lead) coach.Lead { l.Potential = coach.PotentialLow; return l }
	vm := func(when string) event { return event{when: when, what: outcome.Voicemail} }
	all := []event{vm("Mon 09 Nov 2026 09:10"), vm("Mon 09 Nov 2026 16:10"), vm("Tue 10 Nov 2026 08:10"),
		vm("Fri 13 Nov 2026 16:10"), vm("Wed 18 Nov 2026 08:10"), vm("Wed 25 Nov 2026 16:10"), vm("Mon 07 Dec 2026 08:10")}
	review := func(decision string, when string) event {
		return event{when, outcome.Verdict, coach.Touch{Reason: decision}}
	}
	d.life(warm, append(all, review("extend", "Thu 10 Dec 2026 09:00"))...)
	d.life(cold, append(all, review("nurture", "Thu 10 Dec 2026 09:00"))...)
	d.life(low(warm), vm("Mon 09 Nov 2026 09:10"), vm("Mon 09 Nov 2026 16:10"))
	d.life(low(cold), vm("Mon 09 Nov 2026 09:10"), vm("Tue 10 Nov 2026 09:10"))
	d.life(warm, vm("Mon 09 Nov 2026 11:50"))                              // late in the morning
	d.life(warm, vm("Mon 09 Nov 2026 13:50"), vm("Mon 09 Nov 2026 21:30")) // at noon, and at night
	d.life(cold, vm("Wed 25 Nov 2026 09:10"), vm("Thu 26 Nov 2026 09:10")) // Thanksgiving
	d.life(warm, event{when: "Mon 09 Nov 2026 11:40", what: outcome.Busy}) // into lunch
	d.life(warm, event{when: "Mon 09 Nov 2026 09:40", what: outcome.Busy}) // not into lunch
	d.life(warm, event{when: "Mon 09 Nov 2026 09:40", what: outcome.NoAnswer}, event{
		when: "Mon 09 Nov 2026 10:00", what: outcome.NoResponse}) // given up early
	for _, mode := range []coach.Mode{coach.Passive, coach.Assertive} {
		d.rep.Mode = mode
		d.life(warm, vm("Mon 09 Nov 2026 09:10"))
		d.life(cold, vm("Mon 09 Nov 2026 09:10"))
	}
	d.rep.Mode = ""
	d.rep.From, d.rep.To = 6*60, 23*60 // at work from early until late
	d.life(cold, vm("Mon 09 Nov 2026 21:30"))
	d.life(warm, event{"Mon 09 Nov 2026 20:10", outcome.Unavailable, coach.Touch{Until: d.on("Tue 10 Nov 2026 21:00")}})
	d.rep.From, d.rep.To = 17*60, 22*60 // whose hours miss the windows
	d.life(cold, vm("Mon 09 Nov 2026 19:10"))
	d.rep.From, d.rep.To = 0, 0
}

// talks are leads who are reached, with all that may come of it.
func (d *days) talks() {
	warm := coach.Lead{Warmth: coach.Warm, Phone: "+1 212 555 0100"}
	high := coach.Lead{Warmth: coach.Warm, Potential: coach.PotentialHigh}
	log := func(when string, o outcome.Outcome) event { return event{when: when, what: o} }
	agreed := d.on("Thu 12 Nov 2026 16:00")
	dated := event{"Mon 09 Nov 2026 09:10", outcome.Talked, coach.Touch{Until: agreed, Agenda: "Rollout"}}
	owed := event{"Mon 09 Nov 2026 09:10", outcome.Talked,
		coach.Touch{Promises: []coach.Promise{{By: coach.Them, What: "read it"}}}}
	open := event{"Mon 09 Nov 2026 09:10", outcome.WantsInfo,
		coach.Touch{Gate: &qualify.Gate{Need: true, Value: true, Decides: true}}}
	d.life(warm, dated, log("Thu 12 Nov 2026 16:05", outcome.Voicemail), event{"Fri 13 Nov 2026 08:10", outcome.Planned,
		coach.Touch{Until: d.on("Mon 16 Nov 2026 16:00")}}, log("Mon 16 Nov 2026 16:05", outcome.NoAnswer))
	d.life(warm, dated, event{"Thu 12 Nov 2026 08:05", outcome.Missed, coach.Touch{}})
	d.life(warm, owed, log("Tue 10 Nov 2026 08:10", outcome.Voicemail), log("Wed 11 Nov 2026 08:10", outcome.NoMemory))
	d.life(warm, log("Mon 09 Nov 2026 09:10", outcome.Talked), log("Tue 10 Nov 2026 08:10", outcome.Voicemail),
		log("Fri 13 Nov 2026 16:10", outcome.Voicemail), log("Wed 18 Nov 2026 08:10", outcome.Voicemail),
		log("Wed 25 Nov 2026 16:10", outcome.Voicemail), log("Mon 07 Dec 2026 08:10", outcome.Voicemail))
	d.life(high, open)
	for _, o := range outcome.All() {
		if o.Code != outcome.Verdict && o.Code != outcome.Planned {
			d.life(high, log("Mon 09 Nov 2026 09:10", o.Code))
		}
	}
	contract := d.on("Fri 09 Apr 2027 09:00")
	d.life(warm, event{"Mon 09 Nov 2026 09:10", outcome.HasSolution, coach.Touch{Until: contract}})
	l := d.life(warm, event{"Mon 09 Nov 2026 09:10", outcome.Talked,
		coach.Touch{Until: agreed, Agenda: "Rollout", Goal: coach.GoalClose}})
	for _, late := range []string{"Thu 12 Nov 2026 16:08", "Thu 12 Nov 2026 17:30", "Fri 13 Nov 2026 09:00",
		"Sun 15 Nov 2026 09:00", "Tue 17 Nov 2026 09:00"} { // nobody logs the agreed call
		now := d.on(late)
		step := d.rules.Next(l, d.rep, now)
		fmt.Fprintf(&d.out, "%s: %s %v\n", late, cards.PlainStep(d.to(now), coach.Card{Lead: l, Step: step}), step.State(now))
	}
	d.show(cards.Prep(d.to(agreed), prep.For(d.rules, l, nil, d.rep, prep.Input{}, agreed.Add(-time.Hour)),
		cards.PrepNews{}), agreed)
	for _, b := range d.rules.Scripts().Branches() {
		d.script(b.ID, l, d.rules.Next(l, d.rep, agreed), agreed)
	}
}

// messages are what comes without being asked for.
func (d *days) messages() {
	now := d.on("Mon 09 Nov 2026 08:30")
	var leads []coach.Lead
	for i := range 25 {
		leads = append(leads, coach.Lead{ID: fmt.Sprint("L", i), Rep: "U1", Name: fmt.Sprint("acme ", i),
			Warmth: coach.Warm, Created: now})
	}
	shown := map[string]time.Time{}
	digest := notify.DigestFor(d.rules, d.rep, leads, now, shown)
	d.show(cards.Digest(d.to(now), digest), now)
	if tip := advice.For(d.rules, digest.Cards, map[string]time.Time{digest.Tip.ID: now.AddDate(0, 0, -7)}, now,
		d.rep); tip != nil {
		fmt.Fprintln(&d.out, "tip again after five working days:", tip.ID == digest.Tip.ID)
	}
	shown[digest.Tip.ID] = now
	if !advice.More(d.rules, d.rep, shown, now) {
		d.show(library.TipsEnough(d.to(now), d.rules.Limits().TipsPerDay), now)
	}
	var tried []coach.Lead
	for i, zone := range []string{"America/New_York", "America/New_York", "America/Chicago"} {
		l := coach.Lead{ID: fmt.Sprint("N", i), Rep: "U1", Name: fmt.Sprint("birch ", i), Warmth: coach.Warm, TZ: zone}
		l, _, err := d.rules.Log(l, nil, coach.Touch{Outcome: outcome.Voicemail, At: now, Logged: now, By: "U1"}, d.rep)
		if err != nil {
			d.t.Fatal(err)
		}
		tried = append(tried, l)
	}
	first := d.on("Mon 09 Nov 2026 16:00")
	d.show(cards.Nudge(d.to(first), notify.NudgeFor(d.rules, d.rep, tried, first, first.Add(-10*time.Minute))), first)
}

// numbers are figures, and forms that name a number.
func (d *days) numbers() {
	now := d.on("Mon 09 Nov 2026 09:00")
	tally := coach.Counters{Unsorted: 40, Reached: 10}
	d.show(figures.OwnFigures(d.to(now), selfreport.Of(d.rules, tally, tally), ""), now)
	call := coach.Touch{ID: "t", Outcome: outcome.Voicemail, At: now, Logged: now, By: "U1"}
	l := coach.Lead{ID: "L1", Rep: "U1", Name: "acme"}
	l, logged, err := d.rules.Log(l, nil, call, d.rep)
	if err != nil {
		d.t.Fatal(err)
	}
	d.show(figures.Summary(d.to(now), notify.Summarize(d.rules, coach.Team{Name: "north"}, now.AddDate(0, 0, -6),
		now.AddDate(0, 0, 1), []notify.RepBook{{Rep: d.rep, Leads: []coach.Lead{l},
			Touches: map[string][]coach.Touch{"L1": {logged.Touch}}}})), now)
	form := forms.NextForm(d.to(now), l, now, false, request.Meta{})
	for _, b := range form.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && in.Hint != nil {
			fmt.Fprintln(&d.out, in.Hint.Text)
		}
	}
	wants := answers.Saved{Lead: l, Touch: coach.Touch{Outcome: outcome.WantsInfo}}
	page := forms.WrapPage(d.to(now), forms.Wrap{Saved: wants, Criteria: d.rules.Fit()})
	for _, b := range page.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			if ticks, ok := in.Element.(*slack.CheckboxGroupsBlockElement); ok {
				for _, o := range ticks.Options {
					fmt.Fprintln(&d.out, o.Text.Text)
				}
			}
		}
	}
	for _, at := range []string{"Mon 09 Nov 2026 08:30", "Mon 09 Nov 2026 20:30"} {
		_, err := d.rules.CheckInstant(l, d.rep, d.on(at))
		if law, refused := errors.AsType[*coach.LawError](err); refused {
			d.show(problems.OutsideLaw(d.to(now), l, law, ""), now)
			d.words(answers.Saved{Lead: l, Step: d.rules.Next(l, d.rep, now),
				Times: answers.Times{Words: "then", Law: law}}, now)
		}
	}
	_, twice := d.rules.Twice([]coach.Agreed{{Lead: "L2", Name: "birch", At: now.Add(35 * time.Minute)}}, "L1", now)
	fmt.Fprintln(&d.out, "another call at that time:", twice)
	fmt.Fprintln(&d.out, "news until", d.rules.StoryUntil(coach.WhyNews, now).Format(time.DateOnly))
	fmt.Fprintln(&d.out, "sending may end a call:", d.rules.Scripts().MultiCall())
}

// seeNudges plays a day with a digest and a second try through the whole house, and writes down the messages.
func seeNudges(t *testing.T, config string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "day.talk")
	talk := "person Maya in America/New_York\nrules " + config + "\non Tue 10 Nov 2026 at 08:00\n" +
		"Maya: /followup add Acme warm\nMaya: /followup add Birch warm\n"
	if err := os.WriteFile(file, []byte(talk), 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := readTalk(file)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, k)
	for _, l := range append(k.lines, talkLine{text: "Maya: /followup acme voicemail"}) {
		h.line = l
		h.play(l)
	}
	h.moveTo(h.clock.Now().Add(12 * time.Hour))
	var out strings.Builder
	for _, list := range h.inbox {
		for _, a := range list {
			r := reader{zone: h.people["Maya"].zone, now: a.at}
			fmt.Fprintf(&out, "%s\n%s\n", a.at.In(r.zone).Format(time.TimeOnly), r.message(a.message))
		}
	}
	return out.String()
}
