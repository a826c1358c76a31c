package absence

import "time"

// Cover is a colleague who is asked to see to what falls due while somebody is away. Nothing may be done by them before
// they have agreed; what they may then is for package cover to say. The zero value is nobody, and takes the place of a
// cover that was declined or has ended, so that no id is left behind.
type Cover struct {
	ID     string    `json:"id,omitempty"` // names it: an answer to another one is out of date
	By     string    `json:"by,omitempty"` // the colleague
	Asked  time.Time `json:"asked,omitzero"`
	Agreed time.Time `json:"agreed,omitzero"` // zero until they have
}

// Covering is what a rep's record keeps of a cover that they have agreed to: where to look, and no right to anything.
// Whether it still stands is in the record of whoever is away.
type Covering struct {
	ID  string `json:"id"`
	Rep string `json:"rep"` // who is away
}

// CoversMost bounds for how many colleagues one rep covers at a time: each costs a look at their record with every
// list.
const CoversMost = 5

// Moved is the cover of an absence whose first day back is another one by now. Who has agreed to a week has not agreed
// to two: they are asked anew, by another id.
func (c Cover) Moved(was, is Absence, id string, now time.Time) Cover {
	before, known := was.FirstDay()
	after, ends := is.FirstDay()
	if c.By == "" || known && ends && after <= before {
		return c
	}
	return Cover{ID: id, By: c.By, Asked: now}
}

// OpCover is what a change of a cover is called in the journal of whoever is away.
const OpCover = "cover"

// News is what a letter of the coach's own says of a cover.
type News string

// What it may be.
const (
	CoverAsks     News = "asks"     // the colleague, whether they will
	CoverDeclined News = "declined" // they won't, to whoever is away
	CoverGone     News = "gone"     // they can't any more, to whoever is away
	CoverEnded    News = "ended"    // the colleague hears that it is over, before the return
)
