package bot_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// A call that nobody takes costs one tap, from the first of a block to its end.
func TestABlockCostsOneTapACall(t *testing.T) {
	w := newWorld(t)
	const calls = 12
	for i := range calls {
		w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
	}
	m, taps := w.says(pat, "go", "Lead00", "12 left"), 0
	for ; taps < 2*calls && strings.Contains(m.Text, " left"); taps++ {
		m = w.taps(pat, m, ids.ActNoAnswer, "No answer")
	}
	w.has(m, "Nobody to call now", "12 calls today, 0 reached.")
	if taps != calls {
		t.Errorf("%d calls took %d taps", calls, taps)
	}
	for i := range calls {
		if got := w.touches(pat, fmt.Sprintf("lead%02d", i)); got != "no-answer" {
			t.Errorf("Lead%02d: %s", i, got)
		}
	}
}

// Two devices whose taps reach two replicas at one moment log one call, and both get to see the next card. A call that
// is said to be made on both is asked about once.
func TestTwoDevicesLogOneCall(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	other := w.replica()
	w.types(pat, "add Acme warm phone:+493055501000")
	w.types(pat, "add Birch warm phone:+493055501001")
	said := make(chan string, 10)
	ear := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said <- string(body)
	}))
	defer ear.Close()
	l := w.lead(pat, "acme")
	tap := func(action, value string) {
		i := click(pat, 0, action, value, "", request.Meta{}, nil).Interaction
		i.ResponseURL, i.Container.IsEphemeral = ear.URL, true
		i.ActionCallback.BlockActions[0].BlockID = "card:" + l.ID + "." + request.OnGo + "-x.1"
		w.onBoth(other, *i)
	}
	tap(ids.ActCalling, ids.Value(l.ID, ""))
	for range 2 {
		if got := <-said; !strings.Contains(got, "Calling Acme") {
			t.Errorf("answered %s", got)
		}
	}
	if n := w.due(ledger.KindCalled); n != 1 {
		t.Errorf("%d questions wait", n)
	}
	w.clock.move(time.Second)
	tap(ids.ActNoAnswer, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)))
	for range 2 {
		if got := <-said; !strings.Contains(got, "✓ *Acme*") || !strings.Contains(got, "*Birch*") ||
			!strings.Contains(got, "1 done, 1 left") {
			t.Errorf("answered %s", got)
		}
	}
	if got := w.touches(pat, "acme"); got != "no-answer" {
		t.Errorf("touches %s", got)
	}
}

// A block goes on wherever it stands: on a page, and in a message that came where no page could be opened.
func TestABlockGoesOnWhereItStands(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	for i := range 4 {
		w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
	}
	w.types(pat, "log") // any page
	l := w.lead(pat, "lead00")
	i := click(pat, 1, ids.ActNoAnswer, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "", request.Meta{}, nil)
	i.Interaction.View = slack.View{ID: w.form(pat).ID, Type: slack.VTModal, CallbackID: fields.FormDone}
	i.Interaction.ActionCallback.BlockActions[0].BlockID = "card:" + l.ID + "." + request.OnGo + "-x.1"
	w.bot.Handle(context.Background(), i)
	w.wait(func(s *fakeslack.Server) bool {
		page := string(w.form(pat).Raw)
		return strings.Contains(page, "✓ *Lead00*") && strings.Contains(page, "*Lead01*")
	})

	before := len(w.slack.Messages(w.slack.DM(pat), pat))
	w.bot.Handle(context.Background(), homeTap(pat, element{action: ids.ActGo, block: "a.x.1"}, "too.late"))
	w.wait(func(s *fakeslack.Server) bool { return len(s.Messages(s.DM(pat), pat)) > before })
	all := w.slack.Messages(w.slack.DM(pat), pat)
	card := all[len(all)-1]
	w.has(card, "Lead01", "1 done, 3 left")
	next := w.taps(pat, card, ids.ActVoicemail, "Voicemail")
	if w.has(next, "✓ *Lead01*", "*Lead02*", "2 done, 2 left"); next.TS != card.TS {
		t.Error("the next card is another message")
	}
	next = w.taps(pat, next, ids.ActSkip, "Skip")
	if w.has(next, "Lead03", "1 skipped"); next.TS != card.TS {
		t.Error("the next card is another message")
	}
}

// What the next card costs goes with the leads that are due, not with those that a rep has: in what Redis does, and in
// what it hands out.
func TestACardCostsWhatIsDue(t *testing.T) {
	cost := func(leads int) (commands, bytes int) {
		w := worldOn(t, storetest.Start(t, storetest.Options{})) // whose statistics are of nobody else
		for i := range 4 {
			w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
		}
		w.hasLater(leads)
		m := w.says(pat, "go", "Lead00")
		m = w.taps(pat, m, ids.ActNoAnswer, "No answer") // the scripts are there from now on
		c, b := w.spent("commandstats", ":calls="), w.spent("stats", "total_net_output_bytes:")
		w.has(w.taps(pat, m, ids.ActNoAnswer, "No answer"), "Lead02")
		return w.spent("commandstats", ":calls=") - c, w.spent("stats", "total_net_output_bytes:") - b
	}
	commands, bytes := cost(500) // more than changes are looked through
	if commands < 5 || bytes < 500 {
		t.Errorf("%d commands and %d bytes are not what a tap costs", commands, bytes)
	}
	if c, b := cost(5000); c > commands*6/5 || b > bytes*6/5 {
		t.Errorf("a card costs %d commands and %d bytes of 500 leads, %d and %d of 5,000", commands, bytes, c, b)
	}
}

// spent adds up what stands behind a word in Redis' statistics. What a connection says of itself when it is made is
// left out: how many are made is a matter of how requests meet.
func (w *world) spent(section, behind string) (n int) {
	w.t.Helper()
	info, err := w.redis.Client().Info(context.Background(), section).Result()
	if err != nil {
		w.t.Fatal("what is spent is counted by Redis: ", err)
	}
	for line := range strings.Lines(info) {
		var k int
		if slices.ContainsFunc([]string{"hello", "client", "ping", "info"}, func(own string) bool {
			return strings.HasPrefix(line, "cmdstat_"+own)
		}) {
			continue
		}
		_, figure, _ := strings.Cut(line, behind)
		if _, err := fmt.Sscanf(figure, "%d", &k); err == nil {
			n += k
		}
	}
	return n
}

// hasLater gives Pat leads that want nothing before next month.
func (w *world) hasLater(n int) {
	w.t.Helper()
	ctx, now := context.Background(), w.clock.Now().AddDate(0, 0, -3)
	seen, err := w.space.Records.Read(ctx, store.Query{Rep: pat, Now: now})
	if err != nil {
		w.t.Fatal(err)
	}
	for from := 0; from < n; from += 250 {
		var batch []store.Planned
		for i := from; i < min(n, from+250); i++ {
			l := coach.Lead{ID: fmt.Sprintf("L%05d", i), Rep: pat, Name: fmt.Sprintf("Later %d", i), Created: now}
			batch = append(batch, store.Planned{Seen: seen, Change: store.Change{Op: "add", By: pat, Now: now, Lead: &l,
				Entry: store.NewID(), Name: fmt.Sprintf("later %d", i), Attention: coach.Attention{Shows: now.AddDate(0, 1, 0)}}})
		}
		if err := w.space.WriteAll(ctx, fmt.Sprintf("later.%d", from), nil, batch); err != nil {
			w.t.Fatal(err)
		}
	}
}

// So does parking what is long overdue.
func TestABacklogCostsWhatIsDue(t *testing.T) {
	cost := func(leads int) (commands, bytes int) {
		w := worldOn(t, storetest.Start(t, storetest.Options{}))
		for i := range 4 {
			w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
		}
		w.hasLater(leads)
		w.clock.move(16 * 24 * time.Hour)
		c, b := w.spent("commandstats", ":calls="), w.spent("stats", "total_net_output_bytes:")
		w.says(pat, "back park", "4 leads")
		return w.spent("commandstats", ":calls=") - c, w.spent("stats", "total_net_output_bytes:") - b
	}
	commands, bytes := cost(500)
	if c, b := cost(5000); c > commands*6/5 || b > bytes*6/5 {
		t.Errorf("parking costs %d commands and %d bytes of 500 leads, %d and %d of 5,000", commands, bytes, c, b)
	}
}
