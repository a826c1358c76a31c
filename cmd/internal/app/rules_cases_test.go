package app

import "fmt"

// Records that are replaced whole, to be changed in one place each.
const (
	balanced = `{modes: {balanced: {same_day: [warm, high], social: true, source: "S0.8"}}}`
	tenFold  = `{cadences: {zero-to-ten: {source: "S2.14", mails_after: [1, 3], social: true, steps: [
		{slot: now, source: "S2.15"}, {slot: same-day, source: "S2.11"}, {gap: 1, slot: morning, source: "S2.12"},
		{gap: 3, slot: other-half, source: "S2.18"}, {gap: 5, slot: other-half, source: "S2.18"}]}}}`
	demoOutcome = `{outcomes: [{code: demo-held, label: Demo held, button: Demo, group: live-talk, aliases: [dh],
		phrases: [walked them through]}], call_map: {demo-held: {due: gap, activity: "Ask."}}}`
	busyRow     = `{call_map: {busy: {due: redial, minutes: 45, activity: "Dial again.", source: "S1"}}}`
	notNowRow   = `{call_map: {not-now: {due: days, days: 90, slot: morning, activity: "Leave them."}}}`
	leftRow     = `{call_map: {left-company: {due: end, days: 2, task: find-successor, activity: "Close it."}}}`
	talkedRow   = `{call_map: {talked: {due: gap, offer: 0, activity: "Get a date."}}}`
	voicemailIn = `{call_map: {voicemail: {due: gap, activity: "Call.", when: [{warm: true, activity: "This case.",
		tip: t1, branch: no-message, source: "S2"}]}}}`
	branch = `{scripts: {ours: {title: "Our own turn", when: "They ask for us.", outcome: talked, next: [late],
		source: "S9", button: ours, turns: [{they: "Who else?", say: ["Good that you ask."], note: "Let them talk.",
		source: "S9.1"},
		{dont: "Hang up now.", note: "They may go.", sends: false}]}}}`
)

// inCase gives a row of the call map one case of its own.
func inCase(setting, row, when string) ruleCase {
	const always = `{call_map: {%s: {due: gap, activity: "Call."}}}`
	return ruleCase{setting: "call_map.*.when[]." + setting, want: "This case.",
		base: fmt.Sprintf(always, row), old: `"Call."`, to: `"Call.", when: [{` + when + `, activity: "This case."}]`}
}

var ruleCases = []ruleCase{
	// When calls are made.
	{setting: "windows.morning.from", to: `{windows: {morning: {from: "08:30"}}}`, want: "window 08:30–10:00"},
	{setting: "windows.morning.to", to: `{windows: {morning: {to: "11:00"}}}`, want: "window 08:00–11:00"},
	{setting: "windows.morning.source", to: `{windows: {morning: {source: "house"}}}`, want: "[C3, house]"},
	{setting: "windows.afternoon.from", to: `{windows: {afternoon: {from: "15:00"}}}`, want: "15:00 EST–17:30 EST"},
	{setting: "windows.afternoon.to", to: `{windows: {afternoon: {to: "16:30"}}}`, want: "16:00 EST–16:30 EST"},
	{setting: "windows.afternoon.source", to: `{windows: {afternoon: {source: "house"}}}`, want: "[C3, house]"},
	{setting: "lunch.from", to: `{lunch: {from: "11:30"}}`, want: "11:30"},
	{setting: "lunch.to", to: `{lunch: {to: "13:00"}}`, want: "13:00"},
	{setting: "lunch.source", to: `{lunch: {source: "house"}}`, want: "[house]"},
	{setting: "law.from", to: `{law: {from: "09:00"}}`, want: "is outside 09:00–21:00"},
	{setting: "law.to", to: `{law: {to: "20:00"}}`, want: "is outside 08:00–20:00"},
	{setting: "law.source", to: `{law: {source: "house"}}`, want: "[house]"},
	{setting: "afternoon_ends", to: `{afternoon_ends: "15:00"}`},
	{setting: "leave", to: `{leave: 60}`},
	{setting: "holidays.countries", to: `{holidays: {countries: [US]}}`, want: "holiday"},
	{setting: "holidays.dates", to: `{holidays: {dates: ["2026-11-10"]}}`, want: "Tue 10 Nov is a holiday"},

	// What people are like and how often they are called.
	{setting: "modes.*.same_day", base: balanced, old: "[warm, high]", to: "[]"},
	{setting: "modes.*.social", base: balanced, old: "true", to: "false"},
	{setting: "modes.*.source", base: balanced, old: "S0.8", to: "house", want: "[house]"},
	{setting: "cadences.*.source", base: tenFold, old: `"S2.14"`, to: `"house"`,
		want: "[S2.21, C2, house]"},
	{setting: "cadences.*.steps[].gap", base: tenFold, old: "gap: 3", to: "gap: 4"},
	{setting: "cadences.*.steps[].slot", base: tenFold, old: "gap: 3, slot: other-half", to: "gap: 3, slot: morning"},
	{setting: "cadences.*.steps[].source", base: tenFold, old: `"S2.12"`, to: `"house"`, want: "[house]"},
	{setting: "cadences.*.mails_after", base: tenFold, old: "[1, 3]", to: "[2, 3]"},
	{setting: "cadences.*.social", base: tenFold, old: "social: true", to: "social: false"},

	// What an outcome leads to.
	{setting: "call_map.*.due", to: `{call_map: {voicemail: {due: days, days: 4, slot: morning, activity: "Call."}}}`},
	{setting: "call_map.*.minutes", base: busyRow, old: "45", to: "20"},
	{setting: "call_map.*.activity", base: busyRow, old: "Dial again.", to: "Dial until they answer.",
		want: "Dial until they answer."},
	{setting: "call_map.*.do", base: talkedRow, old: "offer: 0", to: `offer: 0, do: "Hum a tune."`, want: "Hum a tune."},
	{setting: "call_map.*.source", base: busyRow, old: "S1", to: "house", want: "[house]"},
	{setting: "call_map.*.tip", base: busyRow, old: "minutes: 45", to: "minutes: 45, tip: t9"},
	{setting: "call_map.*.branch", base: busyRow, old: "minutes: 45", to: "minutes: 45, branch: gatekeeper"},
	{setting: "call_map.*.days", base: notNowRow, old: "90", to: "60"},
	{setting: "call_map.*.slot", base: notNowRow, old: "morning", to: "other-half"},
	{setting: "call_map.*.task", base: leftRow, old: "task: find-successor, ", to: ""},
	{setting: "call_map.*.offer", base: talkedRow, old: "offer: 0", to: "offer: 1"},
	inCase("warm", "voicemail", "warm: true"),
	inCase("potential", "voicemail", "potential: low"),
	inCase("try", "voicemail", "try: [2]"),
	inCase("last", "voicemail", "last: true"),
	inCase("spoken", "voicemail", "spoken: true"),
	inCase("talked", "voicemail", "talked: true"),
	inCase("promised", "voicemail", "promised: true"),
	inCase("dated", "talked", "dated: true"),
	inCase("gate", "wants-info", "gate: true"),
	inCase("again", "broken", "again: true"),
	{setting: "call_map.*.when[].activity", base: voicemailIn, old: "This case.", to: "Another.", want: "Another."},
	{setting: "call_map.*.when[].do", base: voicemailIn, old: "t1,", to: `t1, do: "Hum a tune.",`, want: "Hum a tune."},
	{setting: "call_map.*.when[].tip", base: voicemailIn, old: "t1,", to: "t9,"},
	{setting: "call_map.*.when[].branch", base: voicemailIn, old: "no-message", to: "gatekeeper"},
	{setting: "call_map.*.when[].source", base: voicemailIn, old: "S2", to: "house", want: "[house]"},

	// What is said on the line.
	{setting: "scripts.*.title", base: branch, old: "Our own turn", to: "Our turn", want: "Our turn"},
	{setting: "scripts.*.when", base: branch, old: "They ask for us.", to: "They ask.", want: "They ask."},
	{setting: "scripts.*.outcome", base: branch, old: "outcome: talked", to: "outcome: referral"},
	{setting: "scripts.*.next", base: branch, old: "[late]", to: "[gatekeeper]"},
	{setting: "scripts.*.source", base: branch, old: `source: "S9",`, to: `source: "house",`, want: "house"},
	{setting: "scripts.*.turns[].say", base: branch, old: "Good that you ask.", to: "Thanks for asking.",
		want: "Thanks for asking."},
	{setting: "scripts.*.button", base: branch, old: "button: ours", to: "button: our turn", see: seeOwnScript,
		want: "[Say: our turn]"},
	{setting: "scripts.*.turns[].they", base: branch, old: "Who else?", to: "Who knows?", see: seeOwnScript,
		want: "Who knows?"},
	{setting: "scripts.*.turns[].note", base: branch, old: "Let them talk.", to: "Listen.", want: "Listen."},
	{setting: "scripts.*.turns[].dont", base: branch, old: "Hang up now.", to: "Hang up.", want: "Hang up."},
	{setting: "scripts.*.turns[].source", base: branch, old: "S9.1", to: "house", want: "house"},
	{setting: "scripts.*.turns[].sends", base: `{multi_call: false, ` + branch[1:], old: "sends: false",
		to: "sends: true"},
	// The words to send.
	{setting: "drafts.*.source", base: ownEmail, old: `source: "S9", texts`, to: `source: "house", texts`,
		see:  seeOwnDrafts,
		want: "[house]"},
	{setting: "drafts.*.texts[].id", base: ownEmail, old: "id: second", to: "id: other", see: seeOwnDrafts,
		want: "email/other"},
	{setting: "drafts.*.texts[].subject", base: ownEmail, old: "Our subject", to: "My subject", see: seeOwnDrafts,
		want: "My subject"},
	{setting: "drafts.*.texts[].body", base: ownEmail, old: "our text", to: "my text", see: seeOwnDrafts,
		want: "Hi Acme, my text."},
	{setting: "drafts.*.texts[].source", base: ownEmail, old: "S9.1", to: "house", see: seeOwnDrafts, want: "[house]"},
	{setting: "multi_call", to: `{multi_call: false}`},
	{setting: "close_words", to: `{close_words: [rollout]}`},
	{setting: "fit", to: `{fit: 10 vehicles or more}`, want: "They fit"},

	// What an installation says itself.
	{setting: "outcomes[].code", base: `{outcomes: [{code: poster, label: Sent a poster, group: other}]}`,
		old: "code: poster", to: "code: print", see: seeOutcomes, want: "print other"},
	{setting: "outcomes[].label", base: demoOutcome, old: "label: Demo held", to: "label: Showed it", see: seeOutcomes,
		want: "Showed it"},
	{setting: "outcomes[].button", base: demoOutcome, old: "button: Demo", to: "button: Held", see: seeOutcomes,
		want: "[Held]"},
	{setting: "outcomes[].group", base: demoOutcome, old: "group: live-talk", to: "group: reached-short", see: seeOutcomes,
		want: "demo-held reached-short"},
	{setting: "outcomes[].aliases", base: demoOutcome, old: "aliases: [dh]", to: "aliases: [dd]", see: seeOutcomes,
		want: "dd: demo-held"},
	{setting: "outcomes[].phrases", base: demoOutcome, old: "walked them", to: "walked him", see: seeOutcomes,
		want: "walked him through: demo-held"},

	// Numbers.
	{setting: "limits.floor", to: `{limits: {floor: 1}}`},
	{setting: "limits.attempts", to: `{limits: {attempts: 4}}`},
	{setting: "limits.review_days", to: `{limits: {review_days: 5}}`},
	{setting: "limits.second_try_after", to: `{limits: {second_try_after: 300}}`},
	{setting: "limits.unanswered_days", to: `{limits: {unanswered_days: 1}}`},
	{setting: "limits.open_minutes", to: `{limits: {open_minutes: 90}}`},
	{setting: "limits.ping_before", to: `{limits: {ping_before: 15}}`, want: "I'll remind you 15 minutes before."},
	{setting: "limits.still_after", to: `{limits: {still_after: 9}}`, want: "still at 2026-11-12 16:09"},
	{setting: "limits.nudge_before", to: `{limits: {nudge_before: 20}}`, want: "nudge at 2026-11-09 15:40"},
	{setting: "limits.nudge_span", to: `{limits: {nudge_span: 120}}`, want: "3 second tries until 18:00 EST"},
	{setting: "limits.digest_cards", to: `{limits: {digest_cards: 5}}`, want: "Show 20 more"},
	{setting: "limits.tip_rest", to: `{limits: {tip_rest: 3}}`, want: "tip again after five working days: true"},
	{setting: "limits.minutes_per_try", to: `{limits: {minutes_per_try: 8}}`,
		want: "30 calls reached nobody, about 4 hours"},
	{setting: "limits.apart", to: `{limits: {apart: 60}}`, want: "another call at that time: true"},
	{setting: "limits.offer_after", to: `{limits: {offer_after: 480}}`},
	{setting: "limits.news_days", to: `{limits: {news_days: 10}}`, want: "news until 2026-11-19"},
	{setting: "limits.watch_days", to: `{limits: {watch_days: 14}}`, want: "An answer within 14 days counts",
		see: seeEnds},
	{setting: "limits.review_rests", to: `{limits: {review_rests: 2}}`, want: "Friday: 0 cards", see: seeEnds},
	{setting: "limits.open_after", to: `{limits: {open_after: 10}}`, want: "after ten days: open", see: seeEnds},
	{setting: "limits.keep_closed", to: `{limits: {keep_closed: 40}}`, want: "kept after 50 days: false", see: seeKept},
	{setting: "limits.dms_per_day", base: `{limits: {dms_per_day: 12}}`, old: "12", to: "1", see: seeNudges},
	{setting: "limits.tips_per_day", to: `{limits: {tips_per_day: 0}}`, want: "switched off here"},
}
