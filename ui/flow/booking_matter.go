package flow

import "bianmin/app/village"

// Answers of a booking that the page before the form gave.
const (
	fieldBookItem   = "form." + village.BookItem
	fieldBookMatter = "form." + village.BookMatter
)

// chosen reports whether a field of a booking is not asked: the item's code never is, and
// what it is about is not where the item says it.
func (f *Form) chosen(field village.FormField) bool {
	if f.item.Code.Kind() != village.RecordBooking {
		return false
	}
	return field.Key == village.BookItem || field.Key == village.BookMatter && f.typed[fieldBookItem] != ""
}

// matter fills in which item a booking is about.
func (f *Form) matter(it village.ServiceItem) {
	if it.Code != "" {
		f.typed[fieldBookItem], f.typed[fieldBookMatter] = string(it.Code), it.Name
		f.asked = f.questions(f.item)
	}
}

// book opens the form of a booking about an item.
func (t *Turn) book(form, about village.ServiceItem) {
	t.request(form)
	t.Form.matter(about)
}

// findMatter opens the search for what a booking is about.
func (t *Turn) findMatter() {
	t.Search.pick()
	t.show(RouteSearch)
}

// bookFor opens the bookings for the item of the guide.
func (t *Turn) bookFor() {
	it := t.Guide.Item
	t.Booking.open()
	t.Booking.Item = it
	t.show(RouteBooking)
}

// pickedMatter goes back to the booking with its item.
func (t *Turn) pickedMatter(it village.ServiceItem) {
	t.Search.unpick()
	t.Browse.wipe()
	t.popTo(RouteBooking)
	t.Booking.picked(it)
}

// returned makes a page what it was when Back leads to it again: the search for a matter is
// over, and the guide shows its item, not the form of a booking about it.
func (t *Turn) returned() {
	switch {
	case t.route == RouteBooking:
		t.Search.unpick()
	case t.route == RouteGuide && t.Guide.Item.Code.Kind() == village.RecordBooking && t.Booking.Item.Code != "":
		t.anew(t.Booking.Item)
		t.Guide.open(t.Booking.Item)
	}
}
