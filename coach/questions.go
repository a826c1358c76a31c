package coach

import (
	"fmt"
	"sync"

	"github.com/followup-coach/followup/coach/rulefile"
)

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

// DiscoveryFor are the questions to ask a lead next. They take turns with the lead's talks, so that whoever asked three
// and learned nothing gets three others.
func DiscoveryFor(l Lead) []Discovery {
	all := discoveries()
	out := make([]Discovery, 0, discoveryShown)
	from := l.Progress.Touches / 2 * discoveryShown
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
