// Package tally counts what a lead's calls came to ([Cells]), and sums that up over leads ([Sums]), so that a rep and
// a team see their own numbers beside those of the sources: calls to close, the share of follow-ups, results, loss
// reasons, how fast somebody was answered. Every number has its n, and says nothing below the n that it needs.
package tally

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/coach/outcome"
)

// Kind is something that is counted of a lead.
type Kind uint8

// The kinds. Those before FollowUp are calls by what came of them: of each counted call exactly one, so that they add
// up to the calls.
const (
	voicemail Kind = iota
	noAnswer
	busy
	gatekeeper
	badNumber
	noTime
	unavailable
	distracted
	noMemory
	talked
	meeting
	notReviewed
	wantsInfo
	referral
	notNow
	hasSolution
	notInterested
	notFit
	leftCompany
	doNotCall
	ownMissed // an installation's own outcomes, by their group
	ownShort
	ownTalk
	ownEnd

	FollowUp // calls after somebody had been spoken to (S2.2, S4.1)

	// The first call of a lead: who was on it (S0.3). Of each lead with a call exactly one.
	FirstLive
	FirstVoicemail
	FirstNobody

	// A prospect who wrote or called back, and left no date: how soon the next call or message of ours came.
	Within1h
	Within24h
	Later

	kinds
)

// Kinds is how many there are.
const Kinds = int(kinds)

// letters stand for the kinds in a record and in the names of sums: in their order, and for good.
const letters = "vnbgwtudmTMRIFNSXZCDakle" + "f" + "LVO" + "pqr"

// codes are the outcomes of the contract that are calls, by kind.
var codes = [ownMissed]outcome.Outcome{voicemail: outcome.Voicemail, noAnswer: outcome.NoAnswer, busy: outcome.Busy,
	gatekeeper: outcome.Gatekeeper, badNumber: outcome.BadNumber, noTime: outcome.NoTime,
	unavailable: outcome.Unavailable, distracted: outcome.Distracted, noMemory: outcome.NoMemory,
	talked: outcome.Talked, meeting: outcome.Meeting, notReviewed: outcome.NotReviewed, wantsInfo: outcome.WantsInfo,
	referral: outcome.Referral, notNow: outcome.NotNow, hasSolution: outcome.HasSolution,
	notInterested: outcome.NotInterested, notFit: outcome.NotFit, leftCompany: outcome.LeftCompany,
	doNotCall: outcome.DoNotCall}

// byCode is the reverse of codes.
var byCode = func() map[outcome.Outcome]Kind {
	all := make(map[outcome.Outcome]Kind, len(codes))
	for k, o := range codes {
		all[o] = Kind(k)
	}
	return all
}()

// byGroup are the kinds of an installation's own outcomes.
var byGroup = map[outcome.Group]Kind{outcome.NotReached: ownMissed, outcome.ReachedShort: ownShort,
	outcome.LiveTalk: ownTalk, outcome.Ended: ownEnd}

// Of is the kind of a call with an outcome.
func Of(i outcome.Info) Kind {
	if k, ok := byCode[i.Code]; ok {
		return k
	}
	if k, ok := byGroup[i.Group]; ok {
		return k
	}
	return ownMissed
}

// First is the kind of a first call with an outcome.
func First(i outcome.Info) Kind {
	switch {
	case i.Reached():
		return FirstLive
	case i.Code == outcome.Voicemail:
		return FirstVoicemail
	}
	return FirstNobody
}

// Name is under what a sum of a kind is kept, the same for good.
func (k Kind) Name() string { return names[k] }

var names = func() (all [Kinds]string) {
	for k := range all {
		all[k] = "m" + letters[k:k+1]
	}
	return all
}()

// Cells are the counts of one lead, or of several together. In JSON they are a string: of each that is not zero its
// letter, and behind it the number if it is more than one.
type Cells [Kinds]int

// Calls are the counted calls.
func (c Cells) Calls() (sum int) {
	for _, n := range c[:FollowUp] {
		sum += n
	}
	return sum
}

// IsZero reports whether nothing was counted.
func (c Cells) IsZero() bool { return c == Cells{} }

// MarshalJSON writes what was counted.
func (c Cells) MarshalJSON() ([]byte, error) {
	out := []byte{'"'}
	for k, n := range c {
		if n > 0 {
			out = append(out, letters[k])
		}
		if n > 1 {
			out = strconv.AppendInt(out, int64(n), 10)
		}
	}
	return append(out, '"'), nil
}

// UnmarshalJSON reads what [Cells.MarshalJSON] writes; letters that this version doesn't know are passed over.
func (c *Cells) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("results of calls: %w", err)
	}
	*c = Cells{}
	for at := 0; at < len(s); {
		end := at + 1
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		if k := strings.IndexByte(letters, s[at]); k >= 0 {
			n, err := strconv.Atoi(s[at+1 : end])
			if c[k] = n; err != nil {
				c[k] = 1 // nothing stands there, or no number of ours
			}
		}
		at = end
	}
	return nil
}

// Outcome is the outcome of a call's kind, "" for those of an installation's own.
func (k Kind) Outcome() outcome.Outcome {
	if int(k) < len(codes) {
		return codes[k]
	}
	return ""
}
