package fakeslack_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func upload(s *fakeslack.Server, channel string) slack.UploadFileParameters {
	return slack.UploadFileParameters{Channel: channel, Filename: "call.ics", Title: "Call", AltTxt: "A calendar file",
		Content: "BEGIN", FileSize: 5, InitialComment: "For *you*"}
}

func TestFileInADirectMessage(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	dm := s.DM(ana)
	sum, err := client(s).UploadFileContext(t.Context(), upload(s, dm))
	if err != nil {
		t.Fatal(err)
	}
	list := s.Messages(dm, ana)
	if len(list) != 1 || list[0].Text != "For *you*" || len(list[0].Files) != 1 || list[0].User != "U0BOT" {
		t.Fatalf("%+v", list)
	}
	f := list[0].Files[0]
	if f.ID != sum.ID || f.Name != "call.ics" || f.Title != "Call" || f.AltText != "A calendar file" ||
		string(f.Content) != "BEGIN" {
		t.Errorf("%+v", f)
	}
	h, err := client(s).GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: dm})
	if err != nil || len(h.Messages) != 1 || len(h.Messages[0].Files) != 1 || h.Messages[0].Files[0].Size != 5 ||
		h.Messages[0].Files[0].Mimetype != "text/calendar" {
		t.Errorf("history %+v: %v", h, err)
	}
	posted := s.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindPost && e.Method == "files.completeUploadExternal" && e.User == ana &&
			strings.Contains(string(e.Body), `"name":"call.ics"`)
	})
	if posted != 1 {
		t.Errorf("%d entries of the ledger", posted)
	}
	noRefusals(t, s)
}

func TestFilesGoWhereTheAppMayPost(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	s.AddUser(fakeslack.User{ID: "U0GONE", Name: "gone", Deleted: true})
	s.AddChannel(fakeslack.Channel{ID: "C0OPEN", Name: "open", Members: []string{ana}})
	s.AddChannel(fakeslack.Channel{ID: "C0OLD", Name: "old", Archived: true, Members: []string{"U0BOT"}})
	s.AddChannel(fakeslack.Channel{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{ana}})
	for to, want := range map[string]string{
		room: "", s.DM(ben): "", "C0OPEN": "not_in_channel", "C0OLD": "is_archived", "C0SECRET": "channel_not_found",
		"C0NONE": "channel_not_found",
		ana:      "channel_not_found", s.DM("U0GONE"): "channel_not_found",
	} {
		_, err := client(s).UploadFileContext(t.Context(), upload(s, to))
		var refused slack.SlackErrorResponse
		if want == "" && err != nil || want != "" && (!errors.As(err, &refused) || refused.Err != want) {
			t.Errorf("to %s: %v, want %q", to, err, want)
		}
	}
	several := upload(s, "")
	several.Channels = []string{room, ana}
	before := len(s.Messages(s.DM(ana), ana))
	if _, err := client(s).UploadFileContext(t.Context(), several); err != nil {
		t.Fatal(err)
	}
	if got := s.Messages(s.DM(ana), ana); len(got) != before+1 {
		t.Errorf("a person's id among the channels: %+v", got)
	}
}

func TestUploadsAreHeldToTheirRules(t *testing.T) {
	s := workspace(t, fakeslack.Config{Scopes: []string{"chat:write", "files:write"}})
	api := client(s)
	ask := func(name string, size int, alt string) func() error {
		return func() error {
			_, err := api.GetUploadURLExternalContext(t.Context(),
				slack.GetUploadURLExternalParameters{FileName: name, FileSize: size, AltTxt: alt})
			return err
		}
	}
	begun := func() *slack.GetUploadURLExternalResponse {
		u, err := api.GetUploadURLExternalContext(t.Context(),
			slack.GetUploadURLExternalParameters{FileName: "a.ics", FileSize: 5})
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	post := func(url, content string) error {
		return api.UploadToURL(t.Context(), slack.UploadToURLParameters{UploadURL: url, Content: content, Filename: "a.ics"})
	}
	complete := func(ids ...string) error {
		p := slack.CompleteUploadExternalParameters{Channel: s.DM(ana)}
		for _, id := range ids {
			p.Files = append(p.Files, slack.FileSummary{ID: id})
		}
		_, err := api.CompleteUploadExternalContext(t.Context(), p)
		return err
	}
	done := begun()
	for _, err := range []error{post(done.UploadURL, "BEGIN"), complete(done.FileID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	unposted, twice := begun(), begun()
	if err := post(twice.UploadURL, "BEGIN"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, rule string
		call       func() error
	}{
		{"too large", "at most 1 GB", ask("a.ics", 1<<30+1, "")},
		{"less than nothing", "size in bytes", ask("a.ics", -1, "")},
		{"a long description", "at most 1000", ask("a.ics", 5, strings.Repeat("ä", 1001))},
		{"an address of nobody's", "comes from files.getUploadURLExternal",
			func() error { return post(strings.TrimSuffix(s.APIURL(), "api/")+"upload/none", "BEGIN") }},
		{"an address twice", "used once", func() error { return post(twice.UploadURL, "BEGIN") }},
		{"an address after the end", "used once", func() error { return post(done.UploadURL, "BEGIN") }},
		{"less than was said", "the length that was said", func() error { return post(begun().UploadURL, "BEG") }},
		{"more than was said", "the length that was said",
			func() error { return post(begun().UploadURL, "BEGIN:VCALENDAR") }},
		{"no file", "files is a list", func() error { return complete() }},
		{"a file of nobody's", "the id comes from", func() error { return complete("F0NONE") }},
		{"nothing posted", "posted to its upload_url", func() error { return complete(unposted.FileID) }},
		{"completed twice", "completed once", func() error { return complete(done.FileID) }},
		{"named twice", "completed once", func() error { return complete(twice.FileID, twice.FileID) }},
		{"into a thread of nowhere", "with thread_ts", func() error {
			_, err := api.CompleteUploadExternalContext(t.Context(),
				slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: twice.FileID}}, ThreadTimestamp: "1.1"})
			return err
		}},
		{"two ways to say where", "either channel_id or channels", func() error {
			_, err := api.CompleteUploadExternalContext(t.Context(),
				slack.CompleteUploadExternalParameters{Files: []slack.FileSummary{{ID: twice.FileID}}, Channel: room,
					Channels: []string{room}})
			return err
		}},
	} {
		before := len(s.Refusals())
		err := c.call()
		list := s.Refusals()[before:]
		if err == nil || len(list) != 1 || !strings.Contains(list[0].Rule, c.rule) {
			t.Errorf("%s: %v, %+v", c.name, err, list)
		}
	}
	if n := len(s.Messages(s.DM(ana), ana)); n != 1 {
		t.Errorf("%d messages, want the one that was right", n)
	}
}

// The bytes may come as they are, and a form without a file is none.
func TestUploadsAsRawBytes(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	api := client(s)
	post := func(kind string, body []byte) int {
		u, err := api.GetUploadURLExternalContext(t.Context(),
			slack.GetUploadURLExternalParameters{FileName: "a.ics", FileSize: 5})
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, u.UploadURL, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		_, _ = io.Copy(io.Discard, resp.Body)
		return resp.StatusCode
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("note", "BEGIN")
	_ = w.Close()
	if got := post("text/calendar", []byte("BEGIN")); got != http.StatusOK {
		t.Errorf("as they are: %d", got)
	}
	if got := post(w.FormDataContentType(), form.Bytes()); got != http.StatusBadRequest {
		t.Errorf("a form without a file: %d", got)
	}
}

func TestFilesNeedTheirScope(t *testing.T) {
	s := workspace(t, fakeslack.Config{Scopes: []string{"chat:write"}})
	_, err := client(s).UploadFileContext(t.Context(), upload(s, s.DM(ana)))
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) || refused.Err != "missing_scope" || refused.Needed != "files:write" {
		t.Errorf("%v", err)
	}
}

// A lever on each of the three steps.
func TestTroubleWithFiles(t *testing.T) {
	for _, step := range []string{"files.getUploadURLExternal", "upload_url", "files.completeUploadExternal"} {
		for name, c := range map[string]struct {
			trouble fakeslack.Trouble
			done    bool
		}{
			"refused":       {fakeslack.RefuseBefore("file_uploads_disabled"), false},
			"a bad gateway": {fakeslack.RefuseHTTP(502), false},
			"answer cut":    {fakeslack.CutAnswer, step == "files.completeUploadExternal"},
		} {
			s := workspace(t, fakeslack.Config{})
			s.OnCall(func(method string) fakeslack.Trouble {
				if method == step {
					return c.trouble
				}
				return fakeslack.None
			})
			ctx, cancel := context.WithCancel(t.Context())
			_, err := client(s).UploadFileContext(ctx, upload(s, s.DM(ana)))
			cancel()
			if err == nil {
				t.Errorf("%s, %s: no error", step, name)
			}
			if got := len(s.Messages(s.DM(ana), ana)); fmt.Sprint(got > 0) != fmt.Sprint(c.done) {
				t.Errorf("%s, %s: %d messages", step, name, got)
			}
			noRefusals(t, s)
		}
	}
}
