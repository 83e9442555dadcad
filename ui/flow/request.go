package flow

import "bianmin/app/village"

// request opens what is asked for without being an item of a department. There is
// no guide to it: what it takes was said where it was chosen.
func (t *Turn) request(it village.ServiceItem) {
	if t.Guide.Item.Code != it.Code || it.Code == village.BookWindow { // other slots may be free by now
		t.anew(it)
	}
	t.Guide.open(it)
	t.show(RouteNotice)
}
