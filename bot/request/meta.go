package request

import "encoding/json"

// Meta is what a form carries along: about which lead it is, and which message to bring up to date afterwards.
type Meta struct {
	Lead    string `json:"l,omitempty"`
	Version int64  `json:"v,omitempty"`
	Channel string `json:"c,omitempty"` // of the message with the card
	Message string `json:"m,omitempty"` // its ts, of an ephemeral one too
	Surface string `json:"s,omitempty"` // of an ephemeral message, which has no address: what kind it is
	URL     string `json:"u,omitempty"` // response_url of an ephemeral message
	Posted  bool   `json:"d,omitempty"` // it is a posted answer, see [Request.Posted]
	Change  string `json:"x,omitempty"` // the change that a reason belongs to, or that a wrap-up takes back
	At      int64  `json:"a,omitempty"` // unix time of the agreed call that it is about
	Sent    int64  `json:"b,omitempty"` // unix time at which the material was sent that it is about
	Ref     string `json:"r,omitempty"` // of typed words kept elsewhere
	Text    string `json:"t,omitempty"` // typed words
	LongAgo int64  `json:"w,omitempty"` // unix time over a week ago at which it happened, that was asked about
	Command string `json:"k,omitempty"` // of a form that asks for a lead: what to do with it
	Missing string `json:"g,omitempty"` // of a prep's form: what the prep lacks
	Origin  string `json:"f,omitempty"` // of the Add form: what the new lead has from the lead
	Outcome string `json:"o,omitempty"` // of a wrap-up page: how the call went
	Touch   string `json:"h,omitempty"` // …and the touch that it was saved as, or that is to be corrected
	Asked   bool   `json:"q,omitempty"` // of a send gate: what is missing was said, and saving once more means it
	Tip     string `json:"i,omitempty"` // of the prep that the form was opened from
	Team    string `json:"n,omitempty"` // of a form that adds to a team
	Rep     string `json:"y,omitempty"` // whose lead it is, where that is another rep's
	Page    string `json:"p,omitempty"` // of a form of several pages: the one that is shown
	Other   string `json:"z,omitempty"` // of a merge: the lead that goes, and its version; of a correction: what was shown
	Draft   string `json:"j,omitempty"` // of a message to a prospect: the text it was made from, and its kind of reason
}

// DecodeMeta reads a form's private metadata; what is none is an empty Meta.
func DecodeMeta(s string) Meta {
	var m Meta
	if json.Unmarshal([]byte(s), &m) != nil {
		return Meta{}
	}
	return m
}
