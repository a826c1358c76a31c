package setup

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/notify"
)

// SettingsFields are what the Settings form starts with: the rep's settings, and the zone that Slack has for them, ""
// for none.
type SettingsFields struct {
	Rep   coach.Rep
	Slack string
	Meta  request.Meta
}

// The form has two pages, since a view has room for six fields: when somebody works, with a way to the other, and what
// they are sent and how that reads.

// SettingsForm is the page of when somebody works: pickers for times, boxes for weekdays. Fields are filled with what
// holds.
func SettingsForm(to say.Reader, in SettingsFields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Your settings", Submit: "Save", Callback: fields.FormSettings,
		Meta: in.Meta}
	from, until := in.Rep.Hours()
	f.Input(fields.Digest, "Morning message, on working days", "", false, clockInput(fields.Digest, in.Rep.DigestMinute()))
	f.Input(fields.Days, "Working days", "", false, daysInput(in.Rep.Days))
	f.Input(fields.From, "Working hours from", "", false, clockInput(fields.From, from))
	f.Input(fields.Until, "Working hours until", "", false, clockInput(fields.Until, until))
	empty := "Left empty, it follows Slack."
	if in.Slack != "" {
		empty = "Left empty, it follows Slack: " + say.City(in.Slack) + "."
	}
	f.Input(fields.Zone, "Time zone: a city", empty, true,
		fields.TextInput(fields.Zone, ZoneField(in.Rep), "Berlin", false, 60))
	f.Input(fields.Mode, "Second tries on the first day", "", false,
		fields.Radio(fields.Mode, string(in.Rep.ModeOrDefault()),
			[2]string{string(coach.Balanced), "For warm and high-potential leads"},
			[2]string{string(coach.Assertive), "For every lead"}, [2]string{string(coach.Passive), "For none, and no LinkedIn"}))
	f.Actions("a", say.Button(ids.ActSettings+".messages", fields.PageMessages, "Messages…"))
	return f.View()
}

// ZoneField is what the field for the zone starts with: empty while it follows Slack, and they agree.
func ZoneField(r coach.Rep) string {
	if r.TZFixed || r.Moved != "" {
		return say.City(r.TZ)
	}
	return ""
}

// MessagesForm is the page of what somebody is sent, how that reads, and who else reads what they log.
func MessagesForm(to say.Reader, in SettingsFields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Your messages", Submit: "Save", Callback: fields.FormSettings,
		Meta: in.Meta}
	f.Input(fields.Kinds, "What I may send you", "", true, kindsInput(in.Rep))
	limits := to.Limits()
	most := slack.NewNumberInputBlockElement(nil, fields.DMs, false)
	most.MinValue, most.MaxValue = "1", strconv.Itoa(limits.DMsPerDay)
	most.InitialValue = strconv.Itoa(notify.MostDMs(limits, in.Rep))
	f.Input(fields.DMs, "Messages a day, at most", "Reminders of agreed calls and answers don't count. What is over it "+
		"waits for the next morning message.", false, most)
	f.Input(fields.Clock, "Times on buttons, in forms and emails", "Elsewhere Slack writes them as you like.", false,
		clockChoice(to, in.Rep.Clock))
	f.Context("Your team's managers can see what is done on your leads. Your figures and habits are yours alone.")
	return f.View()
}

// clockChoice shows both clocks, and the one that Slack's language has.
func clockChoice(to say.Reader, wish calendar.HourCycle) *slack.RadioButtonsBlockElement {
	like := func(cycle calendar.HourCycle) string {
		to.Cycle = cycle
		return to.Minutes(eveningExample)
	}
	return fields.Radio(fields.Clock, cmp.Or(string(wish), clockAuto),
		[2]string{clockAuto, "As your Slack language has it: " + like("")},
		[2]string{string(calendar.Hours12), "12 hours: " + like(calendar.Hours12)},
		[2]string{string(calendar.Hours24), "24 hours: " + like(calendar.Hours24)})
}

// clockAuto is the choice of the clock that Slack's language has, as it is typed.
const clockAuto = "auto"

// kindsInput has a box for each kind of message that can be switched off by itself, and one for whole scripts.
func kindsInput(rep coach.Rep) *slack.CheckboxGroupsBlockElement {
	e := slack.NewCheckboxGroupsBlockElement(fields.Kinds)
	for _, kind := range coach.MessageKinds() {
		words := say.Capital(cards.KindWords(kind))
		switch kind {
		case coach.KindDigest: // each as one of its kind says it on the page above
			words = "Morning message"
		case coach.KindAsk:
			words = "Questions after a log"
		case coach.KindReps:
			words = "For managers: how my reps stand"
		case coach.KindHint:
			words = "Hints: my first " + strconv.Itoa(coach.NewCalls) + " calls"
		}
		o := slack.NewOptionBlockObject(string(kind), say.Label(words, 75), nil)
		e.Options = append(e.Options, o)
		if rep.Switched(kind) {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	whole := slack.NewOptionBlockObject(WholeScripts, say.Label("Whole scripts: I'm not a salesperson", 75), nil)
	e.Options = append(e.Options, whole)
	if rep.Scripts {
		e.InitialOptions = append(e.InitialOptions, whole)
	}
	return e
}

// WholeScripts is the box for whole scripts in preps, beside those for kinds of message.
const WholeScripts = "scripts"

// clockInput is a picker of a time of day, in minutes from midnight. The end of a day is picked as its beginning.
func clockInput(field string, minute int) *slack.TimePickerBlockElement {
	e := slack.NewTimePickerBlockElement(field)
	e.InitialTime = fmt.Sprintf("%02d:%02d", minute/60%24, minute%60)
	return e
}

// daysInput has a box for each weekday, from Monday on.
func daysInput(days []int) *slack.CheckboxGroupsBlockElement {
	if len(days) == 0 {
		days = []int{1, 2, 3, 4, 5}
	}
	e := slack.NewCheckboxGroupsBlockElement(fields.Days)
	for d := 1; d <= 7; d++ {
		o := slack.NewOptionBlockObject(fmt.Sprint(d%7), say.Label(time.Weekday(d%7).String(), 75), nil)
		e.Options = append(e.Options, o)
		for _, on := range days {
			if on%7 == d%7 {
				e.InitialOptions = append(e.InitialOptions, o)
			}
		}
	}
	return e
}
