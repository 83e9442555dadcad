package inspect

import (
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"bianmin/app/village"
)

// LetterOrder is the kind of a letter that says how an order at the machine's centre
// stands, see [News].
const LetterOrder village.LetterKind = "order"

// News is what the machines of a centre are told of an order to put something right. What
// is wrong is said in the words of the checklist: what somebody typed is not in it.
type News struct {
	Number   string               `json:"number"`
	Centre   village.DivisionCode `json:"centre,omitempty"` // that has to put it right; a machine may move
	Source   Source               `json:"source"`
	What     string               `json:"what,omitempty"` // text of the rule; "" = of no checklist
	Severity Severity             `json:"severity"`
	OpenedMS int64                `json:"opened_ms"`
	Due      village.Day          `json:"due"`
	State    RectState            `json:"state"`
	Rounds   int                  `json:"rounds,omitempty"`  // times that a reply was rejected
	Reason   Reason               `json:"reason,omitempty"`  // why the last of them was
	Replies  []village.RecordID   `json:"replies,omitempty"` // that the county has taken, the first first
	AtMS     int64                `json:"at_ms"`             // of the last act, by the county's clock
}

// Bounds of news.
const (
	maxNewsNumber  = 80
	maxNewsReplies = 60 // further ones are left out, the first first
)

// Letter is n as the county writes it.
func (n News) Letter(at time.Time) (village.Letter, error) {
	n.Replies = n.Replies[max(len(n.Replies)-maxNewsReplies, 0):]
	return village.NewLetter(LetterOrder, at, n)
}

// ReadNews is what a letter of kind order says.
func ReadNews(l village.Letter) (n News, err error) {
	if err := (village.JSONRules{Depth: 4, Newer: true}).Decode(l.Body, &n); err != nil {
		return n, err
	}
	states := []RectState{RectOpen, RectReplied, RectClosed, RectStruck}
	if _, err := ParseOrderNumber(n.Number); err != nil || len(n.Number) > maxNewsNumber || !slices.Contains(states, n.State) || utf8.RuneCountInString(n.What) > maxWords {
		return n, errors.New("letter names no order, or says too much")
	}
	if !slices.Contains(Reasons(), n.Reason) { // of a newer county
		n.Reason = ""
	}
	return n, nil
}

// Latest is what letters say of each order at last, in the order in which the orders
// were told of first. What cannot be read says nothing.
func Latest(letters []village.Letter) (list []News) {
	for _, l := range letters {
		n, err := ReadNews(l)
		if err != nil {
			continue
		}
		if i := slices.IndexFunc(list, func(o News) bool { return o.Number == n.Number }); i >= 0 {
			list[i] = n
			continue
		}
		list = append(list, n)
	}
	return list
}
