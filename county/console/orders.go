package console

import (
	"io"
	"mime/multipart"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

type ordersPage struct {
	Orders []orderRow
	Over   int // orders that are over
	Open   openForm
}

// allOrders serves GET /orders: those that the account sees and that are not over.
func (c *Console) allOrders(v *visit) error { return c.showOrders(v, "") }

func (c *Console) showOrders(v *visit, problem string) error {
	templates, err := c.Inspectorate.Templates.All(v.Context())
	if err != nil {
		return err
	}
	page := ordersPage{}
	if page.Open, err = c.opening(v, problem); err != nil {
		return err
	}
	if page.Orders, page.Over, err = c.openOrders(v, templates); err != nil {
		return err
	}
	return c.show(v, "orders.html", frame{Active: ordersEntry(v.account), Title: v.view.text.T("county.menu.orders"), Page: page})
}

// ordersEntry is the entry of the menu that orders stand under.
func ordersEntry(a office.Account) string {
	if a.Role.May(office.SeeInspections) {
		return "inspections"
	}
	return "orders"
}

// found is what the photographs of a form show that gives an order.
const found = "found"

// photographs are those that came with a form, of what was found, of before and of after.
func photographs(v *visit) (shots []office.Shot, err error) {
	if v.MultipartForm == nil {
		return nil, nil
	}
	for _, of := range []string{found, inspect.Before, inspect.After} {
		for _, head := range v.MultipartForm.File[of] {
			if head.Size == 0 { // none was chosen
				continue
			}
			data, err := readShot(head)
			if err != nil {
				return nil, err
			}
			shots = append(shots, office.Shot{Of: of, Data: data})
		}
	}
	return shots, nil
}

func readShot(head *multipart.FileHeader) ([]byte, error) {
	if head.Size > office.MaxShotBytes {
		return nil, village.Refuse("photos", "err.rectify.photos")
	}
	f, err := head.Open()
	if err != nil {
		return nil, village.Failed("open a photograph", err)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, office.MaxShotBytes+1))
}
