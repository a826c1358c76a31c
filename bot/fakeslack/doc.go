// Package fakeslack is a strict local Slack: one workspace with one installed app, over a real Web API and real
// sockets.
//
// It exists so that tests and the demo run the very code that talks to slack.com, and it is a good stand-in only if it
// is at least as hard as the real one. So it enforces what Slack enforces and says which rule was broken: Block Kit's
// limits and surfaces, scopes, posting limits, trigger ids (three seconds, once), response urls (five posts, half an
// hour), acks (three seconds, 20,480 bytes, on the socket that carried the envelope) and the hash of a view. Timestamps
// are Slack's own wall time: a program that lives on a moved clock finds its posts in conversations.history at the time
// they were really made.
//
// # Playing a person
//
// The steps Command, Write, Edit, Click, Suggest, Fill, Submit, CloseView, OpenHome, Shortcut and MessageShortcut block
// until the app has acked or the deadline is over, and return what the person would see: the ephemeral answer, the
// errors on a form, or Slack's own words of failure. Messages, Views and Home show the workspace through one person's
// eyes.
//
//	s := fakeslack.New(fakeslack.Config{})
//	s.AddUser(fakeslack.User{ID: "U1", Name: "ana", TZ: "America/New_York"})
//	err := s.Listen("127.0.0.1:0")
//	api := slack.New("xoxb-local", slack.OptionAppLevelToken("xapp-1-local"), slack.OptionAPIURL(s.APIURL()))
//	// … run the app on api …
//	out := s.Command(ctx, "U1", s.DM("U1"), "/followup", "today")
//
// # Sockets
//
// A ticket of apps.connections.open is good for one dial; ten sockets may be open. Each envelope goes to exactly one of
// them, in turn. What a socket was given and did not ack before it ended is handed to the next socket, slash commands
// too; an event is handed out again up to three times (retry_attempt, retry_reason), even if no socket was there when
// it happened. A person waits for one deadline only: the ack of a later redelivery counts for the ledger, and nobody
// sees its answer.
//
// # The ledger and the levers
//
// The ledger keeps every request, refusal, envelope, ack and post in order, so a test can compare what was asked with
// what was done. Refusals lists what the app did wrong; a well-behaved app leaves it empty. The levers make trouble on
// purpose and never by chance: OnPost and OnCall decide call by call (refuse, 429, hang, carry out and cut the answer),
// Disconnect, Drop and Freeze act on sockets, Resend repeats an envelope, RefuseOpens and Revoke lock the app out.
//
// # Where it is not Slack
//
// Files are uploaded and shown; they can't be read back, listed or deleted, and what Slack does with them in its own
// time is done at once. User groups, scheduled messages, threads as separate views, Enterprise Grid and suggestions
// outside of forms are not played; of the events of messages those in the app's own conversations are; methods outside
// the list in api.go answer unknown_method. Blocks that the table in blocks.go does not hold (video, call, file, plan,
// task_card, layout and auth_provider) are refused. Of message metadata the form is checked and not the size. The burst
// above one message a second and channel is not published by Slack; the server allows four. Slack does not say whether
// an ack on another socket counts; here it does not.
package fakeslack
