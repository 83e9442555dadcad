package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

// intakesCmd is about what came in by which way, and what was closed past that.
type intakesCmd struct {
	Add      intakesAddCmd      `cmd:"" help:"Note a case that came in another way than through a machine."`
	Import   intakesImportCmd   `cmd:"" help:"Note what another system took in; what is there already is not noted twice."`
	List     intakesListCmd     `cmd:"" help:"List what was noted, the latest day first."`
	Closed   intakesClosedCmd   `cmd:"" help:"Hold a list of what a unit's own system closed against what came in."`
	Findings intakesFindingsCmd `cmd:"" help:"List what was closed without an intake, the open ones first."`
	Settle   intakesSettleCmd   `cmd:"" help:"Note why a case was closed without an intake."`
}

type intakesAddCmd struct {
	database
	Channel   string `required:"" help:"window, gdzwfw, hotline or mobile."`
	Outside   string `help:"Its number in the system that took it in; a window's may have none."`
	Unit      string `required:"" help:"Who handles it, as the register of units writes it."`
	Item      string `required:"" help:"Code of the item."`
	Place     string `placeholder:"CODE" help:"Where it was taken in, 9 or 12 digits; the district unless given."`
	Day       string `help:"As 2026-11-30; today unless given."`
	OneWindow bool   `help:"At a comprehensive window."`
}

func (c *intakesAddCmd) Run(w *world) error {
	i := office.Intake{Channel: c.Channel, Unit: c.Unit, Item: village.ItemCode(c.Item), Day: village.Day(c.Day), OneWindow: c.OneWindow, At: w.now()}
	if i.Day == "" {
		i.Day = village.DayOf(i.At)
	}
	var err error
	if i.Outside, err = office.OutsideNumber(c.Outside); err == nil {
		err = i.Check()
	}
	if err == nil && c.Place != "" {
		var known places
		if known, err = loadPlaces(w.text); err == nil {
			i.Place, err = known.Village(c.Place)
		}
	}
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		kept, err := db.KeepIntake(w.ctx, i)
		if err != nil {
			return err
		}
		if kept.CaseNo != "" {
			return w.say("county.intake.kept.number", "number", kept.Number, "case", kept.CaseNo)
		}
		return w.say("county.intake.kept", "number", kept.Number)
	})
}

type intakesImportCmd struct {
	database
	File  string `arg:"" type:"path" help:"CSV or XLSX: channel, outside, unit, item, day, place, one_window, or their Chinese names."`
	Unit  string `help:"Whose list it is, where its rows do not say."`
	Check bool   `help:"Read it and keep nothing."`
}

func (c *intakesImportCmd) Run(w *world) error {
	rows, err := listfile.Rows(c.File)
	if err != nil {
		return err
	}
	known, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		units, err := office.KnownUnits(w.ctx, db)
		if err != nil {
			return err
		}
		list, err := office.IntakesFromRows(office.IntakeList{Rows: rows, Unit: c.Unit, Units: units, Place: known.Path, At: w.now()})
		if err != nil {
			return err
		}
		if c.Check {
			return w.say("county.intake.checked", "n", len(list))
		}
		kept, known, err := db.KeepIntakes(w.ctx, list)
		if err != nil {
			return err
		}
		return w.say("county.intake.listed", "kept", kept, "known", known)
	})
}

type intakesListCmd struct {
	listing
	From  string `help:"First day, as 2026-01-01."`
	To    string `help:"Last day."`
	Limit int    `default:"200" help:"How many at most."`
}

// intakeLine is a line of `intakes list`.
type intakeLine struct {
	Number    int64                `json:"number"`
	CaseNo    village.CaseNumber   `json:"case_no"` // "" = outside names it, or its item has no official code
	Channel   string               `json:"channel"`
	Outside   string               `json:"outside"`
	Unit      string               `json:"unit"`
	Item      village.ItemCode     `json:"item"`
	Place     village.DivisionCode `json:"place"` // "" = at the district
	Day       village.Day          `json:"day"`
	OneWindow bool                 `json:"one_window"`
	Listed    bool                 `json:"listed"`  // it came with a list
	Account   string               `json:"account"` // who noted it; "" = by command
	At        string               `json:"at"`
}

func (c *intakesListCmd) Run(w *world) error {
	q := office.IntakeQuery{From: village.Day(c.From), To: village.Day(c.To), Page: 1, PerPage: c.Limit}
	if q.To == "" {
		q.To = village.DayOf(w.now())
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Intake) error) error {
		list, _, err := db.Intakes(w.ctx, q)
		return inTurn(list, err, do)
	}, func(i office.Intake) any {
		return intakeLine{i.Number, i.CaseNo, i.Channel, i.Outside, i.Unit, i.Item, i.Place, i.Day, i.OneWindow, i.Listed, i.Account, i.At.In(village.Zone).Format(time.RFC3339)}
	}, func(i office.Intake) error {
		code := i.Outside
		if code == "" {
			code = string(i.CaseNo)
		}
		return w.say("county.intake.line", "number", i.Number, "day", i.Day, "channel", w.text.T("county.channel."+i.Channel), "code", code, "unit", i.Unit, "item", i.Item)
	})
}

type intakesClosedCmd struct {
	database
	File  string `arg:"" type:"path" help:"CSV or XLSX: outside, closed, unit, item, or their Chinese names."`
	Unit  string `help:"Whose list it is, where its rows do not say."`
	Check bool   `help:"Read it and keep nothing."`
	JSON  bool   `help:"Answer as JSON."`
}

func (c *intakesClosedCmd) Run(w *world) error {
	rows, err := listfile.Rows(c.File)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.list.open", Err: err}
	}
	list, err := office.ClosuresFromRows(rows, c.Unit, village.DayOf(w.now()))
	if err != nil {
		return err
	}
	if c.Check {
		return w.say("county.closures.checked", "n", len(list))
	}
	sum := sha256.Sum256(raw)
	return c.with(w, func(db *county.DB) error {
		t, err := db.KeepClosures(w.ctx, hex.EncodeToString(sum[:]), list, w.now())
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(map[string]any{"all": t.All, "known": t.Known, "none": t.None, "late": t.Late, "list": hex.EncodeToString(sum[:])})
		}
		return w.say("county.closures.kept", "all", t.All, "known", t.Known, "none", t.None, "late", t.Late)
	})
}

type intakesFindingsCmd struct {
	listing
	Limit int `default:"10000" help:"How many at most."`
}

// bypassLine is a line of `intakes findings`.
type bypassLine struct {
	Unit    string           `json:"unit"`
	Number  string           `json:"number"`
	Item    village.ItemCode `json:"item"`
	Closed  village.Day      `json:"closed"`
	Rule    string           `json:"rule"` // as bypass/1
	Says    string           `json:"says"` // none or late
	Inputs  string           `json:"inputs"`
	Found   string           `json:"found"`
	Since   village.Day      `json:"since"` // from which an intake is on record now; "" = none is
	Words   string           `json:"words"` // why it was so; "" = it is open
	Account string           `json:"account"`
}

func (c *intakesFindingsCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Bypass) error) error {
		list, err := db.Bypasses(w.ctx, office.Scope{}, c.Limit)
		return inTurn(list, err, do)
	}, func(b office.Bypass) any {
		line := bypassLine{Unit: b.Unit, Number: b.Number, Item: b.Item, Closed: b.Day, Rule: b.Name(), Says: b.Says, Inputs: b.Inputs, Found: b.FoundAt.In(village.Zone).Format(time.RFC3339), Since: b.Since}
		if b.Settled != nil {
			line.Words, line.Account = b.Settled.Words, b.Settled.Account
		}
		return line
	}, func(b office.Bypass) error {
		state := w.text.T("county.bypass.open")
		if b.Settled != nil {
			state = b.Settled.Words
		}
		return w.say("county.bypass.line", "unit", b.Unit, "number", b.Number, "day", b.Day, "says", w.text.T(b.Key()), "state", state)
	})
}

type intakesSettleCmd struct {
	database
	Unit   string `arg:"" help:"Whose case it is."`
	Number string `arg:"" help:"Its number in that unit's system."`
	Words  string `required:"" help:"Why it was so, and what changes; no names."`
}

func (c *intakesSettleCmd) Run(w *world) error {
	s := office.Settled{Words: c.Words, At: w.now()}
	number, err := office.OutsideNumber(c.Number)
	if err == nil {
		err = s.Check()
	}
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.SettleBypass(w.ctx, office.Scope{}, office.Closure{Unit: c.Unit, Number: number}, s); err != nil {
			return err
		}
		return w.say("county.bypass.settled.said", "number", number)
	})
}
