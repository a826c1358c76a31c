package privacy

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/privacy"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

const (
	// sendingFor bounds an export: reading some thousand leads, and Slack's calls.
	sendingFor = 5 * time.Minute
	// filesMost is how many bytes one export may have: it is in memory until Slack has it.
	filesMost = 50 << 20
)

// ExportLine sends the acting person's own leads as files into their direct messages: "export [csv|json]", and with a
// lead everything that is kept of it: "export <lead>".
func (h *Handlers) ExportLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	form := "csv"
	if len(line.Words) == 1 && !line.Words[0].Quoted {
		if word := strings.ToLower(line.Words[0].Bare); word == "csv" || word == "json" {
			form, line.Words = word, nil
		}
	}
	if len(line.Words) == 0 {
		seen, err := h.record.Read(ctx, req, store.Query{})
		if err != nil {
			return request.Response{}, err
		}
		return h.export(ctx, req, seen, form)
	}
	// Whoever asks what is kept of them gets all of it, which no table holds.
	seen, question, err := h.record.FindOwn(ctx, req, line)
	switch {
	case err != nil:
		return request.Response{}, err
	case question != nil:
		return h.record.Ask(ctx, req, question)
	}
	return h.export(ctx, req, seen, "json")
}

// export notes that it is done, and by whom, and sends the files behind the answer. Nobody can ask Slack whether a file
// arrived, so that a request sends it once at most.
func (h *Handlers) export(ctx context.Context, req *request.Request, seen store.Snapshot,
	form string) (request.Response, error) {
	req.Writes = true
	resp, err := h.reply.Say(req, privacy.FilesComing(h.reply.Reader(req), seen.Lead))
	if err != nil {
		return resp, err
	}
	// The key makes a second delivery a repeat, and the entry says that somebody has a copy.
	note := store.Change{Op: "export", By: req.User, Now: req.Now, Key: req.Key, Answer: resp.Encode()}
	if seen.Lead != nil {
		note.About = seen.Lead.ID
	}
	err = h.record.Space().Write(ctx, seen, note)
	if said, repeated := store.Repeated(err); repeated {
		return request.DecodeResponse(said)
	}
	if err != nil {
		return request.Response{}, err
	}
	h.reply.Async(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, sendingFor)
		defer cancel()
		h.send(ctx, req, seen, form)
	})
	return resp, nil
}

// send makes the files and shares them; what came of it is said where it isn't seen.
func (h *Handlers) send(ctx context.Context, req *request.Request, seen store.Snapshot, form string) {
	files, leads, err := h.files(ctx, req, seen.Lead, form)
	why, unsure := privacy.NotRead, false // until Slack is asked
	if err == nil {
		var last bool
		if _, last, err = h.reply.SendFiles(ctx, req.User, privacy.FilesComment(seen.Lead, leads), files...); err == nil {
			return
		}
		why, unsure = texts.WhyNoFile(reply.Refusal(err))
		unsure = unsure && last
	}
	h.reply.Log.Warn("could not send an export", "error", request.WithoutURL(err))
	to := h.reply.Reader(req)
	words := privacy.FilesFailed(to, why, unsure)
	if errors.Is(err, errTooMuch) {
		words = privacy.TooMuch(to, filesMost)
	}
	if resp, err := h.reply.Say(req, words); err == nil {
		h.reply.Tell(ctx, req, resp)
	}
}

// exported is a lead with everything that was logged on it; History is who did what to it, where it alone was asked
// for.
type exported struct {
	Lead    coach.Lead         `json:"lead"`
	Touches []coach.Touch      `json:"touches"`
	History []store.AuditEntry `json:"history,omitempty"`
}

// errTooMuch is that of an export of more than filesMost. No more of it is read.
var errTooMuch = errors.New("an export is too big")

// files are the files of an export, and how many leads are in them. They are read among the acting person's own,
// whatever the request says.
func (h *Handlers) files(ctx context.Context, req *request.Request, one *coach.Lead,
	form string) (files []reply.File, leads int, err error) {
	var all []exported
	// Roughly what they will take: nobody is to find out by running out of memory.
	size := 0
	space := h.record.Space()
	add := func(list []coach.Lead) error {
		for _, l := range list {
			touches, err := space.Records.Touches(ctx, req.User, l.ID, -1)
			if err != nil {
				return err
			}
			size += 500 + 200*len(touches)
			for _, t := range touches {
				size += len(t.Note)
			}
			if size > filesMost {
				return errTooMuch
			}
			l.Shared = nil // whose it is besides is for no file to tell
			all = append(all, exported{Lead: l, Touches: touches})
		}
		return nil
	}
	if one == nil {
		err = space.EachLead(ctx, req.User, add)
	} else if err = add([]coach.Lead{*one}); err == nil {
		all[0].History, err = space.History.AuditLead(ctx, req.User, one.ID, 0)
	}
	if err != nil {
		return nil, 0, err
	}
	// Leads come in no order, and who opens a table looks for a name.
	slices.SortFunc(all, func(a, b exported) int { return coach.ByName(a.Lead, b.Lead) })
	day := req.Now.In(req.Zone()).Format(time.DateOnly)
	// Two tables: a lead has any number of things logged.
	if form == "csv" {
		files = []reply.File{
			{Name: "leads-" + day + ".csv", Title: "Leads", Alt: "Your leads as a table",
				Content: leadsCSV(all, h.record.Phrases.Suspects(ctx, req), req.Now)},
			{Name: "logged-" + day + ".csv", Title: "Logged", Alt: "What was logged, as a table",
				Content: touchesCSV(all, req.Zone())},
		}
	} else {
		raw, err := json.MarshalIndent(map[string]any{"leads": all}, "", " ")
		if err != nil {
			return nil, 0, err
		}
		files = []reply.File{{Name: "leads-" + day + ".json", Title: "Leads", Alt: "Leads and what was logged", Content: raw}}
	}
	return files, len(all), nil
}

// leadsCSV is a row for each lead: the facts under their keys, and how far it is.
func leadsCSV(all []exported, s qualify.Suspects, now time.Time) []byte {
	// Facts come under the keys that people type, which an import reads again.
	head := []string{"id"}
	for _, f := range facts.All() {
		head = append(head, f.Key)
	}
	head = append(head, "created", "calls", "emails sent", "last", "touched", "closed", "reason", "list", "built on",
		"score")
	// What the installation keeps besides, under its own names.
	kept := map[string]bool{}
	for _, x := range all {
		for column := range x.Lead.List.Facts {
			kept[column] = true
		}
	}
	columns := slices.Sorted(maps.Keys(kept))
	rows := [][]string{append(head, columns...)}
	for _, x := range all {
		p, row := x.Lead.Progress, []string{x.Lead.ID}
		for _, f := range facts.All() {
			row = append(row, f.Value(x.Lead))
		}
		row = append(row, instant(x.Lead.Created, time.UTC), strconv.Itoa(p.Calls), strconv.Itoa(p.Mails),
			string(p.LastOutcome), instant(p.LastTouch, time.UTC), string(p.Closed), p.ClosedReason,
			x.Lead.List.Name, strings.Join(suspect.Said(x.Lead.List.Built), ", "), score(x.Lead, s, now))
		for _, column := range columns {
			row = append(row, x.Lead.List.Facts[column])
		}
		rows = append(rows, row)
	}
	return table(rows)
}

// score is a lead's, "" for none.
func score(l coach.Lead, s qualify.Suspects, now time.Time) string {
	if shown := suspect.Shown(l, s, now); shown != nil {
		return strconv.Itoa(shown.Points)
	}
	return ""
}

// touchesCSV is a row for each thing that was logged.
func touchesCSV(all []exported, zone *time.Location) []byte {
	// Times are the rep's, with their distance from UTC, so that a table can be read and reckoned with.
	rows := [][]string{{"lead", "name", "at", "what", "note", "subject", "agenda", "until", "reason", "by"}}
	for _, x := range all {
		for _, t := range x.Touches {
			rows = append(rows, []string{x.Lead.ID, x.Lead.Name, instant(t.At, zone), string(t.Outcome), t.Note, t.Subject,
				t.Agenda, instant(t.Until, zone), t.Reason, t.By})
		}
	}
	return table(rows)
}

// instant is an instant for a cell, "" for none.
func instant(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(time.RFC3339)
}

// table is a file that spreadsheets open: with a mark that it is UTF-8, and no cell that they would take for a formula.
func table(rows [][]string) []byte {
	// Without the mark Excel takes the file for one of its own country's.
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		_ = w.Write(row) // into memory
	}
	w.Flush()
	return out.Bytes()
}

// harmless is a cell that no spreadsheet runs: one that begins like a formula gets an apostrophe before it.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
