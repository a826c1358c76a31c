package coach

import "time"

// Letter is what one person writes to another through the coach: a message to a prospect that a colleague is to look
// at, or what they say to it (S2.24). Nobody sees of a lead more than what stands in the text.
type Letter struct {
	ID    string    `json:"id"`
	From  string    `json:"from"` // Slack user id
	To    string    `json:"to"`   // a user, or a channel
	Text  string    `json:"text"`
	About string    `json:"about,omitempty"` // of an answer: what was asked about
	At    time.Time `json:"at"`
	// Refused is whom a question could not be brought to: it goes back to whoever asked, as From and To.
	Refused string `json:"refused,omitempty"`
}

// Back is a question that could not be delivered, on its way to whoever asked it. ok is false of an answer, and of one
// that is on its way back already.
func (l Letter) Back() (back Letter, ok bool) {
	if l.Answers() || l.Refused != "" || l.From == "" {
		return Letter{}, false
	}
	return Letter{ID: l.ID + "-back", From: l.From, To: l.From, Text: l.Text, At: l.At, Refused: l.To}, true
}

// Answers reports whether the letter is an answer to another one.
func (l Letter) Answers() bool { return l.About != "" }

// Asked reports whether somebody was asked by the letter: it went to them, or to the channel in which they saw it.
func (l Letter) Asked(user, channel string) bool {
	return !l.Answers() && l.From != "" && (l.To == user || channel != "" && l.To == channel)
}

func (Letter) isMessage() {}
