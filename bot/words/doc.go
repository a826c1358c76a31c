// Package words splits what somebody typed in Slack.
//
// Slack does not send what was typed. It writes & < > as entities, people and
// channels as <@U123|pat> and <#C123|sales>, and what it takes for a link as
// <mailto:pat@acme.com|pat@acme.com>; phones turn straight quotes into curly ones.
// The way through this package is:
//
//	text := words.Unescape(sent)      // what the writer saw
//	list := words.Lex(text)           // words, with quotes taken off
//	values, rest := words.KeyValues(list, "phone", "email")
//	if rest[i].Is("at") {             // keywords outside quotes
//		note := words.Span(text, rest[:i])
//
// Every [Word] knows its byte offsets in the unescaped text, so that a note is cut
// out of it as written, line breaks included, and nothing typed is lost.
//
// The package is pure and never fails: whatever cannot be a quote, a mention or a
// key is text. What it returns is still the writer's own text and must be escaped
// before it is sent to Slack.
package words
