package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// wordLead is the word of a line that starts with no command but with a lead: short for show and log.
const wordLead = "lead"

// command carries out a line whose first word it is.
type command func(ctx context.Context, a *act, ln line) (answer, error)

// commandWords are all words of the contract's table: none of them is a lead's name at the start of a line.
var commandWords = []string{
	"today", "log", "add", "show", "when", "prep", "next", "snooze", "close", "resume", "reopen", "edit", "list", "script", "tip", "undo", "settings", "team", "help", "go", "pause", "check", "why", "away", "back", "export", "import", "erase",
}

// commandTable is what each word of the contract does; one without an entry is reserved and not built yet.
func (b *Bot) commandTable() map[string]command {
	return map[string]command{
		"today":    b.todayLine,
		"log":      b.logLine,
		"add":      b.addLine,
		"show":     b.showLine,
		"when":     b.whenLine,
		"prep":     b.prepLine,
		"next":     b.nextLine,
		"snooze":   b.snoozeLine,
		"close":    b.closeLine,
		"resume":   b.resumeLine,
		"reopen":   b.reopenLine,
		"edit":     b.editLine,
		"list":     b.listLine,
		"script":   b.scriptLine,
		"tip":      b.tipLine,
		"undo":     b.undoLine,
		"settings": b.settingsLine,
		"team":     b.teamLine,
		"help":     b.helpLine,
	}
}

// typed runs what was typed after /followup.
func (b *Bot) typed(ctx context.Context, a *act) (answer, error) {
	return b.runLine(ctx, a, readLine(words.Unescape(a.text)))
}

// readLine tells the command's word from what follows it. Quotes make a lead of any word.
func readLine(text string) line {
	ws := words.Lex(text)
	if len(ws) == 0 {
		return line{text: text, word: "today"}
	}
	word := strings.ToLower(ws[0].Text)
	if slices.Contains(commandWords, word) && !ws[0].Quoted {
		return line{text: text, word: word, ws: ws[1:]}
	}
	return line{text: text, word: wordLead, ws: ws}
}

// runLine runs a line, typed now or kept from before.
func (b *Bot) runLine(ctx context.Context, a *act, ln line) (answer, error) {
	a.name, a.label = ln.word, ln.word
	run := command(b.leadLine)
	if ln.word != wordLead {
		run = b.tables.commands[ln.word]
	}
	if run == nil {
		return saying(say.NotBuilt(b.reader(a), ln.word))
	}
	ans, err := run(ctx, a, ln)
	var said *alreadySaid
	if errors.As(err, &said) {
		again := ln.fix
		again.Again = true
		err = &asks{park: parked{Text: ln.text, Fix: again}, say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
			return say.Again(to, said.at, "/followup "+ln.text, ref)
		}}
	}
	var log *openLog
	if errors.As(err, &log) {
		return b.openLog(ctx, a, *log)
	}
	var form *openForm
	if errors.As(err, &form) {
		return b.open(ctx, a, form.view)
	}
	var q *asks
	if errors.As(err, &q) {
		return b.ask(ctx, a, q)
	}
	return ans, err
}
