package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// ExactBranch is the id of the branch that words name by its id, its title, or the outcome that it ends with; "" for
// none. Case, accents and marks don't matter.
func ExactBranch(ws []words.Word, all []coach.Branch) string {
	key := names.Normalize(strings.Join(words.Texts(ws), " "))
	if key == "" {
		return ""
	}
	for _, branch := range all {
		if names.Normalize(branch.ID) == key || names.Normalize(branch.Title) == key {
			return branch.ID
		}
	}
	if o, used, ok := outcome.Parse(words.Texts(ws)...); ok && used == len(ws) {
		for _, branch := range all {
			if branch.Outcome == o {
				return branch.ID
			}
		}
	}
	return ""
}

// BranchNamed is the branch that words mean: an exact one, else the only one whose title holds them. Words that merely
// resemble a title name no branch: "" has them asked about.
func BranchNamed(ws []words.Word, all []coach.Branch) string {
	if id := ExactBranch(ws, all); id != "" {
		return id
	}
	hits := names.Match(strings.Join(words.Texts(ws), " "), branchIndex(all))
	if len(hits) == 1 && hits[0].Kind != names.Typo {
		return hits[0].ID
	}
	return ""
}

// NearBranches are the branches that words may have meant, by title before by id, at most as many as a question offers
// ([Offered]).
func NearBranches(text string, all []coach.Branch) (out []coach.Branch) {
	var ids, every []string
	for _, hit := range names.Match(text, branchIndex(all)) {
		ids = append(ids, hit.ID)
	}
	for _, branch := range all {
		every = append(every, branch.ID)
	}
	ids = append(ids, names.Near(text, every)...)
	for i, id := range ids {
		at := slices.IndexFunc(all, func(b coach.Branch) bool { return b.ID == id })
		if at >= 0 && slices.Index(ids, id) == i && len(out) < Offered {
			out = append(out, all[at])
		}
	}
	return out
}

// branchIndex is the titles of branches, for finding one by a part of its title.
func branchIndex(all []coach.Branch) (index []names.Entry) {
	for _, branch := range all {
		index = append(index, names.Entry{ID: branch.ID, Name: branch.Title})
	}
	return index
}
