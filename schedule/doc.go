// Package schedule makes things happen at their time: the morning digest, the nudge before a second try, the ping
// before an agreed call and the question after it, the question what came of a call, letters between colleagues, a
// manager's word on a gift, a team's weekly summary with how its reps stand for each manager, the store's own jobs
// between shards, and what is done once a day.
// It decides nothing about selling (coach does), keeps nothing (store does) and says nothing in its own words (whoever
// implements [Sender] does).
//
// # The words
//
//   - A due entry is a line in the time-ordered index: at this instant, look at this rep, lead or team. There is one
//     per rep and kind, so a look costs what is due, not what exists.
//   - A delivery is one message that must reach Slack once. Its idempotency key names it for ever: digest/U1/2026-01-12
//     is Anna's digest of that date in her own zone, whoever sends it and however often that is tried.
//   - The ledger holds each delivery's state. It is the guarantee; nothing here relies on a lock, on a leader or on the
//     clocks of two replicas agreeing to better than the settle time.
//   - An action is what becomes of an entry: a delivery, a job within the store, or nothing but its next time. A task
//     is an action in the hands of a worker.
//
// # One look
//
// Every replica looks once a second, by a ticker that no setting of the wall clock delays; [Engine.WakeFor] says "look
// now" after a change that is due before that. All instants are those of one clock, which the replicas share. Every
// kind of entry then takes the same way (kinds.go lists them):
//
//	due entries → address → claim (a lease, fenced by an epoch) → compose → "sending" → post → done + next entry
//
// Step by step:
//
//   - Address names the delivery, its recipient and the entry's next time. Address and compose read and decide; they
//     change nothing, so a replica that loses the claim leaves no trace.
//   - Claim: of several replicas that see the same entry, one gets the delivery; the claim is a stored deadline, so a
//     dead replica's deliveries are free again when it passes.
//   - Compose puts the message together with coach, once, on the replica that holds the claim. When there turns out to
//     be nothing to say, the entry moves on and the claim lapses.
//   - Sending is written just before the post. It fails with ledger.ErrLost when somebody else took the delivery over
//     meanwhile: a replica that was paused for a minute sends nothing on waking.
//   - A first try posts at once. Once "sending" was written, nobody can know whether Slack has the message, so every
//     later try waits the settle time and then looks through the conversation for the delivery's hash before it posts.
//   - Done and the next due entry are one write. An entry that was moved meanwhile (a rep changed their digest time) is
//     left where it is.
//
// Slack has no idempotency key, so towards Slack this is at-least-once with detection: a message is repeated only if
// the history that Slack shows does not have it a settle time after the earlier try had ended.
//
// # What is late, what is dropped
//
// A digest missed while everything was down goes out once, marked late, until the rep's working hours end; after that
// the next day's digest covers it. A ping is pointless once the question after it is due (limits.still_after) and a
// nudge once its window has closed: those are dropped and counted. A summary goes out late until the next one is due.
//
// # Who is away
//
// While a rep is away no digest, nudge or ping comes to them, and a letter waits until they are at work again, unless
// it is about a call that was agreed on for before. When their first day back begins the absence ends by itself and
// what has gathered is spread over days (package comeback); the digest of that day waits for it.
//
// What a colleague sees to meanwhile stands in their digest, below their own (package covering).
//
// # When Slack says no
//
// Errors are sorted by who is concerned (package failure): one recipient (that delivery ends, and is told of once), one
// message (sent again as plain text, once), the rate (everybody waits as long as Slack asks), the token (nothing is
// sent but one probe a minute), or nobody knows (looked up before a repeat). A circuit breaker remembers the refusals
// that stop everybody. What ends or waits holds up nobody else: pings have workers of their own.
//
// # Once a day
//
// What looks after the whole workspace and answers nobody's request (the roster, the do-not-call check, retention, what
// reps' own calls teach) is a named [Daily]. gocron runs it on every replica; who does it on a day is claimed in the
// ledger like a delivery, and a job that was done is never done again that day, whatever the clocks show. A day on
// which nothing ran is made up for by the next run, since each looks at everything.
//
// # Webhooks
//
// What others hear of a change is no due entry: a receiver that hangs must never stand before a ping. Package webhooks
// has an index and workers of its own for each address.
//
// # Where to begin
//
// kinds.go is the table, look.go the loop, claim.go and execute.go the way of one entry; ask.go, call.go, called.go,
// digest.go, gift.go, letter.go, summary.go, teamday.go and job.go hold what each kind
// is about.
package schedule
