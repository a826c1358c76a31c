package answers

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/tips"
)

// What is said about a phrase that somebody wrote down.

// PhraseSourced says who advises against a phrase, where, and how sure that is. The phrase itself is not repeated: the
// button knows which kind it was, and the answer above it has the words.
func PhraseSourced(to say.Reader, f phrase.Finding) say.Reply {
	p := &say.Page{To: to}
	from := say.Quote(f.Author, 100)
	if from == "" {
		from = "Your team's own rule"
	}
	if title := tips.ArticleOf(f.Source); title != "" {
		from += ", in “" + say.Quote(title, 120) + "”"
	}
	p.Section("*Such a phrase " + say.Lower(say.Quote(f.Why, 200)) + "*\n" + from + "\n" +
		library.StrengthWords(tips.Tip{Strength: f.Strength}))
	return p.Reply()
}
