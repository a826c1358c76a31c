// Package imports brings lists of leads in, from a form or from the command line: what a file would change
// ([Importer.Preview]), the change, part by part ([Importer.Write]), and the way back ([Importer.Revert]). It knows
// nothing of Slack; how rows are read is package listfile's, how they are stored package store's.
//
// What becomes of a row is decided by [plan] from what the store answers for a hundred rows at a time: new; an existing
// lead whose gaps it fills; a double, by number, address, id or name; blocked; or refused. The preview and the write
// decide alike, and a list that was interrupted goes on behind the last part that was written.
package imports
