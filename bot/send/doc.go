// Package send posts messages to Slack at most once each, as fast as Slack allows.
//
// Slack's posting has three properties that shape everything here. It has no idempotency key: a post whose answer was
// lost may have arrived, and posting again would show it twice. It has a pace: about one message a second and channel,
// and a limit per workspace that is known only as "several hundred a minute". And its errors mean very different
// things.
//
//   - [Sender] renders coach's messages in the reader's zone and hands them to a Poster.
//   - [Poster] posts once and never repeats by itself. It puts the hash of the delivery's idempotency key into the
//     message's metadata, where [Poster.Find] sees it again: whoever is unsure looks first.
//   - [pace] keeps to Slack's rate, learns the workspace's limit from refusals, and lets pings overtake digests.
//   - [InTime] and [WithoutEcho] stand between the client and Slack: nothing is written late, and what Slack's answer
//     repeats of the message isn't read.
//   - [Failed] sorts what went wrong into the classes of package failure, by what can be done about it.
//
// When to send, and what becomes of a message that did not get through, is schedule's to decide.
package send
