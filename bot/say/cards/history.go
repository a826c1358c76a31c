package cards

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// All that was logged on a lead, newest first: ten entries a page, each a row of at most 14 words with what can be done
// about it in its ⋯.

// EntryWords is how many words a row of the history has.
const EntryWords = 14

// HistoryPage is one page of what was logged on a lead.
type HistoryPage struct {
	Lead    coach.Lead
	Entries []coach.Touch // of all pages, newest first
	Opened  []coach.Opening
	Page    int // from 1; one behind the last is the last
}

// History shows a page of it, and the way to the pages beside it.
//
//	*Acme Corp*: 12 entries, page 1 of 2
//	*Mon* 9:00 · voicemail · “Mailbox names a new assistant”   [⋯]
func History(to say.Reader, h HistoryPage) say.Reply {
	p := &say.Page{To: to}
	rows := h.rows()
	if len(rows) == 0 {
		p.Section("Nothing is logged on *" + say.Name(h.Lead) + "* yet.")
		p.Actions("a", phrases.ShowLead(h.Lead))
		return p.Reply()
	}
	pages := (len(rows) + ListSize - 1) / ListSize
	page := min(max(1, h.Page), pages)
	head := "*" + say.Name(h.Lead) + "*: " + say.Counted(len(rows), "entry")
	if pages > 1 {
		head += fmt.Sprintf(", page %d of %d", page, pages)
	}
	p.Section(head)
	for _, row := range rows[(page-1)*ListSize : min(page*ListSize, len(rows))] {
		// Whoever has read it stands between what was logged.
		if row.opened != nil { // which is no entry of the rep's to mend
			p.SectionOf("opened", "*"+say.Capital(to.Past(row.opened.At))+"* "+to.Clock(row.opened.At)+" · opened by "+
				say.Mention("@", row.opened.By), nil)
			continue
		}
		p.SectionOf("entry", EntryRow(to, h.Lead, row.touch), slack.NewOverflowBlockElement(ids.ActEntry,
			option(h.Lead, "Correct…", row.touch.ID, fields.FormCorrect),
			option(h.Lead, "Take out…", row.touch.ID, fields.FormTakeOut)))
	}
	var turn []slack.BlockElement
	value := func(n int) string { return ids.Value(h.Lead.ID, strconv.Itoa(n)) }
	if page > 1 {
		turn = append(turn, say.Button(ids.ActHistory+".prev", value(page-1), "Newer"))
	}
	if page < pages {
		turn = append(turn, say.Button(ids.ActHistory+".next", value(page+1), "Older"))
	}
	p.Actions("turn", turn...)
	return p.Reply()
}

// historyRow is a touch, or that a manager has read the lead.
type historyRow struct {
	touch  coach.Touch
	opened *coach.Opening
}

// rows are both, newest first.
func (h HistoryPage) rows() (rows []historyRow) {
	// Both lists are in order, the one from its end.
	left := h.Opened
	for _, t := range h.Entries {
		for n := len(left) - 1; n >= 0 && left[n].At.After(t.At); n-- {
			rows, left = append(rows, historyRow{opened: &left[n]}), left[:n]
		}
		rows = append(rows, historyRow{touch: t})
	}
	for n := range slices.Backward(left) {
		rows = append(rows, historyRow{opened: &left[n]})
	}
	return rows
}

// EntryRow is one entry: when, what, by whom where it wasn't the lead's rep, what was agreed on, and the beginning of
// what was written.
func EntryRow(to say.Reader, l coach.Lead, t coach.Touch) string {
	words := "*" + say.Capital(to.Past(t.At)) + "* " + to.Clock(t.At) + " · " + say.Shortly(t.Outcome)
	switch {
	case t.Until.IsZero() || t.Outcome.Info().Ends || t.Outcome == outcome.Explained:
	case t.Outcome == outcome.Snoozed:
		words += " until " + to.When(t.Until)
	default:
		words += " for " + to.When(t.Until)
	}
	if t.By != "" && t.By != l.Rep {
		words += ", by " + say.Mention("@", t.By)
	}
	left := EntryWords - say.WordsOf(words)
	if text := cmp.Or(t.Note, t.Agenda, t.Reason); text != "" && left > 1 {
		words += " · “" + say.Quote(say.Few(text, left), say.ShortLength) + "”"
	}
	return words
}
