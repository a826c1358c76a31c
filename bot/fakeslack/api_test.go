package fakeslack_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func text(s string) slack.MsgOption { return slack.MsgOptionText(s, false) }

func delivery(id string) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "digest", EventPayload: map[string]any{"delivery": id}})
}

func TestTokensAndScopes(t *testing.T) {
	s := workspace(t, fakeslack.Config{Scopes: []string{"chat:write", "im:history"}})
	at := slack.OptionAPIURL(s.APIURL())
	good := client(s)
	for _, c := range []struct {
		name, want string
		call       func() error
	}{
		{"no token", "not_authed", func() error { _, err := slack.New("", at).AuthTestContext(t.Context()); return err }},
		{"wrong token", "invalid_auth", func() error {
			_,
				err := slack.New("xoxb-other", at).AuthTestContext(t.Context())
			return err
		}},
		{"app token for a bot's method", "not_allowed_token_type",
			func() error { _, err := slack.New("xapp-1-local", at).AuthTestContext(t.Context()); return err }},
		{"bot token for a socket", "not_allowed_token_type", func() error {
			_, _, err := slack.New("x", at, slack.OptionAppLevelToken("xoxb-local")).StartSocketModeContext(t.Context())
			return err
		}},
		{"users:read", "missing_scope", func() error { _, err := good.GetUserInfoContext(t.Context(), ana); return err }},
		{"channels:history", "missing_scope", func() error {
			_, err := good.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: room})
			return err
		}},
		{"im:history is granted", "", func() error {
			_, err := good.GetConversationHistoryContext(t.Context(),
				&slack.GetConversationHistoryParameters{ChannelID: s.DM(ana)})
			return err
		}},
		{"chat:write is granted", "", func() error {
			_, _,
				err := good.PostMessageContext(t.Context(), room, text("hi"))
			return err
		}},
		{"a method that is not played", "unknown_method",
			func() error { return good.AddPinContext(t.Context(), room, slack.ItemRef{Timestamp: "1.1"}) }},
	} {
		err := c.call()
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		var answer slack.SlackErrorResponse
		if c.want == "missing_scope" && (!errors.As(err, &answer) || answer.Needed != c.name ||
			answer.Provided != "chat:write,im:history") {
			t.Errorf("%s: needed %q, provided %q", c.name, answer.Needed, answer.Provided)
		}
	}
	who, err := good.AuthTestContext(t.Context())
	if err != nil || who.UserID != "U0BOT" || who.TeamID != "T0LOCAL" ||
		who.Header.Get("X-OAuth-Scopes") != "chat:write,im:history" {
		t.Errorf("auth.test %+v: %v", who, err)
	}
	s.Revoke(true)
	if _, err := good.AuthTestContext(t.Context()); err == nil || err.Error() != "token_revoked" {
		t.Errorf("revoked: %v", err)
	}
}

func TestRecipients(t *testing.T) {
	s := workspace(t, fakeslack.Config{Scopes: []string{"chat:write", "im:write", "channels:read", "groups:read"}})
	s.AddUser(fakeslack.User{ID: "U0GONE", Name: "gone", Deleted: true})
	s.AddUser(fakeslack.User{ID: "U0ROBOT", Name: "robot", Bot: true})
	s.AddUser(fakeslack.User{ID: "U0FAR", Name: "far", Stranger: true, TeamID: "T0OTHER"})
	s.AddChannel(fakeslack.Channel{ID: "C0OPEN", Name: "open", Members: []string{ana}})
	s.AddChannel(fakeslack.Channel{ID: "C0OLD", Name: "old", Archived: true, Members: []string{"U0BOT"}})
	s.AddChannel(fakeslack.Channel{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{ana}})
	api := client(s)
	for to, want := range map[string]string{
		ana: "", s.DM(ana): "", room: "", "U0GONE": "channel_not_found", "U0ROBOT": "cannot_dm_bot",
		"U0FAR":  "channel_not_found",
		"C0OPEN": "not_in_channel", "C0OLD": "is_archived", "C0SECRET": "channel_not_found", "C0NONE": "channel_not_found",
	} {
		_, _, err := api.PostMessageContext(t.Context(), to, text("hi"))
		if got := fmt.Sprint(err); got != want && (want != "" || err != nil) {
			t.Errorf("to %s: %s, want %q", to, got, want)
		}
	}
	for user, want := range map[string]string{ana: "", "U0GONE": "user_disabled", "U0FAR": "user_not_visible",
		"U0NONE": "user_not_found"} {
		ch, _, _, err := api.OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{user}})
		if got := fmt.Sprint(err); got != want && (want != "" || err != nil || ch.ID != s.DM(user)) {
			t.Errorf("open %s: %s, want %q", user, got, want)
		}
	}
	if _, err := api.PostEphemeralContext(t.Context(), "C0OPEN", ben, text("hi")); err == nil {
		t.Error("an ephemeral message reached somebody outside the channel")
	}
	info, err := api.GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: "C0OPEN"})
	if err != nil || info.IsMember || info.IsArchived || info.Name != "open" {
		t.Errorf("conversations.info %+v: %v", info, err)
	}
	// Asking whether a channel may be seen breaks no rule; posting there without having asked does.
	before := len(s.Refusals())
	if _, err := api.GetConversationInfoContext(t.Context(),
		&slack.GetConversationInfoInput{ChannelID: "C0SECRET"}); fmt.Sprint(err) != "channel_not_found" ||
		len(s.Refusals()) != before {
		t.Errorf("conversations.info of a private channel without the app: %v, %v", err, s.Refusals()[before:])
	}
}

func TestUsers(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	s.AddUser(fakeslack.User{ID: "U0GUEST", Name: "guest", Restricted: true, Locale: "de-DE"})
	api := client(s)
	u, err := api.GetUserInfoContext(t.Context(), "U0GUEST")
	if err != nil || !u.IsRestricted || u.Locale != "" && u.Locale != "de-DE" {
		t.Errorf("guest %+v: %v", u, err)
	}
	all, err := api.GetUsersContext(t.Context(), slack.GetUsersOptionLimit(2))
	if err != nil || len(all) != 4 || all[1].ID != ana || all[1].TZ != "America/New_York" || !all[0].IsBot {
		t.Errorf("users.list %+v: %v", all, err)
	}
	if n := count(s, fakeslack.KindRequest); n != 3 {
		t.Errorf("four people in pages of two take two calls; the ledger has %d requests", n)
	}
	s.AddChannel(fakeslack.Channel{ID: "C0PUB", Name: "pub"})
	if out := s.Command(t.Context(), "U0GUEST", "C0PUB", "/followup", "x"); !strings.Contains(out.Failure, "not in") {
		t.Errorf("a guest has only the channels they are in: %+v", out)
	}
}

func TestALostAnswerIsFoundInHistory(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	api := client(s)
	s.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N == 2 {
			return fakeslack.CutAnswer
		}
		return fakeslack.None
	})
	began := time.Now()
	for n := range 3 {
		_, _, err := api.PostMessageContext(t.Context(), ana, text("digest"), delivery(fmt.Sprint("d", n+1)))
		if lost := n == 1; lost != (err != nil) {
			t.Fatalf("post %d: %v", n+1, err)
		}
	}
	look := func(p slack.GetConversationHistoryParameters) []slack.Message {
		p.ChannelID = s.DM(ana)
		h, err := api.GetConversationHistoryContext(t.Context(), &p)
		if err != nil {
			t.Fatal(err)
		}
		return h.Messages
	}
	full := look(slack.GetConversationHistoryParameters{IncludeAllMetadata: true,
		Oldest: fmt.Sprintf("%d.000000", began.Unix()-1)})
	if len(full) != 3 || full[0].Metadata.EventPayload["delivery"] != "d3" ||
		full[1].Metadata.EventPayload["delivery"] != "d2" {
		t.Errorf("history, newest first: %+v", full)
	}
	if plain := look(slack.GetConversationHistoryParameters{}); plain[0].Metadata.EventType != "digest" ||
		plain[0].Metadata.EventPayload != nil {
		t.Errorf("without include_all_metadata only the event type is told: %+v", plain[0].Metadata)
	}
	if later := look(slack.GetConversationHistoryParameters{Oldest: full[1].Timestamp}); len(later) != 1 ||
		later[0].Timestamp != full[0].Timestamp {
		t.Errorf("oldest is exclusive: %d", len(later))
	}
	page, err := api.GetConversationHistoryContext(t.Context(),
		&slack.GetConversationHistoryParameters{ChannelID: s.DM(ana), Limit: 2})
	if err != nil || len(page.Messages) != 2 || !page.HasMore {
		t.Fatalf("first page %+v: %v", page, err)
	}
	if rest := look(slack.GetConversationHistoryParameters{Limit: 2,
		Cursor: page.ResponseMetaData.NextCursor}); len(rest) != 1 || rest[0].Timestamp != full[2].Timestamp {
		t.Errorf("second page %+v", rest)
	}
	noRefusals(t, s)
}

func TestTimestampsRise(t *testing.T) {
	at := newClock()
	s := workspace(t, fakeslack.Config{Now: at.Now})
	last := ""
	for range 20 {
		m := s.Say(fakeslack.Message{User: ana, Channel: room, Text: "hi"})
		if m.TS <= last || !strings.HasPrefix(m.TS, "1772442000.") {
			t.Fatalf("%s after %s", m.TS, last)
		}
		last = m.TS
	}
}

func TestUpdateAndDelete(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	api := client(s)
	ch, ts, err := api.PostMessageContext(t.Context(), ana, text("Acme"), delivery("d1"),
		slack.MsgOptionBlocks(blocksOf(t, card).BlockSet...))
	if err != nil {
		t.Fatal(err)
	}
	update := func(channel, ts string, opts ...slack.MsgOption) string {
		_, _, _, err := api.UpdateMessageContext(t.Context(), channel, ts, opts...)
		return strings.TrimPrefix(fmt.Sprint(err), "<nil>")
	}
	if got := update(ch, ts, text("✓ Acme")); got != "" {
		t.Fatal(got)
	}
	if m := s.Messages(ch, ana)[0]; m.Blocks != nil || m.Text != "✓ Acme" || !m.Edited ||
		!strings.Contains(string(m.Metadata), "d1") {
		t.Errorf("a text without blocks removes them, and metadata stays: %+v", m)
	}
	theirs := s.Say(fakeslack.Message{User: ana, Channel: room, Text: "hello"})
	if got := update(ch, ts, text(strings.Repeat("x", 4000))); got != "" {
		t.Errorf("4000 characters: %s", got)
	}
	for want, got := range map[string]string{
		"msg_too_long": update(ch, ts, text(strings.Repeat("x", 4001))), "channel_not_found": update(ana, ts, text("x")),
		"message_not_found": update(ch, "1.1", text("x")), "cant_update_message": update(room, theirs.TS, text("x")),
		"no_text": update(ch, ts),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if _, _, err := api.DeleteMessageContext(t.Context(), ch, ts); err != nil || len(s.Messages(ch, ana)) != 0 {
		t.Errorf("delete: %v, %d left", err, len(s.Messages(ch, ana)))
	}
	if _, _, err := api.DeleteMessageContext(t.Context(), room, theirs.TS); err == nil ||
		err.Error() != "cant_delete_message" {
		t.Errorf("deleting a person's message: %v", err)
	}
}

func TestMetadataSchema(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	api := client(s)
	for name, c := range map[string]struct {
		payload map[string]any
		want    string
	}{
		"scalars and flat objects": {map[string]any{"a": 1, "b": "x", "c": []any{map[string]any{"d": true}},
			"e": map[string]any{"f": 1}}, ""},
		"an object in an object": {map[string]any{"a": map[string]any{"b": map[string]any{}}}, "invalid_metadata_schema"},
		"a list in a list":       {map[string]any{"a": []any{[]any{1}}}, "invalid_metadata_schema"},
		"no payload":             {nil, "invalid_metadata_schema"},
	} {
		_, _, err := api.PostMessageContext(t.Context(), ana, text("x"),
			slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "e", EventPayload: c.payload}))
		if got := strings.TrimPrefix(fmt.Sprint(err), "<nil>"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestPace(t *testing.T) {
	at := newClock()
	s := workspace(t, fakeslack.Config{Now: at.Now, Pace: true, WorkspacePerMinute: 60})
	for n := range 10 {
		s.AddUser(fakeslack.User{ID: fmt.Sprint("U0REP", n), Name: fmt.Sprint("rep", n)})
	}
	api := client(s)
	send := func(to string) time.Duration {
		_, _, err := api.PostMessageContext(t.Context(), to, text("x"))
		var limited *slack.RateLimitedError
		if err != nil && !errors.As(err, &limited) {
			t.Fatal(err)
		}
		if limited == nil {
			return 0
		}
		return limited.RetryAfter
	}
	for n := range 4 {
		if w := send(ana); w != 0 {
			t.Fatalf("post %d of a short burst waits %v", n+1, w)
		}
	}
	if w := send(ana); w != time.Second {
		t.Errorf("the fifth at once waits %v", w)
	}
	refused(t, s, "one message a second and channel")
	at.Add(time.Second)
	if w := send(ana); w != 0 {
		t.Errorf("a second later it waits %v", w)
	}
	// The workspace bucket of 60 a minute holds six: two are left after the four (one came back), the next is too many.
	var waits []time.Duration
	for n := range 10 {
		waits = append(waits, send(fmt.Sprint("U0REP", n)))
	}
	if waits[0] != 0 || waits[1] != 0 || waits[2] != time.Second || waits[9] == 0 {
		t.Errorf("the workspace cap let through %v", waits)
	}
	at.Add(time.Second)
	if w := send("U0REP9"); w != 0 {
		t.Errorf("after Retry-After it waits %v", w)
	}
}

func TestListenIsForThisMachineOnly(t *testing.T) {
	s := fakeslack.New(fakeslack.Config{})
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:0", "example.com:0"} {
		if err := s.Listen(addr); !errors.Is(err, fakeslack.ErrNotLoopback) {
			t.Errorf("Listen(%s): %v", addr, err)
		}
	}
	if err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.APIURL()+"auth.test", nil)
	req.Host = "rebound.example"
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a request that names another host: %d", resp.StatusCode)
	}
}

func TestInvalidBlocksSayWhere(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	_, _, err := client(s).PostMessageContext(t.Context(), room,
		slack.MsgOptionBlocks(slack.NewDividerBlock(),
			slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", strings.Repeat("x", 151), false, false))))
	var answer slack.SlackErrorResponse
	if !errors.As(err, &answer) || answer.Err != "invalid_blocks" || len(answer.ResponseMetadata.Messages) != 1 ||
		!strings.Contains(answer.ResponseMetadata.Messages[0], "[json-pointer:/blocks/1/text/text]") {
		t.Errorf("answered %+v", err)
	}
	refused(t, s, "block-kit: a string of 1 to 150 characters")
	if len(s.Messages(room, ana)) != 0 {
		t.Error("the message was posted")
	}
}

// What the Web API takes of all blocks together is less than fifty full ones; no text field alone is too long here.
func TestBlocksTooLongTogether(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	for n, want := range map[int]string{3: "", 4: "msg_blocks_too_long"} {
		var blocks []slack.Block
		for range n {
			blocks = append(blocks, slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", strings.Repeat("x", 3000), false,
				false), nil, nil))
		}
		_, _, err := client(s).PostMessageContext(t.Context(), room, text("long"), slack.MsgOptionBlocks(blocks...))
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%d blocks: %v, want %q", n, err, want)
		}
	}
}
