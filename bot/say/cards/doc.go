// Package cards shows what is due: one lead as a card, cards as a list, and a lead before the call.
//
//   - card.go, card_line.go: a card's buttons and its two lines of 22 words.
//   - list.go, digest.go: today's leads, the morning's message, the nudge.
//   - show.go: all that is known of a lead; why.go: why now.
//   - prep.go, ping.go: what to have before one's eyes when dialing.
//   - moved.go: whether somebody is where Slack has them.
//   - question.go: the one question beside a card; tip.go: a tip.
//
// Of a card's 22 words the reason has ten at most; the name and the number come before it, and whom to ask for gives
// way when room is short. A card for a message that says the step once for all its cards leaves the step out. All
// blocks of a card have one key, so that the card can be replaced in place by its answer and the rest of the list
// stays.
//
// The list shows ten leads and offers the others; the digest ends in a tip and a way to get less of it. A prep shows
// what is known and names what is lacking as a button, with room for what was said last, what was promised, and the
// first words. A ping repeats of it only what is needed while the phone rings. Nobody who is not to be called has a
// number to tap.
package cards
