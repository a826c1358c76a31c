package teamline

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/handover"
)

// HandOver is what a line says about leads that are to go from one rep to others.
type HandOver struct {
	From  string   // "" where nobody is named
	To    []string // Slack user ids, each once, without From
	Which handover.Which
	How   handover.How
	Lead  string // the id of the one lead that goes, as a button names it; "" for those of Which
	Go    bool   // it was seen and is to be done…
	Form  bool   // …or to be changed in the form
	Undo  string // id of the one that is to be taken back
	Stray string // a word that says none of these, the first one
}

// whichWords are the words for which leads go.
var whichWords = map[string]handover.Which{"all": handover.All, "every": handover.All, "everything": handover.All,
	"open": handover.Open, "active": handover.Open, "due": handover.Due, "overdue": handover.Due, "warm": handover.Warm,
	"hot": handover.Warm, "cold": handover.Cold, "high": handover.High, "low": handover.Low, "closed": handover.Closed}

// howWords are those for how they are shared out. The longest comes first.
var howWords = []struct {
	words string
	how   handover.How
}{
	{"to whoever is least busy", handover.LeastBusy}, {"least busy", handover.LeastBusy},
	{"least-busy", handover.LeastBusy}, {"by load", handover.LeastBusy}, {"round robin", handover.InTurn},
	{"round-robin", handover.InTurn}, {"in turn", handover.InTurn}, {"evenly", handover.InTurn},
}

// fillers say nothing in such a line.
var fillers = []string{"the", "leads", "lead", "of", "from", "to", "and", "&", "+", "his", "her", "their", "please",
	"team", "between", "among", "potential", "only", "over", "→", "->", "with", "ones", "shared"}

// ReadHandOver reads "<@from> to <@to>… [which] [in turn|least busy]". The first person named behind "from", else the
// first one at all, is whose leads they are, unless "to" stands in front of them.
func ReadHandOver(ws []words.Word) (h HandOver) {
	// Who is named is told from the words that stand before them.
	ws = apart(ws)
	text, last := []string{}, ""
	for _, w := range ws {
		plain := strings.ToLower(strings.Trim(w.Text, words.EndMarks))
		switch {
		case w.User == "":
			text = append(text, plain)
			last = plain
			continue
		case h.From == "" && (last == "from" || last == "of" || last != "to" && len(h.To) == 0):
			h.From = w.User
		case w.User != h.From && !slices.Contains(h.To, w.User):
			h.To = append(h.To, w.User)
		}
		last = ""
	}
	// The id stands last, behind the rep in whose shard the list lies.
	if len(text) > 1 && text[0] == "undo" {
		h.Undo = text[len(text)-1]
		return h
	}
	// How they are shared out may be several words, and goes first.
	said := " " + strings.Join(text, " ") + " "
	for _, how := range howWords {
		if strings.Contains(said, " "+how.words+" ") {
			said = strings.Replace(said, " "+how.words+" ", " ", 1)
			h.How = how.how
			break
		}
	}
	// What a button adds stands at the end: elsewhere it is a word like others.
	if rest, last := strings.CutSuffix(said, " now "); last {
		said, h.Go = rest, true
	}
	if rest, last := strings.CutSuffix(said, " change "); last {
		said, h.Form = rest, true
	}
	for word := range strings.FieldsSeq(said) {
		which, known := whichWords[word]
		id, one := strings.CutPrefix(word, "lead:")
		switch {
		case one:
			h.Lead = id
		case known:
			h.Which = which
		case !slices.Contains(fillers, word) && h.Stray == "":
			h.Stray = word
		}
	}
	return h
}

// Line is how the hand-over is typed, without a word that it is to be done.
func (h HandOver) Line() string {
	line := "team handover <@" + h.From + "> to"
	for _, id := range h.To {
		line += " <@" + id + ">"
	}
	// What is meant anyway isn't said.
	one := ""
	if h.Lead != "" {
		one = "lead:" + h.Lead
	}
	for _, word := range []string{one, string(h.Which), string(h.How)} {
		if word != "" {
			line += " " + word
		}
	}
	return line
}
