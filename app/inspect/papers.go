package inspect

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"time"

	"bianmin/app/token"
	"bianmin/app/village"
)

// Roles of badges, as the county writes them.
const (
	roleAssistant = "assistant"
	roleInspector = "inspector"
)

// Paper is what a code that was scanned is to a visit.
type Paper string

// The papers of a visit; "" is none of them.
const (
	OrderPaper     Paper = "order"     // 工作令
	InspectorBadge Paper = "inspector" // 检查员工牌
	OtherBadge     Paper = "badge"     // 工牌 of somebody else
	ChallengeCode  Paper = "challenge" // of an inspector's own machine, see [Challenge]
	AnswerCode     Paper = "answer"    // of the centre's machine, see [Answer]
)

// Badge reports whether p is somebody's badge.
func (p Paper) Badge() bool { return p == InspectorBadge || p == OtherBadge }

// PaperOf is what text looks like; whether the county signed it nobody has asked yet.
func PaperOf(text string) Paper {
	if strings.HasPrefix(text, PresencePrefix) {
		return presenceCode(text)
	}
	t, ok := token.Read(text)
	switch {
	case !ok:
		return ""
	case t.Kind == token.DayOrder:
		return OrderPaper
	case t.Role == roleInspector:
		return InspectorBadge
	}
	return OtherBadge
}

// presenceCode is which of the two codes of a proof of presence text looks like.
func presenceCode(text string) Paper {
	for kind, paper := range map[byte]Paper{kindChallenge: ChallengeCode, kindAnswer: AnswerCode} {
		if _, _, err := parsePresence(text, kind); err == nil {
			return paper
		}
	}
	return ""
}

// Papers are the texts of the codes that are shown at a visit. Witness and Duty may be
// "".
type Papers struct {
	Order, Inspector, Witness, Duty string
}

// Shown are papers that were believed.
type Shown struct {
	Order     token.Token
	Inspector string // number of the badge, as the two that follow
	Witness   string
	Duty      string
}

// Inspectors are the numbers of those who inspect.
func (s Shown) Inspectors() []string {
	if s.Witness == "" {
		return []string{s.Inspector}
	}
	return []string{s.Inspector, s.Witness}
}

// Spot is a centre at a moment. Today reads what names a place by an earlier code.
type Spot struct {
	Centre village.DivisionCode
	At     time.Time
	Today  village.Today
}

// is reports whether a code names the centre.
func (s Spot) is(code village.DivisionCode) bool { return s.Today.Of(code) == s.Today.Of(s.Centre) }

// in reports whether the centre lies in an area.
func (s Spot) in(area village.DivisionCode) bool {
	centre, now := s.Today.Of(s.Centre), s.Today.Of(area)
	return now == centre || now == centre.Town() || now == centre.County()
}

// Believe believes what a county signed for a moment and a centre: the order names the
// centre and the inspector, the inspector's area holds it, a witness is somebody else,
// and nobody inspects where they serve. The errors are [village.Invalid] and
// [village.Denied] at "order", "inspector", "witness" and "duty.badge".
func (p Papers) Believe(keys []ed25519.PublicKey, spot Spot) (s Shown, err error) {
	b := believer{keys, spot}
	if s.Order, err = b.paper("order", p.Order, token.DayOrder); err != nil {
		return s, err
	}
	if !slices.ContainsFunc(s.Order.Places, spot.is) {
		return s, denied("order", "err.check.order_place")
	}
	if s.Inspector, err = b.inspector("inspector", p.Inspector); err != nil {
		return s, err
	}
	if s.Inspector != s.Order.Role {
		return s, denied("inspector", "err.check.holder")
	}
	if p.Witness != "" {
		if s.Witness, err = b.inspector("witness", p.Witness); err != nil {
			return s, err
		}
		if s.Witness == s.Inspector {
			return s, village.Refuse("witness", "err.check.witness")
		}
	}
	if p.Duty == "" {
		return s, nil
	}
	duty, err := b.paper("duty.badge", p.Duty, token.Badge)
	if s.Duty = duty.Number; err == nil && slices.Contains(s.Inspectors(), s.Duty) {
		err = denied("duty.badge", "err.check.own_centre")
	}
	return s, err
}

// OneCentre refuses an order of several centres: whoever reads its code learns of the others.
// The county prints none; an older one is printed anew. What came in with one is believed.
// The error is [village.Denied] at "order".
func OneCentre(order token.Token) error {
	if len(order.Places) == 1 {
		return nil
	}
	return denied("order", "err.check.order_several")
}

// believer believes papers of one visit.
type believer struct {
	keys []ed25519.PublicKey
	spot Spot
}

// paper believes a code of the county that is good on the day.
func (b believer) paper(field, text string, kind token.Kind) (token.Token, error) {
	t, err := token.Verify(text, b.keys)
	if err != nil {
		e := village.Keyed(err)
		return t, &village.Error{Kind: e.Kind, Field: field, Key: e.Key, Err: e.Err}
	}
	switch {
	case t.Kind != kind:
		return t, village.Refuse(field, "err.check.paper")
	case !t.Good(b.spot.At):
		return t, denied(field, "err.check.day")
	}
	return t, nil
}

// inspector believes the badge of one whose area holds the centre. Who assists there
// inspects nothing there.
func (b believer) inspector(field, text string) (string, error) {
	t, err := b.paper(field, text, token.Badge)
	switch {
	case err != nil:
		return "", err
	case t.Role == roleAssistant && slices.ContainsFunc(t.Places, b.spot.is):
		return "", denied(field, "err.check.own_centre")
	case t.Role != roleInspector:
		return "", denied(field, "err.check.role")
	case len(t.Places) > 0 && !slices.ContainsFunc(t.Places, b.spot.in):
		return "", denied(field, "err.check.scope")
	}
	return t.Number, nil
}

func denied(field, key string) error {
	return &village.Error{Kind: village.Denied, Field: field, Key: key}
}

// Papers are those that r was made with.
func (r Record) Papers() Papers {
	return Papers{Order: r.Order, Inspector: r.Inspector, Witness: r.Witness, Duty: r.Duty.Badge}
}
