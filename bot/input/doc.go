// Package input is what a typed line means: its command, whose lead it starts with ([LeadResolver]), which outcome
// follows, and what else was said of it ([LogArgs], [CallDetails], facts by key). Names that exist win over every
// keyword, the longest first; then likeness decides, and where it can't, a [Clarification] is asked for. Keys in a line
// (hot:"…", promise:"…") are no words of its note.
package input
