package console

import "bianmin/county/office"

// homeVisit is where and by whom a case was taken at somebody's home.
type homeVisit struct {
	Second  string
	Booking string // code of the booking; "" = none
	Where   string // reason and address, as far as they are open
}

// homeVisit is v in words. Why they came may tell of somebody's health, and where they were
// of the home: both are said only while what is personal is open.
func (v *view) homeVisit(h *office.HomeVisit, open bool) *homeVisit {
	if h == nil {
		return nil
	}
	out := &homeVisit{
		Second: v.text.T("county.case.helper.badge", "name", h.SecondName, "badge", h.Second), Where: v.text.T("county.home_visit.closed"),
	}
	if h.Booking != "" {
		out.Booking = h.Booking.Spaced()
	}
	if open {
		out.Where = h.Reason + v.text.T("county.semicolon") + h.Address
	}
	return out
}
