// Package qualify holds what to find out of a prospect: the gate before anything is sent, three ticks and a question
// ([Gate]), and the questions that find what they care about most ([Discover]). The words are part of the program; what
// a team asks in its own stands in its scripts.
package qualify

import (
	"fmt"
	"sync"

	"github.com/followup-coach/followup/coach/rulefile"
)

// Gate is what was known before anything was sent: the three ticks of S0.25 and the answer to the qualifying question
// (S3.19).
type Gate struct {
	Need    bool `json:"need,omitempty"`    // a specific need was uncovered
	Value   bool `json:"value,omitempty"`   // they will value what they get
	Decides bool `json:"decides,omitempty"` // whoever gets it decides
	Fits    bool `json:"fits,omitempty"`    // by the team's own criteria, where it has written some (S3.17)
	// "if you like what you see, we have a good chance": yes or no; nil for not asked
	Agreed *bool `json:"agreed,omitempty"`
}

// Open reports whether the gate lets material through. criteria are the team's own; where it has none nobody is asked
// whether they are met.
func (g Gate) Open(criteria string) bool { return len(g.Missing(criteria)) == 0 }

// GateQuestion is one tick of the gate before sending, with what to say while it is missing.
type GateQuestion struct {
	Tick   string // what holds when it is ticked
	Ask    string // what to say to find out
	Source string
}

// GateQuestions are the three ticks (S0.25), whether they fit by a team's own criteria (S3.17), and the qualifying
// question (S3.19).
type GateQuestions struct{ Need, Value, Decides, Fits, Agreed GateQuestion }

// Gates are the questions of the gate. They are part of the program: what a team says in its own words stands in its
// scripts.
func Gates() GateQuestions { return gates() }

var gates = sync.OnceValue(func() GateQuestions {
	var q GateQuestions
	ms := rulefile.Decode("data/gate.yaml", rulefile.Embedded("data/gate.yaml"), &q)
	for name, one := range map[string]GateQuestion{"need": q.Need, "value": q.Value, "decides": q.Decides, "fits": q.Fits,
		"agreed": q.Agreed} {
		if one.Tick == "" || one.Ask == "" || one.Source == "" {
			ms.Add(name, "tick, ask and source are needed")
		}
	}
	if err := ms.Err(); err != nil {
		panic(err) // the file is compiled in and tested
	}
	return q
})

// Missing are the questions to ask before anything is sent: those of the ticks that are not set, and the qualifying one
// when it was answered with no. With all ticks set nothing is missing although nobody asked it. Whether they fit is
// asked only where the team has written criteria.
func (g Gate) Missing(criteria string) []GateQuestion {
	q := Gates()
	var out []GateQuestion
	for _, c := range []struct {
		set bool
		q   GateQuestion
	}{{g.Need, q.Need}, {g.Value, q.Value}, {g.Decides, q.Decides}, {g.Fits || criteria == "", q.Fits},
		{g.Agreed == nil || *g.Agreed, q.Agreed}} {
		if !c.set {
			out = append(out, c.q)
		}
	}
	return out
}

// Discovery is a question that finds out what a prospect cares about most (S3.22).
type Discovery struct {
	Ask    string
	Source string
}

// discoveryShown is how many questions stand in one answer: as many as one remembers until the next call.
const discoveryShown = 3

// Discover are the questions to ask next of a lead with so many touches. They take turns with its talks, so that who
// asked three and learned nothing gets three others.
func Discover(touches int) []Discovery {
	all := discoveries()
	out := make([]Discovery, 0, discoveryShown)
	from := touches / 2 * discoveryShown
	for k := range min(discoveryShown, len(all)) {
		out = append(out, all[(from+k)%len(all)])
	}
	return out
}

var discoveries = sync.OnceValue(func() []Discovery {
	var file struct{ Questions []Discovery }
	ms := rulefile.Decode("data/discovery.yaml", rulefile.Embedded("data/discovery.yaml"), &file)
	if len(file.Questions) < discoveryShown {
		ms.Add("questions", "at least %d are needed", discoveryShown)
	}
	for i, q := range file.Questions {
		if q.Ask == "" || q.Source == "" {
			ms.Add(fmt.Sprintf("questions.%d", i), "ask and source are needed")
		}
	}
	if err := ms.Err(); err != nil {
		panic(err) // the file is compiled in and tested
	}
	return file.Questions
})
