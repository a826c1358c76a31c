// Package leaveline is what people say when they are away, in words of their own: "I'm on vacation until 18 Nov", "out
// of office till Monday". Behind a name the same words are what somebody else's assistant said, so that they count at
// the start of a line alone.
package leaveline

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/words"
)

// May has the first words of such lines.
var May = map[string]bool{"i'm": true, "i’m": true, "im": true, "i": true, "i'll": true, "i’ll": true, "ill": true,
	"out": true, "ooo": true, "on": true, "off": true, "vacation": true, "holiday": true, "pto": true, "gone": true,
	"sick": true, "not": true, "calling": true, "call": true, "taking": true}

// leavers are how such a line may begin; nothing as well where a word of leaving stands there.
var leavers = [][]string{{"i'm"}, {"im"}, {"i", "am"}, {"i'll", "be"}, {"ill", "be"}, {"i", "will", "be"}}

// leaves are the words of leaving. Those behind which somebody must say until when would be a name or a result else.
var leaves = []struct {
	words []string
	dated bool
}{
	{words: []string{"out", "of", "office"}}, {words: []string{"out", "of", "the", "office"}}, {words: []string{"ooo"}},
	{words: []string{"on", "vacation"}}, {words: []string{"on", "holiday"}}, {words: []string{"on", "holidays"}},
	{words: []string{"on", "leave"}}, {words: []string{"on", "pto"}}, {words: []string{"on", "annual", "leave"}},
	{words: []string{"on", "parental", "leave"}}, {words: []string{"on", "sick", "leave"}},
	{words: []string{"off", "sick"}}, {words: []string{"out", "sick"}}, {words: []string{"home", "sick"}},
	{words: []string{"off", "ill"}}, {words: []string{"out", "ill"}}, {words: []string{"calling", "in", "sick"}},
	{words: []string{"call", "in", "sick"}}, {words: []string{"taking", "a", "sick", "day"}},
	{words: []string{"vacation"}, dated: true}, {words: []string{"holiday"}, dated: true},
	{words: []string{"pto"}, dated: true}, {words: []string{"out"}, dated: true}, {words: []string{"off"}, dated: true},
	{words: []string{"away"}, dated: true}, {words: []string{"gone"}, dated: true},
	{words: []string{"sick"}, dated: true},
	{words: []string{"ill"}, dated: true}, {words: []string{"back", "on"}, dated: true},
	{words: []string{"not", "working"}, dated: true},
}

// Read reports whether a line says that its writer is away, and what stands behind that: until when, "today", or
// nothing.
func Read(ws []words.Word) (behind []words.Word, is bool) {
	// Who is meant may be left out.
	me := 0
	for _, begins := range leavers {
		if starts(ws, begins) {
			me = len(begins)
			break
		}
	}
	for _, l := range leaves {
		if !starts(ws[me:], l.words) {
			continue
		}
		behind = ws[me+len(l.words):]
		until := len(behind) > 1 &&
			slices.Contains([]string{"until", "till", "til", "for"}, strings.ToLower(behind[0].Bare))
		// "I'm out" leaves; "out" alone may be anything.
		switch {
		case l.words[0] != "back" && len(behind) == 1 && behind[0].Is("today"):
			return behind, true
		case until:
			return behind, true
		case len(behind) == 0 && (!l.dated || me > 0) && l.words[0] != "back":
			return nil, true
		case l.words[0] == "back" && me > 0 && len(behind) > 0:
			return behind, true
		case l.words[0] != "back" && days(behind) && (me > 0 || !l.dated || begins[strings.ToLower(behind[0].Bare)]):
			return nil, true // when it begins, or on which days: the first one back is asked for
		}
	}
	return nil, false
}

// begins are words behind which even "off" is about days: "off next Friday".
var begins = map[string]bool{"next": true, "this": true, "today": true, "tomorrow": true, "from": true,
	"starting": true, "all": true}

// days reports whether words are about days and nothing else, one of them at least by its name: "next week", "from
// Monday to Friday", "16 Nov - 20 Nov".
func days(ws []words.Word) bool {
	named := false
	for _, w := range ws {
		word := strings.ToLower(w.Bare)
		switch {
		case w.Quoted:
			return false
		case slices.Contains(dayNames, word) || slices.Contains(dayNames, strings.TrimSuffix(word, "s")):
			named = true
		case !between[word] && !strings.ContainsAny(word, "0123456789"):
			return false
		}
	}
	return named
}

// dayNames are the names of days and of stretches of them, and words that name one.
var dayNames = strings.Fields(`mon tue tues wed thu thur fri sat sun monday tuesday wednesday thursday friday saturday
	sunday jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
	october november december today tomorrow week weekend month christmas easter thanksgiving`)

// between are the words that may stand between them.
var between = map[string]bool{"next": true, "this": true, "from": true, "to": true, "through": true, "thru": true,
	"till": true, "until": true, "on": true, "in": true, "the": true, "of": true, "for": true, "and": true, "all": true,
	"starting": true, "whole": true, "rest": true, "coming": true, "day": true, "days": true, "": true, "-": true,
	"–": true, "two": true, "three": true, "morning": true, "afternoon": true, "over": true, "after": true}

// starts reports whether words begin with others, none of them quoted.
func starts(ws []words.Word, with []string) bool {
	if len(ws) < len(with) {
		return false
	}
	for i, w := range with {
		if ws[i].Quoted || strings.ReplaceAll(strings.ToLower(ws[i].Bare), "’", "'") != w {
			return false
		}
	}
	return true
}
