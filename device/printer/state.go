package printer

// State says whether a printer prints, as a person at it would say it. Its text
// has the key printer.state.<state>.
type State string

// The states, from well to worst: of several at once the last one is told.
const (
	Ready     State = "ready"
	Unknown   State = "unknown"    // it takes data and answers no question
	NearEnd   State = "near_end"   // prints, the roll is nearly used up
	Fault     State = "fault"      // an error that it does not name
	Cutter    State = "cutter"     // the knife is stuck
	NoPaper   State = "no_paper"   // the roll is used up
	CoverOpen State = "cover_open" // somebody has it open: then its paper sensor says nothing
	Offline   State = "offline"    // not there, switched off, or stuck: no answer in time
)

func order() []State {
	return []State{Ready, Unknown, NearEnd, Fault, Cutter, NoPaper, CoverOpen, Offline}
}

// Prints reports whether a job sent now comes out.
func (s State) Prints() bool { return s == Ready || s == Unknown || s == NearEnd }

// Worse is the one of two states that a person has to be told.
func (s State) Worse(other State) State {
	for _, state := range order() {
		if s == state {
			return other
		}
		if other == state {
			return s
		}
	}
	return s
}

// Outcome is what is known of a job that was handed over.
type Outcome string

const (
	Confirmed Outcome = "confirmed" // the printer said that it printed up to the end
	Sent      Outcome = "sent"      // all of it went to the printer; whether paper came out nobody knows
)

// Trouble is the error of a job that did not go through.
type Trouble struct {
	State   State
	Started bool  // bytes were handed over: some of it may be on paper
	Err     error // for the log; may be nil
}

func (t *Trouble) Error() string {
	text := "printer is " + string(t.State)
	if t.Started {
		text += ", part of the job was sent"
	}
	if t.Err != nil {
		text += ": " + t.Err.Error()
	}
	return text
}

// Unwrap is the cause.
func (t *Trouble) Unwrap() error { return t.Err }
