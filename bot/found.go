package bot

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// found is the first phrase in what was written down about a talk that is worth another word: in the note, else in the
// agenda. nil for none. A vague one is mended by a date, agreed or offered, and of a closed lead nothing more is to be
// said.
func (b *Bot) found(a *act, l coach.Lead, t coach.Touch, offered bool) *say.Found {
	if !l.Open() {
		return nil
	}
	for _, text := range []string{t.Note, t.Agenda} {
		if text == "" {
			continue
		}
		for _, f := range b.rules.Review(text) {
			if f.Vague && (offered || !t.Until.IsZero()) {
				continue
			}
			fill := b.fill(a, coach.Card{Lead: l, Step: b.rules.Next(l, *a.rep, a.now)}, t.Outcome)
			return &say.Found{Finding: f, Instead: b.rules.Instead(f.ID, fill)}
		}
	}
	return nil
}
