package record

import (
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// finding is the first phrase in what was written down about a talk that is worth another word: in the note, else in
// the agenda. nil for none. A vague one is mended by a date, agreed or offered, and of a closed lead nothing more is to
// be said.
func (rec *Recorder) finding(req *request.Request, l coach.Lead, t coach.Touch, offered bool) *say.Found {
	if !l.Open() {
		return nil
	}
	for _, text := range []string{t.Note, t.Agenda} {
		if text == "" {
			continue
		}
		for _, f := range rec.Rules.Review(text) {
			if f.Vague && (offered || !t.Until.IsZero()) {
				continue
			}
			fill := rec.Fill(req, coach.Card{Lead: l, Step: rec.Rules.Next(l, *req.Rep, req.Now)}, t.Outcome)
			return &say.Found{Finding: f, Instead: rec.Rules.Instead(f.ID, fill)}
		}
	}
	return nil
}

// Script is a branch of the conversation tree as it is said to this lead; empty when there is none.
func (rec *Recorder) Script(req *request.Request, c coach.Card, branch string) coach.Script {
	x, _ := rec.Rules.Branch(branch)
	s, _ := rec.Rules.Script(branch, rec.Fill(req, c, x.Outcome))
	return s
}

// Fill is what there is to put into the words of a script. The times in it are those that are offered after the
// outcome.
func (rec *Recorder) Fill(req *request.Request, c coach.Card, o coach.Outcome) coach.Fill {
	return coach.Fill{
		Lead: c.Lead, Step: c.Step, Rep: *req.Rep, Me: req.Person.Full, Now: req.Now, Slots: rec.Offers(req, c.Lead, o),
		Cost: rec.Rules.CallBackCost(req.Tally),
	}
}

// Offers are three times for the next call after an outcome; none where the lead's day and the rep's hours never meet.
func (rec *Recorder) Offers(req *request.Request, l coach.Lead, o coach.Outcome) []coach.Slot {
	if !l.Open() {
		return nil
	}
	from, to := rec.Rules.Offer(l, *req.Rep, o, req.Now)
	return rec.Rules.SlotsBut(l, *req.Rep, req.Now, from, to, 3, req.Agreed)
}
