// Package coach is the business: what a follow-up call leads to, when, and why. It is pure. Nothing here reads a clock,
// a network or a file; time, rules and history are arguments, and the same arguments have the same answer on every
// machine.
//
// # Words
//
//   - lead: one prospect of one rep ([Lead]). Everything the coach knows of its past is in [Progress].
//   - touch: one logged thing, a call, a mail, or a decision ([Touch]). Touches are ordered by when they happened.
//   - outcome: what happened on a touch ([outcome.Outcome]); package coach/outcome has their table.
//   - try: a call that counts. The first busy signal of a day doesn't.
//   - contact attempt: a try or a mail. Both counters start again after a live talk.
//   - attempt, follow-up: the try that is due, before and after somebody was spoken to for the first time.
//   - cadence: a list of steps, each a gap in calendar days after the last call actually made (S2.18).
//   - commitment: a date and time the prospect agreed to (S1.7). It beats the cadence.
//   - window: a part of the lead's day in which tries are made, cut to the rep's hours.
//   - law guard: 08:00–21:00 on the lead's clock. Nothing anybody sets gets around it.
//   - step: what comes next, with its reasons ([Step], [Reason]).
//   - reason: why to call somebody now, of four kinds that take turns ([Why], [WhyNow]); a team's library has some for
//     all ([Story]).
//   - prep: what to know before dialing, and what of it is missing (package coach/prep).
//   - branch: a turn that a call can take, with what to say in it ([script.Branch]); filled for one lead it is a
//     [script.Script].
//   - promise: what one side said it would do, kept or broken in the end ([Promise], [Settled]).
//   - material: what a prospect was given to look at, sent or shown on the line, and where in it to look ([Material]).
//   - gate: what to know before anything is sent ([qualify.Gate]).
//   - counters: what a lead's touches add up to; summed over their leads, the figures that only the rep sees
//     ([Counters], package coach/selfreport).
//   - review: the question what becomes of a lead, after the last step or the tenth contact attempt.
//
// # How to read it
//
// There are two questions. What does this touch change? [Rules.Log] answers it, and all of it happens in one method,
// apply: a lead's Progress is nothing but the sum of its touches, so [Rules.Replay] can rebuild it and a touch logged
// late is put where it belongs. What a talk leaves behind besides, promises and material above all, is in details.go.
// What comes next? [Rules.Next] answers that, in two halves: a planner finds the rule that speaks (an agreed call
// before the review of a tenth attempt before a redial before the cadence's gap, see plan), and an availability, the
// lead's clock held against the rep's, finds the first instant that every calendar allows (see schedule).
//
// [Rules.Plan] gives the step together with the times at which somebody must look at the lead again ([Attention]), for
// whoever needs both. What stands between a lead and its next call beside an agreed one (a reply, a task, a redial, a
// time that was named, a rule of the call map) is one value, [Waiting]: one kind waits at a time, and what it put off
// stands behind it.
//
// The answer of Next is never stored. A rep who changes zone, hours or mode, or a team that changes a cadence, moves
// every due time at once, and nothing has to be migrated. What is stored beside a lead is only when somebody must look
// at it again ([Rules.Timers]).
//
//	lead, logged, err := rules.Log(lead, nil, coach.Touch{Outcome: outcome.Voicemail, At: now, Logged: now}, rep)
//	step := rules.Next(lead, rep, now)   // attempt 2 of 7, today 16:00–17:30
//	step.Because                         // warm, balanced, the same day (S2.11)
//
// # Records
//
// [Lead] and [Touch] are stored as JSON. [ReadLead] and [ReadTouch] read them, and what older versions wrote too: a
// lead whose waiting was ten flags, a touch whose reason was also its verdict. Nothing else has to know of those.
//
// What people may say of a lead is the table of package coach/facts, above this one: for each fact the key that is
// typed, the words of its form, what it may be and how it is said. Commands, forms, cards and answers all go by it.
//
// What people type as an outcome is a table as well, which package coach/outcome reads ([outcome.Read]); here stands
// what follows from one.
//
// # Whose clock
//
// Calls are placed on the lead's clock: the zone somebody set, else the phone number's if all zones it can mean agree,
// else the rep's ([Lead.Zone]). Working days are judged twice, on the rep's date and on the lead's. Minutes and hours
// are elapsed time (a redial in 45 minutes, three hours between the tries of day 0); days are calendar days, times of
// day what the wall clock shows. Where clocks skip a minute, the first one after the gap is meant; where they show it
// twice, the first.
//
// Which numbers a lead's phone holds, and where they ring, is read by package coach/phone; here stands as numbers of
// which country a lead's or a rep's text is read ([Lead.Telephones], [Rep.ReadPhones]).
//
// # Rules are data
//
// Windows, cadences, modes, the call map and the limits are YAML in data/, each with the line of the handbook it comes
// from; a team's own file is laid over them ([LoadRules]) and every mistake in it is named with its line and column.
// Tips carry their author, the strength of the evidence and what speaks against them ([tips.Tip]). Besides when, the
// call map says what to do after an outcome, with which advice and which turn of the conversation, case by case
// ([Rules.MapFor], [Rules.CallMap]).
//
// # What to say
//
// Package coach/script has what to say in each turn of a call, coach/outreach the texts of messages, coach/phrase what
// the sources advise against saying and what to say instead; sentences are filled by coach/template. Rules hold all
// three ([Rules.Scripts], [Rules.Messages], [Rules.Phrases]), since a team's file may change them. What is known of a
// lead as words is package coach/merge, and [Rules.BranchFor] finds the branch that opens its next call.
//
// Above this package stand coach/advice, which chooses a tip, coach/prep, what to know before dialing, coach/drafts,
// which makes a message for one lead and looks at one before it is sent, coach/practice, a prospect to talk to alone,
// coach/chase, which looks back at what was done, coach/selfreport, a rep's own figures, coach/numbers, what calls come
// to beside what the sources say, coach/whatif, which plays a case of the call map, and coach/mapdiff, which tries
// changed rules on what has happened. Dates, clocks and holidays are counted in coach/calendar, what is counted of a
// lead's course is coach/tally, what a rep's own calls teach about when to call is coach/reach, what to find out of a
// prospect is coach/qualify, the advice that there is stands in coach/tips: all below it.
//
// What a change of a lead tells other systems is package coach/event, above this one; to whom it goes stands in a file
// of rules (coach/webhook).
//
// # Messages
//
// What people get without asking is composed by coach/notify, above this package, as plain values. Here stands when it
// is due: [Rules.NextDigest], [Rules.Timers].
package coach
