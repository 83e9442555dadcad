package console

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// lookLasts is how long one reason opens a case for its officer. A default of ours.
const lookLasts = 10 * time.Minute

// look serves POST /cases/{kiosk}/{id}/look and that of a part: the reason is on disk before
// anything is shown.
func (c *Console) look(v *visit) error {
	k, n, err := c.numbered(v)
	if err != nil {
		return err
	}
	key, err := c.keepLook(v, k.Kiosk, k.ID)
	switch {
	case err != nil:
		return err
	case key != "":
		v.status = http.StatusBadRequest
		return c.showPart(v, k, n, problem{Look: key})
	}
	http.Redirect(v.w, v.Request, v.view.link(subPath(k, n)), http.StatusSeeOther)
	return nil
}

// keepLook keeps the look that a form gives a reason for; key is what is wrong with
// the reason, or "".
func (c *Console) keepLook(v *visit, kiosk seal.KioskID, id village.RecordID) (key string, err error) {
	l := office.Look{
		Account: v.account.Name, At: c.Now(), Kiosk: kiosk, ID: id, What: "case",
		Reason: office.LookReason(v.PostFormValue("reason")), Words: strings.TrimSpace(v.PostFormValue("words")),
	}
	if l.Reason != office.LookOther {
		l.Words = ""
	}
	if err := l.Check(); err != nil {
		return village.Keyed(err).Key, nil
	}
	return "", c.Book.KeepLook(v.Context(), l)
}

// looking is the look that is still open for the account, if it has one.
func (c *Console) looking(v *visit, k office.Case) (office.Look, bool, error) {
	if !v.account.Role.May(office.SeePerson) {
		return office.Look{}, false, nil
	}
	l, err := c.Book.LastLook(v.Context(), v.account.Name, k.Kiosk, k.ID, c.Now().Add(-lookLasts))
	if err != nil && village.KindOf(err) == village.NotFound {
		return l, false, nil
	}
	return l, err == nil, err
}

// lookAtFile notes that file n is opened, for the reason that is open for its case.
func (c *Console) lookAtFile(v *visit, k office.Case, n int) error {
	return c.lookAt(v, k, fmt.Sprintf("file-%d", n))
}

// lookAt notes what is opened of a case or a request, for the reason that is open for it.
func (c *Console) lookAt(v *visit, k office.Case, what string) error {
	l, open, err := c.looking(v, k)
	switch {
	case err != nil:
		return err
	case !open:
		return &village.Error{Kind: village.Denied, Key: "county.look_first"}
	}
	l.At, l.What = c.Now(), what
	return c.Book.KeepLook(v.Context(), l)
}

const looksShown = 200

type lookRow struct{ At, Account, Link, What, Reason string }

// looks serves GET /looks.
func (c *Console) looks(v *visit) error {
	list, err := c.Book.Looks(v.Context(), looksShown)
	if err != nil {
		return err
	}
	var rows []lookRow
	for _, l := range list {
		row := c.lookRow(v.view, l)
		if l.Words != "" {
			row.Reason += v.view.text.T("county.colon") + l.Words
		}
		rows = append(rows, row)
	}
	return c.show(v, "looks.html", frame{Active: "looks", Title: v.view.text.T("county.looks.title"), Page: rows})
}

// lookRow is a look in words, without what somebody typed as its reason.
func (c *Console) lookRow(v *view, l office.Look) lookRow {
	kind, n := l.Seen()
	row := lookRow{
		At: v.moment(l.At, c.Now()), Account: l.Account, Link: string(l.Kiosk) + " / " + string(l.ID),
		What: v.text.T("county.look.what."+kind, "n", n), Reason: v.text.T("county.look.reason." + string(l.Reason)),
	}
	if l.Order != "" {
		row.Link = l.Order
	}
	return row
}
