package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/texts"
)

// filesOf are the files in somebody's direct messages, oldest first, unfolded.
func (w *world) filesOf(user string) (out []string) {
	for _, m := range w.slack.Messages(w.slack.DM(user), user) {
		for _, f := range m.Files {
			out = append(out, strings.ReplaceAll(string(f.Content), "\r\n ", ""))
		}
	}
	return out
}

// property is one line's value of a calendar file.
func property(file, name string) string {
	for line := range strings.SplitSeq(file, "\r\n") {
		if v, ok := strings.CutPrefix(line, name+":"); ok {
			return v
		}
	}
	return ""
}

// waitFiles waits until somebody has n files.
func (w *world) waitFiles(user string, n int) []string {
	w.t.Helper()
	w.wait(func(*fakeslack.Server) bool { return len(w.filesOf(user)) >= n })
	return w.filesOf(user)
}

// An agreed call is sent as a file and as a text; moved, taken back and moved again it stays one appointment, and the
// newest file has the greatest sequence. The next call after a talk is another (S4.7).
func TestAnAgreedCallAsAFile(t *testing.T) {
	w := newWorld(t)
	w.types(sam, `add "Ullmann, Optik" warm phone:+493055550121`)
	m := w.says(sam, "ullmann talked next thu 10:00 agenda prices; terms", "Agreed call")
	text := w.taps(sam, m, ids.ActAgendaText, "Agenda text")
	w.has(text, "Our call: Thursday 15 January 2026, 4:00 PM (Berlin time)", "- prices\n- terms", "+493055550121",
		"Their time comes from the phone number")
	if len(w.filesOf(sam)) != 0 {
		t.Error("a text is no file")
	}
	got := w.taps(sam, text, ids.ActCalendar, "Calendar file")
	w.has(got, "*Calendar file* for the call with *Ullmann, Optik*",
		"Our call: Thursday 15 January 2026, 4:00 PM (Berlin time)")
	first := w.waitFiles(sam, 1)[0]
	for name, want := range map[string]string{
		"DTSTART": "20260115T150000Z", "DTEND": "20260115T153000Z", "SUMMARY": `Call: Ullmann\, Optik`, "STATUS": "CONFIRMED",
		"DESCRIPTION": `Agenda:\n- prices\n- terms\n\nPhone: +493055550121`,
	} {
		if v := property(first, name); v != want {
			t.Errorf("%s: %q, want %q", name, v, want)
		}
	}
	f := got.Files[0]
	if f.Name != "call-ullmann-optik-2026-01-15.ics" || f.Title != "Call: Ullmann, Optik" ||
		!strings.Contains(f.AltText, "Thursday 15 January 2026, 10:00 AM EST") {
		t.Errorf("%q %q %q", f.Name, f.Title, f.AltText)
	}

	sequence := []string{property(first, "SEQUENCE")}
	for i, cmd := range []string{"next ullmann fri 9:00", "undo", "next ullmann fri 9:30"} {
		m := w.types(sam, cmd)
		if cmd == "undo" {
			continue
		}
		w.taps(sam, m, ids.ActCalendar, "Calendar file")
		files := w.waitFiles(sam, len(sequence)+1)
		last := files[len(files)-1]
		if property(last, "UID") != property(first, "UID") {
			t.Errorf("%d: moved, it became another appointment", i)
		}
		sequence = append(sequence, property(last, "SEQUENCE"))
	}
	for i := 1; i < len(sequence); i++ {
		if len(sequence[i]) < len(sequence[i-1]) || len(sequence[i]) == len(sequence[i-1]) && sequence[i] <= sequence[i-1] {
			t.Errorf("sequence %q doesn't grow", sequence)
		}
	}
	w.has(w.taps(sam, m, ids.ActCalendar, "Calendar file"), "That call was moved", "(3:30 PM in Berlin)")

	w.clock.set(time.Date(2026, 1, 16, 14, 32, 0, 0, time.UTC))
	m = w.types(sam, "ullmann talked next mon 19 jan 10:00")
	w.taps(sam, m, ids.ActCalendar, "Calendar file")
	files := w.waitFiles(sam, len(sequence)+1)
	if property(files[len(files)-1], "UID") == property(first, "UID") {
		t.Error("after the talk, the next call is the same appointment")
	}
	w.types(sam, "close ullmann lost too dear")
	w.has(w.taps(sam, m, ids.ActCalendar, "Calendar file"), "No call is agreed with *Ullmann, Optik*")
	if n := len(w.filesOf(sam)); n != len(files) {
		t.Errorf("%d files", n)
	}
}

// One tap sends one file, however often Slack delivers it; in a channel it is told where the file went, and nobody
// else's call is sent.
func TestAFileIsSentOnce(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	out := w.slack.Command(context.Background(), pat, sales, "/followup", "next acme thu 16:00")
	if out.Message == nil {
		t.Fatalf("%+v", out)
	}
	tapped := w.clicks(pat, *out.Message, ids.ActCalendar, "Calendar file")
	w.waitFiles(pat, 1)
	told := func(words string) func(*fakeslack.Server) bool {
		return func(s *fakeslack.Server) bool {
			for _, m := range s.Messages(sales, pat) {
				if strings.Contains(m.Text, words) {
					return true
				}
			}
			return false
		}
	}
	w.wait(told("is in your direct messages with me"))
	if again := w.slack.Resend(tapped.EnvelopeID); !again.Acked {
		t.Fatalf("%+v", again)
	}
	w.wait(told("I sent the calendar file"))
	asked := w.slack.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindRequest && e.Method == "files.getUploadURLExternal"
	})
	if n := len(w.filesOf(pat)); n != 1 || asked != 1 {
		t.Errorf("%d files, asked %d times", n, asked)
	}
	// A button's value is not trusted: it names a lead of somebody else.
	b := button(t, *out.Message, ids.ActCalendar, "Calendar file")
	theirs := w.gets(sam, texts.AgreedMoved(w.reader(), texts.Agreed{Lead: *w.lead(pat, "acme")}))
	if b.value == "" || button(t, theirs, ids.ActCalendar, "Calendar file").value != b.value {
		t.Fatal("not the same button")
	}
	w.has(w.taps(sam, theirs, ids.ActCalendar, "Calendar file"), "out of date")
	if n := len(w.filesOf(sam)); n != 0 {
		t.Errorf("%d files of somebody else's", n)
	}
}

// What fails is said, with the text, and is not tried again: the last step may have been carried out.
func TestAFileThatIsNotSent(t *testing.T) {
	for _, c := range []struct {
		name, step string
		trouble    fakeslack.Trouble
		want       string
		files      int
	}{
		{"no scope", "files.getUploadURLExternal", fakeslack.RefuseBefore("missing_scope"), "the permission files:write", 0},
		{"switched off", "files.getUploadURLExternal", fakeslack.RefuseBefore("file_uploads_disabled"),
			"allows no such files from apps", 0},
		{"no direct messages", "conversations.open", fakeslack.RefuseBefore("user_disabled"),
			"has no direct messages between us", 0},
		{"the bytes are refused", "upload_url", fakeslack.RefuseHTTP(503), "*Not sent:*", 0},
		{"too many", "files.completeUploadExternal", fakeslack.RateLimit(7), "slow down", 0},
		{"not in there", "files.completeUploadExternal", fakeslack.RefuseBefore("not_in_channel"), "*Not sent:*", 0},
		{"refused at the end", "files.completeUploadExternal", fakeslack.RefuseBefore("invalid_arguments"),
			"Slack didn't take it", 0},
		{"perhaps", "files.completeUploadExternal", fakeslack.RefuseBefore("internal_error"), "I can't tell yet", 0},
		{"the answer is lost", "files.completeUploadExternal", fakeslack.CutAnswer, "I can't tell yet", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.types(pat, "add Acme warm phone:+4930123456")
			m := w.types(pat, "next acme thu 16:00 agenda pricing")
			calls := 0
			w.slack.OnCall(func(method string) fakeslack.Trouble {
				if method == c.step {
					calls++
					return c.trouble
				}
				return fakeslack.None
			})
			w.clicks(pat, m, ids.ActCalendar, "Calendar file")
			var said fakeslack.Message
			w.wait(func(s *fakeslack.Server) bool {
				for _, m := range s.Messages(w.slack.DM(pat), pat) {
					if strings.Contains(m.Text, "The text:") {
						said = m
						return true
					}
				}
				return false
			})
			w.has(said, c.want, "Our call: Thursday 15 January 2026, 16:00 (Berlin time)", "- pricing")
			if n := len(w.filesOf(pat)); n != c.files || calls != 1 {
				t.Errorf("%d files, %d calls of %s", n, calls, c.step)
			}
			if strings.Contains(w.logs.String(), "/upload/") {
				t.Errorf("the address of an upload is in the log")
			}
			w.slack.OnCall(nil)
			w.clicks(pat, said, ids.ActCalendar, "Calendar file") // they tap again, and it works
			w.waitFiles(pat, c.files+1)
		})
	}
}

// From the page that a form ends on, both lie on top of it, and it is still there beneath.
func TestAFileFromAForm(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+4930123456")
	w.types(pat, "next acme")
	w.fill(pat, fields.Next, fakeslack.ActionValue{DateTime: time.Date(2026, 1, 15, 15, 0, 0, 0, time.UTC).Unix()})
	w.fill(pat, fields.Agenda, fakeslack.ActionValue{Text: "pricing"})
	if errs, page := w.sends(pat); len(errs) > 0 || !strings.Contains(page, "Calendar file") {
		t.Fatalf("%v %s", errs, page)
	}
	saved := w.form(pat)
	press := func(action string) fakeslack.View {
		t.Helper()
		before := w.form(pat)
		if out := w.slack.Click(context.Background(), pat, fakeslack.Place{View: before.ID}, action,
			fakeslack.ActionValue{}); !out.Acked || out.Failure != "" {
			t.Fatalf("%+v", out)
		}
		w.wait(func(*fakeslack.Server) bool { return w.form(pat).ID != before.ID })
		return w.form(pat)
	}
	if v := press(ids.ActAgendaText); !strings.Contains(string(v.Raw), "Our call: Thursday 15 January 2026, 16:00") {
		t.Errorf("%s", v.Raw)
	}
	if v := press(ids.ActCalendar); !strings.Contains(string(v.Raw), "comes in your direct messages with me") {
		t.Errorf("%s", v.Raw)
	}
	w.waitFiles(pat, 1)
	for range 2 {
		w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	}
	if v := w.form(pat); v.ID != saved.ID || v.Hash != saved.Hash {
		t.Error("the page beneath is gone or changed")
	}

	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if method == "files.completeUploadExternal" {
			return fakeslack.RefuseBefore("file_type_not_allowed")
		}
		return fakeslack.None
	})
	press(ids.ActCalendar)
	w.wait(func(*fakeslack.Server) bool { return strings.Contains(string(w.form(pat).Raw), "Not sent:") })
	if n := len(w.slack.Views(pat)); n != 2 || len(w.filesOf(pat)) != 1 {
		t.Errorf("%d pages, %d files", n, len(w.filesOf(pat)))
	}
}
