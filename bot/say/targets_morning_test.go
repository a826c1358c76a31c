package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tips"
)

// morning are the fourteen leads of text 17, in its parts.
func morning() notify.Digest {
	lead := func(name, contact, phone string, p coach.Progress) coach.Lead {
		return coach.Lead{ID: "L" + name, Version: 3, Name: name, Contact: contact, Phone: phone, Progress: p}
	}
	last := func(o outcome.Outcome, d int) coach.Progress {
		return coach.Progress{Calls: 2, Total: 2, LastTry: mayasDay(d, 16, 0), LastOutcome: o}
	}
	due := func(n int, from, until time.Time, zone string, o outcome.Outcome, d int) coach.Step {
		s := attempt(n, from, until, zoneOf(zone))
		s.Because = []coach.Reason{{Code: coach.ReasonLast, Word: string(o), At: mayasDay(d, 16, 0)}}
		return s
	}
	kestrel := coach.Card{Lead: lead("Kestrel Air", "Jo Marsh", "+1 404 555 0111", coach.Progress{
		Waiting: coach.Waiting{Kind: coach.WaitReply, At: mayasDay(6, 9, 0), Said: "interested, asks for the safety sheet"}}),
		Step: coach.Step{Kind: coach.StepNeedsDate, Due: mayasDay(10, 8, 0),
			Because: []coach.Reason{{Code: coach.ReasonReplied}}}}
	cm := &coach.Commitment{At: mayasDay(9, 15, 30), Agenda: "go through the specs"}
	redwood := coach.Card{Lead: lead("Redwood Robotics", "Kim Vale", "+1 650 555 0118", coach.Progress{Commitment: cm}),
		Step: coach.Step{Kind: coach.StepDidIt, Due: cm.At, Commitment: cm}}
	meridian := coach.Card{Lead: lead("Meridian Tools", "Gus Holm", "+1 214 555 0113",
		coach.Progress{Calls: 7, Total: 7, Mails: 2}), Step: coach.Step{Kind: coach.StepReview, Due: mayasDay(10, 8, 0)}}
	meridian.Lead.Potential, meridian.Lead.Created = coach.PotentialHigh, mayasDay(10, 8, 0).AddDate(0, 0, -26)
	birchwood := coach.Card{Lead: lead("Birchwood Dental", "Lena Fox", "+1 212 555 0102", last(outcome.Voicemail, 9)),
		Step: due(2, mayasDay(10, 8, 0), mayasDay(10, 10, 0), "America/New_York", outcome.Voicemail, 9)}
	birchwood.Step.Mail = 1
	birchwood.Step.Because = append(birchwood.Step.Because, coach.Reason{Code: coach.ReasonNextDay, Word: "cold"})
	foxglove := coach.Card{Lead: lead("Foxglove Bakery", "Ana Brandt", "+1 617 555 0106", coach.Progress{
		TalkedAt: mayasDay(9, 16, 0), LastTry: mayasDay(9, 16, 0), LastOutcome: outcome.Talked,
		Promises: []coach.Promise{{By: coach.Them, What: "taste the menu", Due: mayasDay(11, 17, 0)}}}),
		Step: due(1, mayasDay(10, 8, 0), mayasDay(10, 10, 0), "America/New_York", outcome.Talked, 9)}
	foxglove.Step.FollowUp = true
	harbor := coach.Card{Lead: lead("Harbor Lights Hotel", "Theo Park", "+44 20 7946 0108", last(outcome.NoAnswer, 9)),
		Step: due(3, mayasDay(10, 9, 0), mayasDay(10, 10, 0), "Europe/London", outcome.NoAnswer, 9)}
	harbor.Lead.HotButton = "no-shows"
	cobalt := coach.Card{Lead: lead("Cobalt Freight", "Sam Ortiz", "+1 312 555 0103", last(outcome.NoAnswer, 9)),
		Step: due(3, mayasDay(10, 9, 0), mayasDay(10, 11, 0), "America/Chicago", outcome.NoAnswer, 9)}
	trellis := coach.Card{Lead: lead("Trellis Nurseries", "Ola Berg", "+1 208 555 0127", coach.Progress{
		LastTry: mayasDay(6, 16, 0), LastOutcome: outcome.WantsInfo, Materials: []coach.Material{{Name: "brochure"}}}),
		Step: due(1, mayasDay(10, 10, 0), mayasDay(10, 12, 0), "America/Boise", outcome.WantsInfo, 6)}
	trellis.Step.FollowUp = true
	delta := coach.Card{Lead: lead("Delta Print Works", "Ivo Kern", "+1 415 555 0104", last(outcome.Voicemail, 6)),
		Step: due(4, mayasDay(10, 11, 0), mayasDay(10, 13, 0), "America/Los_Angeles", outcome.Voicemail, 6)}
	also := []coach.Card{}
	for _, name := range []string{"Granite & Sons", "Larkspur Foods", "Sandstone Brewery", "Iris Analytics"} {
		also = append(also, coach.Card{Lead: lead(name, "", "", coach.Progress{}), Step: delta.Step})
	}
	return notify.Digest{Rep: "U1", Asks: []coach.Card{kestrel, redwood, meridian}, Commitments: []coach.Card{evergreen()},
		Cards: []coach.Card{birchwood, foxglove}, Later: []coach.Card{harbor, cobalt, trellis, delta}, Also: also,
		Tip: &tips.Tip{ID: "t5", Text: "Offer two times, each with a day and an hour, and let them pick."}}
}

// TestTargetTextsOfAMorning holds the morning's message, the ✓ line and the Done block to their texts, line by line. Of
// text 17 one thing differs: a talk without a date is in its place, "Call now", only when the digest says so; the
// contract lets leads that need a date head the message (product.md §5), which package coach decides. In 17 and 21 to
// 23 what nobody said yes to is planned, where the texts call it agreed and unconfirmed (S4.4).
func TestTargetTextsOfAMorning(t *testing.T) {
	const menu, vnr = " ⋯ Prep · Why now? · Snooze… · Log with details… · Close…", "[Voicemail] [No answer] [Reached…]"
	tel := func(dials, shown string) string { return " · <tel:" + dials + "|" + shown + ">\n" }
	target{"17", cards.Digest(maya(), morning()).Blocks, strings.Join([]string{
		"*14 leads today* ⋯ Settings · Stop these",
		"*Answer first*",
		"*Kestrel Air* · Jo Marsh" + tel("+14045550111", "+1 404 555 0111") +
			"Needs a date · wrote back Fri: “interested, asks for the safety sheet”" + menu,
		"[Set a date…] [Reached…] [Resume calls]",
		"*Redwood Robotics* · Kim Vale" + tel("+16505550118", "+1 650 555 0118") +
			"Did {Mon, Nov 9, 3:30 PM} happen? Agenda: go through the specs" + menu,
		"[Talked…] [No answer] [I missed it]",
		"*Meridian Tools* · Gus Holm" + tel("+12145550113", "+1 214 555 0113") +
			"Time to decide: 7 calls and 2 emails in 26 days, never reached" + menu,
		"[One more call…] [Step back…] [Say goodbye…] [Send a gift…] [Back in 90 days] [Close…]",
		"*Planned calls*",
		"*Evergreen Schools* · Dr. Nwosu" + tel("+17135550105", "+1 713 555 0105") +
			"Planned call: {Tue, Nov 10, 4:10 PM} (3:10 PM in Chicago), unconfirmed · roster import, board questions" +
			strings.Replace(menu, "Why now?", "Move…", 1),
		vnr,
		"*Call now*",
		"*Birchwood Dental* · Lena Fox" + tel("+12125550102", "+1 212 555 0102") +
			"Attempt 2 of 7, until {10:00 AM} · 1 day after voicemail Mon · email 1" +
			strings.Replace(menu, "Why now?", "Email 1…", 1),
		vnr,
		"*Foxglove Bakery* · Ana Brandt" + tel("+16175550106", "+1 617 555 0106") +
			"Follow-up 1, until {10:00 AM} · talked Mon · promised: taste the menu" + menu,
		vnr,
		"*Later today*",
		"*Harbor Lights Hotel* · Theo Park" + tel("+442079460108", "+44 20 7946 0108") +
			"Attempt 3 of 7, {9:00 AM}–{10:00 AM} (2:00–3:00 PM in London) · hot button: no-shows" + menu,
		vnr,
		"*Cobalt Freight* · Sam Ortiz" + tel("+13125550103", "+1 312 555 0103") +
			"Attempt 3 of 7, {9:00 AM}–{11:00 AM} (8:00–10:00 AM in Chicago) · no answer Mon" + menu,
		vnr,
		"*Trellis Nurseries* · Ola Berg" + tel("+12085550127", "+1 208 555 0127") +
			"Follow-up 1, {10:00 AM}–{12:00 PM} (8:00–10:00 AM in Boise) · asked for info Fri, brochure unread" + menu,
		vnr,
		"*Delta Print Works* · Ivo Kern" + tel("+14155550104", "+1 415 555 0104") +
			"Attempt 4 of 7, {11:00 AM}–{1:00 PM} (8:00–10:00 AM in Los Angeles) · voicemail Fri" + menu,
		vnr,
		"*Also today:* Granite &amp; Sons, Larkspur Foods, Sandstone Brewery, Iris Analytics [Show 4 more]",
		"*Tip:* Offer two times, each with a day and an hour, and let them pick. ⋯ Useful · Not for me · Source",
	}, "\n")}.check(t)
	if n := wordCount(cards.Digest(maya(), morning()).Blocks); n > 202 {
		t.Errorf("text 17: %d words of 202", n)
	}
	d := morning()
	to := maya()
	s := answers.Saved{Lead: d.Cards[0].Lead, Touch: coach.Touch{Outcome: outcome.Voicemail, At: to.Now}, Change: "J1",
		Step: attempt(3, mayasDay(11, 8, 0), mayasDay(11, 10, 0), newYork)}
	target{
		"18", answers.CardDone(to, s), "✓ *Birchwood Dental*: voicemail saved. Next: {Wed, Nov 11, 8:00 AM}–{10:00 AM}, " +
			"attempt 3 of 7 [Undo]"}.check(t)
	var done answers.DoneBlock
	for _, e := range [][2]string{{"Birchwood Dental", "voicemail"}, {"Foxglove Bakery", "talked"},
		{"Kestrel Air", "date set"}, {"Cobalt Freight", "no answer"}} {
		done.Add(answers.DoneEntry{Words: e[0] + ", " + e[1], Lead: "L" + e[0], Change: "J1"})
	}
	p := &say.Page{To: to}
	answers.AddDone(p, done)
	target{
		"19", p.Blocks, "*Done: 4*\n✓ Birchwood Dental, voicemail · Foxglove Bakery, talked · Kestrel Air, date set · " +
			"Cobalt Freight, no answer [Undo last]"}.check(t)
	if got := answers.EntryWords("✓ *Kestrel Air*: date set. Next: {Thu}, agreed call"); got != "Kestrel Air, date set" {
		t.Errorf("text 19: a date is %q in it", got)
	}
}

// TestTargetTextOfANudge: three second tries, said once for all.
func TestTargetTextOfANudge(t *testing.T) {
	const menu, vnr = " ⋯ Prep · Why now? · Snooze… · Log with details… · Close…", "[Voicemail] [No answer] [Reached…]"
	var deck []coach.Card
	for _, l := range []coach.Lead{{ID: "L1", Name: "Acme Corp", Contact: "Pat Reyes", Phone: "+1 202 555 0101"},
		{ID: "L2", Name: "Quince Hotel", Contact: "Amy Roy", Phone: "+1 617 555 0133"},
		{ID: "L3", Name: "Sandstone Brewery", Phone: "+1 207 555 0126"}} {
		c := coach.Card{Lead: l, Step: attempt(2, mayasDay(10, 16, 0), mayasDay(10, 17, 30), newYork)}
		c.Step.SameDay = true
		deck = append(deck, c)
	}
	to := maya()
	to.Now = mayasDay(10, 15, 50)
	target{"20", cards.Nudge(to, notify.Nudge{Cards: deck}).Blocks, strings.Join([]string{
		"*3 second tries until {5:30 PM}* · attempt 2 of 7, no message this time ⋯ Settings · Stop these",
		"*Acme Corp* · Pat Reyes · <tel:+12025550101|+1 202 555 0101>" + menu, vnr,
		"*Quince Hotel* · Amy Roy · <tel:+16175550133|+1 617 555 0133>" + menu, vnr,
		"*Sandstone Brewery* · <tel:+12075550126|+1 207 555 0126>" + menu, vnr}, "\n")}.check(t)
}

// TestTargetTextOfHelp: the first page, line by line; its list of topics ends in "or", since one of them is typed.
func TestTargetTextOfHelp(t *testing.T) {
	target{"39", library.Help(maya(), "").Blocks, strings.Join([]string{
		"*What you can type*",
		"`/followup` today's list",
		"`/followup acme voicemail` log a call",
		"`/followup acme talked next thu 4pm agenda pricing` log it and book the next",
		"`/followup prep acme` before you call",
		"`/followup when acme` why that date",
		"`/followup script acme` what to say",
		"`/followup add acme warm phone:+12125550100` new lead",
		"`/followup undo` take back the last change",
		"More: `/followup help` with log, outcomes, dates, leads, facts, script, settings or team",
		"[Show today] [Log a call…] [Add a lead…] [Import…]"}, "\n")}.check(t)
}
