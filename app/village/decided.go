package village

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Decided says by which rule a machine or the county decided something by itself (自动判断):
// the rule with its version, what it came to, and the digest of all that it looked at, so
// that whoever has the same inputs can decide again. The sentence for people is the text of
// [Decided.Key]. Of single papers, app/precheck keeps the same.
type Decided struct {
	Rule    string `json:"rule"`
	Version string `json:"version"`
	Says    string `json:"says"`   // one word
	Inputs  string `json:"inputs"` // SHA-256 of the JSON of what the rule looked at, hex
}

// Decide names a decision. looked has to be made of what JSON can say.
func Decide(rule, version, says string, looked any) Decided {
	raw, err := json.Marshal(looked)
	if err != nil { // looked is a struct of texts and numbers
		panic("decide " + rule + ": " + err.Error())
	}
	sum := sha256.Sum256(raw)
	return Decided{rule, version, says, hex.EncodeToString(sum[:])}
}

// Key is the message key of the sentence that explains d.
func (d Decided) Key() string { return "decided." + d.Rule + "." + d.Says }

// Name is how the rule is cited, as again_today/1.
func (d Decided) Name() string { return d.Rule + "/" + d.Version }

// Whole reports whether d names a rule, its version and a digest.
func (d Decided) Whole() bool {
	sum, err := hex.DecodeString(d.Inputs)
	return d.Rule != "" && d.Version != "" && d.Says != "" && err == nil && len(sum) == sha256.Size
}

// sumShown is how much of a digest people see, in characters.
const sumShown = 12

// Sum is the begin of the digest, as people see and compare it.
func (d Decided) Sum() string { return d.Inputs[:min(sumShown, len(d.Inputs))] }
