// Package schedule makes things happen at their time: the morning digest, the nudge before a second try, the ping
// before an agreed call, a team's weekly summary, and the store's own errands between shards. It decides nothing about
// selling (coach does), keeps nothing (store does) and says nothing in its own words (whoever implements [Sender]
// does).
//
// # The words
//
//   - A due entry is a line in the time-ordered index: at this instant, look at this rep, lead or team. There is one
//     per rep and kind, so a look costs what is due, not what exists.
//   - A deed is one message that must reach Slack once. Its key names it for ever: digest/U1/2026-01-12 is Anna's
//     digest of that date in her own zone, whoever sends it and however often that is tried.
//   - The ledger holds each deed's state. It is the guarantee; nothing here relies on a lock, on a leader or on the
//     clocks of two replicas agreeing to better than the settle time.
//
// # One look
//
// gocron says "look now" every second on every replica, and means nothing more by it; [Engine.Kick] says the same after
// a change. One look then does this:
//
//		due entries  →  claim (a lease, fenced by an epoch)  →  compose with coach  →  "sending"  →  post  →  done + next entry
//
//	  - Claim: of several replicas that see the same entry, one gets the deed; the claim is a stored deadline, so a dead
//	    replica's deeds are free again when it passes.
//	  - Sending is written just before the post. It fails with store.ErrLost when somebody else took the deed over meanwhile:
//	    a replica that was paused for a minute sends nothing on waking.
//	  - A first try posts at once. Once "sending" was written, nobody can know whether Slack has the message, so every later
//	    try waits the settle time and then looks through the conversation for the deed's hash before it posts.
//	  - Done and the next due entry are one write. An entry that was moved meanwhile (a rep changed their digest time) is left
//	    where it is.
//
// Slack has no idempotency key, so towards Slack this is at-least-once with detection: a message is repeated only if
// the history that Slack shows does not have it a settle time after the earlier try had ended.
//
// # What is late, what is dropped
//
// A digest missed while everything was down goes out once, marked late, until the rep's working hours end; after that
// the next day's digest covers it. A ping is pointless five minutes after the agreed time and a nudge once its window
// has closed: those are dropped and counted. A summary goes out late until the next one is due.
//
// # When Slack says no
//
// Errors are sorted by who is concerned ([Class]): one recipient (that deed is parked, told once), one message (sent
// again as plain text, once), the rate (everybody waits as long as Slack asks), the token (nothing is sent but one
// check a minute), or nobody knows (looked up before a repeat). What is parked or waits holds up nobody else: pings
// have workers of their own.
package schedule
