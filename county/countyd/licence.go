package main

import (
	"encoding/json"
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/licence"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

type licencesCmd struct {
	Counts licencesCountsCmd `cmd:"" help:"How often licences replaced papers, by month, centre and item."`
	Check  licencesCheckCmd  `cmd:"" help:"Look up the electronic licences that applicants agreed to; what nobody answered is asked again by the next run."`
	List   licencesListCmd   `cmd:"" help:"What was to be looked up, and what came of it; nothing of a person."`
}

// registerFile is the list that answers, until there is a real register of the city.
type registerFile struct {
	Register string `required:"" placeholder:"FILE" type:"path" help:"List that answers: CSV, XLSX or JSON with kind, holder, number, issuer, valid_from, valid_to, or their Chinese names. A reference, not a national platform."`
}

// openRegister reads the list at path.
func openRegister(path string) (*licence.Register, error) {
	list, err := listfile.Read(path)
	if err != nil {
		return nil, village.At("register", err)
	}
	if list.JSON != nil {
		return licence.FromJSON(list.JSON)
	}
	return licence.FromRows(list.Rows)
}

type licencesCheckCmd struct {
	database
	secrets
	registerFile
	Again bool `help:"Also what was given up after too many tries."`
	JSON  bool `help:"Answer as JSON."`
}

// Run asks for everything that is due. A register that cannot be reached is no harm: what
// was answered is kept.
func (c *licencesCheckCmd) Run(w *world) error {
	register, err := openRegister(c.Register)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := c.derived(w, db, c.Database); err != nil {
			return err
		}
		desk := &office.LicenceDesk{Book: db, Register: register, Now: w.now}
		look := desk.Check
		if c.Again {
			look = desk.Again
		}
		run, err := look(w.ctx)
		if c.JSON {
			return errors.Join(err, json.NewEncoder(w.stdout).Encode(run))
		}
		return errors.Join(err, w.say("county.licence.run", "asked", run.Asked, "found", run.Found, "none", run.None, "failed", run.Failed, "over", run.Over))
	})
}

type licencesListCmd struct {
	listing
	secrets
	State string `enum:",waiting,checking,found,none,failed,over" default:"" help:"Only those: waiting, checking, found, none, failed or over."`
}

// licenceLine is a line of `licences list`.
type licenceLine struct {
	Kiosk   seal.KioskID         `json:"kiosk"`
	ID      village.RecordID     `json:"id"`
	Code    village.ShortCode    `json:"short_code"`
	Item    village.ItemCode     `json:"item"`
	Village village.DivisionCode `json:"village"`
	Came    time.Time            `json:"received_at"` // the case
	Paper   int                  `json:"paper"`       // its place among the papers of the case, from 1
	State   village.LicenceState `json:"state"`
	Tries   int                  `json:"tries"`
	Why     string               `json:"why,omitempty"`   // message key of the last failure
	Fault   string               `json:"fault,omitempty"` // of what was not found: unknown, expired, early
	By      string               `json:"by,omitempty"`    // register that answered
	At      *time.Time           `json:"at"`              // of the answer; null = none
	Next    *time.Time           `json:"next"`            // when it is asked next; null = by nobody
}

func (c *licencesListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.LicenceCheck) error) error {
		if err := c.derived(w, db, c.Database); err != nil {
			return err
		}
		list, err := db.LicencesIn(w.ctx, village.LicenceState(c.State))
		return inTurn(list, err, do)
	}, func(l office.LicenceCheck) any {
		return licenceLine{
			Kiosk: l.Kiosk, ID: l.ID, Code: l.Case.ShortCode, Item: l.Case.Item, Village: l.Case.Village, Came: l.Case.ReceivedAt.In(village.Zone), Paper: l.Paper,
			State: l.State, Tries: l.Tries, Why: l.Why, Fault: l.Found.Fault, By: l.By, At: timeOrNull(l.At), Next: timeOrNull(l.Next),
		}
	}, func(l office.LicenceCheck) error {
		said := ""
		if l.Why != "" {
			said = w.text.T(l.Why)
		}
		return w.say("county.licence.line", "code", l.Case.ShortCode.Spaced(), "item", l.Case.ItemName, "paper", l.Paper,
			"state", w.text.T("county.licence.state."+string(l.State)), "said", said)
	})
}

// timeOrNull is a time as JSON has it; nil for none.
func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(village.Zone)
	return &t
}

type licencesCountsCmd struct {
	database
	secrets
	span
	JSON bool `help:"Answer as JSON, one object a line."`
}

// Run counts from the rows as they stand.
func (c *licencesCountsCmd) Run(w *world) error {
	period, _, err := c.period()
	if err != nil {
		return err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, listing{c.database, c.JSON}, func(db *county.DB, do func(stats.LicenceCount) error) error {
		if err := c.derived(w, db, c.Database); err != nil {
			return err
		}
		uses, err := db.LicenceUses(w.ctx, office.Scope{}, period)
		return inTurn(stats.Licences(uses), err, do)
	}, func(l stats.LicenceCount) any { return l }, func(l stats.LicenceCount) error {
		return w.say("county.licence.count", "month", l.Month, "place", places.Path(l.Centre), "item", l.Item, "agreed", l.Agreed, "found", l.Found,
			"none", l.None, "open", l.Open, "asked", l.Asked, "replaced", l.Replaced, "share", l.Displayed)
	})
}
