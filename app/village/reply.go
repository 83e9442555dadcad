package village

import (
	"errors"
	"slices"
)

// Reply is the county's word on something that was said to it, as a rating: how far
// it has got with it. The words of an answer never travel, nor does anything of
// what was said: the letter lies on the kiosk in clear, and whoever holds the paper
// reads it.
type Reply struct {
	Record RecordID   `json:"record"` // that is answered
	State  ReplyState `json:"state"`
	AtMS   int64      `json:"at_ms"`          // by the county's clock
	Told   ReplyWay   `json:"told,omitempty"` // how the person hears the rest; with the last states only
}

// ReplyState is how far the county has got. The same words serve what was praised
// and what was found fault with, so that no word tells which it was.
type ReplyState string

const (
	ReplyTaken     ReplyState = "taken"     // somebody is looking at it (已签收)
	ReplyWorking   ReplyState = "working"   // it is being put right (整改中)
	ReplyDone      ReplyState = "done"      // it was put right
	ReplyExplained ReplyState = "explained" // it was looked into, and explained
)

// ReplyWay is how a person hears what does not travel.
type ReplyWay string

const (
	ToldByPhone  ReplyWay = "phone"
	ToldByVisit  ReplyWay = "visit"
	ToldAtOffice ReplyWay = "office" // whoever asks at the window is told
)

// May reports whether a reply in state s may come after one in state last, which is
// "" when there was none: it goes forward, and what is done stays done.
func (s ReplyState) May(last ReplyState) bool { return s.rank() > last.rank() }

func (s ReplyState) rank() int {
	switch s {
	case ReplyTaken:
		return 1
	case ReplyWorking:
		return 2
	case ReplyDone, ReplyExplained:
		return 3
	}
	return 0
}

// Check refuses a reply that says what no kiosk has words for. The error is
// [Invalid] at "state", err.reply.state, or at "told", err.reply.told.
func (r Reply) Check() error {
	ways := []ReplyWay{"", ToldByPhone, ToldByVisit, ToldAtOffice}
	switch last := ReplyDone.rank(); {
	case r.State.rank() == 0:
		return Refuse("state", "err.reply.state")
	case !slices.Contains(ways, r.Told) || r.Told != "" && r.State.rank() < last:
		return Refuse("told", "err.reply.told")
	}
	return nil
}

// Reply is what a letter of kind reply says.
func (l Letter) Reply() (r Reply, err error) {
	if err = l.read(&r); err == nil && (r.Record == "" || r.Check() != nil) {
		err = errors.New("letter answers nothing, or says what is not known")
	}
	return r, err
}

// ReadReplies is what letters say in answer to ratings and requests, in the order
// in which the county told them. What cannot be read says nothing.
func ReadReplies(letters []Letter) (replies []Reply) {
	for _, l := range letters {
		if l.Kind != LetterReply {
			continue
		}
		if r, err := l.Reply(); err == nil {
			replies = append(replies, r)
		}
	}
	return replies
}
