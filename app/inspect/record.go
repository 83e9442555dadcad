package inspect

import (
	"time"

	"bianmin/app/village"
)

// SchemaRecord is the version of the form of a [Record].
const SchemaRecord = 1

// Record is what is sealed of an inspection, as JSON. ShortCode and Item stand where
// those of a case do.
type Record struct {
	ID        village.RecordID     `json:"id"`
	ShortCode village.ShortCode    `json:"short_code"`
	Item      Item                 `json:"item"`
	Form      int                  `json:"inspection"` // SchemaRecord
	Template  string               `json:"template"`
	Version   string               `json:"version"`
	Subject   Subject              `json:"subject"`
	Centre    village.DivisionCode `json:"centre"`
	Source    Source               `json:"source"`
	Order     string               `json:"order"`             // text of the day order
	Inspector string               `json:"inspector"`         // text of the badge
	Witness   string               `json:"witness,omitempty"` // text of the second inspector's badge
	Duty      Duty                 `json:"duty"`
	Findings  []Finding            `json:"findings"`
	Score     Score                `json:"score"`
	Facts     *Facts               `json:"facts"` // null when the machine is not the centre's
	Presence  Presence             `json:"presence"`
	VisitedAt time.Time            `json:"visited_at"`
	TimeTrust village.TimeTrust    `json:"time_trust"`
	Village   village.DivisionCode `json:"village"` // where the machine stands
	Machine   string               `json:"machine"`
	Files     []File               `json:"files"`
}

// Item names the template as a case names its item.
type Item struct {
	Code village.ItemCode `json:"code"`
	Name string           `json:"name"`
}

// Finding is a rule that was found broken, with what shows it.
type Finding struct {
	Found
	Note     string      `json:"note"`
	Severity Severity    `json:"severity"`
	Due      village.Day `json:"due"`   // last day for putting it right
	Taken    Points      `json:"taken"` // before the section's maximum
}

// DutyAnswer is what the person on duty said to the result.
type DutyAnswer string

const (
	Signed  DutyAnswer = "signed"  // 签字认可
	Objects DutyAnswer = "objects" // 有异议
	Refuses DutyAnswer = "refuses" // 拒绝签字
	Absent  DutyAnswer = "absent"  // 无人在岗
)

// Duty is the person on duty (值班人员) with what that person said.
type Duty struct {
	Answer    DutyAnswer `json:"answer"`
	Name      string     `json:"name,omitempty"`
	Badge     string     `json:"badge,omitempty"` // text of the badge
	Objection string     `json:"objection,omitempty"`
}

// File says which pieces of the record are one photograph or signature. Of is the
// rule that it shows, or [OfSignature].
type File struct {
	Of     string `json:"of"`
	Type   string `json:"type"`
	Bytes  int    `json:"bytes"`
	SHA256 []byte `json:"sha256"`
	First  int    `json:"first"` // number of its first piece, from 1
	Pieces int    `json:"pieces"`
}

// OfSignature marks the file with the signature of the person on duty.
const OfSignature = "signature"

// Presence is what shows that the inspector was there.
type Presence struct {
	Kind    PresenceKind `json:"kind"`
	Proof   string       `json:"proof,omitempty"` // challenge and answer, see [Meet]
	Trusted bool         `json:"trusted"`         // every clock that says so was believed
}

// PresenceKind is how an inspector's being there is shown.
type PresenceKind string

const (
	OnMachine PresenceKind = "machine" // the record was made at the centre's own machine
	Proved    PresenceKind = "proved"  // the centre's machine answered a challenge
	Unproved  PresenceKind = "none"
)

// FoundAll are the findings without what shows them.
func (r Record) FoundAll() []Found {
	list := make([]Found, len(r.Findings))
	for i, f := range r.Findings {
		list[i] = f.Found
	}
	return list
}

// Check computes the record's score again from its own findings. The error is
// [village.Invalid]: one of [Template.Score], or err.check.score when it says another.
func (r Record) Check(t Template) error {
	again, err := t.Score(r.Subject, r.Source, r.FoundAll())
	if err != nil {
		return err
	}
	if !again.same(r.Score) {
		return village.Refuse("score", "err.check.score")
	}
	for _, f := range r.Findings {
		s, rule, _ := t.Rule(f.Rule)
		if f.Taken != rule.Takes(r.Source, f.Times, f.Repeat && s.Kind == Deduct) {
			return village.Refuse("score", "err.check.score")
		}
	}
	return nil
}

func (s Score) same(o Score) bool {
	if len(s.Taken) != len(o.Taken) {
		return false
	}
	for i := range s.Taken {
		if s.Taken[i] != o.Taken[i] {
			return false
		}
	}
	return s.Points == o.Points && s.Full == o.Full && s.Bonus == o.Bonus && s.Vetoed == o.Vetoed && s.Passed == o.Passed && s.Band == o.Band
}
