package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// A call that the rep said they are making, and the question what came of it, which takes its place two minutes later.

// callingWords are those of a message during a call.
const callingWords = 45

// Calling is what a message becomes when [Calling now] was tapped in it: the number, large, to tap below it, and the
// first words, which an eye takes in while the phone rings. Whatever is cut there stands in the prep behind its ⋯. A
// call block keeps its way on.
func Calling(to say.Reader, c coach.Card, opener string, block bool) say.Reply {
	p := &say.Page{To: to}
	l, cm := c.Lead, c.Step.Commitment
	key := phrases.CardKey(l.ID)
	first, rest := person(l)
	line := "*" + nowAt(cm) + " " + first + "*" + rest
	if number := phrases.Digits(l); number != "" && (cm == nil || cm.Meet.By == "") {
		p.Header(number)
		line += " · " + phrases.Dial(l, "Tap to dial")
	} else {
		line += reach(l, cm)
	}
	r := &say.Room{Left: callingWords - 1} // above it stands the number
	r.Must(line)
	if cm != nil {
		r.MayCut("Agenda: ", cm.Agenda, "", 8)
	}
	r.MayCut("Hot button: ", l.HotButton, "", say.ClauseWords)
	// The first words stand under the number, and have what room the facts leave.
	r.MaySay("*Start:* “", opener, "”")
	if last := len(r.Lines) - 1; strings.HasPrefix(r.Lines[last], "*Start") {
		r.Lines = slices.Insert(r.Lines[:last:last], 1, r.Lines[last])
	}
	p.SectionOf(key, strings.Join(r.Lines, "\n"), More(l))
	callingButtons(p, c, block)
	return p.Reply()
}

// Called asks what came of a call, in the place of the message in which the rep said that they are making it.
func Called(to say.Reader, m notify.Called) say.Reply {
	p, block := &say.Page{To: to}, m.Spot.Surface == request.OnGo
	if !m.Card.Lead.Open() || m.Card.Lead.ID == "" {
		notCalled(p, m.Card.Lead, block)
		markTheirs(p, m.Theirs, m.Card)
		return p.Reply()
	}
	first, rest := person(m.Card.Lead)
	p.SectionOf(phrases.CardKey(m.Card.Lead.ID), strings.TrimSuffix("*How did it go with "+first+"?* "+
		strings.TrimPrefix(rest+reach(m.Card.Lead, m.Card.Step.Commitment), ", "), " "), More(m.Card.Lead))
	callingButtons(p, m.Card, block)
	markTheirs(p, m.Theirs, m.Card)
	return p.Reply()
}

// notCalled takes the number away of a lead that was closed or erased while the rep was calling.
func notCalled(p *say.Page, l coach.Lead, block bool) {
	words, buttons := "*This lead is gone.*", []slack.BlockElement{}
	if l.ID != "" {
		words = "*" + say.Brief(say.NameOf(l), say.NameWords) + "* is not to be called.\n" + EndLine(p.To, l)
		buttons = append(buttons, phrases.ShowLead(l))
	}
	if block {
		buttons = append([]slack.BlockElement{primary(say.Button(ids.ActGo, "", "Go on"))}, buttons...)
	}
	p.Section(words)
	p.Actions("go", buttons...)
}

// callingButtons are what a call ends with: around an agreed one those of its ping, else the three taps of a card.
func callingButtons(p *say.Page, c coach.Card, block bool) {
	l, key := c.Lead, phrases.CardKey(c.Lead.ID)
	v, who := ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), say.PlainName(l, 40)
	if cm := c.Step.Commitment; c.Step.Kind == coach.StepCommitment && cm != nil {
		b := pingButtons(l, cm, strconv.FormatInt(cm.At.Unix(), 10))
		p.Actions(key, b[2], b[1])
	} else {
		p.Actions(key, say.ButtonFor(ids.ActVoicemail, v, "Voicemail", who),
			say.ButtonFor(ids.ActNoAnswer, v, "No answer", who), say.ButtonFor(ids.ActReached, v, "Reached…", who))
	}
	if block {
		p.Actions("go", goButtons(l)...)
	}
}

// nowAt is what a rep is at who has tapped the first button of a ping.
func nowAt(c *coach.Commitment) string {
	switch {
	case c == nil || c.Meet.By == "":
		return "Calling"
	case c.Meet.By == coach.MeetVisit:
		return "With"
	}
	return "On video with"
}
