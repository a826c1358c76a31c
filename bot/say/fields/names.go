package fields

import (
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach/facts"
)

// Callback ids of the forms, and of the page that a form ends on.
const (
	FormLog      = "form.log"
	FormAdd      = "form.add"
	FormClose    = "form.close"
	FormSnooze   = "form.snooze"
	FormNext     = "form.next"
	FormLead     = "form.lead"     // which lead? Its answer is the form of the command
	FormEdit     = "form.edit"     // a page of the Edit form, see the Page… words
	FormHot      = "form.hot"      // the hot button alone
	FormHandOver = "form.handover" // whose leads go to whom
	FormComment  = "form.comment"  // a manager's, to a lead's rep

	FormErase   = "form.erase"   // whether a lead is to be erased
	FormMerge   = "form.merge"   // what becomes of two leads
	FormCorrect = "form.correct" // an entry of a lead's history, and what changes with it
	FormTakeOut = "form.takeout" // what changes without it
	FormLift    = "form.lift"    // who asked for a do-not-call to be lifted, and when
	FormReached = "form.reached" // how a call went; buttons only
	FormWrap    = "form.wrap"    // what came of a call that is saved
	FormMore    = "form.more"    // the rest of it
	FormAway    = "form.away"    // the first day back
	FormSeveral = "form.several" // what came of several calls
	FormMissing = "form.gap"     // the one thing that a prep lacks
	FormDone    = "form.done"    // has no inputs; buttons only

	FormSettings = "form.settings" // a rep's own settings

	FormImport      = "form.import"       // a file of leads
	FormImportWrite = "form.import.write" // what it would change

	FormDraft   = "form.draft"   // a message to a prospect
	FormReview  = "form.review"  // the facts of a chase and its verdicts
	FormExtend  = "form.extend"  // why one more call
	FormGift    = "form.gift"    // what is sent to whom
	FormDecline = "form.decline" // why a gift is declined

	FormCheck    = "form.check"     // a message to look at before it is sent
	FormAsk      = "form.colleague" // whom to ask about it
	FormAnswer   = "form.reply"     // what a colleague says to it
	FormPractice = "form.practice"  // the rep's answer in a drill

	FormTip    = "form.tip"    // a tip of a team's own
	FormPhrase = "form.phrase" // a phrase of a team's own

	FormSuspects = "form.suspects" // whom a team chases
)

// Input blocks of the forms: the block id is the field's name and the nonce (see [request.FieldOf]), the action id
// the bare name.
const (
	Outcome  = "outcome"
	Note     = "note"
	When     = "when" // a date and time picker: when it happened; an instant
	Next     = "next" // a date and time picker: the agreed call; an instant
	Date     = "date" // a snooze's day, 2006-01-02 in the rep's zone
	Time     = "time" // and its time of day, 15:04 in the rep's zone; may be left empty
	Agenda   = "agenda"
	Hot      = facts.Hot
	Name     = facts.Name
	Phone    = facts.Phone
	Reason   = "reason"
	Slot     = "slot" // one of the offered times, in unix seconds
	Promise  = "promise"
	Ticks    = "ticks"
	Agreed   = "agreed"
	How      = "how"
	Material = "material"
	Link     = "link"
	Pointer  = "pointer"
	Sure     = "sure"
	Goal     = "goal"
	Day      = "day" // the day on which their contract ends, 2006-01-02
	Kind     = "kind"
	Who      = "who" // who asked to be called again
	Why      = "why"
	Subject  = "subject" // of a message to a prospect…
	Message  = "message" // …and its text
	Verdict  = "verdict"
	File     = "file"    // of leads, to bring in
	Factors  = "factors" // that it was built on
	Keep     = "keep"    // its columns to keep as facts, by their places among those that nobody knows
	GiftWho  = "giftwho"
	GiftWhat = "giftwhat"
	GiftNote = "giftnote"
	GiftCost = "giftcost"

	// Of the form that hands leads over.
	Comment   = "comment"
	HandFrom  = "handfrom"
	HandTo    = "handto"
	HandWhich = "handwhich"
	HandHow   = "handhow"

	// Of the form that checks a message, and of a colleague who is asked about it.
	Draft     = "draft"
	Colleague = "colleague" // a Slack user
	Channel   = "channel"
	Answer    = "answer"

	// Of the forms that add a tip and a phrase to a team's own.
	TipText       = "tiptext"
	TipFor        = "tipfor" // the situation that it is for
	TipSays       = "tipsays"
	TipTopic      = "tiptopic"
	PhraseWords   = "phrase"
	PhraseInstead = "instead"

	// Of the Settings form; times of day are the rep's own, 15:04.
	Digest = "digest"
	Days   = "days" // weekdays, 0 is Sunday
	From   = "from"
	Until  = "until" // 00:00 is the end of the day
	Zone   = "tz"
	Mode   = "mode"
	Kinds  = "kinds" // kinds of message that are on
	DMs    = "dms"   // how many messages a day at most
	Clock  = "clock" // 12, 24 or auto

	// Fields that are facts of a lead are called as their keys when typed.
	Gut = facts.Gut

	// Menus in a row of their own.
	Meet  = ids.ActMeet
	Hunch = ids.ActHunch
)

// PageMessages is the second page of the Settings form.
const PageMessages = "messages"

// Pages of the Edit form.
const (
	PageMatters = string(facts.PageMatters)
	PageContact = string(facts.PageContact)
	PageKind    = string(facts.PageKind)
)

// Unset is the option of a menu that stands for nothing known: Slack's menus can't be emptied.
const Unset = "unset"
