package console

import "bianmin/county/office"

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
