// Package setup says how things are set: a rep's settings and their form, teams, and who reads a team's summary.
// What was changed is named first, and what follows from it after.
//
//   - settings.go: all settings, the form behind [Change…], the answer to a change of one.
//   - team.go: a team, the list of teams, when its summary comes, and which team a line is about.
//
// Each setting is shown in the words that set it when they are typed behind the command. What keeps a summary from its
// channel is said with the change, and not on the day on which it should have come.
package setup
