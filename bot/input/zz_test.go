package input_test
import ("testing";"fmt";"time")
func TestZZ(t *testing.T){
	zone,_ := time.LoadLocation("America/New_York")
	now := time.Date(2026, 11, 10, 10, 0, 0, 0, zone)
	for _, leads := range [][]string{{"Acme","Blue Yonder","Acme Corp","Dune","Green Valley"}, {"Dune","Acme"}} {
	var list []tableLead
	for _, n := range leads { list = append(list, tableLead{name:n}) }
	for _, l := range []string{"left zebra corp a voicemail","left zebra a voicemail", "Left Zebra Corp a voicemail","log Blue Ocean voicemail","Blue Ocean vm","blue ocean vm","log Green Energy no answer","log Acme Labs vm","Acme unavailable until 9am","acme not in until 9am","sent dune the deck","sent dune the minutes","sent zebra the deck"} {
		fmt.Printf("%-40s %s\n", l, readByReader(list, now, l))
	}
	}
}
