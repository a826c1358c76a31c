package homes

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// Waiting is what a manager is waited for with: a gift that one of their reps asks for.
type Waiting struct {
	Rep  string // a Slack id
	Lead coach.Lead
}

// Decides is how many leads a rep has to decide about.
type Decides struct {
	Rep string
	N   int
}

const (
	giftsMost = 15 // gifts that a Home shows
	repsMost  = 20 // reps that it names
)

// Team is what a manager has before them.
type Team struct {
	Lines   managers.Team // of their reps
	Gifts   []Waiting
	Reviews []Decides
}

// TeamTab is what waits for a manager now, gifts to approve, then a line for each of their reps, and the reviews that
// these have not answered.
func TeamTab(to say.Reader, t Team, answers Answers) []slack.Block {
	gifts, reviews := t.Gifts, t.Reviews
	p := &say.Page{To: to}
	nav(p, TabTeam, true)
	answers.from(p, 0)
	var names []string
	for _, name := range t.Lines.Names {
		names = append(names, say.Brief(name, 3))
	}
	p.Header("Waiting for you")
	if len(gifts) == 0 {
		p.Section("No gift to approve. When a rep of " + say.And(names[:min(len(names), 3)]) +
			" asks for one, it stands here.")
	}
	// The buttons are those of the message that asks: whoever decides first does, wherever they tap.
	for i, g := range gifts {
		if i == giftsMost {
			p.Context("and " + say.Counted(len(gifts)-i, "more gift"))
			break
		}
		l := g.Lead
		value := ids.Value(l.ID, g.Rep, strconv.FormatInt(l.Progress.Gift.Asked.Unix(), 10))
		p.SectionOf("gift", "A gift for "+say.Brief(say.NameOf(l), 4)+"? <@"+say.Quote(g.Rep, 20)+"> asks", nil)
		p.Actions("gift", say.ButtonFor(ids.ActApprove, value, "Approve", say.PlainName(l, 40)),
			say.ButtonFor(ids.ActDecline, value, "Decline…", say.PlainName(l, 40)), phrases.GiftButton(l, g.Rep))
	}
	p.Header("Your reps")
	for i := range t.Lines.Lines {
		t.Lines.Lines[i].Reviews = 0 // which stand below
	}
	managers.Add(p, t.Lines)
	// How a rep decides is theirs, and so are the leads: a manager sees that somebody has to.
	lines := []string{"*To decide, by rep*"}
	for i, r := range reviews {
		if i == repsMost {
			lines = append(lines, "and "+say.Counted(len(reviews)-i, "more rep"))
			break
		}
		lines = append(lines, "<@"+say.Quote(r.Rep, 20)+">: "+say.Thousands(r.N))
	}
	if len(reviews) == 0 {
		lines = append(lines, "Nobody has a lead to decide about.")
	}
	p.Section(strings.Join(lines, "\n"))
	p.Actions("a", phrases.RunButton(0, "", "team list", "My teams"), say.Button(ids.ActSettings, "", "Settings…"),
		say.Button(ids.ActHelp, "", "Help"))
	return p.Blocks
}
