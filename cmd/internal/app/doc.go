// Package app puts the rooms of the house together and starts and stops them; it decides nothing itself.
//
//	cmd/followup ─┐
//	cmd/demo ─────┼─→ app ─→ bot ──────→ store ─→ coach
//	              │       └→ schedule ─→ store
//	              └─→ bot/fakeslack (demo and tests only)
//
// bot and schedule know nothing of each other: what bot changes, schedule finds in the store's due index; what schedule
// has to say, bot/say words and bot/send posts. [New] wires them, [App.Run] runs them until its context ends. The tests
// of this package are the conversations: people, words and clock moves played through the whole house over real
// sockets.
//
// [Measure] wires the same bot on a workspace of its own whose Slack is made up, and says what the machine and its
// Redis bear.
package app
