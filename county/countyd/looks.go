package main

import (
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type looksCmd struct {
	listing
	secrets
	Account string `placeholder:"NAME" help:"Of this account alone; countyd for looks by command."`
	Limit   int    `default:"200" help:"How many, the newest first; 1 to 10000."`
}

// lookLine is who looked at what is personal, in the answer of `looks --json`.
type lookLine struct {
	At      time.Time         `json:"at"`
	Account string            `json:"account"`
	What    string            `json:"what"` // case, file-N, reply-N, export or shot
	Reason  office.LookReason `json:"reason"`
	Words   string            `json:"words,omitempty"` // with other: as it was typed
	Kiosk   seal.KioskID      `json:"kiosk,omitempty"`
	ID      village.RecordID  `json:"id,omitempty"`
	Order   string            `json:"order,omitempty"` // whose photograph it was
}

// Run lists looks as the page 查看记录 does. That it was listed is on no list: it opens nothing.
func (c *looksCmd) Run(w *world) error {
	if c.Limit < 1 || c.Limit > office.MaxListed {
		return village.Refuse("limit", "err.looks.limit")
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Look) error) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		list, err := db.Looks(w.ctx, office.MaxListed)
		shown := 0
		return inTurn(list, err, func(l office.Look) error {
			if c.Account != "" && l.Account != c.Account || shown == c.Limit {
				return nil
			}
			shown++
			return do(l)
		})
	},
		func(l office.Look) any {
			return lookLine{l.At.In(village.Zone), l.Account, l.What, l.Reason, l.Words, l.Kiosk, l.ID, l.Order}
		},
		w.lookInWords)
}

func (w *world) lookInWords(l office.Look) error {
	kind, n := l.Seen()
	reason, of := w.text.T("county.look.reason."+string(l.Reason)), string(l.Kiosk)+" / "+string(l.ID)
	if l.Words != "" {
		reason += w.text.T("county.colon") + l.Words
	}
	if l.Order != "" {
		of = l.Order
	}
	return w.say("county.look.line", "at", l.At.In(village.Zone).Format(w.text.T("county.time.year")), "account", l.Account, "what", w.text.T("county.look.what."+kind, "n", n), "reason", reason, "of", of)
}
