package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// filling is what somebody fills into a wrap-up page.
type filling struct {
	texts map[string]string
	slot  string
	next  int64
	ticks []string
}

func (f filling) fields() map[string]slack.BlockAction {
	out := map[string]slack.BlockAction{
		fields.Slot: {SelectedOption: slack.OptionBlockObject{Value: f.slot}},
		fields.Next: {SelectedDateTime: f.next},
	}
	for name, text := range f.texts {
		v := slack.BlockAction{Value: text}
		if name == fields.Agreed || name == fields.How {
			v = slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: text}}
		}
		out[name] = v
	}
	var ticks slack.BlockAction
	for _, x := range f.ticks {
		ticks.SelectedOptions = append(ticks.SelectedOptions, slack.OptionBlockObject{Value: x})
	}
	out[fields.Ticks] = ticks
	return out
}

// drawnFilling draws what people and their clipboards can put into the fields of the page of an outcome.
func drawnFilling(rt *rapid.T, o outcome.Outcome, now time.Time) filling {
	runes := []rune("ab z\n|<>&*_`~!@#:/éß東🐝\u202e\u200f\u0000\u0007\t\"'0")
	text := func(name string, most int) string {
		if rapid.Bool().Draw(rt, name+"?") {
			return ""
		}
		return rapid.StringOfN(rapid.SampledFrom(runes), 0, most, -1).Draw(rt, name)
	}
	at := func(name string) int64 {
		if rapid.Bool().Draw(rt, name+"?") {
			return 0
		}
		return now.Add(time.Duration(rapid.IntRange(-3*24*60, 20*24*60).Draw(rt, name)) * time.Minute).Unix()
	}
	f := filling{texts: map[string]string{}}
	switch {
	case o == outcome.WantsInfo:
		f.texts[fields.Material], f.texts[fields.Pointer] = text("material", 40), text("pointer", 40)
		f.texts[fields.How] = rapid.SampledFrom([]string{"", forms.HowPage, forms.HowDemo, forms.HowPDF,
			forms.HowSend}).Draw(rt,
			"how")
		f.texts[fields.Agreed] = rapid.SampledFrom([]string{"", forms.Yes, forms.No}).Draw(rt, "agreed")
		f.ticks = rapid.SliceOfDistinct(rapid.SampledFrom([]string{forms.TickNeed, forms.TickValue, forms.TickDecides}),
			rapid.ID).Draw(rt, "ticks")
	case o.Info().Ends:
		f.texts[fields.Reason], f.texts[fields.Note] = text("reason", 300), text("note", 3000)
		return f
	default:
		for name, most := range map[string]int{fields.Agenda: 300, fields.Hot: 300, fields.Promise: 200,
			fields.Note: 3001} {
			f.texts[name] = text(name, most)
		}
	}
	f.slot, f.next = strconv.FormatInt(at("slot"), 10), at("next")
	return f
}

var (
	madeIDs  = regexp.MustCompile(`"(block_id|value|private_metadata)":"[^"]*"`)
	berlinTo = map[string]string{"": "Europe/Berlin", " phone:+4930123456": "Europe/Berlin",
		" phone:+12125550100": "America/New_York", " phone:+81312345678": "Asia/Tokyo"}
)

// written is how many lines of a text hold something.
func written(text string) (lines int) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			lines++
		}
	}
	return lines
}

// Whatever is filled into a wrap-up page (S1.6, S1.7, S3.16): what is saved obeys the law guard and lies ahead; nothing
// that was typed is lost, saved or refused; saving twice is one change; and the same page has the same answer.
func TestWrapUpProperties(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	outcomes := []outcome.Outcome{outcome.Talked, outcome.Meeting, outcome.NotReviewed, outcome.WantsInfo, outcome.NotNow,
		outcome.NoTime, outcome.NotInterested}
	phones := slices.Sorted(func(yield func(string) bool) {
		for p := range berlinTo {
			if !yield(p) {
				return
			}
		}
	})
	n, saved, refused, asked := 0, 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		w.clock.set(tuesday.Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(rt, "now")) * time.Minute))
		now := w.clock.Now()
		name, phone := "p"+strconv.Itoa(n), rapid.SampledFrom(phones).Draw(rt, "phone")
		if asked := w.types(pat, "add "+name+" warm"+phone); w.lead(pat, name) == nil { // another has the number
			w.taps(pat, asked, ids.ActCreate, "Add anyway")
		}
		l := w.lead(pat, name)
		o := rapid.SampledFrom(outcomes).Draw(rt, "outcome")
		handle := func(e socket.Envelope) string {
			w.serial++
			e.Interaction.TriggerID = "p." + strconv.Itoa(w.serial)
			raw, err := json.Marshal(w.bot.Handle(context.Background(), e))
			if err != nil || len(raw) > 18_100 {
				rt.Fatalf("an acknowledgement of %d bytes: %v", len(raw), err)
			}
			return madeIDs.ReplaceAllString(string(raw), "")
		}
		handle(click(pat, 0, "reached."+string(o), ids.Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)),
			fields.FormReached, request.Meta{Lead: l.ID}, nil))
		was := w.lead(pat, name)
		first, err := w.space.Records.Touches(context.Background(), pat, l.ID, -1)
		if err != nil || len(first) != 1 {
			rt.Fatalf("%s was not saved: %v %v", o, first, err)
		}
		f := drawnFilling(rt, o, now)
		send := func() string {
			e := click(pat, 0, "", "", fields.FormWrap,
				request.Meta{Lead: l.ID, Version: was.Version, Outcome: string(o), Touch: first[0].ID}, nil)
			e.Interaction.Type = slack.InteractionTypeViewSubmission
			values := map[string]map[string]slack.BlockAction{}
			for name, v := range f.fields() {
				values[name+".x"] = map[string]slack.BlockAction{name: v}
			}
			e.Interaction.View.State = &slack.ViewState{Values: values}
			return handle(e)
		}
		answer := send()
		after := w.lead(pat, name)
		touches, err := w.space.Records.Touches(context.Background(), pat, l.ID, -1)
		if err != nil {
			rt.Fatal(err)
		}

		switch {
		case strings.Contains(answer, `"response_action":"errors"`): // Slack keeps the page
			refused++
			if after.Version != was.Version {
				rt.Fatalf("refused and changed: %s", answer)
			}
		case strings.Contains(answer, `"callback_id":"`+fields.FormWrap+`"`): // asked first, on the same page
			asked++
			if after.Version != was.Version {
				rt.Fatalf("asked and changed: %s", answer)
			}
			for _, field := range []string{fields.Material, fields.Pointer} {
				if typed := strings.TrimSpace(blockkit.Clean(f.texts[field])); typed != "" &&
					!strings.Contains(answer, fmt.Sprintf(`"initial_value":%s`, quoted(typed))) {
					rt.Fatalf("%s %q is lost: %s", field, typed, answer)
				}
			}
		default:
			saved++
			kept := ""
			for _, x := range touches[1:] {
				raw, _ := json.Marshal(x)
				kept += string(raw)
			}
			kept += quoted(after.HotButton)
			for _, field := range []string{fields.Agenda, fields.Note, fields.Reason, fields.Hot, fields.Pointer} {
				typed := strings.TrimSpace(f.texts[field])
				if typed != "" && !strings.Contains(kept, strings.Trim(quoted(typed), `"`)) {
					rt.Fatalf("%s %q is in nothing that was saved: %s\n%s", field, typed, kept, answer)
				}
			}
			lines := written(f.texts[fields.Promise])
			if got := len(after.Progress.Promises); got < min(lines, coach.MaxPromises) {
				rt.Fatalf("%d promises of %d: %s", got, lines, kept)
			}
			if c := after.Progress.Commitment; c != nil {
				there, err := time.LoadLocation(berlinTo[phone])
				if err != nil {
					rt.Fatal(err)
				}
				if h := c.At.In(there).Hour(); !c.At.After(now) || h < 8 || h >= 21 {
					rt.Fatalf("agreed at %s for %s", now, c.At.In(there))
				}
			}
			if picked := f.next > 0 || f.slot != "0" && f.slot != ""; picked && after.Open() &&
				after.Progress.Commitment == nil {
				rt.Fatalf("the time is lost: %s\n%s", kept, answer)
			}
		}

		// Sent once more, it is one change; what was asked first is asked once more, for the page that says so was not the
		// one that was sent.
		second := send()
		if now := w.lead(pat, name); !cmp.Equal(now, after) {
			rt.Fatalf("sent twice:\n%s\n%s\n%s", answer, second, cmp.Diff(after, now))
		}
		if after.Version == was.Version {
			if answer != second {
				rt.Fatalf("two answers:\n%s\n%s", answer, second)
			}
			return
		}
		// Taken back and sent again it has the same answer.
		w.types(pat, "undo")
		if again := send(); again != answer {
			rt.Fatalf("two answers:\n%s\n%s", answer, again)
		}
	})
	if !t.Failed() && (saved < 5 || refused < 5) {
		t.Errorf("%d saved, %d refused, %d asked first: too few of one kind", saved, refused, asked)
	}
}

func quoted(s string) string {
	raw, _ := json.Marshal(s)
	return string(raw)
}
