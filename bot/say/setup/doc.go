// Package setup says how things are set: a rep's settings and their form, teams, and who reads a team's summary.
// What was changed is named first, and what follows from it after.
package setup
