// Package library explains: help, plain words that are no command, tips with their sources, scripts of a call, and the
// stories of a team.
//
//   - help.go: topics of the help, and what to type instead of words that do nothing.
//   - script.go, library.go: what to say, branch by branch, and a team's stories.
//   - messages.go: a tip and its sources.
//   - mute.go, wording.go: a team's own tips and phrases, and what is muted.
//
// Help has a page of 90 words for each topic; the outcomes are a list to look up in and made of what the installation
// has. Every example in it can be typed as it stands. A word that does nothing is offered nowhere: who types one reads
// in a sentence what does it, with a button for the line where it can be run at once.
//
// A script is to be said, so it is shown line by line, with whom it speaks for; what may not be said is a line in
// words as well, never a colour. Each tip says how strong what it rests on is, and names its sources when asked. A
// story of the team is offered while it is young enough to be true, and who added it stands beside it.
//
// Buttons for how a call ended stand below the branch of the script that leads there, so that one tap saves it. Texts
// for a topic that there is not offer the topics that there are, and nothing here changes a lead: explaining is free of
// consequences, so no answer of this package needs to be taken back.
//
// Which words are plain and what they mean is read by package input; here is only what is answered to each.
package library
