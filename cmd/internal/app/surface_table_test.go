package app

// surface is what the contract asks of one surface.
type surface struct {
	words   int // the most that a usual one has
	besides int // and what a remark, a question, a note or a number that can't be read may add to another
	buttons int // labels; menus don't count
	// labels after which no undo brings it back as it was: talks tap them (agreed-calls, missed-appointment)
	leaves string
	facts  string // what must be named of it, words of a name joined by "-"
	part   bool   // one lead's part of a message
	cards  bool   // its leads are surfaces of their own, and are tapped there
	once   bool   // it says the same of every lead, so that it has one size
	quotes bool   // what it quotes is a text given back, which has no budget
}

// Facts that several surfaces share.
const (
	oneTap = " voicemail no-answer reached"
	behind = " prep snooze log close all-reasons"
)

// surfaces are all that somebody reads about leads, with the words and buttons that it may have and the facts that the
// contract names for it.
var surfaces = map[string]surface{
	// What comes unasked. A review adds three buttons to those of a digest of ten, a card that prefers email one.
	"digest": {words: 240, buttons: 35, cards: true,
		facts: "count answer-first agreed-calls call-now later-today also-today " +
			"eleventh tip source settings stop"},
	"nudge": {words: 30, buttons: 10, facts: "count until step who number settings stop" + oneTap + behind},
	"ping": {words: 50, buttons: 7, leaves: "Calling now, No answer",
		facts: "who number time agenda hot-button their-promise our-promise calling " +
			"opener material settings stop no-answer reached all-reasons"},
	"ping after five minutes": {words: 30, buttons: 4, leaves: "Calling now, No answer, I missed it",
		facts: "who number time opener calling reached no-answer missed " +
			"agenda settings stop"},
	"call under way": {words: 45, buttons: 3, leaves: "No answer", // as many as a card of a call block, with its opener
		facts: "who number opener agenda hot-button reached no-answer"},

	// One lead of a list.
	"card of an attempt": {words: 22, buttons: 3, part: true,
		facts: "who number step time reason email" + oneTap + behind},
	"card of a follow-up": {words: 22, buttons: 3, part: true,
		facts: "who number step time reason promise" + oneTap + behind},
	"card of an agreed call": {words: 22, buttons: 3, part: true,
		facts: "who number time their-time agenda confirmed hot-button promises move prep" + oneTap},
	"card of a call that was agreed": {words: 22, buttons: 3, part: true,
		facts: "who number time agenda talked no-answer missed all-reasons"},
	"card that needs a date": {words: 22, buttons: 3, part: true, facts: "who number why said set-a-date reached resume"},
	"card to decide": {words: 22, buttons: 6, part: true,
		facts: "who number calls emails days extend step-back back-later close promises all-reasons"},
	"card without a number": {words: 22, buttons: 3, part: true, facts: "who number task add-a-number reached"},
	"card of an email first": {words: 22, buttons: 4, part: true,
		facts: "who number step time prefers email" + oneTap},
	"card outside hours": {words: 22, buttons: 3, part: true,
		facts: "who number step time their-time outside reached prep"},
	"line of a logged card": {words: 14, besides: 15, buttons: 3, part: true, facts: "who result step time undo"},
	"block of what is done": {words: 4 + 6*2, buttons: 1, part: true, facts: "count who result undo"},
	"row of a list":         {words: 12, buttons: 1, part: true, facts: "who step time number all-reasons"},

	// Answers to a change.
	"log answer": {words: 25, besides: 25, buttons: 4, facts: "who result step time reason email undo"},
	"log answer with a question": {words: 40, besides: 25, buttons: 5,
		facts: "who result step time question answers undo"},
	"log answer with times": {words: 35, besides: 25, buttons: 6, facts: "who result note question times otherwise undo"},
	"log answer of an agreed call": {words: 25 + 15, buttons: 5, // with the question for the hot button
		facts: "who result time agenda reminder text file undo"},
	"undo answer": {words: 25, besides: 10, buttons: 2, facts: "who what step time"},

	// Around a call.
	"prep": {words: 130, buttons: 7, facts: "who number step time hot-button reason agenda their-promise our-promise " +
		"material page note opener script no-answer reached all-reasons"},
	"prep of a first call": {words: 130, buttons: 7,
		facts: "who number step time opener script tip source reason" + oneTap +
			" all-reasons"},
	"show": {words: 100, besides: 12 * 2, buttons: 5,
		facts: "who number step time calls warmth hot-button promises material page notes " +
			"all-reasons prep edit"},
	"when":   {words: 70, buttons: 3, facts: "who step time reasons mode sources prep"},
	"script": {words: 250, buttons: 8, facts: "branch who lines source outcome all"},
	"Reached page": {words: 20, buttons: 8, facts: "who number talked agreed wants-info not-now " +
		"no-time not-interested more script do-not-call"},
	"wrap-up": {words: 60, besides: 15, buttons: 3,
		facts: "saved times other agenda hot-button promises note sent undo"},
	"wrap-up's end": {words: 25, besides: 15, buttons: 4, facts: "who time agenda next-lead text file undo"},
	"review page": {words: 60 + 8*2, // with two words a touch
		buttons: 3,
		facts:   "who calls days emails reasons minutes hunch verdicts what-follows close reached"},
	"draft": {words: 70, buttons: 3, facts: "kind subject text sent"},
	"check": {words: 20 + 2*25, buttons: 4, facts: "who text phrase instead source change colleague"},

	// A gift to a prospect's staff, by the rep, the manager and the rep again.
	"gift form": {words: 30, buttons: 0, facts: "who what-for whom what note cost ask"},
	"gift request": {words: 30 + 12, besides: 5, buttons: 3, leaves: "Approve", // with the first words of its note
		facts: "who rep what whom cost calls note approve decline whole-note"},
	"gift decided":  {words: 14 + 15, buttons: 0, facts: "what who rep told"}, // with the reason
	"gift declined": {words: 30 + 22, buttons: 6, facts: "by why who next step-back all-reasons"},
	"gift approved": {words: 30 + 22, buttons: 3, facts: "by do when who step what note delivered reached all-reasons"},

	// A message that a colleague looks at, and what comes back.
	"letter's form":   {words: 40, buttons: 0, facts: "who-sees colleague channel text send"},
	"letter":          {words: 30, buttons: 1, quotes: true, leaves: "Answer…", facts: "from what text answer"},
	"letter's answer": {words: 30, buttons: 0, quotes: true, facts: "from text about"},

	// Practice: what the prospect says, and what is in the answer.
	"practice turn": {words: 60, buttons: 0, facts: "what who hot-button private line answer send"},
	"heard page":    {words: 60, buttons: 1, quotes: true, facts: "answer in-it script next"},

	// Forms that a button or a line opens, each with what it is about on top.
	"snooze form":            {words: 25, besides: 8, buttons: 1, facts: "who effect day time save"},
	"close form":             {words: 40, besides: 8, buttons: 6, facts: "who effect ends how reason contract save"},
	"log form":               {words: 40, besides: 8, buttons: 0, facts: "who what note when next agenda save"},
	"form of an agreed call": {words: 40, besides: 8, buttons: 0, facts: "who when agenda how link save"},
	"edit form": {words: 60, besides: 8, buttons: 2,
		facts: "who hot-button decides hunch prefers others kind save"},
	"merge preview": {words: 60, buttons: 1,
		facts: "stays goes taken-over dropped together next undo other-way merge", once: true},
	"form of one more call": {words: 25, besides: 8, buttons: 0, facts: "who why save"},

	// What is the same for every lead.
	"add form":            {words: 60, buttons: 0, facts: "name person number email warmth potential save", once: true},
	"import form":         {words: 45, buttons: 1, facts: "what size before one file factors preview", once: true},
	"import's preview":    {words: 60, buttons: 1, facts: "file counts new lines all calls columns import", once: true},
	"import's lines":      {words: 130, buttons: 0, facts: "number mail name blocked refused", once: true},
	"import's end":        {words: 30, buttons: 2, facts: "file counts undo today", once: true},
	"settings form":       {words: 60, buttons: 1, facts: "digest days hours zone mode save", once: true},
	"messages form":       {words: 60, buttons: 0, facts: "switches clock most save", once: true},
	"list":                {cards: true, words: 130, buttons: 12, facts: "count rows", once: true},
	"empty list of today": {words: 30, buttons: 3, facts: "nothing next logged log add week", once: true},
	"scripts":             {words: 360, buttons: 30, facts: "situations one", once: true},
	"tip":                 {words: 35, buttons: 3, facts: "text source useful not-for-me", once: true},
	"why of a tip":        {words: 60, buttons: 0, facts: "title author article strength against again", once: true},
	"settings": {words: 45, buttons: 4,
		facts: "digest days hours zone second-tries change pause figures switches", once: true},
	"own figures":   {words: 60, buttons: 1, facts: "private calls", once: true},
	"help":          {words: 90, buttons: 4, facts: "example more today log add import", once: true},
	"first contact": {words: 40, buttons: 4, facts: "who what when managers hours add try", once: true, leaves: "Skip"},
	"map row":       {words: 90, buttons: 4, facts: "result what when source", once: true},
	"summary": {words: 70, buttons: 0, facts: "team days calls reached by-try overdue needs-date to-decide won " +
		"lost reasons", once: true},

	// Trouble.
	"error of a date":    {words: 30, buttons: 3, facts: "what example typed", once: true},
	"error of a result":  {words: 30, buttons: 3, facts: "what offer pick typed", once: true},
	"error of two leads": {words: 30, buttons: 4, facts: "what first second typed", once: true},
	"error of a block":   {words: 30, buttons: 2, facts: "what who number typed", once: true},
	"error of the hours": {words: 30, buttons: 4, facts: "what where hours times typed", once: true},
}
