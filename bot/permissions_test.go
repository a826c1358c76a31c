package bot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// TestWhoMayWhat is who may do what about a lead, a rep and a team of somebody's, as people type it: each action in the
// hands of everybody there is. Whatever stands in no column is refused in a sentence, which tells nothing of the lead.
// Buttons and forms of leads are in TestNobodyActsOnAnothersLead.
func TestWhoMayWhat(t *testing.T) {
	const (
		max, ned, ida = "U0MAX", "U0NED", "U0IDA"
		owner         = "owner"             // pat, whose lead it is, a rep of North
		mate          = "other rep"         // sam, of North too
		manager       = "manager"           // max, of North
		elsewhere     = "another's manager" // ned, of East
		admin         = "admin"             // ida, who may set up teams and manages none
		guest         = "guest"
		robot         = "bot"
		stranger      = "stranger"
	)
	people := []struct{ who, id string }{{owner, pat}, {mate, sam}, {elsewhere, ned}, {admin, ida}, {guest, gus},
		{robot, "U0ROBOT"}, {stranger, bob}, {manager, max}}
	w := newWorld(t)
	for _, u := range []fakeslack.User{{ID: max, Name: "max", TZ: "Europe/Berlin"},
		{ID: ned, Name: "ned", TZ: "Europe/Berlin"}, {ID: ida, Name: "ida", TZ: "Europe/Berlin", Admin: true},
		{ID: "U0ROBOT", Name: "robot", Bot: true}} {
		w.slack.AddUser(u)
	}
	w.types(pat, "add Zanzibar warm")
	w.types(pat, "zanzibar talked secretnote")
	w.types(ada, "team create North <#"+sales+"|sales>")
	w.types(ada, "team create East <#"+sales+"|sales>")
	w.types(ada, "team add North <@"+pat+"> <@"+sam+">")
	w.types(ada, "team manager North <@"+max+">")
	w.types(ada, "team manager East <@"+ned+">")

	all := []string{owner, mate, manager, elsewhere, admin}
	refused := []string{"You can't", "members of this workspace", "No lead called", "no manager", "isn't on hold",
		"They aren't in a team of yours", "team, and"}
	for _, c := range []struct {
		does, typed string
		may         []string
	}{
		// One's own, and nobody else's.
		{"reads a lead", "show zanzibar", []string{owner}},
		{"preps it", "prep zanzibar", []string{owner}},
		{"asks why then", "when zanzibar", []string{owner}},
		{"reads its history", "history zanzibar", []string{owner}},
		{"closes it", "close zanzibar", []string{owner}},
		{"takes an entry back", "undo zanzibar", []string{owner}},
		{"erases it", "erase zanzibar", []string{owner}},
		{"reads their own figures", "settings figures", all},
		// What the managers of its rep's team may, and who sets teams up where it is about the team and no lead.
		{"sees how a rep stands", "team show <@" + pat + ">", []string{manager}},
		{"reads their own numbers", "numbers", all},
		{"reads a team's numbers", "team numbers North", []string{manager}},
		{"reads the numbers of their teams", "numbers team", []string{manager, elsewhere}},
		{"sees how a team stands", "team show North", []string{manager}},
		{"opens a rep's lead", "team show zanzibar", []string{manager}},
		{"reads who did what", "team audit zanzibar", []string{manager}},
		{"hands over", "team handover <@" + pat + "> to <@" + sam + ">", []string{manager, admin}},
		{"puts a rep on hold", "team pause <@" + pat + ">", []string{manager, admin}},
		{"ends that", "team resume <@" + pat + ">", []string{manager, admin}},
		{"changes the summary", "team summary North off", []string{manager, admin}},
		{"takes somebody off", "team remove North <@" + sam + ">", []string{manager, admin}},
		// Of teams.
		{"sees their teams", "team list", all},
		{"names a manager", "team manager North <@" + max + ">", []string{admin}},
		{"starts a team", "team create West <#" + sales + "|sales>", []string{admin}},
	} {
		for _, p := range people {
			before := len(w.slack.Views(p.id))
			said := w.types(p.id, c.typed).Text
			opened := w.slack.Views(p.id)[before:]
			no := slices.ContainsFunc(refused, func(words string) bool { return strings.Contains(said, words) })
			if c.does == "ends that" && p.who == manager { // the admin has ended it
				no = false
			}
			if may := slices.Contains(c.may, p.who); may == no || may && said == "" && len(opened) == 0 {
				t.Errorf("%s %s (may: %v): %q, %d forms", p.who, c.does, may, said, len(opened))
			}
			if seen := said; p.who != owner && p.who != manager && (strings.Contains(seen, "secretnote") ||
				strings.Contains(seen, "Zanzibar")) {
				t.Errorf("%s %s and reads of it: %q", p.who, c.does, seen)
			}
			for _, v := range opened {
				w.slack.CloseView(t.Context(), p.id, v.ID)
			}
		}
	}
}
