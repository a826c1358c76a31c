package coach

import (
	"fmt"
	"sync"
)

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
	ms := decode("data/discovery.yaml", embedded("data/discovery.yaml"), &file)
	if len(file.Questions) < discoveryShown {
		ms.add("questions", "at least %d are needed", discoveryShown)
	}
	for i, q := range file.Questions {
		if q.Ask == "" || q.Source == "" {
			ms.add(fmt.Sprintf("questions.%d", i), "ask and source are needed")
		}
	}
	if err := ms.err(); err != nil {
		panic(err) // the file is compiled in and tested
	}
	return file.Questions
})
