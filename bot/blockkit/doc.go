// Package blockkit knows what Slack accepts in a message, a modal and a Home tab, before Slack is asked.
//
// slack-go sends whatever it is given, and Slack answers a 51st block or a 76-character button with one word,
// invalid_blocks, or (for a view returned in an answer to a form) with nothing at all: the form just hangs. So every
// message is held against the limits here: in tests all of them, and at run time each one before it leaves, where a
// message that fails is sent as its plain text instead. Silence is the only wrong answer.
//
// The limits are a table (shapes in limits.go, with where each comes from); the few rules that relate several values
// (ids that must differ, sums over a message, a chart's categories) are code in rules.go. Two walks hold blocks against
// them and report every mistake, each with a JSON pointer: typed.go and typed_elements.go go through slack-go's types as
// they are, which costs a digest of ten cards 45 µs; validate.go goes through decoded JSON, for the blocks that the
// first has no walk for (charts, tables, raw JSON). A test holds both to the same mistakes.
//
// Lengths are counted before JSON escapes anything, in UTF-16 units, the largest of the ways a client may count
// characters, so that what passes here passes whichever way Slack counts: an emoji is two, and &lt; is four. Only the
// size of a view is counted in bytes of its JSON, escapes included.
//
// The rest of the package is text: [Escape] and [Clean] make other people's words safe inside mrkdwn, [Truncate] cuts
// without cutting a character or an entity in half, [Date] writes an instant that each reader sees in their own zone,
// and [Plain] turns mrkdwn into what a person would read aloud.
package blockkit
