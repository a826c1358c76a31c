package coach

import "sync"

// GateQuestion is one tick of the gate before sending, with what to say while it is missing.
type GateQuestion struct {
	Tick   string // what holds when it is ticked
	Ask    string // what to say to find out
	Source string
}

// GateQuestions are the three ticks (S0.25) and the qualifying question (S3.19).
type GateQuestions struct{ Need, Value, Decides, Agreed GateQuestion }

// Gates are the questions of the gate. They are part of the program: what a team says in its own words stands in its
// scripts.
func Gates() GateQuestions { return gates() }

var gates = sync.OnceValue(func() GateQuestions {
	var q GateQuestions
	ms := decode("data/gate.yaml", embedded("data/gate.yaml"), &q)
	for name, one := range map[string]GateQuestion{"need": q.Need, "value": q.Value, "decides": q.Decides,
		"agreed": q.Agreed} {
		if one.Tick == "" || one.Ask == "" || one.Source == "" {
			ms.add(name, "tick, ask and source are needed")
		}
	}
	if err := ms.err(); err != nil {
		panic(err) // the file is compiled in and tested
	}
	return q
})

// Missing are the questions to ask before anything is sent: those of the ticks that are not set, and the qualifying one
// when it was answered with no. With all three ticks set nothing is missing although nobody asked it.
func (g Gate) Missing() []GateQuestion {
	q := Gates()
	var out []GateQuestion
	for _, c := range []struct {
		set bool
		q   GateQuestion
	}{{g.Need, q.Need}, {g.Value, q.Value}, {g.Decides, q.Decides}, {g.Agreed == nil || *g.Agreed, q.Agreed}} {
		if !c.set {
			out = append(out, c.q)
		}
	}
	return out
}
