package village

// Verdict is what a check says of one paper before an application is handed in
// (预审结论).
type Verdict string

const (
	PaperThere     Verdict = "there"      // 齐
	PaperMissing   Verdict = "missing"    // 缺
	PaperExpired   Verdict = "expired"    // 过期
	PaperMayFollow Verdict = "may_follow" // 可容缺
	PaperByLicence Verdict = "licence"    // 可免交: an electronic licence does
	PaperPromised  Verdict = "promised"   // 告知承诺 stands for it
	PaperNotNeeded Verdict = "not_needed" // not in this person's case
)

// Verdicts are all of them.
func Verdicts() []Verdict {
	return []Verdict{PaperThere, PaperMissing, PaperExpired, PaperMayFollow, PaperByLicence, PaperPromised, PaperNotNeeded}
}

// Open reports whether something is still to be done about the paper.
func (v Verdict) Open() bool { return v == PaperMissing || v == PaperExpired || v == PaperMayFollow }

// CheckRule is one line of the table by which papers are checked (预审规则). The first
// that fits decides. Its meaning never changes: another meaning is another version.
type CheckRule struct {
	ID       string  `json:"id"`
	Version  int     `json:"version"`            // from 1
	Material string  `json:"material,omitempty"` // code; "" = every paper
	If       RuleIf  `json:"if"`
	Says     Verdict `json:"says"`
	Why      string  `json:"why,omitempty"` // of an item's own rule, as a person reads it
	Basis    string  `json:"basis"`
}

// RuleIf is when a rule fits: everything that is set holds.
type RuleIf struct {
	Necessity []Necessity     `json:"necessity,omitempty"`
	How       []MaterialState `json:"how,omitempty"` // as it was declared; NotSaid for nothing
	Expired   *bool           `json:"expired,omitempty"`
	Licence   *bool           `json:"licence,omitempty"`   // an electronic licence would do
	Called    *bool           `json:"called,omitempty"`    // an answer calls for the paper
	Tolerance *bool           `json:"tolerance,omitempty"` // the item allows papers to follow
	Promise   *bool           `json:"promise,omitempty"`   // a declaration would do
	Answer    *When           `json:"answer,omitempty"`    // of the form
}
