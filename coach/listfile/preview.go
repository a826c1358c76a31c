package listfile

import (
	"time"

	"github.com/followup-coach/followup/coach"
)

// Fate is what becomes of a row when its list is brought in.
type Fate string

const (
	New     Fate = "new"
	Changed Fate = "changed" // an existing lead gets what nobody knew of it yet
	Double  Fate = "double"
	Blocked Fate = "blocked" // its number is on the do-not-call list
	Refused Fate = "refused"
)

// By is what a double is known by.
type By string

const (
	ByID     By = "id"
	ByNumber By = "number"
	ByMail   By = "mail"
	ByName   By = "name"
	ByNear   By = "near" // its name is a slip of another one, or another way to write it
)

// Outcome is what becomes of one row, and why.
type Outcome struct {
	Fate Fate
	Line int
	Name string // as the row has it
	Of   string // the lead that it is a double of; "" for an earlier row of the file
	By   By     // of a double, or of a lead that is changed
	Why  *Refusal

	// Parked is of a new lead that nobody is to call yet, see [coach.Listed].
	Parked bool
}

// Preview is what a file would come to, with nothing written. Each row counts once: a new lead that is parked is none
// of New, and in neither Names nor Notes but in ParkedRows.
type Preview struct {
	File string // its name

	Rows, New, Parked, Changed, Doubles, Blocked, Refused int

	Names []string  // of the first new ones
	Notes []Outcome // the first rows that neither make nor change a lead
	// ParkedRows are the first new ones that are parked.
	ParkedRows []Outcome

	Unknown  []string  // headers that nobody knows
	Until    time.Time // when the last first call is due; zero without new leads
	Held     []Held    // new leads that other reps have too, most first
	Built    []string  // what somebody said this very file was built on, see [coach.Listed]
	RepeatOf string    // the import that brought in the same file and stands, "" for none
	Broken   error     // the file can't be read from some row on
}

// Held is how many of the new leads another rep has too.
type Held struct {
	Rep  coach.Rep // the zero value for one of another team
	Rows int
}

const (
	namesShown = 3
	notesShown = 50
)

// Count adds what became of a row.
func (p *Preview) Count(o Outcome) {
	p.Rows++
	switch o.Fate {
	case New:
		if o.Parked {
			if p.Parked++; len(p.ParkedRows) < notesShown {
				p.ParkedRows = append(p.ParkedRows, o)
			}
			return
		}
		if p.New++; len(p.Names) < namesShown {
			p.Names = append(p.Names, o.Name)
		}
		return
	case Changed:
		p.Changed++
		return
	case Double:
		p.Doubles++
	case Blocked:
		p.Blocked++
	case Refused:
		p.Refused++
	}
	if len(p.Notes) < notesShown {
		p.Notes = append(p.Notes, o)
	}
}
