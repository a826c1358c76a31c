package coach

import (
	"slices"
	"time"
)

// MaxStories is how many entries a team's library has room for; the text of one is at most [MaxFact] characters.
const MaxStories = 50

// Has reports whether somebody belongs to the team, as a rep or as a manager.
func (t Team) Has(user string) bool {
	return slices.Contains(t.Reps, user) || slices.Contains(t.Managers, user)
}

// WithStory is the team with one more entry in its library. Where there is no room, entries that have expired make it,
// the oldest first; ok is false when none has.
func (t Team) WithStory(s Story, now time.Time) (with Team, ok bool) {
	t.Stories = slices.Clone(t.Stories)
	for len(t.Stories) >= MaxStories {
		i := slices.IndexFunc(t.Stories, func(x Story) bool { return !(Why{Until: x.Until}).Fresh(now) })
		if i < 0 {
			return t, false
		}
		t.Stories = slices.Delete(t.Stories, i, i+1)
	}
	t.Stories = append(t.Stories, s)
	return t, true
}

// WithoutStory is the team without one entry of its library; ok is false when there is none of that id.
func (t Team) WithoutStory(id string) (without Team, ok bool) {
	i := slices.IndexFunc(t.Stories, func(x Story) bool { return x.ID == id })
	if i < 0 {
		return t, false
	}
	t.Stories = slices.Delete(slices.Clone(t.Stories), i, i+1)
	return t, true
}

// StoryUntil is when an entry of a kind says nothing any more unless somebody says otherwise: what is timely or news
// grows old (S1.18, S1.19), a success story does not.
func (r *Rules) StoryUntil(k WhyKind, now time.Time) time.Time {
	if k != WhyTimely && k != WhyNews {
		return time.Time{}
	}
	return now.AddDate(0, 0, r.limits.NewsDays).UTC()
}
