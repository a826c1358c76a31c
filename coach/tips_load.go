package coach

import (
	"fmt"
	"slices"
	"sync"
)

// tipFiles are the built-in tips, in the order in which they are chosen where nothing else tells them apart.
var tipFiles = [...]string{"data/tips.yaml", "data/tips_tries.yaml", "data/tips_talks.yaml", "data/tips_end.yaml"}

// builtInTips are read once, whatever rules are loaded.
var builtInTips = sync.OnceValues(func() ([]Tip,
	error) {
	var all []Tip
	for _, name := range tipFiles {
		tips, err := loadTips(name, embedded(name), all)
		if err != nil {
			return nil, err
		}
		all = append(all, tips...)
	}
	return all, nil
})

// loadTips reads a file of tips; each names its author, its evidence and what speaks against it (handbook §4). before
// are those of the files read before: no id is there twice.
func loadTips(name string, data []byte, before []Tip) ([]Tip, error) {
	var file struct {
		Tips []Tip
	}
	ms := decode(name, data, &file)
	ids := map[string]bool{}
	for _, t := range before {
		ids[t.ID] = true
	}
	for i, t := range file.Tips {
		path := fmt.Sprintf("tips.%d", i)
		if t.ID == "" || ids[t.ID] {
			ms.add(path+".id", "%q is empty or there twice", t.ID)
		}
		ids[t.ID] = true
		t.check(path, ms)
	}
	return file.Tips, ms.err()
}

// check notes what a tip lacks and what it has that nobody knows.
func (t Tip) check(path string, ms *mistakes) {
	if t.Title == "" || t.Text == "" || t.Topic == "" || t.Author == "" || t.Source == "" || t.Against == "" {
		ms.add(path, "title, text, topic, author, source and against are needed")
	}
	if !slices.Contains([]string{"A", "B", "C", "D"}, t.Strength) {
		ms.add(path+".strength", "%q: expected A, B, C or D", t.Strength)
	}
	if t.Cold != "" && !slices.Contains([]string{"A", "B", "C", "D"}, t.Cold) {
		ms.add(path+".cold", "%q: expected A, B, C or D", t.Cold)
	}
	if len(t.For) == 0 {
		ms.add(path+".for", "expected at least one situation")
	}
	for j, s := range t.For {
		if !slices.Contains(situations, s) {
			ms.add(fmt.Sprintf("%s.for.%d", path, j), "%q: expected one of %v", s, situations)
		}
	}
	for j, s := range t.When {
		if _, ok := conditions[s]; !ok {
			ms.add(fmt.Sprintf("%s.when.%d", path, j), "%q: expected one of %v", s, conditionNames())
		}
	}
}
