package outcome

import (
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

// turnedPhrases are words as reps type them, with what they must be read as: an outcome, or "?" and what must be asked
// about, the likeliest first; "-" for nothing. They are written from the contract, reading 3, not from what is read.
var turnedPhrases = [][2]string{
	// called off, put off, nobody there
	{"meeting cancelled", "? not-now replied talked no-answer"},
	{"meeting was canceled", "? not-now replied talked no-answer"},
	{"meeting Thursday 4pm cancelled", "? not-now replied talked no-answer"},
	{"meeting got called off", "? not-now replied talked no-answer"},
	{"meeting declined", "? not-now replied talked no-answer"},
	{"meeting didn't happen", "? not-now replied talked no-answer"},
	{"meeting fell through", "? not-now replied talked no-answer"},
	{"meeting postponed", "? meeting talked replied not-now"},
	{"meeting moved to Friday", "? meeting talked replied not-now"},
	{"meeting has been rescheduled", "? meeting talked replied not-now"},
	{"meeting pushed back a week", "? meeting talked replied not-now"},
	{"meeting no show", "? no-answer unavailable not-now"},
	{"meeting he didn't show up", "? no-answer unavailable not-now"},
	{"no show", "? no-answer unavailable"}, {"no-show", "? no-answer unavailable"},
	{"was a no show", "? no-answer unavailable"},
	{"meeting not confirmed", "? unavailable talked meeting not-now"},
	{"meeting with his boss", "? unavailable talked meeting not-now"},
	{"meeting room booked", "? unavailable talked meeting not-now"},
	{"meeting until 3", "? unavailable talked meeting not-now"},
	{"no meeting yet", "? talked not-now no-time"}, {"meeting next week", "meeting"}, {"meeting Thu 4pm", "meeting"},
	{"meeting with Jo Thu 4pm", "meeting"}, {"in a meeting", "unavailable"},
	{"he's in a meeting", "unavailable"},
	{"they have a meeting", "? unavailable not-now talked"}, {"meeting request sent", "? meeting talked replied email"},
	// called back, and in vain
	{"called back", "called-back"}, {"called back no answer", "no-answer"}, {"called back but got voicemail", "voicemail"},
	{"called back left a message", "voicemail"}, {"called back line was busy", "busy"},
	{"called back spoke to the receptionist", "gatekeeper"},
	{"called her back", "? no-answer voicemail talked gatekeeper"},
	{"called them back no answer", "no-answer"}, {"i called back", "? no-answer voicemail talked gatekeeper"},
	{"we called back no pickup", "no-answer"}, {"they called back", "called-back"},
	{"she just called back", "called-back"},
	{"called me back", "called-back"}, {"returned my call", "called-back"},
	{"returned their call", "? no-answer voicemail talked gatekeeper"},
	{"callback requested", "? no-time unavailable gatekeeper"}, {"callback wanted", "? no-time unavailable gatekeeper"},
	{"callback Thursday 4pm", "? no-time unavailable gatekeeper"}, {"call back later", "? no-time unavailable gatekeeper"},
	{"call back tomorrow", "? no-time unavailable gatekeeper"}, {"wants a callback", "? no-time unavailable gatekeeper"},
	{"asked me to call back", "? no-time unavailable gatekeeper"},
	{"callback", "? no-time called-back unavailable gatekeeper"}, {"CB", "? no-time called-back unavailable gatekeeper"},
	{"will call back", "? voicemail no-answer gatekeeper unavailable"},
	{"won't call back", "? voicemail no-answer gatekeeper unavailable"},
	{"he'll call back tomorrow", "? voicemail no-answer gatekeeper unavailable"},
	{"I’ll call back", "? voicemail no-answer gatekeeper unavailable"},
	{"never called back", "? no-answer voicemail gatekeeper"},
	{"didn't call back", "? no-answer voicemail gatekeeper"}, {"hasn't called back", "? no-answer voicemail gatekeeper"},
	{"missed call", "? no-answer called-back"},
	{"he called while I was at lunch", "? called-back no-answer"},
	{"they called back when I was driving", "? called-back no-answer"},
	{"called me back but I missed it", "? called-back no-answer"},
	{"called me back and I was glad", "called-back"},
	{"call back in january", "? not-now no-time unavailable"},
	{"call me back in the new year", "? not-now no-time unavailable"},
	{"callback scheduled", "? meeting no-time unavailable"},
	{"callback booked for Thursday", "? meeting no-time unavailable"},
	{"picked up but had to run", "no-time"}, {"had to go", "no-time"},
	{"got off the phone with Kim", "talked"}, {"finished my call with Kim", "talked"},
	{"deal lost", "? not-interested has-solution not-fit not-now"},
	{"3rd attempt no luck", "? no-answer voicemail gatekeeper no-time"},
	{"asked me to email instead", "? wants-info no-time gatekeeper"},
	{"whatsapped him", "? email linkedin voicemail no-answer"},
	{"deposit paid", "? won talked has-solution"}, {"already a customer", "? won talked has-solution"},
	{"dropped off cookies", "? visit gift"},
	// who wrote to whom
	{"replied", "replied"}, {"replied to their mail", "email"}, {"replied to them", "email"},
	{"replied to her question", "email"},
	{"replied to my mail", "replied"}, {"replied to me", "replied"}, {"replied to Jo", "? replied email"},
	{"i replied", "email"},
	{"we replied", "email"}, {"they replied", "replied"}, {"emailed back", "? replied email"},
	{"emailed back by me", "email"},
	{"wrote back", "replied"}, {"wrote back to them", "email"}, {"never replied", "? no-answer voicemail email"},
	{"hasn't replied yet", "? no-answer voicemail gatekeeper"}, {"no reply yet", "? no-answer voicemail email"},
	{"email from him", "replied"}, {"they emailed", "replied"}, {"emailed", "email"}, {"he emailed me", "replied"},
	{"email bounced", "? email talked no-answer voicemail"}, {"email not sent", "? email talked no-answer voicemail"},
	{"didn't email", "? no-answer voicemail talked"}, {"going to email", "? talked voicemail no-answer email"},
	{"need to email", "? talked voicemail no-answer email"}, {"email tomorrow", "? email talked no-answer voicemail"},
	{"email him", "? email replied wants-info"}, {"send email", "? wants-info email"},
	{"linkedin accepted", "? replied linkedin"}, {"gift returned", "? gift talked no-answer voicemail"},
	{"visit planned", "? visit talked no-answer voicemail"}, {"visit cancelled", "? visit talked no-answer voicemail"},
	{"left me a voicemail", "? replied called-back"}, {"voicemail from him", "? replied called-back"},
	{"they left a voicemail", "? replied called-back voicemail"}, {"linkedin request sent", "linkedin"},
	// nobody was reached, or no message left
	{"no voicemail left", "no-answer"}, {"didn't leave a voicemail", "no-answer"}, {"voicemail no message", "no-answer"},
	{"voicemail didn't leave a message", "no-answer"}, {"voicemail full", "no-answer"},
	{"voicemail box is full", "no-answer"},
	{"vm not set up", "no-answer"}, {"no voicemail", "no-answer"}, {"no answer left vm", "voicemail"},
	{"no answer, left a message", "voicemail"}, {"didn't pick up left a message", "voicemail"},
	{"no answer email sent", "no-answer"}, {"no answer wrong number", "? bad-number no-answer"},
	{"not answered", "no-answer"}, {"not talked", "? no-answer voicemail gatekeeper"},
	{"didn't talk", "? no-answer voicemail gatekeeper no-time"},
	{"never talked", "? no-answer voicemail gatekeeper no-time"},
	{"haven't spoken", "-"}, {"not connected", "? no-answer voicemail gatekeeper"}, {"couldn't reach him", "no-answer"},
	{"couldn't reach him left vm", "no-answer"}, {"call not answered", "no-answer"},
	{"no answer to my email", "? email no-answer"},
	{"x 3", "? no-answer voicemail x"}, {"hung up", "? no-time not-interested no-answer"},
	{"lost the number", "? bad-number no-answer"}, {"got cut off", "? talked no-time no-answer bad-number"},
	{"just left a voicemail", "voicemail"}, {"tried calling no answer", "no-answer"}, {"called no answer", "no-answer"},
	// busy, away, no time
	{"busy", "busy"}, {"he is busy", "no-time"}, {"she's busy", "no-time"}, {"too busy", "no-time"},
	{"busy right now", "no-time"},
	{"busy in a meeting", "no-time"}, {"busy in another call", "no-time"}, {"busy in 2 hours", "busy"},
	{"busy in July", "busy"},
	{"busy with month end", "no-time"}, {"busy season", "? not-now no-time"}, {"busy until March", "? not-now no-time"},
	{"was busy", "no-time"}, {"hung up not interested", "? not-interested talked"}, {"voicemail is off", "no-answer"},
	{"busy signal", "busy"}, {"line is busy", "busy"}, {"busy call later", "busy"},
	{"left company voicemail", "? voicemail left-company"},
	{"cancelled the meeting", "? talked not-now replied no-answer"},
	{"he's back at 5", "? unavailable gatekeeper no-time"},
	{"picked up but no time", "no-time"}, {"answered but busy", "no-time"}, {"no time set", "? talked meeting no-time"},
	{"left for lunch", "unavailable"}, {"left for the day", "unavailable"}, {"left the office", "unavailable"},
	{"left early", "unavailable"}, {"no longer available", "? left-company referral unavailable"},
	{"bad time", "? no-time not-now"}, {"bad timing", "not-now"}, {"not in", "? unavailable not-now gatekeeper"},
	// what ends a lead, and what only sounds like it
	{"left", "? voicemail left-company"}, {"left the company", "left-company"}, {"has left the company", "left-company"},
	{"might have left the company", "? talked not-now left-company"},
	{"probably left the company", "? left-company talked not-now"}, {"hasn't left the company", "? talked not-now"},
	{"is leaving", "? left-company referral unavailable"}, {"no longer there", "left-company"},
	{"gatekeeper says he left the company", "? left-company gatekeeper"},
	{"not interested", "not-interested"}, {"not interested right now call in March", "not-now"},
	{"not interested right now, call in March", "not-now"},
	{"not interested yet", "not-now"},
	{"isn't interested at the moment", "not-now"}, {"not interested this year", "not-now"},
	{"not interested anymore", "not-interested"}, {"not interested in the big plan", "? not-interested not-now talked"},
	{"not interested unless cheaper", "? not-interested not-now talked"},
	{"not really interested", "? talked not-now not-interested"},
	{"maybe not interested", "? not-interested talked not-now"}, {"talked not interested", "? not-interested talked"},
	{"talked, bad timing", "? not-now talked"}, {"not a fit right now", "not-now"}, {"not a fit", "not-fit"},
	{"ni", "? not-interested not-now talked"},
	{"has a solution in mind", "? has-solution talked"}, {"doesn't have a vendor yet", "? talked not-now"},
	{"has a solution for now", "? has-solution not-now talked"}, {"went with a competitor", "has-solution"},
	{"might go with a competitor", "? talked not-now has-solution"}, {"won", "won"}, {"won the deal", "won"},
	{"not won yet", "? talked not-now no-time"},
	{"almost won", "? talked not-now won"}, {"won a prize", "? talked won has-solution"},
	{"won by a competitor", "? talked won has-solution"},
	{"won over", "? talked won has-solution"}, {"closed won", "won"},
	{"closed", "? not-interested has-solution not-fit not-now"},
	{"signed", "? won talked has-solution"}, {"signed the contract", "won"},
	{"should have signed by Friday", "? voicemail no-answer gatekeeper unavailable"},
	{"hasn't signed yet", "? no-answer voicemail gatekeeper"}, {"won't sign", "? talked voicemail no-answer not-now"},
	{"going to sign", "? talked voicemail no-answer not-now"},
	{"to be called", "? voicemail no-answer gatekeeper unavailable"},
	{"need to call", "? talked voicemail no-answer not-now"}, {"lost", "? not-interested has-solution not-fit not-now"},
	{"do not call", "do-not-call"}, {"do not call again", "do-not-call"},
	{"do not call before 10", "? not-now unavailable do-not-call"},
	{"do not call today", "? not-now unavailable do-not-call"},
	{"don't call until March", "? not-now unavailable do-not-call"}, {"nearly lost", "? talked not-now no-answer"},
	{"don't call on Mondays", "? not-now unavailable do-not-call"}, {"close to a deal", "-"},
	{"don't call", "? do-not-call not-interested not-now"}, {"don't call me again", "do-not-call"},
	{"do not call his cell", "? not-now unavailable do-not-call"},
	{"do not call him at home", "? not-now unavailable do-not-call"},
	{"stop calling me", "do-not-call"}, {"take me off your list", "do-not-call"},
	// what was sent, asked and handed on
	{"sent info", "email"}, {"send info", "wants-info"}, {"info sent", "email"}, {"wants a brochure", "wants-info"},
	{"doesn't want info", "? talked not-now not-interested"}, {"info not received", "? not-reviewed talked wants-info"},
	{"sent me to voicemail", "voicemail"},
	{"sent me to the receptionist", "gatekeeper"}, {"sent me to Jo", "referral"},
	{"not the right person", "? referral gatekeeper bad-number"},
	{"spoke to Kim", "talked"}, {"spoke to his assistant", "gatekeeper"},
	{"spoke to Kim's assistant", "? gatekeeper talked"}, {"spoke with the CEO's secretary", "? gatekeeper talked"},
	{"spoke to Kim about the new assistant", "talked"}, {"no luck", "? no-answer voicemail gatekeeper no-time"},
	{"spoke to someone else", "? gatekeeper referral talked"},
	{"wrong person", "? referral gatekeeper bad-number"}, {"emailed no answer", "? no-answer email"},
	{"voicemail then called back", "? called-back voicemail"}, {"not in service", "bad-number"},
	{"no longer in service", "bad-number"},
	{"not unavailable", "? talked unavailable"}, {"perhaps wrong number", "bad-number"},
	{"won’t meet", "? talked voicemail no-answer not-now"},
}

func TestTurnedPhrases(t *testing.T) {
	if len(turnedPhrases) < 120 {
		t.Fatalf("%d phrases", len(turnedPhrases))
	}
	for _, c := range turnedPhrases {
		got, used := reading(c[0])
		if got == "" {
			got = "-"
		}
		if got != c[1] {
			t.Errorf("%q is read as %s (%d words), want %s", c[0], got, used, c[1])
		}
		if n := len(strings.Fields(c[0])); used > n || (used == 0) != (c[1] == "-") {
			t.Errorf("%q: %d words of %d", c[0], used, n)
		}
	}
}

// Each rule about words that turn something round is there for one of the phrases above: without it one is read
// otherwise.
func TestEveryTurnIsNeeded(t *testing.T) {
	differs := func(what string, change func(*tableFile)) {
		var file tableFile
		ms := rulefile.Decode("data/outcomes.yaml", rulefile.Embedded("data/outcomes.yaml"), &file)
		change(&file)
		table := build(file, ms, Added{})
		if !slices.ContainsFunc(turnedPhrases, func(c [2]string) bool {
			words := strings.Fields(c[0])
			a, b := Read(words), table.said.read(words)
			return a.Outcome != b.Outcome || a.Used != b.Used || !slices.Equal(a.Means, b.Means)
		}) {
			t.Errorf("without %s nothing is read otherwise", what)
		}
	}
	var all tableFile
	rulefile.Decode("data/outcomes.yaml", rulefile.Embedded("data/outcomes.yaml"), &all)
	for i := range all.Turns {
		differs(strings.Join(append(all.Turns[i].Before, all.Turns[i].Behind...), ", "),
			func(f *tableFile) { f.Turns = slices.Delete(f.Turns, i, i+1) })
	}
	for i := range all.Rows.Cases {
		differs("a row of "+strings.Join(all.Rows.Cases[i].First, " "),
			func(f *tableFile) { f.Rows.Cases = slices.Delete(f.Rows.Cases, i, i+1) })
	}
}
