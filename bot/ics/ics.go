// Package ics writes calendar files (RFC 5545): one appointment each, for a calendar to open.
//
// A calendar tells appointments apart by their UID. A file with the same UID and a greater sequence moves the one that
// is there already, so that a call which is agreed anew doesn't stand there twice.
//
// The method is PUBLISH: the file tells of an appointment and asks nobody to answer. It names no attendee and no
// organizer, since nobody's address is known for certain, and an invented one would get mail. Times are in UTC, which
// every calendar shows on its own clock; no zone has to be described and no clock change can move them.
package ics

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Event is one appointment.
type Event struct {
	UID         string // names the appointment for ever
	Sequence    int64  // grows with every change of it
	Stamp       time.Time
	Start       time.Time
	Length      time.Duration // zero is [Half]
	Summary     string
	Description string // several lines; empty is left out
	Tentative   bool   // the other side has not said yes yet
}

// Half is how long a call is taken to last when nobody said.
const Half = 30 * time.Minute

// utc is how the format writes an instant.
const utc = "20060102T150405Z"

// File is the appointment as a calendar file.
func (e Event) File() []byte {
	length, status := e.Length, "CONFIRMED"
	if length <= 0 {
		length = Half
	}
	if e.Tentative {
		status = "TENTATIVE"
	}
	start := e.Start.UTC().Truncate(time.Second)
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Followup//Agreed calls//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.line("BEGIN", "VEVENT")
	w.line("UID", escaped(e.UID))
	w.line("SEQUENCE", fmt.Sprint(max(0, e.Sequence)))
	w.line("DTSTAMP", e.Stamp.UTC().Format(utc))
	w.line("DTSTART", start.Format(utc))
	w.line("DTEND", start.Add(length).Format(utc))
	w.line("SUMMARY", escaped(e.Summary))
	if text := escaped(e.Description); text != "" {
		w.line("DESCRIPTION", text)
	}
	w.line("STATUS", status)
	w.line("END", "VEVENT")
	w.line("END", "VCALENDAR")
	return []byte(w.String())
}

// lineMost is how many octets a line may have, without its end.
const lineMost = 75

// writer writes content lines. A long one is folded: it goes on after a line end and a space, and no character is cut
// in two.
type writer struct{ strings.Builder }

func (w *writer) line(name, value string) {
	room := lineMost
	for _, r := range name + ":" + value {
		n := utf8.RuneLen(r)
		if n > room {
			w.WriteString("\r\n ")
			room = lineMost - 1
		}
		w.WriteRune(r)
		room -= n
	}
	w.WriteString("\r\n")
}

// marks are what a text has to say in another way, and every form of a line end.
var marks = strings.NewReplacer(
	`\`, `\\`, ";", `\;`, ",", `\,`,
	"\r\n", `\n`, "\n", `\n`, "\r", `\n`, "\u0085", `\n`, "\u2028", `\n`, "\u2029", `\n`,
)

// escaped is people's words as the format takes them. What has no place in a line, or would turn its direction beyond
// its end, is left out.
func escaped(s string) string {
	return marks.Replace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u0085':
			return r
		case r < ' ' || r >= 0x7F && r < 0xA0, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}
