package say_test

import (
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/privacy"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
)

// privacyCases are what is said of what leaves and what goes for good.
func privacyCases(add func(string, any), state string, l coach.Lead) {
	add("erase-form"+state, privacy.EraseForm(reader, l, request.Meta{}))
	add("export-lead"+state, privacy.FilesComing(reader, &l))
	was, is := l, l
	is.Phone, is.Email, is.HotButton = "", "new@example.com", "another"
	trail := []privacy.Done{{Op: "audit", By: "U2"}, {Op: "edit", By: "U1", Was: was, Is: is},
		{Op: "log voicemail", By: "U1", Undone: true}, {Op: "stop do-not-call"},
		{Op: "import"}, {Op: "unheard of", By: "U1"}, {Op: "add", By: "U1"}}
	for i := range trail {
		trail[i].At = reader.Now.Add(-time.Duration(i) * 30 * time.Hour)
	}
	add("trail"+state, privacy.Trail(reader, l, "U1", trail))
	if state != "" {
		return
	}
	add("erased-none", privacy.Erased(reader, 0))
	add("erased", privacy.Erased(reader, 12))
	asked := request.Stopped{Number: "+13055550117", By: "U2", At: reader.Now.Add(-30 * time.Hour)}
	add("erased-lift-form", forms.LiftNumber(reader, asked, request.Meta{}))
	add("erased-lifted", answers.NumberLifted(reader, request.Stopped{}))
	add("erased-lifted-for-one", answers.NumberLifted(reader, asked))
	add("export", privacy.FilesComing(reader, nil))
	add("export-failed", privacy.FilesFailed(reader, texts.FileNoScope, false))
	add("export-unread", privacy.FilesFailed(reader, privacy.NotRead, false))
	add("export-unsure", privacy.FilesFailed(reader, texts.FileNoAnswer, true))
	add("export-big", privacy.TooMuch(reader, 50<<20))
}
