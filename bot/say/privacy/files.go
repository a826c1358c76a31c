package privacy

import (
	"strconv"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// FilesComing answers an export: what comes, and where to. Of one lead it is named, for a person who asks what is kept
// of them.
func FilesComing(to say.Reader, l *coach.Lead) say.Reply {
	p := &say.Page{To: to}
	// Nothing says how long it takes: Slack shows the files when they are there.
	of := "your leads and what was logged"
	if l != nil {
		of = "everything kept of " + say.Who(*l)
	}
	p.Section("On its way to your direct messages with me: " + of + ".")
	return p.Reply()
}

// FilesComment stands above the files.
func FilesComment(l *coach.Lead, leads int) string {
	if l != nil {
		return "*Everything kept of " + say.Name(*l) + "*, as of now. It's personal data: delete the file when it's done."
	}
	return "*Your " + say.Counted(leads, "lead") + "* and what was logged, as of now. It's personal data: keep it safe."
}

// NotRead is why nothing was sent where leads can't be read, as half a sentence.
const NotRead = "I can't read all that I keep. Try again in a minute, or tell whoever runs me"

// FilesFailed says that nothing was sent, or that nobody can tell. why is half a sentence.
func FilesFailed(to say.Reader, why string, unsure bool) say.Reply {
	p := &say.Page{To: to}
	// Nobody can ask Slack whether a file arrived.
	if unsure {
		p.Section("*I can't tell yet* if your export arrived: " + why + ". If it isn't in your direct messages in a " +
			"minute, type `/followup export` again.")
	} else {
		p.Section("*Not sent:* your export, because " + why + ".")
	}
	return p.Reply()
}

// TooMuch says that an export is too big for a file of Slack's.
func TooMuch(to say.Reader, most int) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not sent:* your export has more than " + strconv.Itoa(most>>20) + " MB. Whoever runs me can make it " +
		"with `followup export`.")
	return p.Reply()
}
