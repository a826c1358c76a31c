package coach
import ("testing";"fmt";"os";"strings";"time")
func TestZZ(t *testing.T){
 a:=time.Now(); _,err:=loadOutcomes("x",embedded("data/outcomes.yaml")); fmt.Println(time.Since(a),err, len(outcomes.said.nodes), len(outcomes.said.ids), outcomes.said.reach)
 b,_:=os.ReadFile("/tmp/lines.txt")
 for l:=range strings.Lines(string(b)){ l=strings.TrimSpace(l); if l==""{continue}; r,u:=reading(l); fmt.Printf("%-50s %d %s\n",l,u,r)}
}
