// Package ids holds the names that come back from Slack: action ids of buttons and menus, and what their values say.
// Messages of months ago still have them, so a name that was sent once keeps its meaning, and new ones are added
// beside.
package ids
