package console

import (
	"context"
	"fmt"
	"strconv"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// orderShots are the photographs that belong to one act of an order.
type orderShots struct {
	Title string
	Links []choice
}

// shotsOf are the files of one act, by their numbers: those of the visit that show the
// rule stand with the first act, those of a reply with it.
func (c *Console) shotsOf(ctx context.Context, r office.Rectification, act int) (of office.Case, numbers []int, err error) {
	switch {
	case act < 0 || act >= len(r.Acts):
		return of, nil, noFile(nil)
	case act > 0 || len(r.Acts[0].Parts) > 0:
		a := r.Acts[act]
		of = office.Case{Kiosk: a.Kiosk, ID: a.Record, Parts: a.Parts}
		for n := range a.Parts {
			numbers = append(numbers, n+1)
		}
		return of, numbers, nil
	case r.Record == "" || r.Rule == "":
		return of, nil, nil
	}
	i, err := c.Book.InspectionOf(ctx, r.Kiosk, r.Record)
	of = office.Case{Kiosk: i.Kiosk, ID: i.Record.ID, Parts: i.Parts}
	for n, p := range i.Parts {
		if p.Material == string(r.Rule) {
			numbers = append(numbers, n+1)
		}
	}
	return of, numbers, err
}

// looksAgain reports whether an account opens what shows how it is put right: who looks
// again does.
func looksAgain(a office.Account) bool {
	return a.Role == office.RoleCounty || a.Role == office.RoleInspector
}

// shots are the photographs of an order, in the order of its acts.
func (c *Console) shots(v *visit, r office.Rectification) (list []orderShots, err error) {
	if !looksAgain(v.account) {
		return nil, nil
	}
	for act, a := range r.Acts {
		of, numbers, err := c.shotsOf(v.Context(), r, act)
		if err != nil {
			return nil, err
		}
		for _, key := range []string{"found", inspect.Before, inspect.After} {
			g := orderShots{Title: v.view.text.T("county.rectify.shots."+key, "at", v.view.moment(a.At, c.Now()))}
			for _, n := range numbers {
				if of.Parts[n-1].Of() == key {
					link := v.view.link(fmt.Sprintf("/orders/%s/files/%d/%d", r.Number, act, n))
					g.Links = append(g.Links, choice{Value: link, Text: v.view.text.T("county.rectify.shot", "n", len(g.Links)+1)})
				}
			}
			if len(g.Links) > 0 {
				list = append(list, g)
			}
		}
	}
	return list, nil
}

// orderFile serves GET /orders/{number}/files/{act}/{file}.
func (c *Console) orderFile(v *visit) error {
	r, err := c.scopedOrder(v)
	if err != nil {
		return err
	}
	if !looksAgain(v.account) {
		return &village.Error{Kind: village.Denied, Key: "err.case.role"}
	}
	act, err := strconv.Atoi(v.PathValue("act"))
	if err != nil {
		return noFile(nil)
	}
	of, numbers, err := c.shotsOf(v.Context(), r, act)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if v.PathValue("file") == strconv.Itoa(n) {
			if of.ID == "" {
				return c.orderShot(v, r, of.Parts[n-1])
			}
			// A picture of premises may show people: who opened it is kept, as for a case.
			l := office.Look{Account: v.account.Name, At: c.Now(), Kiosk: of.Kiosk, ID: of.ID, What: fmt.Sprintf("file-%d", n), Reason: "check"}
			if err := c.Book.KeepLook(v.Context(), l); err != nil {
				return err
			}
			return c.serveFile(v, of, n, fmt.Sprintf("%s-%d-%d", r.Number, act, n))
		}
	}
	return noFile(nil)
}

// orderShot serves a photograph that no machine sent; who opened it is kept with it.
func (c *Console) orderShot(v *visit, r office.Rectification, p office.Part) error {
	content, err := c.Inspectorate.Book.OpenShot(v.Context(), r.Number, p, office.Look{Account: v.account.Name, At: c.Now()})
	if err != nil {
		return noFile(err)
	}
	return v.serveContent(p, content, r.Number)
}
