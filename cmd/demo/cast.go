package main

import (
	"fmt"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The people of the demo's sales floor.
var cast = []struct{ id, name, real, zone, title string }{
	{"U0MAYA", "maya", "Maya Lindqvist", "America/New_York", "Sales rep, New York"},
	{"U0OMAR", "omar", "Omar Haddad", "Europe/Berlin", "Sales rep, Berlin"},
	{"U0RUTH", "ruth", "Ruth Okafor", "America/New_York", "Sales manager, New York"},
	{left, "vera", "Vera Santos", "America/New_York", "Sales rep, New York"},
}

const (
	// Slack's ids of the workspace and of those in it.
	teamID      = "T0LOCAL"
	salesRoom   = "C0SALES"
	maya, omar  = "U0MAYA", "U0OMAR"
	left        = "U0VERA" // has left, and her leads wait for somebody
	manager     = "U0RUTH"
	northTeam   = "north"
	northTeamNm = "North"
)

// people are the same cast as members of the workspace.
var people = func() (out []fakeslack.User) {
	for _, p := range cast {
		out = append(out, fakeslack.User{ID: p.id, Name: p.name, RealName: p.real, TZ: p.zone, Locale: "en-US",
			Admin: p.id == manager, Deleted: p.id == left})
	}
	return out
}()

// dialer is another app of the workspace.
var dialer = fakeslack.User{ID: "U0DIAL", Name: "dialer", RealName: "Dialer", Bot: true}

// dialed is its post about a call at an instant: a call is logged from such a post, too.
func dialed(at time.Time) fakeslack.Message {
	return fakeslack.Message{Channel: salesRoom, User: dialer.ID, App: dialer.Name,
		Text: fmt.Sprintf("<!date^%d^{time}|%s> · Outbound call to <tel:+13125550103|+1 312 555 0103>: left voicemail, "+
			"40 seconds", at.Unix(), at.Format(time.Kitchen))}
}

// channels: the bot is in the team's alone, as after an invitation.
var channels = []fakeslack.Channel{
	{ID: salesRoom, Name: "sales-north", Members: []string{maya, omar, manager, "U0BOT"}},
	{ID: "C0GENERAL", Name: "general", Members: []string{maya, omar, manager}},
}

// event is one thing that happened to a lead: so many days before the demo begins, at a rep-local time.
type event struct {
	// Days before the beginning; a weekend counts as the Friday before.
	ago     int
	at      string // 15:04
	outcome outcome.Outcome
	note    string
	in      time.Duration // of an agreed call, a snooze or the end of a contract: from the demo's beginning
	agenda  string

	theirs, ours string        // what was promised…
	due          time.Duration // …and by when: from the demo's beginning
	sent         coach.Material
	goal         string
	unsure       bool
}

// story is a lead and its past. Together the stories leave a lead in every state the bot knows.
type story struct {
	// Whose lead it is: a Slack id.
	rep    string
	lead   coach.Lead
	events []event
}

const hour, day = time.Hour, 24 * time.Hour

// library is what the team has to tell: a success story that fits one of Maya's leads by industry and problem, one that
// fits all, and something that grows old.
var library = []struct {
	story coach.Story
	until time.Duration // from the demo's beginning; zero for as long as its kind lasts
}{
	{story: coach.Story{By: maya, Kind: coach.WhyStory,
		Text: "A seaside hotel with forty rooms cut its no-shows by a third in one season", Industry: "hotels",
		Problem: "no-shows"}},
	{story: coach.Story{By: manager, Kind: coach.WhyStory,
		Text: "A family business of twelve was up and running in two days, without a consultant"}},
	{story: coach.Story{By: omar, Kind: coach.WhyTimely, Text: "The new rules for school accounts apply from next term",
		Industry: "schools"}, until: 20 * day},
}

// stories begin with those that Maya's first digest shows. The numbers are reserved for fiction, so that nobody is
// ever called.
var stories = []story{
	{maya, coach.Lead{Name: "Acme Corp", Contact: "Pat Reyes", Phone: "+1 202 555 0101", Warmth: coach.Warm,
		HotButton: "cut unscheduled maintenance", Source: "web form", Industry: "metal work",
		Reasons: []coach.Why{{Kind: coach.WhyNews, Text: "they're opening a second plant in Dayton"}}}, nil},
	{maya, coach.Lead{Name: "Birchwood Dental", Contact: "Lena Fox", Phone: "+1 212 555 0102", Warmth: coach.Warm},
		[]event{{ago: 1, at: "15:10", outcome: outcome.Voicemail}}},
	{maya, coach.Lead{Name: "Cobalt Freight", Contact: "Sam Ortiz", Phone: "+1 312 555 0103", Warmth: coach.Cold,
		Potential: coach.PotentialHigh}, []event{
		{ago: 1, at: "09:05", outcome: outcome.Voicemail}, {ago: 1, at: "16:10", outcome: outcome.NoAnswer}}},
	{maya, coach.Lead{Name: "Delta Print Works", Contact: "Ivo Kern", Phone: "+1 415 555 0104", Warmth: coach.Cold},
		[]event{
			{ago: 7, at: "11:30", outcome: outcome.Voicemail}, {ago: 6, at: "11:15", outcome: outcome.NoAnswer},
			{ago: 5, at: "11:20", outcome: outcome.Voicemail, note: "Assistant says mornings are best"}}},
	{maya, coach.Lead{Name: "Evergreen Schools", Contact: "Dr. Nwosu", Phone: "+1 713 555 0105", Warmth: coach.Warm,
		HotButton: "one login for all teachers",
		Decider:   "the board", Gut: 4, Industry: "schools", Problem: "too many logins"}, []event{
		{ago: 4, at: "10:00", outcome: outcome.Talked, note: "Wants to see the roster import. Decides with the board.",
			in: 7*hour + 40*time.Minute, agenda: "roster import, board questions",
			theirs: "ask the board about the budget", ours: "send the import guide", due: -16 * hour, goal: coach.GoalClose,
			unsure: true}}},
	{maya, coach.Lead{Name: "Foxglove Bakery", Contact: "Ana Brandt", Phone: "+1 617 555 0106", Warmth: coach.Warm},
		[]event{
			{ago: 1, at: "11:00", outcome: outcome.Talked, note: "Liked the idea. Said: call me next week.",
				theirs: "taste the sample menu", due: -20 * hour}}},
	{maya, coach.Lead{Name: "Granite & Sons", Phone: "+1 303 555 0107", Warmth: coach.Cold},
		[]event{{ago: 1, at: "14:00", outcome: outcome.Gatekeeper, note: "Ms. Weir keeps the diary"}}},
	{maya, coach.Lead{Name: "Harbor Lights Hotel", Contact: "Theo Park", Phone: "+44 20 7946 0108", Warmth: coach.Warm,
		HotButton: "no-shows",
		Industry:  "hotels", Problem: "no-shows", Competitor: "another booking system"}, []event{
		{ago: 3, at: "09:30", outcome: outcome.Voicemail}, {ago: 3, at: "12:05", outcome: outcome.NoAnswer}}},
	{maya, coach.Lead{Name: "Iris Analytics", Contact: "Wen Li", Phone: "+81 3 4567 0109", Warmth: coach.Cold},
		[]event{{ago: 4, at: "08:40", outcome: outcome.NoAnswer}}},
	{maya, coach.Lead{Name: "Juniper Legal", Contact: "R. Stone", Phone: "+1 206 555 0110", Warmth: coach.Cold,
		Potential: coach.PotentialLow}, []event{
		{ago: 6, at: "10:00", outcome: outcome.NoAnswer}, {ago: 5, at: "09:00", outcome: outcome.NoAnswer}}},
	{maya, coach.Lead{Name: "Kestrel Air", Contact: "Jo Marsh", Phone: "+1 404 555 0111", Warmth: coach.Warm}, []event{
		{ago: 5, at: "10:30", outcome: outcome.Voicemail},
		{ago: 2, at: "17:00", outcome: outcome.Replied, note: "Interested, asks for the safety sheet"}}},
	{maya, coach.Lead{Name: "Larkspur Foods", Phone: "+1 602 555 0112", Warmth: coach.Cold},
		[]event{{ago: 3, at: "10:00", outcome: outcome.BadNumber}}},
	{maya, coach.Lead{Name: "Meridian Tools", Contact: "Gus Holm", Phone: "+1 214 555 0113", Warmth: coach.Cold},
		manyTries(30, 29, 28, 24, 19, 12, 5)},
	{maya, coach.Lead{Name: "Northwind Cycles", Contact: "Bea Lund", Phone: "+1 503 555 0114", Warmth: coach.Warm},
		[]event{
			{ago: 6, at: "09:45", outcome: outcome.Talked, note: "Budget opens next month"},
			{ago: 5, at: "10:00", outcome: outcome.Snoozed, in: 9 * day}}},
	{maya, coach.Lead{Name: "Oakline Furniture", Contact: "Cy Abel", Phone: "+1 651 555 0115", Warmth: coach.Warm},
		[]event{
			{ago: 9, at: "10:00", outcome: outcome.Talked, in: -4*day + 3*hour, agenda: "walk through the price list"},
			{ago: 4, at: "09:00", outcome: outcome.Won, note: "Signed for a year"}}},
	{maya, coach.Lead{Name: "Pinecrest Clinic", Phone: "+1 919 555 0116", Warmth: coach.Warm},
		[]event{{ago: 8, at: "15:00", outcome: outcome.HasSolution, note: "Went with another vendor last week",
			in: 50 * day}}},
	{maya, coach.Lead{Name: "Quarry Street Gym", Phone: "+1 305 555 0117", Warmth: coach.Cold},
		[]event{{ago: 2, at: "10:15", outcome: outcome.DoNotCall, note: "Asked not to be called again"}}},
	{maya, coach.Lead{Name: "Redwood Robotics", Contact: "Kim Vale", Phone: "+1 650 555 0118", Warmth: coach.Warm,
		Potential: coach.PotentialHigh, HotButton: "spare parts on time",
		Introduced: "Bea Lund", Prefers: coach.ByCall}, []event{
		{ago: 5, at: "13:30", outcome: outcome.Talked, note: "Will read the specs by Monday", in: -17 * hour,
			agenda: "go through the specs",
			sent:   coach.Material{Name: "the specs", Pointer: "p. 12", Link: "https://brightwork.example/specs"}}}},
	{maya, coach.Lead{Name: "Sandstone Brewery", Contact: "Ed Moss", Company: "Sandstone Brewery",
		Phone:  "+1 207 555 0126",
		Warmth: coach.Warm}, []event{
		{ago: 6, at: "11:10", outcome: outcome.Talked, note: "Wants fewer stops on the line",
			sent: coach.Material{Name: "the price list"}}, {ago: 1, at: "10:20", outcome: outcome.LeftCompany}}},
	{maya, coach.Lead{Name: "Trellis Nurseries", Contact: "Ola Berg", Phone: "+1 208 555 0127", Warmth: coach.Warm,
		Introduced: "Theo Park"}, []event{
		{ago: 2, at: "15:40", outcome: outcome.WantsInfo, note: "Asked for the brochure",
			sent: coach.Material{Name: "the brochure"}}}},

	{omar, coach.Lead{Name: "Stellwerk GmbH", Contact: "Frau Voss", Phone: "+49 30 5555 0119", Warmth: coach.Warm,
		HotButton: "Ausfallzeiten"}, []event{{ago: 1, at: "09:20", outcome: outcome.Voicemail}}},
	{omar, coach.Lead{Name: "Tulipa BV", Contact: "J. de Wit", Phone: "+31 20 555 0120", Warmth: coach.Cold}, []event{
		{ago: 5, at: "10:00", outcome: outcome.NoAnswer}, {ago: 4, at: "09:00", outcome: outcome.Voicemail}}},
	{omar, coach.Lead{Name: "Ullmann Optik", Phone: "+49 40 555 500121", Warmth: coach.Warm}, []event{
		{ago: 1, at: "15:30", outcome: outcome.Talked, note: "Möchte ein Angebot sehen", in: 2*hour + 40*time.Minute,
			agenda: "Angebot durchgehen"}}},
	{omar, coach.Lead{Name: "Ventana Solar", Contact: "Inés Roca", Phone: "+34 915 550 122", Warmth: coach.Cold},
		[]event{{ago: 1, at: "13:00", outcome: outcome.Busy}}},
	{omar, coach.Lead{Name: "Wessex Marine", Contact: "Tom Hale", Phone: "+44 20 7946 0123", Warmth: coach.Cold}, []event{
		{ago: 12, at: "10:00", outcome: outcome.NoAnswer}, {ago: 11, at: "09:10", outcome: outcome.NoAnswer},
		{ago: 8, at: "15:00", outcome: outcome.NotNow, note: "After the season"}}},
	{omar, coach.Lead{Name: "Xylem Paper", Phone: "+46 8 555 001 24", Warmth: coach.Cold},
		[]event{{ago: 3, at: "11:00", outcome: outcome.NotInterested}}},
	{omar, coach.Lead{Name: "Yarrow Textiles", Phone: "+351 21 555 0125"}, nil},
}

// vera are the leads of who has left: two that are due, and a call that was agreed on.
var vera = []story{
	{left, coach.Lead{Name: "Zinnia Events", Contact: "Ada Moor", Phone: "+1 646 555 0128", Warmth: coach.Warm},
		[]event{{ago: 4, at: "10:10", outcome: outcome.Voicemail}}},
	{left, coach.Lead{Name: "Amber Logistics", Contact: "Li Chen", Phone: "+1 718 555 0129", Warmth: coach.Cold},
		[]event{{ago: 6, at: "09:20", outcome: outcome.NoAnswer}}},
	{left, coach.Lead{Name: "Bluebell Care", Contact: "Eve Hart", Phone: "+1 914 555 0130", Warmth: coach.Warm}, []event{
		{ago: 5, at: "14:00", outcome: outcome.Talked, in: 2*day + 2*hour, agenda: "the trial month"}}},
}

// month are leads of a rep that were called in the last four weeks and are closed: a manager's figures are of them.
// Of so many talks in five a date was left, the rest ended without.
func month(rep string, dated int, area string) (out []story) {
	ends := []outcome.Outcome{outcome.NotInterested, outcome.Won, outcome.NotFit, outcome.HasSolution}
	for i := range 20 {
		ago := 26 - i
		talk := event{ago: ago - 2, at: "13:10", outcome: outcome.Talked}
		if i%5 < dated {
			talk.in = -time.Duration(ago-4) * day
		}
		events := []event{{ago: ago, at: "09:10", outcome: outcome.NoAnswer}}
		if i%2 == 0 {
			events = append(events, event{ago: ago - 1, at: "11:20", outcome: outcome.Voicemail})
		}
		out = append(out, story{rep, coach.Lead{Name: fmt.Sprintf("%s Works %d", area, i+1), Warmth: coach.Cold},
			append(events, talk, event{ago: ago - 4, at: "16:40", outcome: ends[i%len(ends)]})})
	}
	return out
}

// manyTries is a lead that never picked up: all seven calls of the cadence, so that the verdict is due.
func manyTries(ago ...int) (out []event) {
	for i, d := range ago {
		at := "09:10"
		if i%2 == 1 {
			at = "16:05"
		}
		out = append(out, event{ago: d, at: at, outcome: outcome.NoAnswer})
	}
	return out
}
