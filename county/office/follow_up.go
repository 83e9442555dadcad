package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// RoleApplicant is the person who holds the receipt: the verbs that flow.json names
// it for are done by what is handed in at a kiosk. No account has it.
const RoleApplicant Role = "applicant"

// FollowUp is what was handed in with the paper of a case that was there already, as
// officers see it (凭回执再办).
type FollowUp struct {
	Kiosk      seal.KioskID // where it was handed in
	ID         village.RecordID
	Seq        int64
	CaseKiosk  seal.KioskID // that took the case in
	CaseID     village.RecordID
	Code       village.ShortCode // of the case
	Verb       village.FollowVerb
	Materials  []Material
	LastFour   string // as typed by who took the case back, or received its result
	Solved     Yes    // of a survey, as Pleased
	Pleased    Yes
	FiledAt    time.Time // by the kiosk's clock
	ReceivedAt time.Time // by the county's
	Parts      []Part
	Outcome    village.OutcomeState // "" = nobody has looked yet
	Item       village.ItemCode     // of what it follows; of bookings there is no other word here
	Number     village.CaseNumber   // of a move: the appointment from then on
	Left       village.CaseNumber   // the seat that the machine has again
	By         village.Comer        // who came with the paper; "" = not asked
	Behalf     *Behalf              // who came instead of the applicant and the agent of the case
	Helper     string               // badge of who helped at the machine; "" = nobody
	HelperName string               // known to the county alone; of one case, not of lists
}

// Letter is the number of the file with the letter that who came brought, from 1; 0 without
// one.
func (f FollowUp) Letter() int {
	return 1 + slices.IndexFunc(f.Parts, func(p Part) bool { return p.Material == desk.EntrustFile })
}

// Signature is the number of the file with the signature of who received a result, from 1; 0
// without one.
func (f FollowUp) Signature() int {
	return 1 + slices.IndexFunc(f.Parts, func(p Part) bool { return p.Material == desk.CollectSignature })
}

type followBody struct {
	caseBody
	Case     village.RecordID   `json:"case"`
	Kiosk    seal.KioskID       `json:"kiosk"`
	Verb     village.FollowVerb `json:"verb"`
	LastFour string             `json:"last_four"`
	Left     village.CaseNumber `json:"left_number"`
	Solved   *bool              `json:"solved"`
	Pleased  *bool              `json:"pleased"`
	FiledAt  time.Time          `json:"filed_at"`
	By       village.Comer      `json:"by"`
}

// readFollowUp makes the officer's view of a record.
func readFollowUp(kiosk seal.KioskID, r village.Record, text []byte) (*FollowUp, error) {
	var b followBody
	if err := readText(text, &b); err != nil {
		return nil, fmt.Errorf("read a follow-up: %w", err)
	}
	code, err := village.ParseShortCode(b.ShortCode)
	if err != nil {
		return nil, err
	}
	if b.ID != r.ID || b.Case == "" || b.Kiosk == "" || b.FiledAt.IsZero() || !slices.Contains(village.FollowVerbs(), b.Verb) {
		return nil, errors.New("read a follow-up: id, case, verb or time is missing")
	}
	if b.Item.Code == village.BookWindow && !b.changes() {
		return nil, errors.New("read a follow-up: it changes no appointment")
	}
	files, err := b.parts(len(r.Parts))
	if err != nil {
		return nil, err
	}
	return &FollowUp{
		Item: shown(b.Item.Code), Number: b.Number, Left: b.Left,
		Kiosk: kiosk, ID: r.ID, Seq: r.Seq, CaseKiosk: b.Kiosk, CaseID: b.Case, Code: code, Verb: b.Verb,
		Materials: shownMaterials(b.Materials), LastFour: shown(b.LastFour), Solved: yesOf(b.Solved), Pleased: yesOf(b.Pleased), FiledAt: b.FiledAt, Parts: files,
		By: shown(b.By), Behalf: shownBehalf(b.Behalf), Helper: shown(b.Helper),
	}, nil
}

// FollowBook is what follow-ups need of the county's database. Every method is one
// transaction.
type FollowBook interface {
	// Unsettled are those that nobody has looked at, the oldest first.
	Unsettled(ctx context.Context, limit int) ([]FollowUp, error)

	// Case is the case that a follow-up belongs to.
	Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Case, error)

	// Settle lets decide judge a follow-up by its case and by those that were taken or
	// not proven before it, and keeps its outcome with the act, if there is one, and the letters.
	// One that was settled meanwhile stays as it is.
	Settle(ctx context.Context, f FollowUp, decide func(c CaseHead, before []FollowUp) (*Act, village.Outcome, error)) error
}

// settledAtOnce is how many follow-ups are read at a time.
const settledAtOnce = 100

// Settle gives every follow-up that came in to its case: what the flow lets an
// applicant do is done, what came too late is kept, and the machine is told.
func (o *Office) Settle(ctx context.Context, book FollowBook) error {
	for {
		waiting, err := book.Unsettled(ctx, settledAtOnce)
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, f := range waiting {
			of, err := book.Case(ctx, f.CaseKiosk, f.CaseID)
			if err != nil {
				return err
			}
			err = book.Settle(ctx, f, func(c CaseHead, before []FollowUp) (*Act, village.Outcome, error) {
				act, state, err := o.judge(f, of, c, before)
				return act, village.Outcome{Record: f.ID, State: state, AtMS: o.Now().UnixMilli()}, err
			})
			if err != nil {
				return err
			}
		}
	}
}

// WithdrawTries are how many withdrawals of a case with wrong digits are compared
// within [WithdrawSpan]; after them none is, so that whoever found a receipt cannot
// try all. Defaults of ours.
const (
	WithdrawTries = CodeTries
	WithdrawSpan  = 24 * time.Hour
)

// proves reports whether a withdrawal, or who received a result, names the applicant's digits,
// the agent's where the agent of the case received it alone, and comes after few that did not.
func (f FollowUp) proves(of Case, unproven []FollowUp) bool {
	tries := 0
	for _, u := range unproven {
		if f.ReceivedAt.Sub(u.ReceivedAt) < WithdrawSpan {
			tries++
		}
	}
	secret := of.Applicant.Secret()
	if f.Verb == village.Collect && f.By == village.ComerAgent {
		if secret = ""; of.Behalf != nil {
			secret = of.Behalf.Agent.Secret()
		}
	}
	return tries < WithdrawTries && secret != "" && f.LastFour == secret
}

// judge is what a follow-up becomes.
func (o *Office) judge(f FollowUp, of Case, c CaseHead, settled []FollowUp) (*Act, village.OutcomeState, error) {
	var before, unproven []FollowUp
	for _, s := range settled {
		if s.Outcome == village.OutcomeUnproven {
			unproven = append(unproven, s)
		} else {
			before = append(before, s)
		}
	}
	verb := VerbWithdraw
	switch f.Verb {
	case village.MakeUp:
		if f.beside(of) {
			return nil, besides(c), nil
		}
		if verb = VerbMadeUp; !followed(of, append(before, f)) {
			return nil, village.OutcomeTaken, nil
		}
	case village.Supplement:
		verb = VerbSupplemented
		if c.State == statePrecheck { // the rest of what an officer went on with already
			return nil, village.OutcomeTaken, nil
		}
		if c.State == village.SupplementAsked && !complete(c, append(before, f)) {
			return nil, village.OutcomeTaken, nil
		}
	default:
		if f.Verb == village.Collect {
			verb = VerbHandedOver
		}
		if !f.proves(of, unproven) {
			return nil, village.OutcomeUnproven, nil
		}
	}
	act, err := o.weigh(c, Deed{Verb: verb}, Account{Name: string(f.Kiosk), Role: RoleApplicant})
	if err != nil && village.KindOf(err) == village.Conflict {
		return nil, village.OutcomeLate, nil
	}
	return &act, village.OutcomeTaken, err
}

// beside reports whether none of its papers is one that was to follow: it brings originals
// of papers whose licence was not found.
func (f FollowUp) beside(of Case) bool {
	return !slices.ContainsFunc(f.Materials, func(b Material) bool {
		return slices.ContainsFunc(of.Materials, func(m Material) bool { return m.Code == b.Code && m.later() })
	})
}

// besides is what becomes of such a paper: it lies with the case while that is open.
func besides(c CaseHead) village.OutcomeState {
	if undecided(c.State) {
		return village.OutcomeTaken
	}
	return village.OutcomeLate
}

// later reports whether a paper was to follow.
func (m Material) later() bool { return m.How == village.Deferred || m.How == village.Later }

// followed reports whether all that was to follow is in list.
func followed(of Case, list []FollowUp) bool {
	return !slices.ContainsFunc(of.Materials, func(m Material) bool {
		return m.later() && !slices.ContainsFunc(list, func(f FollowUp) bool {
			return f.Verb == village.MakeUp && slices.ContainsFunc(f.Materials, func(b Material) bool { return b.Code == m.Code })
		})
	})
}

// complete reports whether all that the case asked for is in list.
func complete(c CaseHead, list []FollowUp) bool {
	for _, a := range slices.Backward(c.Acts) {
		if a.Verb != VerbAsk {
			continue
		}
		return !slices.ContainsFunc(a.Materials, func(code string) bool {
			return !slices.ContainsFunc(list, func(f FollowUp) bool {
				return slices.ContainsFunc(f.Materials, func(m Material) bool { return m.Code == code })
			})
		})
	}
	return true
}
