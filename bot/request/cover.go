package request

import "github.com/followup-coach/followup/coach"

// Cover says of a request that it is about a lead of a colleague who is away, and for whom the acting person covers.
// Owner is that colleague then. Whether they may is asked of what is read ([record.Recorder.Read]).
type Cover struct {
	Self coach.Rep // the record of who acts, whose clock the answer goes by
	Lead string    // the lead that it is about
}

// Own is the request as one about the acting person's own leads, whose records are still to be read.
func (req *Request) Own() *Request {
	if req.Cover == nil {
		return req
	}
	own := *req
	own.Owner, own.Rep, own.Cover, own.Agreed = req.User, nil, nil, nil
	return &own
}

// Reads is whose clock and zone the words of a request go by: the acting person's. It must have been read.
func (req *Request) Reads() coach.Rep {
	if req.Cover != nil {
		return req.Cover.Self
	}
	return *req.Rep
}

type (
	// CoveredLead is a name that no lead of the acting person's has, and one of a colleague for whom they cover. Where it
	// stands in the line goes with it.
	CoveredLead struct {
		Name, Lead, Owner string
		From, Count       int
	}
	// NotLent is what the acting person may not do with a colleague's lead, and why, as package cover says it.
	NotLent struct {
		Owner string
		Why   error
	}
)

func (p *CoveredLead) Error() string { return "a lead of a colleague" }
func (p *NotLent) Error() string     { return p.Why.Error() }
func (p *NotLent) Unwrap() error     { return p.Why }
func (p *CoveredLead) problem()      {}
func (p *NotLent) problem()          {}
