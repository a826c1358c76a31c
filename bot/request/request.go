package request

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// The kinds of requests. They decide how an answer travels and label the metrics.
const (
	KindCommand  = "command"
	KindClick    = "click"
	KindSubmit   = "submit"
	KindClosed   = "closed"
	KindShortcut = "shortcut"
	KindEvent    = "event"
	KindMessage  = "message" // a line written to the bot in its own messages
	KindSuggest  = "suggest" // a field that asks what it offers, at each letter that is typed into it
	KindUnknown  = "unknown"
)

// Request is one thing a person did, read out of an envelope: who, what, and where the answer goes.
type Request struct {
	Kind string
	Name string // action id, callback id, event type; of a command its first word, set when it is parsed
	Key  string // names the request for deduplication: the same for each delivery of it

	User, Team, Enterprise string
	Text                   string // what was typed after /followup, as Slack sends it, or so far into a field
	Given                  string // …and as they typed it
	Trigger                string // opens one form within three seconds
	ResponseURL            string
	Channel, MessageTS     string        // where the clicked message is, or the one that somebody wrote…
	Message                []slack.Block // …and its copy, which Slack sends along unless it is ephemeral
	Thread                 string        // ts of the message that begins its thread; empty outside of threads
	// Ephemeral: the clicked message is seen by one person and can be replaced by ResponseURL only
	Ephemeral bool
	// Posted: the answer stands among the bot's messages for good: that to a written line, and each to a click on one
	Posted bool

	Action *slack.BlockAction
	View   *slack.View
	Event  any // the inner event of slackevents, or the *slack.Message that a shortcut is for

	Envelope string    // the id of the envelope, for an operator
	Retry    int       // how often Slack delivered the event before
	AckBy    time.Time // wall time until which Slack waits for the acknowledgement
	Label    string    // names the request for metrics and logs, out of a closed set
	Now      time.Time
	Person   Person

	// Owner is whose leads are meant: the acting person's own, or another rep's whose manager acts on them, or a
	// colleague, who covers for them.
	Owner    string
	Cover    *Cover         // of a colleague who covers; nil for everybody else
	Rep      *coach.Rep     // the record of the rep whose leads are meant, once it was read
	Counters coach.Counters // …and what their figures are made of, where it was asked for
	Agreed   []coach.Agreed // …and their agreed calls, likewise
	// Called are names that a command's line begins with as a whole, for the first read of leads to look up: a lead may be
	// called "Close Call". nil once that was done.
	Called  []string
	Several bool // one of several lines of a command: its answer is a part of theirs
	Writes  bool // a change was begun, so that a store that hangs leaves its fate open
}

// value is what the clicked element carries: a button's value, or the chosen option of a menu.
func (req *Request) value() string {
	if req.Action == nil {
		return ""
	}
	if v := req.Action.SelectedOption.Value; v != "" {
		return v
	}
	return req.Action.Value
}

// PostedMark ends the nonce in the block ids of posted answers, which tells a click on one from a click on a message
// that the bot sent by itself.
const PostedMark = "_dm"

// PostedAnswer reports whether a block id is one of a posted answer.
func PostedAnswer(blockID string) bool {
	_, behind, _ := strings.Cut(blockID, ".")
	nonce, _, _ := strings.Cut(behind, ".")
	return strings.HasSuffix(nonce, PostedMark)
}

// OwnAnswer reports whether the clicked message is the answer to something that its only reader typed or tapped: an
// ephemeral one or a posted one. What comes of the click takes its place; in a digest only the lead's card is replaced.
func (req *Request) OwnAnswer() bool { return req.Ephemeral || req.Posted }

// OnForm reports whether a click was made in a form.
func (req *Request) OnForm() bool { return req.View != nil && req.View.Type == slack.VTModal }

// Inputs are the block ids of the inputs of the form that was sent, in its order.
func (req *Request) Inputs() []string {
	var ids []string
	for _, block := range req.View.Blocks.BlockSet {
		if in, ok := block.(*slack.InputBlock); ok {
			ids = append(ids, in.BlockID)
		}
	}
	if len(ids) == 0 && req.View.State != nil {
		ids = slices.Sorted(maps.Keys(req.View.State.Values))
	}
	return ids
}

// Surfaces whose ephemeral answers are rendered again after a tap on one of their cards: Slack sends no copy of an
// ephemeral message along with a click, so the message's kind is written into its block ids.
const (
	OnToday = "today"
	OnShow  = "show"
	OnPrep  = "prep"
	OnGo    = "go" // a call block

	OnSeveral = "several" // what is tapped there is answered beneath: the other lines still need it
)

// Surface is the kind of the message that was clicked, empty when it has none.
func (req *Request) Surface() string {
	if req.Action == nil {
		return ""
	}
	parts := strings.SplitN(req.Action.BlockID, ".", 3)
	if len(parts) < 2 {
		return ""
	}
	kind, _, found := strings.Cut(parts[1], "-")
	if !found {
		return ""
	}
	return kind
}

// Typed is what is given back to somebody whose words were not taken: the whole command as they typed it or the line as
// they wrote it, not as Slack escapes it.
func (req *Request) Typed() string {
	switch given := strings.TrimSpace(req.Given); {
	case given == "":
		return ""
	case req.Kind == KindMessage:
		return given
	case req.Kind == KindCommand:
		return "/followup " + req.Given
	}
	return ""
}

// Zone is the acting person's: the rep's once their record was read, before that what Slack says.
func (req *Request) Zone() *time.Location {
	if req.Rep != nil || req.Cover != nil {
		return req.Reads().Location()
	}
	if loc, err := time.LoadLocation(req.Person.TZ); err == nil && req.Person.TZ != "" {
		return loc
	}
	return time.UTC
}

// FirstLine is the first line of a sentence without its formatting, for a form's field, which shows none.
func FirstLine(s string) string {
	s = strings.NewReplacer("*", "", "`", "").Replace(s)
	lines := strings.Split(s, "\n")
	return strings.TrimSpace(lines[0])
}
