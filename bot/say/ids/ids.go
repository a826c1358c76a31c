package ids

import "strings"

// Action ids: what a click is called when it comes back. Behind each stands what the button's value holds, as [Value]
// writes it: ids, versions and options, in a list also the words searched for; at most 2,000 characters on a button,
// 150 in a menu.
const (
	// Below a card: one click logs a call, a mail or opens a form.
	ActVoicemail = "log.voicemail" // lead|version
	ActNoAnswer  = "log.noanswer"  // lead|version
	ActReached   = "log.reached"   // lead|version; opens the Log form
	ActLogForm   = "open.log"      // lead, or empty; opens the Log form
	ActAddForm   = "open.add"      // opens the Add form
	ActImport    = "open.import"   // opens the form for a list
	ActRevert    = "import.revert" // import; takes a list back
	ActLines     = "import.lines"  // all rows of a preview that need a look
	ActNextForm  = "open.next"     // lead; opens the form for an agreed call
	ActMore      = "card.more"     // an overflow: lead|one of the More… words
	ActMail      = "mail.done"     // lead|version; the mail that is due has been sent; no longer offered
	ActRest      = "digest.rest"   // lead,lead…: the leads that have a card already; shows the others of today
	ActMessage   = "message.more"  // an overflow of a message that came unasked: its kind|one of the Message… words

	// Below what was saved, and on the page behind Reached….
	ActUndo      = "undo"         // lead|change
	ActUndoAll   = "undo.all"     // whether a question stands there too|change|change…
	ActLinkedIn  = "log.linkedin" // lead|version; no longer offered
	ActX         = "log.x"        // lead|version
	ActAgain     = "log.again"    // ref of the words to log once more
	ActOutcome   = "reached"      // lead|version|outcome, on the page behind Reached…: reached.talked, reached.meeting …
	ActSay       = "talk.say"     // a menu: lead|branch of the conversation tree
	ActWhatToSay = "talk.what"    // lead|empty, or [library.Fold]: unfolds on the same page what to say, or folds it
	ActWrapMore  = "wrap.more"    // lead; saves what the page holds and shows another with more fields
	ActMeet      = "pick.meet"    // a menu: how they meet; read when its form is sent
	ActHunch     = "pick.hunch"   // a menu: what the gut says, 1 to 5; read when its form is sent

	ActEmailed = "mail.beside" // lead|version: the email that was due beside what an answer has saved; no longer offered

	// Answers to a clarification: which zone, which time, which lead, which outcome.
	ActTheirTime = "meant.theirs" // lead|change
	ActSlot      = "slot.pick"    // lead|unix time, repeated per button as slot.pick.1 …
	ActTryAt     = "try.at"       // lead|unix time; the next try, which nobody agreed to; try.at.1 …
	ActChoose    = "ask.choose"   // ref|number of the reading that is meant; ask.choose.1 …
	ActElse      = "ask.else"     // ref: none of the readings; opens the Log form with what was typed
	ActJustNow   = "meant.now"    // lead|change: the touch happened when it was typed
	ActPick      = "pick.lead"    // lead|ref of the typed words; pick.lead.1 …
	ActDymLead   = "dym.lead"     // lead|ref; dym.lead.1 …
	ActDymOut    = "dym.outcome"  // outcome|ref; dym.outcome.1 …
	ActDymWord   = "dym.command"  // command|ref
	ActCreate    = "dym.create"   // ref: none of those, create the lead as typed
	ActRun       = "line.run"     // lead|a line to run as if it were typed; with a lead its first name is that one's

	// Answers to the one question, and the end of a snooze.
	ActWarmth = "ask.warmth" // lead|warm or cold; ask.warmth.1 …
	ActWhy    = "ask.reason" // lead; opens the Close form for a reason
	ActLight  = "ask.light"  // lead|drop, keep or full; ask.light.1 …
	ActResume = "resume"     // lead|version
	ActPause  = "pause"      // lead; on the Snooze form

	// Below a tip, and below the ping before an agreed call. A tip is named by its id, a call by lead and instant.
	ActTipUp   = "tip.up"     // tip id
	ActTipDown = "tip.down"   // tip id
	ActTipMore = "tip.more"   // an overflow: tip id|one of the Tip… words of cards
	ActSource  = "tip.source" // tip id, or |script branch, or |[MorePhrase]|phrase, or lead|[MoreWhen]
	ActCalling = "call.now"   // lead|unix time of the agreed call, or empty

	// What leaves Slack about an agreed call.
	ActAgendaText = "agreed.text" // lead|unix time of the agreed call; shows the text to send
	ActCalendar   = "agreed.file" // lead|unix time; sends the calendar file

	// After the time of an agreed call, and the ways to lists, scripts and a lead's page.
	ActTalked = "did.talked"   // lead|unix time of the agreed call; opens the Log form
	ActNotIn  = "did.noanswer" // lead|unix time
	ActMissed = "did.missed"   // lead|unix time
	ActPage   = "list.page"    // filter|page|search text; list.page.prev, list.page.next
	ActToday  = "open.today"   // shows today's list
	ActHelp   = "open.help"    // shows the first page of the help
	ActKept   = "open.kept"    // ref of a written line: opens the form that it asks for
	// lead|branch, each may be empty; [library.AllScripts] as a branch is the list; script.show.1 …
	ActScript = "script.show"
	ActEndsIn = "script.log" // lead|version|outcome; saves what a branch ends in
	ActShow   = "lead.show"  // lead

	// Below a prep. The tip travels along, so that the prep has the same one when it is rendered again.
	ActMissing = "prep.gap"  // lead|a gap|id of the prep's tip; opens the form that fills it; prep.gap.1 …
	ActPrep    = "lead.prep" // lead; shows its prep beneath
	ActUse     = "prep.use"  // lead|id of a library entry|id of the prep's tip: it becomes the lead's own reason

	// Forms that an answer leads to, promises, and closed leads.
	ActEditForm = "open.edit" // lead|page; opens the Edit form on that page
	// lead|page: saves what is on this page of the Edit form and shows that one; edit.page.1 …
	ActEditPage   = "edit.page"
	ActPromise    = "ask.promise"  // lead|kept or broken|promise; ask.promise.1 …
	ActTogether   = "ask.together" // lead|yes or no; ask.together.1 …
	ActHotForm    = "open.hot"     // lead; opens the form for the hot button
	ActIntroduced = "add.named"    // lead; opens the Add form for whom they named
	ActFollows    = "add.follows"  // lead; opens the Add form for who follows them
	ActKnown      = "add.known"    // lead; gives it what the Add form holds; add.known.1 …
	ActReopen     = "lead.reopen"  // lead|version
	ActHistory    = "history.page" // lead|page of all that was logged; history.page.prev, history.page.next
	ActEntry      = "history.more" // an overflow: lead|touch|the form that it opens
	ActErase      = "lead.erase"   // lead; opens the form that confirms it
	ActMerge      = "lead.merge"   // lead|lead it goes into; shows what becomes of them
	ActLift       = "lead.lift"    // lead|its owner|number; opens the form that lifts a do-not-call
	ActLeaveTask  = "task.leave"   // lead|version: the task of a closed lead is left at that

	ActSettings = "open.settings" // opens the Settings form, on the page that it names; open.settings.messages

	ActZone = "zone" // |zone that Slack has|[ZoneUse], or nothing to keep one's own; zone.use, zone.keep
	ZoneUse = "use"

	ActNotAway = "away.no" // whoever's status says that they are away isn't

	ActCover = "cover" // who is away|id of the cover|yes or no: whether the reader covers for them; cover.yes, cover.no

	// On the app's Home.
	ActHome     = "home"      // tab|filter|where its page begins|whether all of today is shown; home.1 …, home.filter
	ActHomeFind = "home-find" // a field that asks for leads: the one to show
	ActTry      = "sample"    // an outcome, or empty: what a log of it would be answered with; sample.busy …
	ActBegun    = "begun"     // ends the first steps

	ActDraft = "draft.open" // lead|kind of message; opens the form with its words; draft.open.linkedin …
	// lead|print of the text as it was made|keys of those before it: the next one takes the form's place
	ActAnother     = "draft.next"
	ActDraftSource = "draft.source" // lead|key of a text; shows what it rests on

	// The end of a chase.
	ActReview    = "open.review"     // lead; opens the form "Decide"
	ActExtend    = "review.extend"   // lead|version; opens a form, like those that follow
	ActStepBack  = "review.stepback" // lead|version
	ActGoodbye   = "review.goodbye"  // lead|version
	ActGiftForm  = "review.gift"     // lead|version
	ActNurture   = "review.nurture"  // lead|version: nothing until then
	ActCloseForm = "open.close"      // lead; opens the Close form
	ActCloseAs   = "close.as"        // lead|version|outcome: closes it so; close.as.lost …
	ActStillOpen = "ask.open"        // lead: there is still a deal to be made
	ActEnds      = "ask.ends"        // lead|months until their contract ends, or day: opens the form; ask.ends.1 …
	ActWhyMore   = "review.why"      // lead; opens the form for why one more call is worth it
	ActApprove   = "gift.approve"    // lead|its owner|unix time at which the gift was asked for
	ActDecline   = "gift.decline"    // the same; opens a form for the reason
	ActDelivered = "gift.sent"       // lead|version: the gift that was agreed to is there
	ActGiftPage  = "gift.show"       // as of ActApprove; shows the gift that was asked for then, with the whole note

	// A message to a prospect that is looked at before it is sent, and a colleague who is asked about it.
	ActCheck        = "check.change"    // lead|ref of the text; opens the form with it
	ActTell         = "went.tell"       // lead|kept line: tells whoever has the lead now
	ActAskHolder    = "holder.ask"      // lead|who has its number too: asks them who goes on with it
	ActAskColleague = "colleague.ask"   // lead|ref of the text; opens the form that sends it to somebody
	ActAnswer       = "colleague.reply" // who asked|id of their letter; opens the form for the answer

	// A call block.
	ActGo      = "go"         // empty, or [cards.GoAgain]: begins it, or goes on with it
	ActSkip    = "go.skip"    // lead|version
	ActBreak   = "go.break"   // lead; rests
	ActSeveral = "go.several" // opens the form that logs several calls

	ActPractice = "practice.open" // |branch to begin with, or empty; practice.open.1 …

	// A team's own tips and phrases.
	ActTipForm    = "tip.form"    // team; opens the form that adds one
	ActPhraseForm = "phrase.form" // team; opens the form that adds one

	ActSuspectsForm = "suspects.form" // team; opens the form that says whom it chases

	// What a manager does about a lead of a rep of theirs.
	ActTeamLead    = "team.lead"    // lead|its rep; opens it to read; team.lead.1 …
	ActTeamComment = "team.comment" // lead|its rep; opens the form for a comment to the rep
)

// What an [ActMore] overflow can ask for, the second part of its value.
const (
	MorePrep   = "prep"
	MoreLog    = "log"
	MoreSnooze = "snooze"
	MoreClose  = "close"
	MoreScript = "script"
	MoreShow   = "show" // no longer offered; messages from before still have it
	MoreWhen   = "when"
	MorePhrase = "phrase"
	MoreMail   = "mail"   // and the lead's version: the email that is due has been sent; no longer offered
	MoreMove   = "move"   // opens the form for an agreed call
	MoreNumber = "number" // opens the form where the number goes
	MoreDraft  = "draft"  // and the kind of message: opens the form with its words
)

// What the ⋯ of a message that came unasked can ask for, the second part of its value.
const (
	MessageSettings = "settings"
	MessageStop     = "stop"
)

// Kind strips the number by which several buttons of one kind differ: "slot.pick.2" is "slot.pick".
func Kind(actionID string) string {
	for _, k := range []string{ActOutcome, ActSlot, ActTryAt, ActChoose, ActPick, ActDymLead, ActDymOut, ActWarmth,
		ActLight, ActPage, ActKnown, ActMissing, ActScript, ActEditPage, ActPromise, ActTogether, ActRun, ActDraft,
		ActCloseAs, ActPractice, ActEnds, ActEditForm, ActHistory, ActHome, ActTry, ActSettings, ActZone,
		ActNextForm, ActTeamLead, ActCover} {
		if actionID == k || strings.HasPrefix(actionID, k+".") {
			return k
		}
	}
	return actionID
}

// Value writes what a button carries: ids joined by bars. Parts hold no bar; a part that does is cut there. It is
// read by [request.ParseValue].
func Value(parts ...string) string {
	clean := make([]string, len(parts))
	for i, p := range parts {
		clean[i], _, _ = strings.Cut(p, "|")
	}
	return strings.Join(clean, "|")
}
