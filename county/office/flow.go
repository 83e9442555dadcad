package office

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"bianmin/app/village"
)

//go:embed flow.json
var flowFile []byte

// Verb is one thing that an office does with a case, as "accept".
type Verb string

// The verbs that clocks and older commands know; all others are in flow.json alone.
const (
	VerbAsk          Verb = "ask"
	VerbSupplemented Verb = "supplemented"
	VerbAccept       Verb = "accept"
	VerbReview       Verb = "review"
	VerbDeliver      Verb = "deliver"
	VerbRefuse       Verb = "refuse"
	VerbMadeUp       Verb = "made_up"
	VerbCame         Verb = "came" // somebody had to come to a window (到现场)
	VerbPause        Verb = "pause"
	VerbResume       Verb = "resume"
	VerbAskExtension Verb = "ask_extension"
	VerbExtend       Verb = "extend"
	VerbDeclineMore  Verb = "decline_extension" // what was asked for is refused: the limit stays
	VerbAtOnce       Verb = "complete_at_once"
	VerbWithdraw     Verb = "withdraw"
	VerbEnd          Verb = "end"
	VerbHandedOver   Verb = "handed_over"
)

// statePrecheck is that of a case whose supplement is here; kiosks do not know it.
const statePrecheck village.CaseState = "precheck"

// Flow is the way of a case as data (办理流程): its states, and what leads from one to
// another.
type Flow struct {
	Basis    string         `json:"basis"`
	Version  string         `json:"version"`
	Document string         `json:"document"` // number of what sets the days; "" = those of the basis, else defaults of ours
	Days     map[string]int `json:"days"`     // working days of clocks and guards, by their names
	States   []FlowState    `json:"states"`
	Verbs    []FlowVerb     `json:"verbs"`
}

// notes reports whether the verb notes what happened with a whole and moves nothing: who notes
// it hands the case over to nobody.
func (v FlowVerb) notes() bool { return v.Name == VerbCame || v.Delivery != "" }

// FlowState is a state with the clock that runs in it; "" = none.
type FlowState struct {
	Name  village.CaseState `json:"name"`
	Clock ClockName         `json:"clock"`
	Final bool              `json:"final"`
}

// FlowVerb is what may be done, from where, by whom, under which guards.
type FlowVerb struct {
	Name    Verb                 `json:"name"`
	From    []village.CaseState  `json:"from"`
	To      village.CaseState    `json:"to"` // "" = it stays where it is
	Roles   []Role               `json:"roles"`
	Guards  []string             `json:"guards"`
	Reasons []village.CaseReason `json:"reasons"` // one of them, under the guard "reason"
	Tell    bool                 `json:"tell"`    // the kiosk gets a letter
	Part    bool                 `json:"part"`    // of a package: done with each part, by its unit; else with the whole, at the window
	Alone   bool                 `json:"alone"`   // never of a package: no unit would have decided
	Waits   bool                 `json:"waits"`   // of a package: not before what the part waits for is decided
	Travels bool                 `json:"travels"` // under the guard "words": a sentence of its own may go to the paper

	Delivery village.DeliveryState `json:"delivery"` // it notes where the result is; "" = it does not
	Main     bool                  `json:"main"`     // for the page: the usual next thing
	Hard     bool                  `json:"hard"`     // for the page: it cannot be taken back
}

// DefaultFlow is the one in flow.json.
//
//nolint:gochecknoglobals // the embedded definition, parsed once
var DefaultFlow = sync.OnceValue(func() *Flow {
	f, err := ParseFlow(flowFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return f
})

// ParseFlow reads a definition and refuses one that contradicts itself: a state that
// is not there, a clock without days, a guard that nobody knows, a way out of a final state, a state that
// nothing leads to, a verb that nobody may do.
func ParseFlow(raw []byte) (*Flow, error) {
	f, err := parseFlow(raw, func(guard string) bool { return guards[guard] != nil })
	if err != nil {
		return nil, err
	}
	for _, name := range []string{daysReply, daysDeliver, daysExtension} {
		if f.Days[name] < 1 || f.Days[name] > longestLimit {
			return nil, fmt.Errorf("read a flow: %d days for %q", f.Days[name], name)
		}
	}
	return f, nil
}

// parseFlow knows guards by known. A way begins at its first state.
func parseFlow(raw []byte, known func(guard string) bool) (*Flow, error) {
	var f Flow
	if err := (village.JSONRules{Depth: 5}).Decode(raw, &f); err != nil {
		return nil, fmt.Errorf("read a flow: %w", err)
	}
	if len(f.States) == 0 {
		return nil, errors.New("read a flow: it has no states")
	}
	reached := map[village.CaseState]bool{f.States[0].Name: true}
	names := map[Verb]bool{}
	for _, v := range f.Verbs {
		if err := f.check(v, known); err != nil || names[v.Name] {
			return nil, fmt.Errorf("verb %q: %w", v.Name, err)
		}
		names[v.Name], reached[v.To] = true, true
	}
	for _, s := range f.States {
		if !reached[s.Name] || !slices.Contains([]ClockName{"", ClockReply, ClockTotal, ClockDeliver}, s.Clock) {
			return nil, fmt.Errorf("state %q: nothing leads to it, or its clock is unknown", s.Name)
		}
	}
	return &f, nil
}

func (f *Flow) check(v FlowVerb, known func(string) bool) error {
	for _, from := range v.From {
		if s, ok := f.state(from); !ok || s.Final && v.To != "" {
			return fmt.Errorf("it cannot begin at %q", from)
		}
	}
	if _, ok := f.state(v.To); !ok && v.To != "" {
		return fmt.Errorf("there is no state %q", v.To)
	}
	for _, g := range v.Guards {
		if !known(g) {
			return fmt.Errorf("there is no guard %q", g)
		}
	}
	for _, r := range v.Roles {
		if !r.May(Anyone) && r != RoleApplicant {
			return fmt.Errorf("there is no role %q", r)
		}
	}
	if v.Delivery != "" && !slices.Contains(village.DeliveryStates(), v.Delivery) {
		return fmt.Errorf("there is no state of a delivery %q", v.Delivery)
	}
	if v.Travels && !slices.Contains(v.Guards, "words") {
		return errors.New("a sentence would travel without a reason")
	}
	if len(v.From) == 0 || len(v.Roles) == 0 || slices.Contains(v.Guards, "reason") != (len(v.Reasons) > 0) {
		return fmt.Errorf("its from, roles or reasons are incomplete")
	}
	return nil
}

func (f *Flow) state(name village.CaseState) (FlowState, bool) {
	i := slices.IndexFunc(f.States, func(s FlowState) bool { return s.Name == name })
	if i < 0 {
		return FlowState{}, false
	}
	return f.States[i], true
}

func (f *Flow) verb(name Verb) (FlowVerb, bool) {
	i := slices.IndexFunc(f.Verbs, func(v FlowVerb) bool { return v.Name == name })
	if i < 0 {
		return FlowVerb{}, false
	}
	return f.Verbs[i], true
}

// Final reports whether nothing leads out of a state.
func (f *Flow) Final(name village.CaseState) bool {
	s, ok := f.state(name)
	return ok && s.Final
}

// Open are the verbs that role may try from state, in the order of the definition.
// A guard may still refuse one.
func (f *Flow) Open(state village.CaseState, role Role) []FlowVerb {
	var open []FlowVerb
	for _, v := range f.Verbs {
		if slices.Contains(v.From, state) && slices.Contains(v.Roles, role) {
			open = append(open, v)
		}
	}
	return open
}
