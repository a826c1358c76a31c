package input

// PlainKind is what plain words that are no command ask for.
type PlainKind string

// The kinds, besides those whose lines say what they are (below). Those about a lead become [PlainSomeday] where the
// words name no day, and [PlainPrep] where they say nothing of when.
const (
	PlainMeet    PlainKind = "meet"    // a call that is agreed on with a lead: booked where the words name the time
	PlainCall    PlainKind = "call"    // to call a lead at a time
	PlainBook    PlainKind = "book"    // the same, agreed with them
	PlainMove    PlainKind = "move"    // a lead to another day
	PlainSomeday PlainKind = "someday" // one of these without a day
	PlainPrep    PlainKind = "prep"    // a lead is called now
	PlainWrite   PlainKind = "write"   // to a lead
	PlainDrop    PlainKind = "drop"    // a lead away
	PlainEdit    PlainKind = "edit"    // what is known of a lead
	PlainNew     PlainKind = "new"     // a lead there is not yet
	PlainFind    PlainKind = "find"    // words among the leads
	PlainQuiet   PlainKind = "quiet"   // no messages
	PlainLoud    PlainKind = "loud"    // messages again
	PlainUndo    PlainKind = "undo"    // something back
	PlainToday   PlainKind = "today"   // what is due
	PlainOverdue PlainKind = "overdue" // what is late
	PlainWeek    PlainKind = "week"    // what comes
	PlainLeads   PlainKind = "leads"   // all leads
	PlainFigures PlainKind = "figures" // one's own numbers
	PlainTeam    PlainKind = "team"    // how one's reps stand
	PlainMap     PlainKind = "map"     // what comes after a result
	PlainMaps    PlainKind = "maps"    // what comes after each
	PlainReview  PlainKind = "review"  // what to do about a lead
	PlainSilent  PlainKind = "silent"  // a lead that never answers
	PlainHelp    PlainKind = "help"    // how it works
	PlainDone    PlainKind = "done"    // something was done
	PlainAnswer  PlainKind = "answer"  // yes or no to nothing that was asked
	PlainHello   PlainKind = "hello"   // a greeting; "thanks" is the kind of thanks, praise and goodbyes

	// What a prospect objects to: the script has an answer.
	PlainPrice    PlainKind = "price"
	PlainTiming   PlainKind = "timing"
	PlainTrust    PlainKind = "trust"
	PlainCompared PlainKind = "compared" // with others

	PlainPractice PlainKind = "practice" // a talk with nobody
)

// PlainLines are the command lines that each kind leads to, most likely first: {lead}, {when} and {text} stand for what
// the words say.
var PlainLines = map[PlainKind][]string{
	PlainMeet:    {"next {lead} {when}"},
	PlainCall:    {"snooze {lead} {when}", "next {lead} {when}"},
	PlainBook:    {"next {lead} {when}", "snooze {lead} {when}"},
	PlainMove:    {"snooze {lead} {when}"},
	PlainSomeday: {"snooze {lead}", "next {lead}"},
	PlainPrep:    {"prep {lead}", "log {lead}"},
	"hold":       {"pause {lead}"},
	"go-on":      {"resume {lead}"},
	"known":      {"show {lead}", "edit {lead}"},    // a number, a mail address, and what else is kept
	"past":       {"history {lead}", "show {lead}"}, // what there was with a lead
	"ready":      {"prep {lead}", "script"},         // for a call
	"give":       {"team handover"},                 // a lead to a colleague
	PlainWrite:   {"draft {lead} mail"},
	PlainDrop:    {"close {lead}", "{lead} do-not-call"},
	PlainEdit:    {"edit {lead}"},
	"fact":       {"edit {lead} {text}", "log {lead}"},
	"hot":        {"edit {lead} warm", "edit {lead} high"},
	"skip":       {"snooze {lead} tomorrow", "snooze {lead}"},
	"meant":      {"undo", "log {lead}"}, // the last change was about this lead
	PlainNew:     {"add {text}"},
	PlainFind:    {"list all {text}"},
	PlainQuiet:   {"settings off"},
	PlainLoud:    {"settings on"},
	"return":     {"back"}, // at work again
	PlainUndo:    {"undo"},
	PlainToday:   {"today", "go"},
	"go":         {"go", "today"},       // one call after the other
	"start":      {"go", "settings on"}, // calling, or messages for who has none
	"rest":       {"go", "today"},
	"file":       {"import", "add"},
	"fewer":      {"settings", "settings off"},
	"early":      {"settings digest {text}", "settings"}, // not before a time of day
	"hours":      {"settings", "settings off"},           // in which messages may come
	"seen":       {"settings", "help team"},
	PlainOverdue: {"list overdue", "today"},
	PlainWeek:    {"list week", "today"},
	PlainLeads:   {"list", "list all"},
	PlainFigures: {"settings", "today"},
	"numbers":    {"numbers", "numbers sources"}, // what one's calls come to
	PlainTeam:    {"team show", "team list"},
	PlainMap:     {"map {text}", "map"},
	PlainMaps:    {"map", "help"},
	PlainReview:  {"review {lead}", "prep {lead}"},
	PlainSilent:  {"review {lead}", "{lead} no-answer"},
	PlainHelp:    {"help", "today"},
	PlainDone:    {"log", "today"},
	PlainAnswer:  {"today", "help"},
	PlainHello:   {"today", "help"},
	"thanks":     {"today", "help"},

	PlainPrice: {"script price", "practice price"}, PlainTiming: {"script timing", "practice timing"},
	PlainTrust: {"script trust", "practice trust"}, PlainCompared: {"script competitor", "practice competitor"},
	PlainPractice: {"practice", "script"},
}

// plainPhrases are the ways people say it. "a|b" is one of the words, "[a]" one that may be missing; <lead> is a lead
// with what may stand behind it, <when> words up to the next one, <text> the rest.
var plainPhrases = []struct {
	kind PlainKind
	says []string
}{
	{PlainMeet, []string{"meeting|call|demo|appointment|appt|chat|zoom with <lead>",
		"next|phone|video|intro|discovery|sales|zoom|follow-up meeting|call|demo|appointment|chat with <lead>"}},
	{PlainCall, []string{
		"remind me to|that call|ring|phone|contact|email|text|reach|chase|ping|dial|call-back <lead>",
		"remind me about|of|for|on <lead>", "remind me <when> to|about call|ring|phone|contact|email <lead>",
		"remind me <when> about|of|for <lead>", "reminder [to] [call|ring|phone|contact] <lead>", "reminder for|about <lead>",
		"set|create|make [a] reminder for|about|to [call|ring|phone] <lead>",
		"don't|dont let me forget [to] [call|ring] <lead>",
		"don't|dont forget [to] [call|ring|phone] <lead>", "remember [to] [call|ring|phone] <lead>",
		"follow|check|catch up with|on|at <lead>", "follow-up|followup with|on <lead>", "get back to <lead>",
		"try <lead> again",
		"call|ring|phone|dial|reach|contact|chase|ping|callback [up|back] <lead>", "give <lead> a call|ring|buzz",
	}},
	{PlainBook, []string{
		"schedule|book|plan|arrange|organise|organize|put|enter [in] [a|an|the|my] " +
			"[next|follow-up|phone|quick|short|discovery|sales] " +
			"call|meeting|appointment|demo|chat|time with|for|at <lead>",
		"set [up] [a|an|the] [next|follow-up|phone|quick|short] call|meeting|appointment|demo|chat with|for|at <lead>",
		"schedule|book <lead>", "make [an|a] appointment|call|meeting with|for <lead>",
	}},
	{PlainMove, []string{
		"postpone|reschedule|delay|defer|shift|push|bump|rebook [the|my] [call|meeting|appointment] [with|for|to] <lead>",
		"move [the|my] [call|meeting|appointment] [with|for] <lead>", "put off <lead>", "wait with <lead>", "park <lead>",
	}},
	{"hold", []string{"put|place|keep|set [the|my] [lead] <lead> on hold|ice", "hold|freeze [the] [lead] <lead>",
		"hold off on|with <lead>"}},
	{"go-on", []string{"unpause|unfreeze|reactivate|unhold [the] [lead] <lead>", "take <lead> off hold|ice",
		"take off hold <lead>", "continue|carry|go on with <lead>", "continue <lead>"}},
	{PlainWrite, []string{
		"write|compose [an|a|the] [email|mail|message] to|for <lead>", "what do|should|can|shall i write to <lead>",
		"what to write to <lead>", "an email to|for <lead>", "words|text for <lead>",
	}},
	{"known", []string{
		"what is [the] number|phone|email|mail|mobile|address|contact|website|zone of|for|at|from <lead>",
		"what's|whats [the] number|phone|email|mail|mobile|address|contact|website|zone of|for|at|from <lead>",
		"what|where is <lead> [phone|mail|email|direct] number|phone|email|mail|mobile|address|contact|website|zone",
		"what's|whats|where's|wheres <lead> [phone|mail|email|direct] " +
			"number|phone|email|mail|mobile|address|contact|website|zone",
		"give|send|tell|show me [the] number|phone|email|mail|mobile|address|contact of|for|at|from <lead>",
		"give|send|tell|show me <lead> number|phone|email|mail|mobile|address|contact",
	}},
	{"past", []string{
		"when did|have i|we [last] call|called|speak|spoken|talk|talked|reach|reached|write|written [to|with] <lead>",
		"why did|have|has|do|does i|we|he|she|they call|called|write|stop|say <lead>",
		"when was|is [the|my|our] last|latest call|talk|time|contact with|to <lead>",
		"last call|talk|note|notes|contact with|to|on|about <lead>",
		"the|my last call|talk|note|notes|contact with|to|on|about <lead>",
		"what happened|did|was|were [we|i|they] [say|said|told|tell|agree|agreed] with|on|at|to <lead>",
		"what did <lead> say", "notes|log|calls on|about|for|with <lead>",
	}},
	{"ready", []string{
		"what do|should|can|shall|could|must i|we say [to|with|at] <lead>", "what to say [to|with|at] <lead>",
		"how do|should|can i|we open|start|begin|handle|approach <lead>", "how to open|approach|handle <lead>",
		"prepare|brief|ready [me] for <lead>", "get [me] ready for <lead>", "script|opener|opening|pitch for <lead>",
	}},
	{"give", []string{
		"give|hand|pass|transfer|assign|reassign [over] <lead> [over] to <text>", "share <lead> with <text>",
	}},
	{PlainReview, []string{
		"what [else] can|could|should|do|shall|would i|we do [now|next] about <lead>",
		"what to do [now|next] about <lead>", "is <lead> worth it|more",
		"should|shall i|we keep calling|chasing|trying|going|working <lead>", "how much longer|more for|with|on <lead>",
		"decide about|on|over <lead>",
	}},
	{PlainDrop, []string{
		"delete|remove|drop|archive|forget|kill|trash|discard|purge|bin [the] [lead] <lead>", "get rid of <lead>",
		"take out <lead>", "clean up <lead>", "stop calling|chasing|working|following <lead>", "give up on <lead>",
	}},
	{PlainEdit, []string{"rename [the] [lead] <lead>",
		"change|correct|fix|update [the] name|number|phone|email|mail|contact|details|zone of|for <lead>",
		"mark|flag|tag|set|make|label|change [the] [lead] <lead> as|to <text>"}},
	{"skip", []string{"skip|pass [on|over] <lead> [today|now] [for] [today|now]"}},
	{"meant", []string{"meant|mean <lead>", "i meant|mean <lead>",
		"that|it|this was|is|were|goes|belongs [meant] for|to|with|about <lead>",
		"should|must have been|be <lead>", "wrong lead it was <lead>"}},
	{PlainNew, []string{
		"new|create|enter|register|insert [a] [new] lead|contact|prospect|company|customer|account|client [called|named] " +
			"<text>", "make [a] [new] lead|contact [called|named|of|for] <text>", "create <text>",
	}},
	{PlainFind, []string{
		"find|search|lookup|locate|query [for|me] [the] [lead] <text>", "look up|for <text>",
		"where is|are|can <text>", "where's|wheres <text>", "who is|are <text>", "who's|whos <text>",
		"what about <text>", "tell me about <text>", "what do|did i|we know|have [about|on] <text>",
		"do i|we have|know <text>", "info|details|information|number|phone-number [about|on|for|of] <text>",
		"open|get|view|display|see [me] [the] [lead] <text>",
	}},
	{PlainQuiet, []string{
		"stop", "stop it|that|this",
		"stop [all] [the] [sending] messages|notifications|reminders|pings|digests|emails|everything",
		"stop messaging|pinging|bothering|notifying|writing|spamming|texting [to] [me]", "stop sending [me] <text>",
		"unsubscribe",
		"mute", "quiet", "silence", "shut up", "be quiet", "leave me alone", "no more messages|notifications|reminders|pings",
		"turn|switch off", "turn|switch off [all] [the|my] messages|notifications|reminders|everything|digest|pings",
		"turn|switch [all] [the|my] messages|notifications|reminders|everything off", "disable",
		"disable|mute|silence|pause [all] [the|my] messages|notifications|reminders|everything|digest", "opt out",
		"do not disturb", "dnd", "don't|dont message|ping|write|notify|bother [me]", "messages|notifications off", "off",
	}},
	{PlainLoud, []string{
		"subscribe", "unmute", "turn|switch on",
		"turn|switch on [all] [the|my] messages|notifications|reminders|everything",
		"turn|switch [all] [the|my] messages|notifications|reminders|everything on",
		"start [the|sending] messages|notifications",
		"enable|resume [the|my] messages|notifications|reminders|digest", "messages|notifications on", "on", "opt in",
	}},
	{"return", []string{"i'm|im back [now|again|today] [at] [work]", "i am back [now|again|today] [at] [work]",
		"back [at|to] work", "end|stop|cancel [my] vacation|holiday|leave|pto|absence"}},
	{PlainUndo, []string{
		"cancel", "cancel that|it|this|last", "cancel [the|my] last [one|call|change|log|entry]", "nevermind", "never mind",
		"oops", "whoops", "ups", "sorry", "my mistake", "mistake", "wrong", "that was|is wrong|mistake|nonsense",
		"that was|is a|the mistake|error", "that's|thats wrong", "wrong one|lead|button", "revert",
		"revert that|it|this|last", "rollback",
		"take [that|it|this] back", "take back [that|it|the|my] [last] [one|change|call]", "delete that|it|this|last",
		"delete|fix|correct|edit|change [the|my] last [one|call|change|log|entry]",
		"remove that|it|this", "forget it|that", "not that", "correction",
		"redo", "reset", "ctrl-z", "go back", "that's|thats|this|it|that [is] not what i said|meant|typed",
	}},
	{PlainToday, []string{
		"who|what is|are due [today|now]", "who's|whos|what's|whats due [today|now]", "due [today]", "what is|are next [up]",
		"what's|whats next [up]", "who is|are next", "who's|whos next", "next up", "what now", "now what", "what to do",
		"what do i do [now|today|next|first]", "where do i start|begin", "how do i start|begin",
		"what should|must|can i do [now|today|next]", "what's|whats up [today]", "what have i [got] [today|to] [do]",
		"what do i have [to] [do] [today|on]", "who do|should|must|can i call [now|today|next|first]",
		"who to call [now|today|next|first]",
		"whom do|should i call [now|today|next|first]", "whom to call [now|today|next]", "my day", "my list",
		"my tasks|todos|todo|calls|agenda|schedule|calendar",
		"todo", "to do", "to-do", "tasks", "agenda", "schedule", "calendar", "dashboard", "inbox", "home", "start day",
		"today's calls|list|leads", "todays calls|list|leads", "calls [for] today", "call", "calls", "call list",
		"anything [due|new|else|left] [today|now]", "refresh", "status", "what's|whats on [today]",
		"morning [list|message|digest]", "digest",
	}},
	{"start", []string{"start"}},
	{"rest", []string{
		"stop|pause|quit|end calling|dialing|dialling [now|today]", "i|we need|want [a|my] [lunch|coffee] break [now]",
		"need|take|have [a|my] [lunch|coffee] break [now]", "break", "lunch break",
		"lunch", "back in a minute", "enough [calls] [for] [today|now]", "done|finished|stop for today|now|tonight",
		"that's|thats it for today", "call|calling it a day",
		"going|heading home|out [now]", "logging|signing off [now]", "end of [the] [call] block|day", "i'm|im done for today",
	}},
	{"file", []string{
		"upload|load|bring [in] [my|a|the] list|spreadsheet|csv|file|leads|contacts|excel|sheet",
		"i have|got [a|my] spreadsheet|csv|excel|list|sheet [of] [leads|contacts]", "spreadsheet", "csv", "excel",
	}},
	{"fewer", []string{
		"too many|much messages|notifications|pings|reminders", "you send [me] too many|much messages|notifications|pings",
		"fewer|less messages|notifications|pings", "this|that|it is annoying", "it's|its|that's|thats annoying", "annoying",
		"no|don't|dont [send] [me] messages|pings on|at weekends|weekend|night|sunday|saturday",
		"turn|switch|set off|on [all] [the|my|these|those] tips|tip|hints|hint|nudges|nudge|pings|ping|scripts",
		"turn|switch|set [all] [the|my|these|those] tips|tip|hints|hint|nudges|nudge|pings|ping|scripts off|on",
		"no|stop|disable|mute|enable [more|all] [the|my|these|those] tips|hints|nudges|pings|scripts|coaching",
		"i don't|dont want|need [any|your|the|more] tips|hints|nudges|pings|scripts|advice",
	}},
	{"early", []string{"don't|dont|never message|write|ping|bother|text|disturb|notify [to] [me] before <text>",
		"nothing|no [more] [messages|pings|notifications|reminders|digest|digests] before <text>"}},
	{"hours", []string{"nothing on|at|after|until|during <text>",
		"don't|dont|never message|write|ping|bother|text|disturb|notify [to] [me] on|at|before|after|until|during <text>",
		"no [more] messages|pings|notifications|reminders|digest|digests on|at|before|after|until|during <text>",
		"only message|write|ping|text [to] [me] on|at|before|after|until|during|between <text>",
		"message|write|ping|text [to] [me] only [on|at|before|after|until|during|between] <text>",
		"i don't|dont work on|before|after|at <text>", "i [only] work from|between|until|only|mondays <text>",
		"my hours|days|workdays [are] [from] <text>", "i start|begin|finish|stop [work|working] at <text>",
		"change|set [my|the] hours|days|workdays [to] <text>",
	}},
	{"seen", []string{
		"who can see|read [my|this|the] [leads|notes|data|it]", "who sees|reads [my|this|the] [leads|notes|data|it]",
		"can|does my|the manager|boss|managers|team|colleagues see|read [my|this|the|it] [leads|notes|data|all]",
		"is this|it private",
	}},
	{"go", []string{
		"start|begin|continue|resume|keep calling|dialing|dialling [now|again]",
		"start|begin|make|do [the|my] calls|dials [now]",
		"calling|dialing|dialling [now]", "dial [now|next|all|everybody|everyone]", "call now|all|everybody|everyone|them",
		"start|begin|run [a|the|my] call|calling|power block|hour|blitz|session|sprint",
		"call|calling|power block|hour|blitz",
		"call|calling session|sprint", "callblock", "call-block", "next call|lead", "call|dial [the] next [one]", "go",
		"get|let me start|started|going|calling|dialing", "where was|am i", "where did i stop", "how many [calls] [are] left",
		"how many [calls] to go", "skip this|that|him|her|it|the [one|lead|call|card]",
		"go through them|my|the [calls|list|leads]", "dialer", "autodial",
	}},
	{PlainOverdue, []string{"overdue", "who|what is|are overdue|late", "who's|whos|what's|whats overdue|late", "late",
		"backlog", "overdue leads|calls", "what did i miss", "who did i miss", "missed calls"}},
	{PlainWeek, []string{"this week", "week", "tomorrow", "who|what is|are due this week|tomorrow",
		"who|what is|are due tomorrow", "my week",
		"who's|whos|what's|whats [due] tomorrow|this [week]", "what's|whats coming [up]", "upcoming [calls]", "coming up",
		"what is coming [up]", "who do i call tomorrow", "who should i call tomorrow", "next week"}},
	{PlainLeads, []string{"leads", "my leads", "all leads", "all my leads", "who are my leads", "lead list", "pipeline",
		"my pipeline", "contacts",
		"my contacts", "everybody", "everyone", "who do i have", "how many leads [do] [i] [have|are] [there]", "prospects",
		"deals", "my deals", "which|what leads <text>", "leads without|with <text>", "who haven't|havent i called [yet]",
		"who have i not called [yet]", "who was|is not called [yet]", "new leads", "the|my new leads"}},
	{"numbers", []string{"my numbers", "show [me] [my|the] numbers", "what are|do my numbers [say]",
		"how many calls does|do|did it|i|a [take|need|sale|deal] [to] [close|win|sell] [a|one] [deal|sale|lead]",
		"how many calls to|until|before [i] [close|win|sell|won|sold] [a] [deal|sale|lead]", "calls to close",
		"when|what time|hour do i reach [most] [people|somebody|someone|them]", "what time|hour works|is best",
		"when is|what's|whats the best time|hour [to] [call]", "best time|hour [to|for] [call|calling|calls]",
		"reach [rate] by hour", "why do|did i|we lose [leads|deals|sales]", "loss|lost reasons|leads",
		"how fast|soon|quick do|did|am i respond|answer|react|call [back|leads]", "my|our response time", "response time",
		"my|our|the follow-up|followup share|rate", "how many follow-ups|followups [do|did] [i] [make|made]",
		"win rate", "my win rate", "how often do i win|close"}},
	{
		PlainFigures, []string{
			"how many calls [did|have] [i] [made|make|done|logged|log] [today|yesterday|this|last|so] [week|month|far]",
			"how many [did|have] [i] [call|called|reach|reached] [today|this] [week|month]", "stats", "my stats", "statistics",
			"figures", "my figures", "how am|are i doing", "how did i do [today|this|last] [week]", "my results", "results",
			"performance",
			"my performance", "report", "my report", "scoreboard", "score", "kpi", "kpis", "metrics", "reach rate",
			"my reach rate", "rate", "am i on track", "what did|have i do|done [today|this] [week]",
			"my day so far"}},
	{PlainTeam, []string{
		"how is|are|does|do my|the|our team|reps|people doing|do [today|now|this] [week]",
		"how's|hows my|the|our team [doing] [today|now|this] [week]", "how did my|the|our team|reps do [today|this] [week]",
		"my|our team [today|now|status|figures|numbers|results]", "my reps [today|now]", "show [me] my|the team|reps",
		"what is|are my|the team|reps doing|behind [with|on]", "who [of] [my] [team|reps] is behind|overdue|late",
		"who in my team is behind|overdue|late"}},
	{PlainMap, []string{"what do|should|must|can|shall i|we do [next] after|with|on [a|an|the] <text>",
		"what to do [next] after|with|on [a|an|the] <text>", "what comes|happens|follows [next] after [a|an|the] <text>",
		"what's|whats next after [a|an|the] <text>", "what if i|they|we get [a|an|the] <text>",
		"what happens|comes|follows if|when [i|we|they] [get|leave|log|hear] [a|an|the] <text>",
		"when do|should i call [back|again] after [a|an|the] <text>", "next step after [a|an|the] <text>"}},
	{PlainMaps, []string{"show|open|see|view|print [me] [the|my|your|our] [whole] call map|flow|plan",
		"show|open|see|view|print [me] [the|my|your|our] [whole] call-map|map|flowchart|flow-chart",
		"show|see [me] [the] flow chart",
		"the|my|our|your call map", "call map|flow", "callmap", "flowchart", "flow chart", "call-map",
		"what comes|happens|follows after [each|every|a|which|what] result|outcome|call",
		"what does each|every|a result|outcome lead to", "how do the results|outcomes work", "what are the rules|steps"}},
	{PlainHelp, []string{"commands", "menu", "options", "?", "??", "what can you|i do|say|type",
		"what can you do [for] [me]", "how does this|it work",
		"how do|can|to i <text>", "how to <text>", "what is this", "what's|whats this", "who are you", "what are you",
		"instructions", "manual",
		"tutorial", "guide", "docs", "documentation", "faq", "info", "about", "support", "i need help", "i am lost",
		"i'm lost",
		"i don't|dont understand", "what", "huh", "hm", "hmm", "test", "usage", "examples", "example", "how", "wtf", "bug",
		"this|it|that|nothing [doesn't|doesnt|does|is] [not] work|works|working|broken",
		"the button|form|bot does|did nothing", "talk|speak to a|an human|person|agent",
		"i want to talk|speak to a human|person"}},
	{PlainDone, []string{"done", "all done", "finished", "i'm done", "im done", "did it", "done that", "done it",
		"made it", "completed", "complete",
		"called", "i called", "just called", "made the|a call", "i made a call", "called them|him|her|it",
		"i called them|him|her", "log it|that",
		"spoke to them|him|her", "talked to them|him|her", "record [a] call", "check", "tick"}},
	{PlainAnswer, []string{"yes", "y", "yep", "yeah", "yup", "sure", "of course", "no", "n", "nope", "nah", "maybe",
		"correct", "right",
		"that's right", "thats right", "the first [one]", "the second [one]", "first", "second", "both", "neither", "none",
		"later", "not now",
		"skip", "next one", "confirm", "confirmed", "save", "save it", "ok", "okay", "k", "alright", "fine", "go ahead",
		"do it", "true", "false"}},
	{PlainHello, []string{"hi", "hello", "hey", "hiya", "hallo", "hi there", "hello there", "hey there", "howdy", "yo",
		"moin", "ciao", "hola",
		"good morning|afternoon|evening|night|day", "morning", "gm", "how are you", "how's it going", "welcome",
		"hi|hello|hey followup|bot|coach"}},
	{"thanks", []string{"thanks", "thank you", "thanks a lot",
		"thank you very|so much", "many thanks", "thx", "ty", "cheers", "great", "cool", "nice", "perfect", "awesome", "good",
		"good job|bot", "well done", "super", "love it", "lol", "haha", "bye", "goodbye", "see you", "good bye",
		"thanks followup|bot|coach", "have a good|nice|great weekend|evening|day|one", "good|nice|great weekend",
		"see you monday|tomorrow|later|soon|then|tuesday", "👍", ":+1:", "🙏", ":pray:"}},
	{PlainPrice, []string{
		"they|he|she say|says|said|think|thinks|find|finds|found [that] [it|it's|its|we|we're|i'm] [is|are|was] too " +
			"expensive|dear|pricey|costly|much",
		"it's|its|it too expensive|dear|pricey|costly", "it is too expensive|dear|pricey|costly",
		"too expensive|dear|pricey|costly", "price|budget objection", "no budget",
		"they|he|she have|has no budget|money", "they|he|she don't|dont|doesn't|doesnt have [a|the] budget|money",
		"they|he|she want|wants|ask|asks [for] a discount", "they|he|she can't|cant afford it|us",
		"what do|should|can i say if|when they|he|she say|says|find|finds [it's|it] [is] too expensive|dear|much"}},
	{PlainTiming, []string{"they|he|she say|says|said [that] [it's|it] [is] [a|the] bad|wrong time|moment|timing",
		"they|he|she say|says|said the time|timing is bad|wrong|off", "bad|wrong time|timing|moment",
		"timing objection", "they|he|she have|has no time for it|this|us [now]",
		"they|he|she have|has too much going|else on", "they|he|she have|has too much on"}},
	{PlainTrust, []string{"they|he|she don't|dont|doesn't|doesnt know|trust|believe us|me",
		"they|he|she have|has never heard of|about us|me", "they|he|she never heard of|about us|me", "trust objection",
		"they|he|she want|wants|ask|asks [for] references|proof"}},
	{PlainCompared, []string{"they're|theyre|they [are] talking|speaking to|with [a|the|other|another] " +
		"competitor|competitors|others|somebody|someone|vendor|vendors [else]",
		"they|he|she compare|compares us", "they're|theyre|they [are] comparing us|offers|vendors [with|to] [others]",
		"they're|theyre|they [are] looking at others|competitors|alternatives|somebody|someone [else]",
		"competitor|competition objection"}},
	{PlainPractice, []string{"practise [a] [call|talk]", "rehearse [a] [call|talk]", "role-play", "roleplay", "role play",
		"drill", "drill me", "train me", "training", "exercise", "quiz me", "coach me", "test me",
		"practice|practise with me", "practice a call|talk"}},
}
