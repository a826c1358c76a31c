package privacy

import (
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
)

// TrailShown is how many lines of a trail an answer has room for.
const TrailShown = 5

// did says what an entry of the audit trail is, by the first word of its op; others are said as they are.
var did = map[string]string{
	"add": "added it", "log": "logged", "edit": "changed it", "undo": "took a change back", "next": "agreed on a call",
	"snooze": "snoozed it", "close": "closed it", "reopen": "reopened it", "resume": "resumed it", "pause": "paused it",
	"lift": "lifted the block", "stop": "stopped it", "release": "brought it back", "block": "stopped it",
	"import": "imported it",
	"revert": "took an import back", "export": "exported it", "open": "opened it", "audit": "read this",
	"comment": "commented on it",
	"merge":   "merged two leads", "correct": "corrected an entry", "takeout": "took an entry out",
	"erase": "erased it", "calling": "was about to call", "wrap": "noted what came of a talk",
	"answer": "answered a question", "explain": "gave a reason", "light": "decided how it goes on",
	"gift": "decided on a gift", "task": "finished a task",
}

// Done is one entry of a lead's audit trail.
type Done struct {
	At      time.Time
	By      string // Slack user id; empty for the coach, and for the command line
	Op      string
	Undone  bool
	Was, Is coach.Lead // as far as it was changed
}

// Trail shows who did what to a rep's lead, newest first: [TrailShown] entries, and that there are more.
func Trail(to say.Reader, l coach.Lead, rep string, trail []Done) say.Reply {
	p := &say.Page{To: to}
	// Who is named by a mention: Slack shows each reader the name that they know.
	lines := []string{"*" + say.Name(l) + "* · " + say.Mention("@", rep)}
	for _, e := range trail[:min(len(trail), TrailShown)] {
		who := "the coach"
		switch {
		case e.By != "":
			who = say.Mention("@", e.By)
		case e.Op == "import" || e.Op == "revert": // the coach brings no lists in
			who = "whoever runs me"
		}
		line := to.When(e.At) + " " + who + " " + what(e)
		if e.Undone {
			line += " (undone)"
		}
		lines = append(lines, line)
	}
	if len(trail) > TrailShown {
		lines = append(lines, "Whoever runs me sees what was before: `followup audit`")
	}
	p.Section(strings.Join(lines, "\n"))
	return p.Reply()
}

// what is what somebody did, with the facts that it changed.
func what(e Done) string {
	word, _, _ := strings.Cut(e.Op, " ")
	says := did[word]
	if says == "" {
		says = say.Quote(e.Op, 30)
	}
	// Of an edit the facts are named, and never what they were: the trail is read by more than the owner.
	var changed []string
	for _, f := range facts.Of(e.Was, e.Is) {
		if word == "edit" && f.Value(e.Was) != f.Value(e.Is) {
			changed = append(changed, say.Lower(say.Quote(f.Label, say.ShortLength)))
		}
	}
	if n := len(changed); n > 3 {
		changed = append(changed[:2], strconv.Itoa(n-2)+" more")
	}
	if len(changed) > 0 {
		says = "changed " + say.And(changed)
	}
	return says
}
