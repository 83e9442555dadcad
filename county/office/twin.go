package office

import (
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

// Twins are requests that may be about the same thing: of the same type and place, not
// long before or after, from the same telephone or in the same words. A person looks at
// them; nothing is merged.
func (h *Hotline) Twins(ctx context.Context, r Request) (twins []RequestHead, err error) {
	near, err := h.Store.Near(ctx, r.RequestHead, twinTime, twinsSought)
	for _, other := range near {
		same := func(key string) bool {
			s := strings.TrimSpace(r.Text(key))
			return s != "" && s == strings.TrimSpace(other.Text(key))
		}
		hidden := r.Confidential || other.Confidential // who sent it is not to be told from its number either
		if !hidden && same(village.TicketPhone) || same(village.TicketContent) {
			twins = append(twins, other.RequestHead)
		}
	}
	return twins, err
}
