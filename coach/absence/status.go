package absence

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Status is what somebody has written beside their name in Slack.
type Status struct {
	Text, Emoji string    // the emoji by its name, ":palm_tree:"
	Until       time.Time // when Slack takes it away; zero for never
}

// Said is a status that says somebody is away, and about which they are asked once.
type Said struct {
	Status string    `json:"status,omitempty"` // names it without its words
	Until  string    `json:"until,omitempty"`  // the first day back by it, 2006-01-02; empty where it doesn't say
	Ends   time.Time `json:"ends,omitzero"`    // when Slack takes it away
}

// emojis are those of Slack's own statuses for these two, and what else people take for a holiday.
var emojis = []string{"palm_tree", "face_with_thermometer", "desert_island", "beach_with_umbrella", "sneezing_face",
	"mask", "face_with_head_bandage"}

// aways are words of people who are on leave or ill, in English, German, French and Spanish; each is sought as whole
// words.
var aways = []string{
	"vacation", "vacationing", "on holiday", "on holidays", "holidays", "annual leave", "on leave", "parental leave",
	"maternity leave", "paternity leave", "sick leave", "pto", "ooo", "out of office", "out of the office", "sick",
	"out sick", "off sick", "ill", "unwell",
	"urlaub", "ferien", "krank", "krankgeschrieben", "erkrankt", "elternzeit", "mutterschutz", "abwesend",
	"vacances", "en congé", "en conge", "congés", "conges", "malade", "arrêt maladie", "arret maladie",
	"vacaciones", "enfermo", "enferma", "de baja", "baja médica", "baja medica", "de permiso",
}

// heres are words of people who are not, whatever else they write.
var heres = []string{"back from", "not", "no", "planning", "until my", "before my", "working", "remote", "wfh", "soon",
	"nicht", "kein", "zurück", "plane", "arbeite", "pas", "retour de", "sick of", "travaille", "trabajando"}

// Away reports whether a status says that somebody is on leave or ill: by its words, or by its emoji where they don't
// say otherwise.
func (s Status) Away() bool {
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }
	lower := strings.ToLower(strings.ReplaceAll(s.Text, "’", "'"))
	words := " " + strings.Join(strings.FieldsFunc(lower, between), " ") + " "
	says := func(list []string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(words, " "+w+" ") })
	}
	emoji, _, _ := strings.Cut(strings.Trim(s.Emoji, ":"), "::") // with a skin tone behind it
	return !says(heres) && (says(aways) || slices.Contains(emojis, emoji))
}

// Said is the status as somebody is asked about it, on the clock of the zone; works reports of a date there whether
// they work on it, to is when their hours end, in minutes. The zero value is nothing to ask: whoever is back on the
// same day needs no leave.
func (s Status) Said(now time.Time, zone *time.Location, to int, works func(time.Time) bool) (said Said) {
	if !s.Away() || !s.Until.IsZero() && !s.Until.After(now) {
		return Said{}
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(s.Emoji + "\n" + s.Text + "\n" + strconv.FormatInt(s.Until.Unix(), 10)))
	said = Said{Status: strconv.FormatUint(h.Sum64(), 36), Ends: s.Until}
	if s.Until.IsZero() {
		return said
	}
	until := s.Until.In(zone)
	y, m, d := until.Date()
	if until.Hour()*60+until.Minute() >= to { // of the day on which it ends nothing is left
		d++
	}
	first := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	for range searchDays {
		if works(first) {
			break
		}
		first = first.AddDate(0, 0, 1)
	}
	said.Until = first.Format(time.DateOnly)
	if said.Until <= now.In(zone).Format(time.DateOnly) {
		return Said{}
	}
	return said
}

// searchDays is for how many days a working day is looked for.
const searchDays = 60
