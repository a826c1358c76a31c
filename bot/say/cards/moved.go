package cards

import (
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// Moved asks a rep whether they are where Slack has them, in 30 words: what holds until they say so stands beside it.
func Moved(to say.Reader, m notify.Moved) say.Reply {
	p := &say.Page{To: to}
	there, here := say.City(m.Zone), say.City(m.Rep.TZ)
	p.SectionOf("s", "*You're in "+say.Quote(there, 60)+" now?* Your list would come at "+
		to.Minutes(m.Rep.DigestMinute())+" there. Until you choose, "+say.Quote(here, 60)+" time stays.",
		phrases.MessageMenu(coach.KindAsk))
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

// Absent asks a rep whether they are away, as their status says, in 30 words. Its buttons run the line that leaves.
func Absent(to say.Reader, m notify.Absent) say.Reply {
	p := &say.Page{To: to}
	words, other := "*Are you away?*", "Yes, until…"
	var buttons []slack.BlockElement
	if !m.Back.IsZero() {
		words, other = "*Away until "+to.Day(m.Back)+"?*", "Other date…"
		yes := phrases.RunButton(0, "", "away until "+m.Back.Format(time.DateOnly), "Yes, until "+to.Date(m.Back))
		yes.Style = slack.StylePrimary
		buttons = append(buttons, yes)
	}
	p.SectionOf("s", words+" Your Slack status says so. Then nothing is due, and nothing comes until you're back.",
		phrases.MessageMenu(coach.KindAsk))
	p.Actions("a", append(buttons, phrases.RunButton(1, "", "away", other), say.Button(ids.ActNotAway, "", "No"))...)
	return p.Reply()
}

// NotAway says that somebody isn't away, and that their status is no question any more.
func NotAway(to say.Reader) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Not away.* I won't ask about this status again.")
	return p.Reply()
}
