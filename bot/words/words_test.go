package words_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/words"
)

// leadKeys are the keys of these tests, some of those that package input reads for a lead.
var leadKeys = []string{"phone", "email", "contact", "company", "tz", "hot", "source", "gut", "problem"}

func TestUnescape(t *testing.T) {
	for sent, want := range map[string]string{
		"":                                     "",
		"Acme voicemail":                       "Acme voicemail",
		"Smith &amp; Sons":                     "Smith & Sons",
		"a &lt; b &gt; c":                      "a < b > c",
		"&amp;lt;":                             "&lt;",
		"AT&T &copy;":                          "AT&T &copy;",
		"<mailto:pat@acme.com|pat@acme.com>":   "pat@acme.com",
		"<mailto:pat@acme.com?subject=hi|Pat>": "pat@acme.com",
		"phone:<tel:+12125550100|+1 212 555 0100>":   "phone:+1 212 555 0100",
		"<tel:+12125550100|Pat's cell>":              "+12125550100",
		"<http://acme.com|acme.com> voicemail":       "acme.com voicemail",
		"sent:x link:<http://acme.com/p|acme.com/p>": "sent:x link:http://acme.com/p",
		"<tel:|555>": "555",
		"see <https://acme.com/a?b=1&amp;c=2|acme.com/a> now": "see acme.com/a now",
		"<https://acme.com>":               "https://acme.com",
		"<!date^1700000000^{date}|14 Nov>": "14 Nov",
		"add <@U123|pat> <#C9|sales>":      "add <@U123|pat> <#C9|sales>",
		"<@U123>":                          "<@U123>",
		"<!channel>":                       "<!channel>",
		"&lt;!channel&gt;":                 "<!channel>",
		"<!subteam^S1|@sales>":             "<!subteam^S1|@sales>",
		"a < b":                            "a < b",
		"1 <2 <3>":                         "1 <2 <3>",
		"<":                                "<",
		"<<<":                              "<<<",
		"line one\nline <two\nthree>":      "line one\nline <two\nthree>",
		"日本電気 &amp; ليلى 🚀":                "日本電気 & ليلى 🚀",
	} {
		if got := words.Unescape(sent); got != want {
			t.Errorf("Unescape(%q) = %q, want %q", sent, got, want)
		}
	}
}

// shape writes words so that a table is readable: [quoted] plain @user #channel.
func shape(list []words.Word) string {
	var b []string
	for _, w := range list {
		switch {
		case w.User != "":
			b = append(b, "@"+w.User)
		case w.Channel != "":
			b = append(b, "#"+w.Channel)
		case w.Quoted:
			b = append(b, "["+w.Text+"]")
		default:
			b = append(b, w.Text)
		}
	}
	return strings.Join(b, "·")
}

func TestPlain(t *testing.T) {
	for sent, want := range map[string]string{
		"":                           "",
		"add Zap &amp; Co &lt;b&gt;": "add Zap & Co <b>",
		"team add <@U0MAYA|maya> <@U1> <#C1|sales> now": "team add @maya <@U1> #sales now",
		"<@U0MAYA|maya><@U0OMAR|omar>":                  "@maya@omar",
		"log <!channel> vm":                             "log <!channel> vm",
		"<mailto:a@b.c|a@b.c>":                          "a@b.c",
		"<@U0|":                                         "<@U0|",
		"<@U0MAYA|>":                                    "<@U0MAYA|>",
	} {
		if got := words.Plain(sent); got != want {
			t.Errorf("Plain(%q) = %q, want %q", sent, got, want)
		}
	}
}

func TestKeysOfAnyScriptAndSign(t *testing.T) {
	for typed, want := range map[string][2]string{
		"Cell:1":       {"Cell:", "Cell:"},
		"phone2:1":     {"phone2:", "phone2:"}, // never a part of a name
		"आकार:1":       {"आकार:", "आकार:"},
		"fleet_size:1": {"fleet_size:", "fleet_size:"},
		"q4/q1:1":      {"", "q4/q1:"},
		"2024:1":       {"", "2024:"},
		"9:15":         {"", ""},
		"10:00":        {"", ""},
		"https://x.io": {"", ""},
		"x:1":          {"", "x:"},
		`"cell:1"`:     {"", ""},
	} {
		if w := words.Lex(typed)[0]; w.Key() != want[0] || w.AnyKey() != want[1] {
			t.Errorf("%s: %q, %q, want %q", typed, w.Key(), w.AnyKey(), want)
		}
	}
}

func TestLex(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"   ":                               "",
		"log  Acme\tvoicemail\n":            "log·Acme·voicemail",
		`log "Busy Bee" busy`:               "log·[Busy Bee]·busy",
		`log 'Busy Bee' busy`:               "log·[Busy Bee]·busy",
		"log “Busy Bee” busy":               "log·[Busy Bee]·busy",
		"log ‘Busy Bee’ busy":               "log·[Busy Bee]·busy",
		"log „Busy Bee“ busy":               "log·[Busy Bee]·busy",
		"log “Busy Bee\" busy":              "log·[Busy Bee]·busy",
		"log \"Busy Bee” busy":              "log·[Busy Bee]·busy",
		"Pat O'Brien talked":                "Pat·O'Brien·talked",
		"Pat O’Brien talked":                "Pat·O’Brien·talked",
		`'O'Brien & Sons' vm`:               "[O'Brien & Sons]·vm",
		`‘O’Brien & Sons’ vm`:               "[O’Brien & Sons]·vm",
		"the Joneses' dog":                  "the·Joneses'·dog",
		"don't can't won't":                 "don't·can't·won't",
		`"Acme voicemail`:                   `"Acme·voicemail`,
		`5" pipe`:                           `5"·pipe`,
		`""`:                                "[]",
		`"Acme"voicemail`:                   "[Acme]·voicemail",
		`contact:"Pat Lee" warm`:            "contact:Pat Lee·warm",
		`hot:“cut unscheduled maintenance”`: "hot:cut unscheduled maintenance",
		`hot:'it's late' x`:                 "hot:it's late·x",
		`hot:"cut`:                          `hot:"cut`,
		`q4/q1:"c d" tier-1:'e f'`:          `q4/q1:c d·tier-1:e f`,
		`a:b:"c d"`:                         `a:b:"c·d"`,
		"team add <@U123|pat lee> x":        "team·add·@U123·x",
		"<#C9|sales>":                       "#C9",
		"<@u123>":                           "<@u123>",
		"<!channel>":                        "<!channel>",
		"日本電気 留守電":                          "日本電気·留守電",
		"ليلى voicemail":                    "ليلى·voicemail",
		"no\u00a0break":                     "no·break",
		"\xff\xfe x":                        "\xff\xfe·x",
	} {
		if got := shape(words.Lex(text)); got != want {
			t.Errorf("Lex(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestKeyValues(t *testing.T) {
	for text, want := range map[string]struct {
		values map[string]string
		rest   string
	}{
		"Acme warm":                         {nil, "Acme·warm"},
		`Acme phone:+12125550100`:           {map[string]string{"phone": "+12125550100"}, "Acme"},
		`Acme phone:+1 (212) 555-0100 warm`: {map[string]string{"phone": "+1 (212) 555-0100"}, "Acme·warm"},
		`Acme phone: 555 1234 warm`:         {map[string]string{"phone": "555 1234"}, "Acme·warm"},
		`Acme phone:"555" 1234`:             {map[string]string{"phone": "555"}, "Acme·1234"},
		`Acme PHONE:555 Tz:Europe/Berlin`:   {map[string]string{"phone": "555", "tz": "Europe/Berlin"}, "Acme"},
		`Acme contact:"Pat Lee" company:'Acme & Co' hot:“cut unscheduled maintenance” source:fair`: {
			map[string]string{"contact": "Pat Lee", "company": "Acme & Co", "hot": "cut unscheduled maintenance",
				"source": "fair"}, "Acme"},
		`Acme source:https://acme.com/x`:             {map[string]string{"source": "https://acme.com/x"}, "Acme"},
		`Acme email:pat@acme.com email:lee@acme.com`: {map[string]string{"email": "lee@acme.com"}, "Acme"},
		`note:this stays ratio 3:1`:                  {nil, "note:this·stays·ratio·3:1"},
		`"phone:555" Acme`:                           {nil, "[phone:555]·Acme"},
		`Acme phone:`:                                {nil, "Acme·phone:"},
		`phone: email:a@b`:                           {map[string]string{"email": "a@b"}, "phone:"},
		`contact:"" Acme`:                            {map[string]string{"contact": ""}, "Acme"},
		`hot:"cut`:                                   {map[string]string{"hot": `"cut`}, ""},
	} {
		values, rest := words.KeyValues(words.Lex(text), leadKeys...)
		if !maps.Equal(values, want.values) || shape(rest) != want.rest {
			t.Errorf("KeyValues(%q) = %q, %s; want %q, %s", text, values, shape(rest), want.values, want.rest)
		}
	}
}

func TestKeywordsStandOutsideQuotes(t *testing.T) {
	text := `Acme talked "meet at noon" About price  AT 9:15 Next Thu 4pm agenda "the next step"`
	list := words.Lex(text)
	found := func(keyword string) (at []int) {
		for i, w := range list {
			if w.Is(keyword) {
				at = append(at, i)
			}
		}
		return at
	}
	for _, keyword := range []string{"at", "next", "agenda", "ACME"} {
		if n := len(found(keyword)); n != 1 {
			t.Fatalf("%q stands %d times outside quotes, want once", keyword, n)
		}
	}
	at, next, agenda := found("at")[0], found("next")[0], found("agenda")[0]
	for _, tc := range []struct{ got, want string }{
		{words.Span(text, list[:at]), `Acme talked "meet at noon" About price`},
		{words.Span(text, list[at+1:next]), "9:15"},
		{words.Span(text, list[next+1:agenda]), "Thu 4pm"},
		{words.Span(text, list[agenda+1:]), `"the next step"`},
		{strings.Join(words.Texts(list[agenda+1:]), " "), "the next step"},
		{words.Span(text, nil), ""},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

func FuzzLex(f *testing.F) {
	for _, s := range []string{
		`log "Busy Bee" busy at 9:15 next Thu 4pm agenda 'demo'`, "<@U123|pat> &amp; <mailto:a@b|a@b> “x”", `phone:+1 212 "a`,
		"<!channel>", "\xff'“",
		"contact:“Łódź” hot:'it's'", "<tel:|>", "<", "&", "a:\"", "日本電気 ليلى 🚀", "<@U1", "<#C1|a b>x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		text := words.Unescape(sent)
		list := words.Lex(text)
		end := 0
		for _, w := range list {
			if w.Start < end || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("%q: word %+v behind %d in %d bytes", text, w, end, len(text))
			}
			if strings.TrimSpace(text[end:w.Start]) != "" {
				t.Fatalf("%q: lost %q", text, text[end:w.Start])
			}
			if raw := text[w.Start:w.End]; len(w.Text) > len(raw) || w.User == "" && w.Channel == "" &&
				!strings.Contains(raw, w.Text[strings.LastIndexByte(w.Text, ':')+1:]) {
				t.Fatalf("%q: word %q is not in %q", text, w.Text, raw)
			}
			end = w.End
		}
		if strings.TrimSpace(text[end:]) != "" {
			t.Fatalf("%q: lost %q at the end", text, text[end:])
		}
		if words.Span(text, list) != strings.TrimSpace(text) {
			t.Fatalf("%q: the span is %q", text, words.Span(text, list))
		}
		values, rest := words.KeyValues(list, leadKeys...)
		if len(rest) > len(list) || len(values) > len(leadKeys) {
			t.Fatalf("%q: %d values, %d of %d words left", text, len(values), len(rest), len(list))
		}
		for _, w := range rest {
			if !slices.Contains(list, w) {
				t.Fatalf("%q: %+v came from nowhere", text, w)
			}
		}
	})
}

func BenchmarkLex(b *testing.B) {
	sent := `log "Smith &amp; Sons" talked went through the pricing sheet, she checks with finance at 9:15 next Thu 4pm ` +
		`agenda “sign the order”`
	b.ReportAllocs()
	for b.Loop() {
		words.Lex(words.Unescape(sent))
	}
}

// A sentence gives up its keys and keeps every other word as it was written (S0.25, S3.21: facts told in passing).
func TestAttachedKeysLeaveTheSentence(t *testing.T) {
	keys := append(append([]string{}, leadKeys...), words.TalkKeys...)
	for _, c := range []struct {
		text string
		want [][2]string
		rest string
	}{
		{`likes it hot:"fewer breakdowns" a lot`, [][2]string{{"hot", "fewer breakdowns"}}, "likes it a lot"},
		{`problem: they are small`, nil, "problem: they are small"},
		{`"hot:x" stays, and so does 'gut:4'`, nil, `"hot:x" stays, and so does 'gut:4'`},
		{`promise:"read it by Thu" promise:“sign by Fri”`,
			[][2]string{{"promise", "read it by Thu"}, {"promise", "sign by Fri"}}, ""},
		{`hot:"" then note: link:https://x.example/a?b=c`, [][2]string{{"hot", ""}, {"link", "https://x.example/a?b=c"}},
			"then note:"},
		{`phone:+1 212 555 0100 wants 3`, [][2]string{{"phone", "+1 212 555 0100"}}, "wants 3"},
		{"two\nlines GUT:4 \nand more", [][2]string{{"gut", "4"}}, "two\nlines and more"},
		{`hot: at the end hot:`, nil, `hot: at the end hot:`},
	} {
		list := words.Lex(c.text)
		var got [][2]string
		pairs := words.Attached(list, keys...)
		for _, p := range pairs {
			got = append(got, [2]string{p.Key, p.Value})
		}
		rest := words.Without(c.text, list, 0, pairs)
		if !slices.Equal(got, c.want) || rest != c.rest {
			t.Errorf("%s\n got %q, %q\nwant %q, %q", c.text, got, rest, c.want, c.rest)
		}
	}
}
