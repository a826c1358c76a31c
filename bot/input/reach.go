package input

import (
	"regexp"
	"strings"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/facts"
)

// Number and mail address of a lead that nobody has yet may stand without a key: "add Acme, +1 212 555 0101
// pat@acme.com". What could as well be a part of the name is one ("Branch 4", "Order 2024001"); quotes settle it.

var (
	// reachLabel is what people write in front of a number or a mail address, besides the keys.
	reachLabel = regexp.MustCompile(`(?i)^(phone|tel|telephone|cell|mobile|number|e-?mail|mail|at|on)[.,:]*$`)
	// local is a number without its area code.
	local = regexp.MustCompile(`^\d{3,4}[- ]\d{4}$`)
)

// labelled are words that name a new lead, with phone: and email: in front of what stands there without.
func labelled(line Line, ws []words.Word) []words.Word {
	out := make([]words.Word, 0, len(ws))
	unlabel := func() {
		if last := len(out) - 1; last > 0 && !out[last].Quoted && reachLabel.MatchString(out[last].Text) {
			out = out[:last]
		}
	}
	mailed, called := false, "" // an address was given, and how the last number was called
	for i := 0; i < len(ws); i++ {
		w, also := ws[i], 0 // the words behind it that belong to it
		switch n, mail := numberAt(line, ws[i:]), mailAt(ws[i:]); {
		case w.Quoted:
		case w.Key() != "":
			key := w.Means()
			mailed = mailed || key == facts.Email
			for key == facts.Phone && i+also+1 < len(ws) && !ws[i+also+1].Quoted && numeric(ws[i+also+1].Text) {
				also++
			}
			if key == facts.Phone {
				called = w.Key()
			}
		case mail != "" && !mailed: // there is room for one
			unlabel()
			w.Text, mailed = facts.Email+":"+strings.TrimPrefix(mail, mailKey), true
		case n.reaches(w.Text):
			unlabel()
			// Under another name it is one more number (words.KeyValues).
			if strings.EqualFold(called, facts.Phone+":") {
				called = "mobile:"
			} else {
				called = facts.Phone + ":"
			}
			w.Text, also = called+strings.TrimRight(w.Text, ",;"), n.words-1
		}
		out = append(append(out, w), ws[i+1:i+1+also]...)
		i += also
	}
	return out
}

// reaches reports whether a number that begins with a word is one to call, and no part of a name.
func (n typedNumber) reaches(first string) bool {
	begins, digits := digitsOf(first), len(digitsOf(n.text))
	switch {
	case n.words == 0:
		return false
	case n.abroad:
		return strings.ContainsAny(first[:1], "+(0") || strings.HasPrefix(first, "＋")
	case strings.HasPrefix(begins, "0"):
		return digits >= 9
	case begins != "1" && n.words > 1 && len(begins) < 5 && digits-len(begins) >= 10: // Route 101 has a number of ten
		return false
	case len(begins) >= 3, begins == "1" && digits == 11:
		return digits >= 10 || local.MatchString(strings.Trim(n.text, " ,;."))
	}
	return false
}
