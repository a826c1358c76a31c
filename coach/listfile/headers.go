package listfile

import (
	"strings"
	"unicode"

	"github.com/followup-coach/followup/coach/facts"
)

// What a column holds: a fact of the table, by its key, or one of these.
const (
	first   = "first name"
	last    = "last name"
	key     = "key"     // the row's id in the system that the list is from
	country = "country" // of the number
	due     = "due"     // when the next call is planned there
)

// synonyms are the headers by what their columns hold, the likeliest first: of two columns that hold the same the first
// one with something in it counts, but for numbers, of which all do. Headers are compared as [plain] has them.
var synonyms = map[string][]string{
	// HubSpot: Company name. Salesforce: Company / Account, Account Name. Pipedrive: Organization - Name. Close:
	// Company. Outreach: Account, Company.
	facts.Company: {"company", "company name", "company account", "account", "account name", "organization",
		"organization name", "organisation", "organisation name", "business", "business name", "firm", "employer", "firma",
		"unternehmen", "associated company", "person organization", "deal organization", "lead name", "display name",
		"empresa", "societe", "entreprise", "azienda", "bedrijf"},
	facts.Contact: {"contact", "contact name", "full name", "person name", "person", "contact person", "primary contact",
		"ansprechpartner", "contacto", "contatto", "deal contact person", "contact full name", "prospect", "prospect name"},
	facts.Name: {"name", "lead", "customer", "client", "kunde", "title of deal", "deal title", "deal name",
		"nombre", "nom", "naam", "nome"},
	first: {"first name", "firstname", "given name", "forename", "vorname", "person first name", "contact first name",
		"prenom", "voornaam"},
	last: {"last name", "lastname", "surname", "family name", "nachname", "person last name", "contact last name",
		"apellido", "apellidos", "cognome", "achternaam"},
	facts.Phone: {"phone", "phone number", "telephone", "telephone number", "tel", "tel no", "number", "direct phone",
		"work phone", "business phone", "company phone", "office phone", "phone work", "phone office", "person phone",
		"person phone work", "person phone mobile", "person phone home", "person phone other", "contact phone",
		"contact phones", "primary phone", "primary contact phone", "primary contact primary phone", "work phones",
		"mobile", "mobile phone", "mobile number", "mobile phone number", "mobile phones", "cell", "cell phone",
		"cellphone", "phone mobile", "handy", "mobil", "telefon", "telefonnummer", "rufnummer", "home phone", "home phones",
		"other phone", "other phones", "organization phone", "telefono", "portable", "phone 1", "phone 2", "phone 1 value",
		"phone 2 value", "voip phones"},
	facts.Email: {"email", "e mail", "mail", "email address", "e mail address", "mail address", "work email",
		"business email", "primary email", "person email", "person email work", "person email home", "person email other",
		"contact email", "contact emails", "emails", "primary contact email", "primary contact primary email", "email work",
		"email 1", "e mail 1", "e mail 1 value", "email 1 value", "e mail adresse", "email adresse", "correo", "courriel"},
	facts.Zone:    {"time zone", "timezone", "tz", "zeitzone"},
	facts.Hot:     {"hot button", "pain", "pain point", "pain points", "interest", "main interest", "interested in"},
	facts.Decider: {"decides", "who decides", "decision maker", "decisionmaker"},
	facts.Competitor: {"competitor", "competitors", "also talking to", "current provider", "current supplier",
		"main competitor", "main competitor s"},
	facts.Introduced: {"introduced by", "referred by", "referrer", "introduction by"},
	facts.Warmth:     {"warmth", "warm cold"},
	facts.Potential:  {"potential"},
	facts.Industry: {"industry", "sector", "vertical", "branche", "company industry", "organization industry",
		"account industry"},
	facts.Problem: {"problem", "challenge", "need"},
	facts.Source: {"source", "lead source", "original source", "person source", "deal source", "origin", "channel",
		"herkunft", "quelle", "lead source original", "contact source"},
	facts.Web: {"web", "website", "website url", "url", "web site", "homepage", "company domain name", "domain",
		"webseite", "organization website", "company website", "account website"},
	key: {"record id", "contact id", "lead id", "account id", "person id", "organization id", "deal id", "external id",
		"id", "external source id", "crm id", "prospect id", "kundennummer", "customer number", "customer no",
		"18 digit id", "contact id 18", "hubspot id", "object id"},
	country: {"country", "country region", "land", "mailing country", "billing country", "company country",
		"organization country", "country code", "pais", "pays"},
	due: {"next activity date", "next call", "next call date", "next step date", "next task due", "next task date",
		"next contact date", "next follow up", "next followup", "follow up date", "person next activity date",
		"deal next activity date", "wiedervorlage"},
}

// meanings are the synonyms turned round: header → what its column holds, and its place among the likeliest. The keys
// of the facts are among them: an export of one's own leads has them.
var meanings = func() map[string]meaning {
	out := map[string]meaning{}
	for _, f := range facts.All() {
		out[f.Key] = meaning{holds: f.Key}
	}
	for holds, headers := range synonyms {
		for rank, h := range headers {
			out[h] = meaning{holds, rank}
		}
	}
	return out
}()

// meaning is what a column holds, and the place of its header among the likeliest.
type meaning struct {
	holds string
	rank  int
}

// plain is a header as headers are compared: small letters and digits with single spaces between, without accents and
// without what stands in brackets.
func plain(header string) string {
	if i := strings.IndexAny(header, "(["); i > 0 {
		header = header[:i]
	}
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(header) {
		if flat, accented := accents[r]; accented {
			r = flat
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

// accents are those of the headers that the table knows.
var accents = map[rune]rune{'é': 'e', 'è': 'e', 'ê': 'e', 'á': 'a', 'à': 'a', 'í': 'i', 'ó': 'o', 'ú': 'u', 'ñ': 'n'}

// meant is what a column of that header holds; none for one that nobody knows.
func meant(header string) (meaning, bool) {
	m, known := meanings[plain(header)]
	return m, known
}
