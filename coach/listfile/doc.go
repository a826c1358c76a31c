// Package listfile reads the lists of prospects that people have: exports of other sales tools, address books, columns
// of telephone numbers. [Open] finds out how a file is written (its encoding, what stands between its cells, what its
// columns hold) and [Reader.Next] hands out its rows one by one, each a draft of a lead or a refusal with its line. A
// file is never held in memory as a whole, and never more than one row of it.
//
// What a column holds is told by its header: the synonyms of headers.go are those of the public export formats of
// HubSpot, Salesforce, Pipedrive, Close and Outreach and of plain address books. A file without headers is read by what
// its first row looks like. A column that nobody knows is passed over, or kept as a fact of the installation's own.
//
// Nothing is guessed about a prospect: what can't be read refuses its row, and the row says why.
package listfile
