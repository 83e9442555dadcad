package village

import (
	"errors"
	"slices"
	"time"
)

// FollowUp is what a kiosk keeps in clear of something that was handed in later for
// a case that was there already (凭回执再办), as papers that the county asked for. It
// holds nothing personal.
type FollowUp struct {
	ID        RecordID
	Of        RecordID     // the case
	Machine   string       // that took the case in
	Code      ShortCode    // on the paper of the case
	Item      ItemCode     // of the case
	Verb      FollowVerb   //
	Nth       int          // of those for the case that this machine took in, from 1
	Materials []HandedIn   // of a supplement
	FiledAt   time.Time    //
	TimeTrust TimeTrust    //
	Village   DivisionCode // where it was handed in
	Digest    []byte       // SHA-256 of the record's body
	Seq       int64        // how many records this machine had accepted with it, ever; 0 before the commit
	QR        string       // text of the slip's QR code
	Number    CaseNumber   // of a move: the appointment from then on
	Left      CaseNumber   // of an appointment that was moved or withdrawn: the seat that is given back
	Helper    string       // badge of who helped, for the row of the log; not kept with it
}

// FollowVerb is what was done with the paper.
type FollowVerb string

const (
	Supplement FollowVerb = "supplement" // 补正: papers that the county asked for
	MakeUp     FollowVerb = "make_up"    // 补交后补的材料: those that were to follow (容缺), or that the person said would
	Withdraw   FollowVerb = "withdraw"   // 撤回; of an appointment: 取消
	Move       FollowVerb = "move"       // 改约: an appointment gets another seat
	Survey     FollowVerb = "survey"     // 评答复, of a request to 12345: is it solved, is the person satisfied
	Collect    FollowVerb = "collect"    // 领取: a result that lay at the village is in the hands of who signed for it
)

// FollowVerbs are all of them.
func FollowVerbs() []FollowVerb {
	return []FollowVerb{Supplement, MakeUp, Withdraw, Move, Survey, Collect}
}

// Words is how message keys name what was done: an appointment is withdrawn by its paper
// alone, an application is not.
func (v FollowVerb) Words(item ItemCode) string {
	if v == Withdraw && item == BookWindow {
		return "give_back"
	}
	return string(v)
}

// Receipt is f as the QR code of its slip tells of it: the code is that of the case.
func (f FollowUp) Receipt(mark AuditMark) Case {
	return Case{
		ID: f.ID, ShortCode: f.Code, Item: f.Item, AcceptedAt: f.FiledAt, TimeTrust: f.TimeTrust, Village: f.Village, Digest: f.Digest, Seq: f.Seq,
		Audit: mark,
	}
}

// FollowUpAt is a follow-up with how far it has come.
type FollowUpAt struct {
	FollowUp
	Record  RecordState
	Problem string  // why the county set it aside, as a message key; or ""
	Outcome Outcome // zero while the county has said nothing of it
}

// Outcome is the county's word on what became of a follow-up.
type Outcome struct {
	Record RecordID     `json:"record"` // the follow-up
	State  OutcomeState `json:"state"`
	AtMS   int64        `json:"at_ms"` // by the county's clock
}

// OutcomeState is what became of a follow-up.
type OutcomeState string

const (
	OutcomeTaken    OutcomeState = "taken"    // it is with the case
	OutcomeLate     OutcomeState = "late"     // the case had gone on before it came: it is kept and changes nothing
	OutcomeUnproven OutcomeState = "unproven" // the last four are not those of the applicant: it does not count
)

// Outcome is what a letter of kind follow says.
func (l Letter) Outcome() (o Outcome, err error) {
	known := []OutcomeState{OutcomeTaken, OutcomeLate, OutcomeUnproven}
	if err = l.read(&o); err == nil && (o.Record == "" || !slices.Contains(known, o.State)) {
		err = errors.New("letter tells the outcome of nothing, or one that is not known")
	}
	return o, err
}

// ReadOutcome is what letters about a follow-up say last.
func ReadOutcome(letters []Letter) (last Outcome) {
	for _, l := range letters {
		if l.Kind != LetterFollow {
			continue
		}
		if o, err := l.Outcome(); err == nil {
			last = o
		}
	}
	return last
}
