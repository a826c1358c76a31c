package coach

import "slices"

// notesShown is how many notes are shown of a lead.
const notesShown = 3

// Notes are the last notes of a lead, newest first (S3.20). What was added to a call on the page behind it is that
// call's: its note comes with the call's outcome. touches are the end of a history, in any order.
func Notes(touches []Touch) []Touch {
	all := slices.Clone(touches)
	slices.SortStableFunc(all, func(a, b Touch) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return int(b.Seq - a.Seq)
	})
	var notes []Touch
	for i, t := range all {
		if blankText(t.Note) {
			continue
		}
		if t.Outcome == Details || t.Outcome == Explained {
			before := slices.IndexFunc(all[i+1:], func(x Touch) bool { return x.Outcome.Info().Group != Decision })
			if before >= 0 {
				t.Outcome = all[i+1+before].Outcome
			}
		}
		if notes = append(notes, t); len(notes) == notesShown {
			break
		}
	}
	return notes
}
