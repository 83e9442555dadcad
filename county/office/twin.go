package office

import (
	"cmp"
	"context"
	"strings"
	"time"

	"bianmin/app/village"
)

// twinTime is how far apart requests may be that look the same, and twinsSought how many
// of them are looked through. Defaults of ours.
const (
	twinTime    = 30 * 24 * time.Hour
	twinsSought = 50
)

// TwinRequest is a request that may be about the same thing as another one, by
// [SameRequestRule].
type TwinRequest struct {
	RequestHead
	village.Decided
}

// Twins are requests that may be about the same thing: of the same type and place, not
// long before or after, from the same telephone or in the same words. A person looks at
// them; nothing is merged.
func (h *Hotline) Twins(ctx context.Context, r Request) (twins []TwinRequest, err error) {
	near, err := h.Store.Near(ctx, r.RequestHead, twinTime, twinsSought)
	for _, other := range near {
		same := func(key string) bool {
			s := strings.TrimSpace(r.Text(key))
			return s != "" && s == strings.TrimSpace(other.Text(key))
		}
		hidden := r.Confidential || other.Confidential // who sent it is not to be told from its number either
		by := ""
		switch {
		case same(village.TicketContent):
			by = "words"
		case !hidden && same(village.TicketPhone):
			by = "phone"
		default:
			continue
		}
		twins = append(twins, TwinRequest{other.RequestHead, r.decidedSame(other.RequestHead, by)})
	}
	return twins, err
}

// decidedSame is that two requests may be the same. What was compared lies sealed under their
// names; the digest does not depend on which came first.
func (r RequestHead) decidedSame(other RequestHead, by string) village.Decided {
	one, two := sideOf(r), sideOf(other)
	if cmp.Or(cmp.Compare(one.ReceivedMS, two.ReceivedMS), cmp.Compare(one.Kiosk, two.Kiosk), cmp.Compare(one.ID, two.ID)) > 0 {
		one, two = two, one
	}
	return village.Decide(SameRequestRule, SameRequestVersion, by, struct {
		Item  village.ItemCode     `json:"item"`
		Place village.DivisionCode `json:"place"`
		Days  int                  `json:"days"`
		By    string               `json:"by"`
		Sides [2]requestSide       `json:"sides"`
	}{r.Item, r.Place, int(twinTime / (24 * time.Hour)), by, [2]requestSide{one, two}})
}
