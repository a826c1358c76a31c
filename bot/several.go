package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/calls"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/lent"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/store"
)

// severalLines carries out a text of several lines. Those that log are written together; each other one is carried out
// by its own handler, in its place among them. They are answered in one message.
func (b *Bot) severalLines(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	req.Writes = true // an earlier delivery of it may have been saved, whatever fails first now
	known := knownNames{read: func() (func(string) bool, error) { return b.record.KnownNames(ctx, req, line.Text) }}
	work := input.ReadSeveral(line.Text, known.has)
	if known.err != nil {
		return request.Response{}, known.err
	}
	if len(work) == 1 {
		if only := work[0].Line; only.Text != line.Text { // without the mark of a list or the heading above it
			line = only
		}
		return b.tables.lines[line.Word](ctx, req, line)
	}
	if len(work) == 0 {
		return b.tables.lines[line.Word](ctx, req, line)
	}
	groups, n, err := b.grouped(ctx, req, work)
	if err != nil {
		return request.Response{}, err
	}
	if n > input.LinesMost {
		if _, err := b.record.Rep(ctx, req); err != nil {
			return request.Response{}, err
		}
		return b.reply.Say(req, answers.TooManyLines(b.reply.Reader(req), n, input.LinesMost, req.Typed()))
	}
	if n > 1 {
		rep, err := b.record.Rep(ctx, req)
		if err != nil {
			return request.Response{}, err
		}
		if len(rep.Covers) > 0 {
			if groups, err = apart(ctx, b.record, req, groups); err != nil {
				return request.Response{}, err
			}
		}
	}
	return b.runGroups(ctx, req, groups)
}

// apart are groups of lines of somebody who covers for a colleague: each may be about another one's lead, in another
// shard, so that none is written together with the next.
func apart(ctx context.Context, rec *record.Recorder, req *request.Request, groups []group) (each []group, err error) {
	for _, g := range groups {
		if len(g.logs) == 0 {
			each = append(each, g)
		}
		for _, l := range g.logs {
			if l.Guess { // but for a colleague's lead, it makes nothing new without a question
				resolver, own := l.Line.Resolver(), *req
				_, _, err := rec.ReadLead(ctx, &own, resolver, record.Query(resolver.Query(), store.Query{}))
				line := l.Line.Line
				theirs, err := lent.Theirs(ctx, rec, &own, &line, err)
				if !theirs {
					if err != nil && !request.Declined(err) {
						return nil, err
					}
					each = append(each, group{logs: []calls.LineWork{l}})
					continue
				}
			}
			each = append(each, group{line: l.Line.Line})
		}
	}
	return each, nil
}

// knownNames are the names of all leads, read when they are asked for first.
type knownNames struct {
	read func() (func(string) bool, error)
	is   func(string) bool
	err  error
}

func (k *knownNames) has(name string) bool {
	if k.is == nil && k.err == nil {
		k.is, k.err = k.read()
	}
	return k.err == nil && k.is(name)
}

// group is what is carried out at once: lines that log, or one other line.
type group struct {
	logs []calls.LineWork
	line input.Line // where logs is empty
}

// text is the lines of a group as they were typed.
func (g group) text() string {
	if len(g.logs) == 0 {
		return g.line.Text
	}
	lines := make([]string, len(g.logs))
	for i, l := range g.logs {
		lines[i] = l.Line.Text
	}
	return strings.Join(lines, "\n")
}

// grouped puts lines that log and follow each other together. n is how many lines there are, each lead of a list
// counting as one.
func (b *Bot) grouped(ctx context.Context, req *request.Request, work []input.Work) (groups []group, n int, err error) {
	for _, w := range work {
		ln := input.ReadLog(w.Line)
		if !logsPlainly(ln) && !w.Guess {
			groups, n = append(groups, group{line: w.Line}), n+1
			continue
		}
		each := []calls.LineWork{{Line: ln, Guess: w.Guess}}
		if list, err := b.calls.Listed(ctx, req, ln); err != nil {
			return nil, 0, err
		} else if list != nil {
			each = list
		}
		n += len(each)
		if last := len(groups) - 1; last >= 0 && len(groups[last].logs) > 0 {
			groups[last].logs = append(groups[last].logs, each...)
			continue
		}
		groups = append(groups, group{logs: each})
	}
	return groups, n, nil
}

// logsPlainly reports whether a line logs a touch and can be nothing else: no plain words, no mistyped command, and no
// line that begins with what happened.
func logsPlainly(ln input.LogLine) bool {
	if ln.Word != "log" && ln.Word != input.WordLead || len(ln.Words) == 0 {
		return false
	}
	if ln.Word == "log" {
		return true
	}
	_, _, near := ln.NearCommand()
	return ln.Logs && !ln.Order && ln.Plain == nil && !near
}

// runGroups carries out lines in their order. The first bears the key of the request, so that a look-up after the store
// hung finds it. When the store fails before anything is saved, the whole is refused; behind that a line that fails is
// said so, and holds up no other.
func (b *Bot) runGroups(ctx context.Context, req *request.Request, groups []group) (request.Response, error) {
	if len(groups) == 1 {
		return b.calls.LogTogether(ctx, req, req.Key, groups[0].logs)
	}
	replies, typed := make([]request.Response, len(groups)), make([]string, len(groups))
	for i, g := range groups {
		key := req.Key
		if i > 0 {
			key += " " + strconv.Itoa(i)
		}
		own := req.Line(g.text(), key)
		typed[i] = own.Typed()
		resp, err := b.runGroup(ctx, own, g)
		if req.Writes = req.Writes || own.Writes; own.Cover == nil {
			req.Rep = own.Rep
		}
		if err != nil && i == 0 && !request.Declined(err) {
			return request.Response{}, err
		}
		if err != nil {
			if !request.Declined(err) {
				b.report(own, err, resultOf(own, err))
			}
			resp = b.explain(own, request.Response{}, err)
			if timedOut(own, err) {
				b.lookUpLater(own, nil) // the answers of several lines are kept
			}
		}
		replies[i] = resp
	}
	return b.reply.Together(req, replies, typed), nil
}

// runGroup carries out one group. A form can't be opened for one of several lines, so it waits behind a button.
func (b *Bot) runGroup(ctx context.Context, req *request.Request, g group) (request.Response, error) {
	if len(g.logs) > 0 {
		return b.calls.LogTogether(ctx, req, req.Key, g.logs)
	}
	resp, err := carry(ctx, b.record, req, g.line, b.tables.lines[g.line.Word])
	if errors.Is(err, request.ErrNoTrigger) {
		return b.kept.OfferForm(ctx, req, g.line)
	}
	return lent.Answer(req, resp), err
}
