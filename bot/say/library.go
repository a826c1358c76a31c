package say

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// The team's library: what there is to tell, in one message of at most 50 blocks, and the answers to adding and
// removing. An entry that was taken out is given back as the line that adds it again, for undo does not reach teams.

// storyKinds are the kinds of entries as people call them.
var storyKinds = map[coach.WhyKind]string{coach.WhyStory: "Success story", coach.WhyTimely: "Timely",
	coach.WhyNews: "News"}

// Library shows what teams have to tell, numbered through as `remove` counts.
func Library(to Reader, teams []coach.Team) Reply {
	p := &page{to: to}
	n, left := 0, 0
	for _, t := range teams {
		lines := []string{"*What " + quote(t.Name, nameLength) + " has to tell*, " + libraryCount(t)}
		if len(t.Stories) == 0 {
			lines = append(
				lines, "Nothing yet. `/followup team library add \"A hotel like theirs saved a day a week\" industry:hotels`")
		}
		for i, s := range t.Stories {
			if len(p.blocks) >= libraryBlocks {
				n, left = n+len(t.Stories)-i, left+len(t.Stories)-i
				break
			}
			n++
			line := strconv.Itoa(n) + ". " + to.story(s)
			if blockkit.Len(strings.Join(lines, "\n"))+blockkit.Len(line) >= blockkit.MaxText {
				p.section(strings.Join(lines, "\n"))
				lines = nil
			}
			lines = append(lines, line)
		}
		if len(lines) > 0 && len(p.blocks) <= libraryBlocks {
			p.section(strings.Join(lines, "\n"))
		}
	}
	if left > 0 {
		p.context("And " + thousands(left) + " more. `/followup team library team:\"" + quote(teams[len(teams)-1].Name,
			nameLength) + "\"` shows one team's.")
	}
	if n > 0 {
		p.context(
			"Each of them stands in the prep of the leads that it fits. `/followup team library remove 1` takes one out.")
	}
	return p.reply()
}

// libraryBlocks bounds the blocks of a list: a message takes fifty, and entries full of signs that must be escaped need
// one each.
const libraryBlocks = 46

// libraryCount says how full a library is.
func libraryCount(t coach.Team) string {
	return fmt.Sprintf("%d of %d", len(t.Stories), coach.MaxStories)
}

// story is an entry in a line or two.
func (to Reader) story(s coach.Story) string {
	words := "*" + cmp.Or(storyKinds[s.Kind], "Reason") + ":* “" + quote(s.Text, coach.MaxFact) + "”"
	var more []string
	if s.Industry != "" {
		more = append(more, "industry: "+quote(s.Industry, shortLength))
	}
	if s.Problem != "" {
		more = append(more, "problem: "+quote(s.Problem, shortLength))
	}
	switch {
	case s.Until.IsZero():
	case to.Now.Before(s.Until):
		more = append(more, "until "+to.lastDay(s))
	default:
		more = append(more, "over since "+to.lastDay(s))
	}
	if s.By != "" {
		more = append(more, "from "+mention("@", s.By))
	}
	if len(more) > 0 {
		words += "\n      " + strings.Join(more, " · ")
	}
	return words
}

// lastDay is the day on which an entry stands in a prep for the last time: Until itself is no longer in it.
func (to Reader) lastDay(s coach.Story) string { return to.day(s.Until.Add(-1)) }

// LibraryAdded confirms a new entry. aged: nobody said until when it holds.
func LibraryAdded(to Reader, t coach.Team, s coach.Story, aged bool) Reply {
	p := &page{to: to}
	s.By = ""
	p.section("✓ *Added* to what " + quote(t.Name, nameLength) + " has to tell, " + libraryCount(t) + ":\n" + to.story(s))
	notes := "Everybody in the team finds it in the prep of the leads that it fits."
	if aged && !s.Until.IsZero() {
		notes += " What is " + strings.ToLower(cmp.Or(storyKinds[s.Kind], "Reason")) +
			" grows old; `until:\"30 Nov\"` sets another last day."
	}
	p.context(notes + " `undo` is for leads and settings: `/followup team library remove " + quote(s.ID, 20) +
		"` takes this out again.")
	return p.reply()
}

// LibraryRemoved confirms that an entry is gone and gives back the line that brings it back.
func LibraryRemoved(to Reader, t coach.Team, s coach.Story) Reply {
	p := &page{to: to}
	p.section("✓ *Taken out* of what " + quote(t.Name, nameLength) + " has to tell, " + libraryCount(t) + ":\n" +
		to.story(s))
	p.context("`undo` is for leads and settings. This line brings it back:")
	// Quotation marks would end the value in the line, so they come back as apostrophes.
	line := `/followup team library add "` + strings.ReplaceAll(s.Text, `"`, "'") + `" ` + string(s.Kind)
	for _, more := range []struct{ key, value string }{{"industry", s.Industry}, {"problem", s.Problem}} {
		if more.value != "" {
			line += " " + more.key + `:"` + strings.ReplaceAll(more.value, `"`, "'") + `"`
		}
	}
	if to.Now.Before(s.Until) {
		line += ` until:"` + to.dated(s.Until.Add(-1).In(to.zone())) + `"`
	}
	for _, piece := range typed(line) {
		p.section(piece)
	}
	return p.reply()
}
