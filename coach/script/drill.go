package script

import (
	"slices"

	"github.com/followup-coach/followup/coach/template"
)

// Turns is how many turns a drill has at most.
const Turns = 3

// Exchange is one turn of a drill: what the prospect says, and what the script says to it.
type Exchange struct {
	Branch Branch
	They   string // the prospect's line, to be answered
	Say    string // the script's line, filled for the prospect of practice
	Source string
	Dated  bool // the script asks for a day and an hour here (S1.7)
	Hot    bool // …names what matters to them (S3.21)
}

// Practiced lists the branches that can be practiced, in the order of a call.
func (t *Tree) Practiced() []Branch {
	return slices.DeleteFunc(t.Branches(), func(b Branch) bool { return !b.Practiced() })
}

// Practiced reports whether a branch can be practiced: the prospect says something in it.
func (b Branch) Practiced() bool {
	return slices.ContainsFunc(b.turns, func(t turn) bool { return t.they != "" })
}

// Drill is the turns of a talk that takes a branch: the branch's own, then those of the branches that can follow, as a
// call goes on. There are fewer than [Turns] only where a team's own tree has no more, and none for a branch that can't
// be practiced.
func (t *Tree) Drill(id string, values map[string]string) (out []Exchange) {
	if b, ok := t.Branch(id); !ok || !b.Practiced() {
		return nil
	}
	seen := []string{id}
	for i := 0; i < len(seen); i++ {
		b, ok := t.Branch(seen[i])
		if !ok {
			continue
		}
		for _, x := range b.turns {
			if x.they == "" || x.sends && !t.multiCall {
				continue
			}
			out = append(out, Exchange{Branch: b, They: x.they, Say: template.First(x.say, values), Source: x.source,
				Dated: template.Uses(x.say, "slot1"), Hot: template.Uses(x.say, "hot")})
			if len(out) == Turns {
				return out
			}
		}
		for _, next := range b.Next {
			if !slices.Contains(seen, next) {
				seen = append(seen, next)
			}
		}
	}
	return out
}
