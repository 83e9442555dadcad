package main

import (
	"encoding/json"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// orderLine is an order to put something right, in the answers of `inspect orders`,
// `open` and `act`. Where it stands is made from its acts.
type orderLine struct {
	Number   string               `json:"number"`
	Centre   village.DivisionCode `json:"centre"`
	Source   inspect.Source       `json:"source"`
	Rule     inspect.RuleID       `json:"rule"` // "" = of no checklist
	Kiosk    seal.KioskID         `json:"kiosk,omitempty"`
	Record   village.RecordID     `json:"record,omitempty"`
	Ref      string               `json:"ref,omitempty"`
	Severity inspect.Severity     `json:"severity"`
	OpenedAt string               `json:"opened_at"`
	Due      village.Day          `json:"due"`
	State    inspect.RectState    `json:"state"`
	Days     int                  `json:"days"`  // working days used
	Late     int                  `json:"late"`  // of them behind Due
	Level    int                  `json:"level"` // whom it is told: 1 town, 2 leading group, 3 named in the report
	Rounds   int                  `json:"rounds"`
	Acts     []actLine            `json:"acts"`
}

type actLine struct {
	Verb   inspect.Verb     `json:"verb"`
	At     string           `json:"at"`
	By     string           `json:"by"` // "" = the centre
	Record village.RecordID `json:"record,omitempty"`
	Reason inspect.Reason   `json:"reason,omitempty"` // of a rejection
	Text   string           `json:"text,omitempty"`   // only for who may open the keys
	Files  int              `json:"files,omitempty"`  // the same
}

func (w *world) lineOfOrder(r office.Rectification, n *office.Inspectorate) orderLine {
	s := r.Standing(w.now(), n.Days.Calendar())
	line := orderLine{
		r.Number, r.Centre, r.Source, r.Rule, r.Kiosk, r.Record, r.Ref, r.Severity, r.OpenedAt.In(village.Zone).Format(time.RFC3339), r.Due,
		s.State, s.Days, s.Late, s.Level, s.Rounds, []actLine{},
	}
	for _, a := range r.Acts {
		line.Acts = append(line.Acts, actLine{a.Verb, a.At.In(village.Zone).Format(time.RFC3339), a.By, a.Record, a.Reason, a.Text, len(a.Parts)})
	}
	return line
}

func (w *world) orderLine(line orderLine, asJSON bool) error {
	if asJSON {
		out := json.NewEncoder(w.stdout)
		out.SetEscapeHTML(false)
		return out.Encode(line)
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	key := "county.rectify.line"
	if line.Late > 0 {
		key = "county.rectify.late"
	}
	place := places.Path(line.Centre)
	if line.Centre == "" { // a site has no place
		place = line.Ref
	}
	return w.say(key, "number", line.Number, "place", place, "source", w.text.T("check.source."+string(line.Source)),
		"state", w.text.T("rectify.state."+string(line.State)), "due", line.Due, "days", line.Days, "late", line.Late, "level", w.text.T(levelKey(line.Level)))
}

func levelKey(level int) string {
	return []string{"rectify.level.none", "rectify.level.town", "rectify.level.group", "rectify.level.report"}[level]
}

type inspectOrdersCmd struct {
	inspecting
	Open    bool   `help:"Only those that are not over."`
	Overdue bool   `help:"Only those that are late and not over."`
	Centre  string `placeholder:"CODE" help:"Of one centre."`
	JSON    bool   `name:"json" help:"One JSON object a line."`
}

func (c *inspectOrdersCmd) Run(w *world) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		list, err := db.Rectifications(w.ctx)
		if err != nil {
			return err
		}
		for _, r := range list {
			line := w.lineOfOrder(r, n)
			over := line.State.Over()
			if (c.Open || c.Overdue) && over || c.Overdue && line.Late == 0 || c.Centre != "" && r.Centre != db.Today(village.DivisionCode(c.Centre)) {
				continue
			}
			if err := w.orderLine(line, c.JSON); err != nil {
				return err
			}
		}
		return nil
	})
}

// unlocked opens what is hidden, which new words are written under.
func (c inspecting) opened(w *world, s secrets, do func(*office.Inspectorate) error) error {
	return c.work(w, func(db *county.DB, n *office.Inspectorate) error {
		if _, err := s.open(w, db, c.Database); err != nil {
			return err
		}
		return do(n)
	})
}

type inspectOpenCmd struct {
	inspecting
	secrets
	Centre   string `required:"" placeholder:"CODE" help:"Division code of the centre."`
	Source   string `required:"" enum:"province,city,district,self,rating,12345" help:"province, city, district, self, rating or 12345."`
	Severity string `default:"" enum:",minor,serious,urgent" help:"minor, serious or urgent; without it that of the rule, or minor."`
	Rule     string `placeholder:"ID" help:"Rule of the checklist for centres: it takes points and counts for repeats."`
	Text     string `required:"" help:"What has to be put right; nothing personal."`
	Ref      string `help:"What it is about: a code, a number of a request, of a document."`
	By       string `required:"" help:"Who gives it."`
	JSON     bool   `name:"json" help:"Answer as JSON."`

	Photo []string `placeholder:"FILE" type:"path" help:"Photograph of what was found, JPEG or PNG; may be given several times."`
}

// readShots reads photographs of one kind.
func readShots(of string, files []string) (list []office.Shot, err error) {
	for _, path := range files {
		raw, err := readUpTo(path, office.MaxShotBytes)
		if err != nil {
			return nil, &village.Error{Kind: village.Invalid, Field: "photo", Key: "err.rectify.photos", Err: err}
		}
		list = append(list, office.Shot{Of: of, Data: raw})
	}
	return list, nil
}

func (c *inspectOpenCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	centre, err := places.Village(c.Centre)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "centre", Key: "err.county.village", Err: err}
	}
	return c.opened(w, c.secrets, func(n *office.Inspectorate) error {
		shots, err := readShots(c.Rule, c.Photo)
		if err != nil {
			return err
		}
		r, err := n.Open(w.ctx, office.Rectification{
			Centre: centre, Source: inspect.Source(c.Source), Severity: inspect.Severity(c.Severity), Rule: inspect.RuleID(c.Rule), Text: c.Text, Ref: c.Ref,
		}, c.By, shots...)
		if err != nil {
			return err
		}
		return w.orderLine(w.lineOfOrder(r, n), c.JSON)
	})
}

type inspectActCmd struct {
	inspecting
	secrets
	Number string `arg:"" help:"Number of the order."`
	Verb   string `arg:"" enum:"reply,accept,reject,strike" help:"reply: the centre says it is put right; accept, reject: after looking again; strike: the objection was right."`
	By     string `required:"" help:"Who decides, or who says so."`
	Text   string `help:"What was put right, or why; needed for reply, reject and strike."`
	Reason string `enum:",not_shown,in_part,back,other" default:"" help:"Why a reply is rejected, as the centre is told it: not_shown, in_part, back (it was there again), other."`
	JSON   bool   `name:"json" help:"Answer as JSON."`
}

func (c *inspectActCmd) Run(w *world) error {
	return c.opened(w, c.secrets, func(n *office.Inspectorate) error {
		r, err := n.Act(w.ctx, c.Number, office.RectAct{Verb: inspect.Verb(c.Verb), By: c.By, Text: c.Text, Reason: inspect.Reason(c.Reason)})
		if err != nil {
			return err
		}
		return w.orderLine(w.lineOfOrder(r, n), c.JSON)
	})
}
