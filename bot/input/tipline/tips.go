// Package tipline reads what a line says of tips: which one a rep mutes or wants back ([ReadTip]), what a manager does
// with a team's own ([ReadTeamTips]), and the situation that a tip is for. It is pure, as is package input.
package tipline

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/tips"
)

// TipDo is what a line does with tips.
type TipDo string

// What can be done. The zero value shows a tip, or a team's tips.
const (
	TipMute   TipDo = "mute"
	TipUnmute TipDo = "unmute"
	TipMuted  TipDo = "muted" // shows what is muted
	TipAdd    TipDo = "add"
	TipRemove TipDo = "remove"
)

// tipWords are what is done with tips by what people call it.
var tipWords = map[string]TipDo{"mute": TipMute, "silence": TipMute, "hide": TipMute, "ban": TipMute,
	"unmute": TipUnmute, "lift": TipUnmute, "restore": TipUnmute, "unhide": TipUnmute,
	"muted": TipMuted, "mutes": TipMuted, "hidden": TipMuted}

// ReadTip reads what a line does with tips, and which one it means by its id; the id is "" for the one that was seen
// last: "mute t5", "unmute tip t5", "mute that". Words that are not about muting are a topic, and what is done is "".
func ReadTip(ws []words.Word) (do TipDo, id string) {
	if len(ws) == 0 || ws[0].Quoted {
		return "", ""
	}
	do = tipWords[strings.ToLower(ws[0].Text)]
	id = tipNamed(ws[1:])
	if len(ws) > 3 || do == "" || len(ws) > 1 && id == "" && !isLast(ws[1:]) {
		return "", ""
	}
	return do, id
}

// isLast reports whether words mean the tip that was seen last.
func isLast(ws []words.Word) bool {
	return !slices.ContainsFunc(ws, func(w words.Word) bool {
		return !slices.Contains([]string{"that", "this", "it", "one", "tip", "last", "the", "tips", "my"},
			strings.ToLower(w.Text))
	})
}

// CouldBeID reports whether a word can be the id of a tip: each has a digit.
func CouldBeID(word string) bool { return strings.ContainsAny(word, "0123456789") }

// tipNamed is the id of a tip among words, behind "tip" or alone.
func tipNamed(ws []words.Word) string {
	for _, w := range ws {
		if text := strings.ToLower(strings.Trim(w.Text, words.EndMarks)); CouldBeID(text) {
			return text
		}
	}
	return ""
}

// TeamTips is what a line does with a team's tips.
type TeamTips struct {
	Do   TipDo
	Team string // its name; "" for the only one
	ID   string // of the tip that is muted, lifted or removed; of a removal also its number in the list
	Tip  tips.TeamTip
	For  string // when the tip comes, as it was typed
}

// TeamTipKeys are the keys of a line about a team's tips.
var TeamTipKeys = []string{"for", "says", "source", "topic", "team"}

// TeamTipExample is a line that adds a tip to a team's own.
const TeamTipExample = `/followup team tips add "Ask for the dock hours first." for:"first call" ` +
	`says:"Ann, our best closer"`

// teamTipWords are what is done with a team's tips.
var teamTipWords = map[string]TipDo{"add": TipAdd, "new": TipAdd, "remove": TipRemove, "delete": TipRemove,
	"drop": TipRemove, "mute": TipMute, "silence": TipMute, "hide": TipMute, "unmute": TipUnmute, "lift": TipUnmute,
	"restore": TipUnmute}

// ReadTeamTips reads "[team's name] [add|remove|mute|unmute …]", the keys taken out of it before. The text of a new tip
// is what stands in quotes, else the words that are left. When it comes is empty in the tip where nobody knows a
// situation by those words.
func ReadTeamTips(ws []words.Word, values map[string]string) TeamTips {
	t := TeamTips{Team: values["team"], For: values["for"]}
	at := slices.IndexFunc(ws, func(w words.Word) bool { return !w.Quoted && teamTipWords[strings.ToLower(w.Text)] != "" })
	if at < 0 {
		if t.Team == "" {
			t.Team = strings.Join(words.Texts(ws), " ")
		}
		return t
	}
	t.Do = teamTipWords[strings.ToLower(ws[at].Text)]
	if t.Team == "" {
		t.Team = strings.Join(words.Texts(ws[:at]), " ")
	}
	rest := ws[at+1:]
	if t.ID = tipNamed(rest); t.Do != TipAdd {
		return t
	}
	text := strings.Join(words.Texts(rest), " ")
	if i := slices.IndexFunc(rest, func(w words.Word) bool { return w.Quoted }); i >= 0 {
		text = rest[i].Text
	}
	says := values["says"]
	if says == "" {
		says = values["source"]
	}
	t.Tip = tips.TeamTip{Text: words.SingleSpaced(text), Says: words.SingleSpaced(says),
		Topic: words.SingleSpaced(values["topic"])}
	t.Tip.For, _ = ReadSituation(t.For)
	return t
}

// Line is the wish as it is typed, without the team.
func (t TeamTips) Line() string {
	if t.Do != TipAdd {
		return strings.TrimSpace("team tips " + string(t.Do) + " " + t.ID)
	}
	line := "team tips add " + words.Quote(t.Tip.Text)
	for _, v := range [][2]string{{"for", t.For}, {"says", t.Tip.Says}, {"topic", t.Tip.Topic}} {
		if v[1] != "" {
			line += " " + v[0] + ":" + words.Quote(v[1])
		}
	}
	return line
}

// ReadSituation finds the situation that a tip is for by its name or by what it is called on screen: "first call",
// "agreed calls", "needs a date". near are what words may have meant that are none.
func ReadSituation(typed string) (name string, near []string) {
	key := names.Normalize(typed)
	if key == "" {
		return "", nil
	}
	var all []string
	for _, s := range tips.Situations() {
		for _, called := range []string{s.Name, strings.ReplaceAll(s.Name, "-", " "), s.Words} {
			if is := names.Normalize(called); is == key || is+"s" == key {
				return s.Name, nil
			}
		}
		all = append(all, s.Words)
	}
	return "", names.Near(typed, all)
}
