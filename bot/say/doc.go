// Package say and the packages below it hold everything that Followup says to people: every sentence, every button,
// every form. Nothing else in the program writes a word for a screen, so that this page is where the tone is kept.
//
// # Tone
//
//   - Warm, brief, concrete. A colleague who has read the notes, not a system. Contractions are fine; exclamation
//     marks, praise by the yard and jokes are not.
//   - First what happened, then what comes next and when, then why. The reason is always there, for nobody follows a
//     date that fell from the sky.
//   - Never surveillance. No "you failed", no "you should have", no counting against somebody. A late call is "due
//     since", an early one gets a friendly note, a missed one gets a way back.
//   - An error says what is wrong, gives back what was typed, and shows one example of the right form.
//   - Plain words, never codes: "Left a voicemail", not voicemail; "Doesn't remember me", not no-memory. Codes appear
//     only inside examples of what to type.
//   - Nothing by colour or emoji alone. ✓ stands beside "Saved", never in its place.
//   - Buttons name what they do: "Undo", "Voicemail", "Meant their time".
//
// # Words on screen
//
//   - Attempt 3 of 7: never reached since the last real talk. Follow-up 2: spoken before. The number is the one due
//     next.
//   - Calls and contact attempts (calls and mails) are said in words and never mixed.
//   - Agreed call: a date and time the other side said yes to. Agenda: what it is about.
//   - Hot button: the one thing they care about most.
//   - Reason, "Why now": what makes this call worth their time. A call without one is not forbidden; it is said to lack
//     it.
//   - Promise: "They promised", "You promised", with by when. Nobody is blamed for one.
//   - Prep: what to have before one's eyes when dialing, on one screen.
//   - "Only you see this" stands before every figure of a rep's own.
//   - Needs a date: there was a talk or a reply, and nobody has said when the next one is.
//   - Window: the part of their day in which to call, in their own time.
//   - Review: what to do when the plan is used up.
//
// # Times
//
// Where Slack reads mrkdwn, an instant is a date token, and each reader sees their own time. A lead's own time is
// written out with its place ("10:00 in New York"), and only when it differs; that it is read from the phone number is
// said on the lead's page alone. Buttons, options and form errors know no tokens: there the rep's local time is in
// words, weekday first. Days that are over are weekdays, then dates. The clock and the order of day and month are those
// of the reader's locale.
//
// # Text and blocks
//
// A [Reply] is the same thing twice. Blocks are for eyes and fingers; Text is what a screen reader reads instead of the
// blocks, what a notification shows and what is left when blocks are refused, so it carries the same content. It is
// made from the blocks ([Spoken]), not written a second time, and is cut fairly when it grows too long: what matters
// stands first in each block.
//
// # Lengths
//
// Slack's limits are held by package blockkit, and a message beyond them goes out as its text alone ([Reply.Checked]).
// Word counts at the head of a file are aims: what a rep reads between two calls. Buttons, options, titles of forms,
// charts and text given back are not counted.
//
// # Other people's words
//
// Names, notes and agendas come from people and from imported files. They are cleaned, cut, kept from changing the
// direction of a line, and escaped: <!channel> in a name is shown, not sent.
//
// # Where to find what
//
// Here is what all surfaces share: reply.go has the blocks of a message and the text made from them, times.go instants
// and zones, names.go whom and other people's words, grammar.go counting and lists. Below it:
//
//   - ids, fields: names that come back from Slack, and what forms are made of.
//   - phrases: facts, promises, reasons and buttons that more than one surface has.
//   - cards: what is due, in lists and before a call. answers: what a change did. forms: what is asked.
//   - problems: what stands against a line, and which of several is meant.
//   - texts: for the other side. library: help, scripts, tips. setup: settings, teams. figures: numbers.
//   - lists: leads that are brought in.
//   - homes: what the app's Home shows, and the first steps of who is new.
//
// A package imports those on the lines above its own, never the other way; imports_test.go has the arrows. The tests of
// all of them stand here, for what must hold holds for every surface: words, lengths, harmless text, new block ids.
//
// # Surface by surface
//
// What a person can have before them, and the function that says it; the numbers are those of the target texts, where a
// surface has one. The surfaces are those that the app's TestSurfaces taps, which holds this table to the code.
//
//	text      surface                         function                       file
//	1 4 6 7   log answer                      answers.Logged                 answers/logged.go
//	2         log answer with a question      answers.Logged                 answers/logged.go
//	3         log answer with times           answers.Logged                 answers/logged.go
//	5         log answer of an agreed call    answers.Logged                 answers/logged.go
//	–         undo answer                     answers.Undone                 answers/undo.go
//	8         card of an attempt              cards.StepView.Line            cards/card_line.go
//	9         card of a follow-up             cards.StepView.Line            cards/card_line.go
//	10        card of an agreed call          cards.StepView.Line            cards/card_line.go
//	11        card of a call that was agreed  cards.StepView.Line            cards/card_line.go
//	12        card that needs a date          cards.StepView.Line            cards/card_line.go
//	13        card to decide                  cards.StepView.VerdictButtons  cards/card.go
//	14        card without a number           cards.StepView.Line            cards/card_line.go
//	15        card of an email first          cards.StepView.Buttons         cards/card.go
//	16        card outside hours              cards.StepView.Line            cards/card_line.go
//	17        digest                          cards.Digest                   cards/digest.go
//	18        line of a logged card           answers.CardDone               answers/card_done.go
//	19        block of what is done           answers.AddDone                answers/done.go
//	20        nudge                           cards.Nudge                    cards/digest.go
//	21        ping                            cards.Ping                     cards/ping.go
//	22        ping after five minutes         cards.Ping                     cards/ping.go
//	–         call under way                  cards.Calling                  cards/calling.go
//	23        prep                            cards.Prep                     cards/prep.go
//	24        prep of a first call            cards.Prep                     cards/prep.go
//	25        Reached page                    forms.ReachedPage              forms/reached.go
//	26        what [Do not call] asks         phrases.StopsAll               phrases/buttons.go
//	27        wrap-up                         forms.WrapPage                 forms/wrap.go
//	28        wrap-up's end                   answers.WrapSaved              answers/last_page.go
//	29        review page                     texts.ReviewForm               texts/review.go
//	30 31 32  draft                           texts.DraftPage.Form           texts/draft.go
//	–         check                           texts.CheckedDraft             texts/check.go
//	33        show                            cards.Show                     cards/show.go
//	34        when                            answers.When                   answers/when.go
//	35        row of a list                   cards.Row                      cards/list.go
//	–         list                            cards.List                     cards/list.go
//	36        empty list of today             cards.Today                    cards/list.go
//	37        first contact                   cards.FirstContact             cards/first.go
//	38        settings                        setup.Settings                 setup/settings.go
//	–         settings form                   setup.SettingsForm             setup/settings_form.go
//	–         messages form                   setup.MessagesForm             setup/settings_form.go
//	39        help                            library.Help                   library/help.go
//	40        tip                             library.Tip                    library/messages.go
//	41        why of a tip                    library.TipSourced             library/messages.go
//	–         script                          library.Script                 library/library.go
//	–         scripts                         library.Scripts                library/library.go
//	–         map row                         answers.MapExplained           answers/callmap.go
//	–         own figures                     figures.OwnFigures             figures/self_report.go
//	42        error of a date                 problems.ImpossibleDate        problems/errors.go
//	43        error of a result               problems.UnknownOutcome        problems/errors.go
//	44        error of two leads              problems.WhichLead             problems/which.go
//	45        Redis refuses                   problems.NotSaved              problems/errors.go
//	46        Redis hangs                     problems.CannotTell            problems/errors.go
//	47        error of a block                problems.NumberStopped         problems/errors_refused.go
//	48        error of the hours              problems.OutsideLaw            problems/errors_refused.go
//	49        summary                         figures.Summary                figures/summary.go
//	50        manager's own message           not built
//	–         gift form                       texts.GiftForm                 texts/gift.go
//	–         gift request                    texts.AskGift                  texts/gift.go
//	–         gift decided                    texts.GiftDecided              texts/gift.go
//	–         gift declined                   texts.GiftAnswered             texts/gift.go
//	–         gift approved                   texts.GiftAnswered             texts/gift.go
//	–         letter's form                   texts.AskForm                  texts/letter.go
//	–         letter                          texts.Letter                   texts/letter.go
//	–         letter's answer                 texts.Letter                   texts/letter.go
//	–         practice turn                   forms.PracticeForm             forms/practice.go
//	–         heard page                      forms.PracticeHeard            forms/practice.go
//	–         snooze form                     forms.SnoozeForm               forms/forms.go
//	–         close form                      forms.CloseForm                forms/forms.go
//	–         log form                        forms.LogForm                  forms/forms.go
//	–         form of an agreed call          forms.NextForm                 forms/forms.go
//	–         edit form                       forms.EditForm                 forms/edit.go
//	–         merge preview                   forms.MergeForm                 forms/merge.go
//	–         form of one more call           texts.ExtendForm               texts/review.go
//	–         add form                        forms.AddForm                  forms/forms.go
//	–         import form                     lists.Form                     lists/forms.go
//	–         import's preview                lists.PreviewForm              lists/forms.go
//	–         import's lines                  lists.LinesPage                lists/forms.go
//	–         import's end                    lists.DonePage                 lists/forms.go
//	–         Home, today                     homes.DayTab                   homes/homes.go
//	–         Home, leads                     homes.LeadsTab                 homes/leads.go
//	–         Home, figures                   homes.FiguresTab               homes/homes.go
//	–         Home, team                      homes.TeamTab                  homes/team.go
//	–         one log to try                  homes.TryPage                  homes/begin.go
//	–         …and its answer                 homes.TriedPage                homes/begin.go
//
// Functions here are pure: values in, a reply out. They read no clock and know no Slack client. The nonce of a [Reader]
// makes block ids new at each rendering, as Slack wants them on an update.
package say
