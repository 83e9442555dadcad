package village

import "errors"

// LicenceState is how far the look-up of an electronic licence has come (核验状态) that
// stands for a paper.
type LicenceState string

const (
	LicenceWaiting  LicenceState = "waiting"  // 待核验
	LicenceChecking LicenceState = "checking" // 核验中: a register is being asked
	LicenceFound    LicenceState = "found"    // 已核验
	LicenceNone     LicenceState = "none"     // 查无: the register has none that is good
	LicenceFailed   LicenceState = "failed"   // 失败待重试: nobody answered
	LicenceOver     LicenceState = "over"     // the case was decided before anybody answered: nobody asks any more
)

// LicenceStates are all of them, in their order.
func LicenceStates() []LicenceState {
	return []LicenceState{LicenceWaiting, LicenceChecking, LicenceFound, LicenceNone, LicenceFailed, LicenceOver}
}

// Answered reports whether a register answered.
func (s LicenceState) Answered() bool { return s == LicenceFound || s == LicenceNone }

// LicenceWord is what a kiosk is told of a look-up. It lies there in clear: that one was
// found, and nothing of what it says.
type LicenceWord struct {
	Record RecordID     `json:"record"` // the case
	Paper  int          `json:"paper"`  // its place among the papers of the case, from 1
	State  LicenceState `json:"state"`  // found or none
	AtMS   int64        `json:"at_ms"`  // by the county's clock
}

// Licence is what a letter of kind licence says.
func (l Letter) Licence() (w LicenceWord, err error) {
	if err = l.read(&w); err == nil && (w.Record == "" || w.Paper < 1 || !w.State.Answered()) {
		err = errors.New("letter tells of no paper, or what no look-up can say")
	}
	return w, err
}

// ReadLicences is what letters about a case say of its papers, the last word on each, in
// the order in which the county told them first. What cannot be read says nothing.
func ReadLicences(letters []Letter) (words []LicenceWord) {
	place := map[int]int{}
	for _, l := range letters {
		if l.Kind != LetterLicence {
			continue
		}
		w, err := l.Licence()
		if err != nil {
			continue
		}
		at, known := place[w.Paper]
		if !known {
			at = len(words)
			place[w.Paper], words = at, append(words, w)
		}
		words[at] = w
	}
	return words
}
