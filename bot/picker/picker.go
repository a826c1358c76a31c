// Package picker answers the fields of forms in which a lead is picked. Slack asks at each letter that is typed into
// one, without a trigger and never twice the same, and shows nothing that comes after a few seconds.
package picker

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
)

// Suggest offers the acting person's leads by what they have typed so far: open ones first, and only closed ones where
// one is to be reopened. Where a call is logged, a new lead can be chosen as well, unless one is called so. Nothing is
// written, not even that somebody is a rep.
func Suggest(rec *record.Recorder) func(context.Context, *request.Request) (request.Response, error) {
	return func(ctx context.Context, req *request.Request) (request.Response, error) {
		typed := names.Normalize(req.Text)
		list, err := rec.Space().Records.Pick(ctx, req.Owner, req.Text, typed)
		if err != nil || req.View == nil {
			return request.Response{}, err
		}
		meta := request.DecodeMeta(req.View.PrivateMetadata)
		switch meta.Command {
		case "reopen":
			list = slices.DeleteFunc(list, coach.Lead.Open)
		case forms.IntoLead: // the one that goes is none to go into
			list = slices.DeleteFunc(list, func(l coach.Lead) bool { return l.ID == meta.Other })
		}
		slices.SortStableFunc(list, openFirst)
		added := ""
		if req.View.CallbackID == fields.FormLog && typed != "" && !slices.ContainsFunc(list, func(l coach.Lead) bool {
			return names.Normalize(l.Name) == typed
		}) {
			added = req.Text
		}
		return request.Response{Options: fields.LeadOptions(list, added)}, nil
	}
}

// openFirst puts leads that are open in front of closed ones.
func openFirst(a, b coach.Lead) int {
	switch {
	case a.Open() == b.Open():
		return 0
	case a.Open():
		return -1
	}
	return 1
}
