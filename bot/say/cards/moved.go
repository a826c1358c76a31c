package cards

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// Moved asks a rep whether they are where Slack has them, in 30 words: what holds until they say so stands beside it.
func Moved(to say.Reader, m notify.Moved) say.Reply {
	p := &say.Page{To: to}
	there, here := say.City(m.Zone), say.City(m.Rep.TZ)
	p.SectionOf("s", "*You're in "+say.Quote(there, 60)+" now?* Your list would come at "+
		to.Minutes(m.Rep.DigestMinute())+" there. Until you choose, "+say.Quote(here, 60)+" time stays.",
		messageMenu(coach.KindAsk))
	use := say.Button(ids.ActZone+".use", ids.Value("", m.Zone, ids.ZoneUse), "Use "+say.Tidy(there, 20))
	use.Style = slack.StylePrimary
	p.Actions("a", use, say.Button(ids.ActZone+".keep", ids.Value("", m.Zone), "Keep "+say.Tidy(here, 19)))
	return p.Reply()
}

// ZoneStays says that somebody keeps the zone that they have, and how they follow Slack's after all.
func ZoneStays(to say.Reader, rep coach.Rep) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *" + say.Quote(say.City(rep.TZ), 60) + " time stays.* `/followup settings tz auto` follows Slack.")
	return p.Reply()
}
