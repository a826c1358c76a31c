package input

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// Tuesday, 10 November 2026, 10:00.
var tuesday = dates.Context{Now: time.Date(2026, 11, 10, 10, 0, 0, 0, time.UTC), Zone: time.UTC}

// cost reads a note and counts what is looked at to find its times: what reading costs beyond a look at each word.
func cost(note string) (n int, read LogArgs) {
	r := newWhenReader(note, words.Lex(note), outcome.Talked, false, tuesday)
	read = r.args()
	return r.search.Cost, read
}

// TestHostileNotesAreBounded: twice the words cost twice as much at most, and from some length on no more, whatever the
// note is full of.
func TestHostileNotesAreBounded(t *testing.T) {
	const ends = 2000 // when it happened is sought at both ends first
	for _, again := range []string{
		"next at ", "at 3 ", "at 3 next Thu or on the 12th, \"a\" 5-6 agenda x ", "12 3 2026 4 ", "9-5 Mon-Fri 10/12 ",
		"on the ", "tomorrow or ", "212-555-0100 - ", "NEXT THU AT 3PM OR ", "4pm new york time ", "may march sat ",
		"feb 30 31/31 25:99 ", "jan feb march april may june july ", "half past quarter to ", "in two weeks or from next ",
	} {
		once, _ := cost(strings.Repeat(again, 3000/len(again)))
		twice, _ := cost(strings.Repeat(again, 6000/len(again)))
		if once > dates.SearchMost+ends || twice > min(2*once, dates.SearchMost)+ends {
			t.Errorf("%q: 3,000 characters cost %d steps, and 6,000 %d", again, once, twice)
		}
	}
}

// TestLongProseIsReadToItsEnd: the limit is none for whatever somebody writes down about a talk.
func TestLongProseIsReadToItsEnd(t *testing.T) {
	prose := strings.Repeat("They want twelve seats and a better price before the year is over, and asked about us. ", 35)
	n, read := cost(prose + "Call him back Thursday at 3pm")
	want := time.Date(2026, 11, 12, 15, 0, 0, 0, time.UTC)
	if len(prose) < 3000 || read.Ahead == nil || !read.Ahead.At.Equal(want) {
		t.Errorf("%d characters of prose, %d steps: ahead is %+v, want %s", len(prose), n, read.Ahead, want)
	}
}

// TestJustNow: whoever taps [It was just now] has no time read out of the line, wherever one stands in it; the words
// stay in the note.
func TestJustNow(t *testing.T) {
	for _, note := range []string{"yesterday", "at 9:15, likes it", "likes it at 9:15", "on Friday at 9am"} {
		read := ReadLogArgs(note, words.Lex(note), outcome.Voicemail, true, tuesday)
		if said := ReadLogArgs(note, words.Lex(note), outcome.Voicemail, false, tuesday); said.At == nil {
			t.Errorf("%q says no time", note)
		}
		if read.At != nil || trimNote(read.Note) != note {
			t.Errorf("%q: at %+v, note %q", note, read.At, read.Note)
		}
	}
}
