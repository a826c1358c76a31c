package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// wordLead is the word of a line that starts with no command but with a lead: short for show and log.
const wordLead = "lead"

// commandRow is a word of the contract. run is nil for a word that is reserved and not built yet.
type commandRow struct {
	run func(b *Bot, ctx context.Context, a *act, ln line) (answer, error)
}

// commands are all words of the contract's table, filled by init because handlers lead back to it.
var commands map[string]commandRow

func init() {
	commands = map[string]commandRow{
		"today":    {run: (*Bot).today},
		"log":      {run: (*Bot).logLine},
		"add":      {run: (*Bot).addLine},
		"show":     {run: (*Bot).showLine},
		"when":     {run: (*Bot).whenLine},
		"prep":     {run: (*Bot).prepLine},
		"next":     {run: (*Bot).nextLine},
		"snooze":   {run: (*Bot).snoozeLine},
		"close":    {run: (*Bot).closeLine},
		"resume":   {run: (*Bot).resumeLine},
		"reopen":   {run: (*Bot).reopenLine},
		"edit":     {run: (*Bot).editLine},
		"list":     {run: (*Bot).listLine},
		"script":   {run: (*Bot).scriptLine},
		"tip":      {run: (*Bot).tipLine},
		"undo":     {run: (*Bot).undoLine},
		"settings": {run: (*Bot).settingsLine},
		"team":     {run: (*Bot).teamLine},
		"help":     {run: (*Bot).helpLine},

		"go": {}, "pause": {}, "check": {}, "why": {},
		"away": {}, "back": {}, "export": {}, "import": {}, "erase": {},
	}
}

// command runs what was typed after /followup.
func (b *Bot) command(ctx context.Context, a *act) (answer, error) {
	return b.runLine(ctx, a, readLine(words.Unescape(a.text)))
}

// readLine tells the command's word from what follows it. Quotes make a lead of any word.
func readLine(text string) line {
	ws := words.Lex(text)
	if len(ws) == 0 {
		return line{text: text, word: "today"}
	}
	word := strings.ToLower(ws[0].Text)
	if _, known := commands[word]; known && !ws[0].Quoted {
		return line{text: text, word: word, ws: ws[1:]}
	}
	return line{text: text, word: wordLead, ws: ws}
}

// runLine runs a line, typed now or kept from before.
func (b *Bot) runLine(ctx context.Context, a *act, ln line) (answer, error) {
	a.name = ln.word
	run := (*Bot).leadLine
	if ln.word != wordLead {
		run = commands[ln.word].run
	}
	if run == nil {
		return saying(say.NotBuilt(b.reader(a), ln.word))
	}
	ans, err := run(b, ctx, a, ln)
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
