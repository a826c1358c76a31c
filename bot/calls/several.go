package calls

import (
	"context"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// LineWork is one of several lines that log a touch.
type LineWork struct {
	Line  input.LogLine
	Guess bool // it may be a part of the note before it, so that it makes no new lead without a question
}

// LogTogether logs several lines in one write, under one key, each with its own place in the journal. What is wrong
// with one line is its part of the answer and holds up no other; an error is one of the store's, and speaks for all.
func (h *Handlers) LogTogether(ctx context.Context, req *request.Request, key string,
	lines []LineWork) (request.Response, error) {
	parts := make([]record.Part, len(lines))
	for i, l := range lines {
		var err error
		if parts[i], err = h.part(ctx, req, l); err != nil {
			return request.Response{}, err
		}
	}
	return h.record.WriteTogether(ctx, req, key, parts)
}

// part makes of a line what is decided about it. Whether its number may be called is looked up here: a decision is made
// again after a conflict, and asks nobody.
func (h *Handlers) part(ctx context.Context, req *request.Request, l LineWork) (record.Part, error) {
	line, own := l.Line, req.Line(l.Line.Text, "")
	stopped, err := h.record.NumberStopped(ctx, own, coach.Lead{Phone: line.Number[fields.Phone]})
	if err != nil {
		return record.Part{}, err
	}
	return record.Part{
		Req: own, Line: line.Line, Resolver: line.Resolver,
		Query: store.Query{Said: input.SaidHash(line.Line), Agreed: line.Agrees},
		Decide: func(seen store.Snapshot, m input.Match) (record.Result, error) {
			res, err := h.decideLog(own, seen, line, m, stopped)
			if err == nil && l.Guess && res.Change != nil && res.Saved.Created {
				return record.Result{Question: line.AskNew(m.Count, res.Saved.Touch.Outcome)}, nil
			}
			return res, err
		},
	}, nil
}

// Listed are the lines that a line with a list of leads stands for, one for each; nil where the line is about one lead.
// A name in it that no lead has asks on its own, where others are known.
func (h *Handlers) Listed(ctx context.Context, req *request.Request, line input.LogLine) ([]LineWork, error) {
	if !line.Lists {
		return nil, nil
	}
	known, err := h.record.KnownNames(ctx, req, line.Text)
	if err != nil {
		return nil, err
	}
	// An error of the store is not a name that nobody has: the line is not logged as one lead for it.
	var failed error
	is := make(map[string]bool) // each name is looked up once
	exists := func(name string) bool {
		if known(name) || failed != nil {
			return true
		}
		if found, asked := is[name]; asked {
			return found
		}
		seen, question, err := h.record.FindOwn(ctx, req, input.Named(name, "show"))
		if err != nil && !request.Declined(err) {
			failed = err
		}
		is[name] = err == nil && (seen.Lead != nil || question != nil && !question.Near)
		return is[name]
	}
	// The longest list of leads that exist is meant; where one name is unknown, the others are saved and that one asks
	// on its own.
	line = line.Listed(exists)
	list, all := line.Names(exists)
	var unknown map[string]bool
	if !all {
		list, unknown = line.Mixed(exists)
	}
	if failed != nil || len(list) == 0 {
		return nil, failed
	}
	out := make([]LineWork, len(list))
	for i, name := range list {
		out[i] = LineWork{Line: input.LineFor(line, name), Guess: unknown[name]}
	}
	return out, nil
}

// fromList decides a line whose words in front of what happened may be a list of leads: res is its reading as one lead.
// What makes a new lead called like a list is asked about.
func fromList(line input.LogLine, res record.Result) record.Result {
	if res.Change == nil || !res.Saved.Created {
		return res
	}
	if q := line.DoubtedList(res.Saved.Touch.Outcome); q != nil {
		return record.Result{Question: q}
	}
	return res
}

// unsure reports whether a decision is no saved touch of a lead that exists: then the line may be about several. The
// question whether the same words are meant again is none about leads.
func unsure(res record.Result) bool {
	return res.Question != nil && res.Question.Question != input.Again || res.Change != nil && res.Saved.Created ||
		res.Form != nil
}

// answerList logs a list of leads, unless it could not be read. The key is the request's own, so that a second delivery
// finds what the first one wrote, whether it was one lead or several.
func (h *Handlers) answerList(ctx context.Context, req *request.Request, list []LineWork,
	err error) (request.Response, error) {
	if err != nil {
		return request.Response{}, err
	}
	return h.LogTogether(ctx, req, req.Key, list)
}
