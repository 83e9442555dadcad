package main

import (
	"encoding/json"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type casesCmd struct {
	Deliver    casesDeliverCmd    `cmd:"" help:"Note where the result of a case is, by the rules of the console; its machine gets the news."`
	Came       casesCameCmd       `cmd:"" help:"Note that the applicant had to come to a window."`
	Export     casesExportCmd     `cmd:"" help:"Write what is clear of every case as a list, for figures; nothing of a person."`
	Rulings    casesRulingsCmd    `cmd:"" help:"List what the county's rules decided by themselves about a case, each with rule, version and inputs."`
	MakeUps    casesMakeUpsCmd    `cmd:"" help:"List cases whose papers are to follow, with their last day; those that are over, with what is proposed."`
	Priorities casesPrioritiesCmd `cmd:"" help:"How often the green channel was chosen, by centre and by who helped."`
	Recheck    casesRecheckCmd    `cmd:"" help:"Make the decisions about the papers of a case again, each with its rule."`
	Set        casesSetCmd        `cmd:"" help:"Take a case one step on; its machine gets the news."`
	Show       casesShowCmd       `cmd:"" help:"Where a case stands, and its number."`
}

type casesSetCmd struct {
	database
	secrets
	Code     string   `arg:"" help:"Code on the receipt, or case number."`
	State    string   `required:"" enum:"accepted,supplement,completed,not_accepted,ended" help:"accepted, supplement, completed, not_accepted or ended."`
	Reason   string   `help:"With not_accepted: not_ours, not_eligible, not_brought or twice; with ended: not_made_up or not_needed."`
	Words    string   `help:"With not_accepted and ended: the reason in full, for the letter; it stays in the county, sealed."`
	Told     string   `help:"The same: one plain sentence for whoever holds the paper; it names nobody."`
	Material []string `placeholder:"CODE" help:"With supplement: code of a material that is to be brought; may be repeated."`
	Kiosk    string   `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON     bool     `help:"Answer as JSON."`
}

// Run decides in the county's name. What the kiosk is told lies there in clear: words of the
// catalogue, and a sentence that was looked through for names.
func (c *casesSetCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		desk, err := work(w, db)
		if err != nil {
			return err
		}
		found, err := desk.Decide(w.ctx, office.Decision{
			Text: c.Code, Kiosk: seal.KioskID(c.Kiosk), State: village.CaseState(c.State),
			Reason: village.CaseReason(c.Reason), Words: c.Words, Told: c.Told, Materials: c.Material,
		})
		if err != nil {
			return err
		}
		return w.caseLine(found, c.JSON)
	})
}

type casesShowCmd struct {
	database
	Code  string `arg:"" help:"Code on the receipt, case number, or a number that was printed."`
	Kiosk string `placeholder:"ID" help:"Which machine, when several gave out the code."`
	JSON  bool   `help:"Answer as JSON."`
}

// Run shows nothing personal.
func (c *casesShowCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		desk, err := work(w, db)
		if err != nil {
			return err
		}
		found, err := desk.FindCase(w.ctx, c.Code, seal.KioskID(c.Kiosk))
		if err != nil {
			return err
		}
		return w.caseLine(found, c.JSON)
	})
}

// work is what the county does with a case, by the calendar of its machines.
func work(w *world, db *county.DB) (*office.Office, error) {
	days, err := workingDays(w, db)
	return &office.Office{Mailboxes: db, Days: days, Now: w.now}, err
}

// caseAnswer is a case in the answer of `cases set` and `cases show`.
type caseAnswer struct {
	Kiosk      seal.KioskID        `json:"kiosk"`
	ID         village.RecordID    `json:"id"`
	ShortCode  village.ShortCode   `json:"short_code"`
	Item       village.ItemCode    `json:"item"`
	State      village.CaseState   `json:"state"`
	CaseNumber *village.CaseNumber `json:"case_number"` // null = none yet
	Doubled    bool                `json:"doubled"`     // the receipt bears a number that is another case's
}

func (w *world) caseLine(c office.CaseHead, asJSON bool) error {
	out := caseAnswer{
		Kiosk: c.Kiosk, ID: c.ID, ShortCode: c.ShortCode, Item: c.Item, State: c.State, Doubled: c.Printed != "" && c.Printed != c.Number,
	}
	number := w.text.T("county.case.no_number")
	if c.Number != "" {
		out.CaseNumber, number = &c.Number, string(c.Number)
	}
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(out)
	}
	if err := w.say("county.case.line", "code", c.ShortCode.Spaced(), "state", w.text.T("state.case."+string(c.State)), "number", number); err != nil || !out.Doubled {
		return err
	}
	return w.say("county.case.doubled", "printed", c.Printed)
}
