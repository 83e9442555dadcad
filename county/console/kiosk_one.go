package console

import (
	"net/http"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

type kioskPage struct {
	kioskRow
	Said     string // when it last told how it is; "" = never
	Findings []finding
	Alarms   []alarmRow
	Lines    []line
	Verbs    []office.KioskVerb
	Action   string
	Doubled  int
	Branch   int64
	Problem  problem
}

type alarmRow struct {
	Text    string
	Settled bool
}

// oneKiosk serves GET /kiosks/{kiosk}.
func (c *Console) oneKiosk(v *visit) error {
	k, err := c.scopedKiosk(v)
	if err != nil {
		return err
	}
	return c.showKiosk(v, k, problem{})
}

// scopedKiosk is the machine that a request names, if it stands in the part of the county
// that the account works on.
func (c *Console) scopedKiosk(v *visit) (office.Kiosk, error) {
	list, err := c.Book.Kiosks(v.Context())
	for _, k := range list {
		if k.ID == seal.KioskID(v.PathValue("kiosk")) && v.account.Scope.Holds(k.Village, v.account.Scope.Unit) {
			return k, nil
		}
	}
	if err == nil {
		err = &village.Error{Kind: village.NotFound}
	}
	return office.Kiosk{}, err
}

func (c *Console) showKiosk(v *visit, k office.Kiosk, p problem) error {
	log, err := c.Book.AuditOf(v.Context(), k.ID)
	if err != nil {
		return err
	}
	acts, err := c.Book.KioskActs(v.Context(), k.ID)
	if err != nil {
		return err
	}
	now, t := c.Now(), v.view.text.T
	page := kioskPage{
		kioskRow: c.kioskRow(v.view, k, now), Said: v.view.moment(k.Health.SentAt, now), Action: v.view.link("/kiosks/" + string(k.ID) + "/act"),
		Problem: p, Doubled: k.Doubled, Branch: k.Said.Branch,
	}
	for _, f := range k.Health.Findings {
		page.Findings = append(page.Findings, v.view.finding(f))
	}
	for _, a := range log.Alarms {
		words := t("county.audit.alarm."+string(a.Kind), "time", calendar.DateText(v.view.text, a.ToldAt), "row", a.Seq)
		page.Alarms = append(page.Alarms, alarmRow{Text: words, Settled: !a.Settled.IsZero()})
	}
	for _, a := range acts {
		page.Lines = append(page.Lines, line{What: t("county.kiosk.verb." + string(a.Verb)), When: v.view.moment(a.At, now), Who: a.Account})
	}
	for _, verb := range office.KioskVerbs() {
		if v.account.Role.May(office.RunKiosks) && verb.May(k) {
			page.Verbs = append(page.Verbs, verb)
		}
	}
	return c.show(v, "kiosk.html", frame{Active: "kiosks", Title: page.Place, Page: page})
}

// kioskAct serves POST /kiosks/{kiosk}/act. Whoever revokes a machine types its name,
// which is no slip of the finger.
func (c *Console) kioskAct(v *visit) error {
	k, err := c.scopedKiosk(v)
	if err != nil {
		return err
	}
	verb := office.KioskVerb(v.PostFormValue("verb"))
	switch {
	case !verb.May(k):
		v.status = http.StatusConflict
		return c.showKiosk(v, k, problem{Act: "err.case.order"})
	case verb == office.KioskRevoke && v.PostFormValue("name") != string(k.ID):
		v.status = http.StatusBadRequest
		return c.showKiosk(v, k, problem{Act: "err.kiosk.name"})
	}
	if err := c.Book.ActOnKiosk(v.Context(), office.KioskAct{Verb: verb, Kiosk: k.ID, Account: v.account.Name, At: c.Now()}); err != nil {
		return err
	}
	http.Redirect(v.w, v.Request, v.view.link("/kiosks/"+string(k.ID)), http.StatusSeeOther)
	return nil
}

// enrolKiosk serves POST /kiosks/enrol: a one-time code, shown on this answer and nowhere
// again.
func (c *Console) enrolKiosk(v *visit) error {
	place := village.DivisionCode(v.PostFormValue("village"))
	for _, known := range c.Names.Places() {
		if known != place {
			continue
		}
		code, until, err := c.Enrol(v.Context(), place)
		if err != nil {
			return err
		}
		if err := c.Book.ActOnKiosk(v.Context(), office.KioskAct{Verb: office.KioskEnrol, Village: place, Account: v.account.Name, At: c.Now()}); err != nil {
			return err
		}
		return c.showKiosks(v, kiosksPage{Code: code, Until: v.view.moment(until, c.Now()), Where: c.place(place)})
	}
	v.status = http.StatusBadRequest
	return c.showKiosks(v, kiosksPage{Problem: problem{Act: "err.county.village"}})
}
