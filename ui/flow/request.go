package flow

import (
	"strconv"

	"bianmin/app/village"
)

// request opens what is asked for without being an item of a department. There is
// no guide to it: what it takes was said where it was chosen.
func (t *Turn) request(it village.ServiceItem) {
	if t.Guide.Item.Code != it.Code || it.Code.Kind() == village.RecordBooking { // other slots may be free, other hours may be over by now
		t.anew(it)
	}
	t.Guide.open(it)
	t.show(RouteNotice)
}

const (
	morePictures = 3   // of one request
	pictureMark  = "#" // between the code of its material and the number of a picture
)

// Without is the answer of who hands no picture in.
const Without village.MaterialState = ""

// openPictures offers the pictures that a request may have, where there is a camera.
func (m *Materials) openPictures(it village.ServiceItem) {
	if !m.kiosk.adds(it) {
		return
	}
	for _, material := range it.Materials {
		for n := range morePictures {
			one, number := material, strconv.Itoa(n+1)
			one.Picture = village.PictureScene
			one.Code, one.Name = material.Code+pictureMark+number, material.Name+" "+number
			m.Rows = append(m.Rows, Paper{Material: one, Options: []village.MaterialState{village.Photographed, Without}, Free: true})
		}
	}
}

// Free reports whether nothing on the page has to be handed in: it asks for the
// pictures of a request.
func (m *Materials) Free() bool { return len(m.Rows) > 0 && m.Rows[0].Free }

// adds reports whether anything goes with it beside its form: to a 12345 request only pictures
// can be added, where there is a camera, and to a booking nothing.
func (k *Kiosk) adds(it village.ServiceItem) bool {
	return !it.Code.IsRequest() || it.Code.Kind() == village.RecordTicket && k.Watch != nil && len(it.Materials) > 0
}

// bare reports whether t is a request to which no pictures can be added.
func (t *Turn) bare() bool { return !t.kiosk.adds(t.Guide.Item) }

// Step is one of the steps from the notice to the paper: its number of five, and its name.
type Step struct {
	Number int
	Name   string
}

// Steps are those that the person goes through.
func (t *Turn) Steps() []Step {
	it := t.item()
	var list []Step
	for n := 1; n <= 5; n++ {
		if n == 3 && !t.kiosk.adds(it) {
			continue
		}
		key := t.Guide.Of(it.Code, "steps."+strconv.Itoa(n))
		list = append(list, Step{n, t.Guide.T(key)})
	}
	return list
}

// Title is the title under key of a page, in the words of what is handed in.
func (t *Turn) Title(key string) string { return t.Guide.T(t.Guide.Of(t.item().Code, key)) }

// item is what is handed in, or was a moment ago.
func (t *Turn) item() village.ServiceItem {
	if t.route == RouteAccepted {
		return t.Accepted.Item
	}
	return t.Guide.Item
}

// Calls reports whether the person asked to be called back: nobody who stays anonymous did.
func (f *Form) Calls() bool {
	return f.typed["form."+village.TicketAnonymous] == "no" && f.typed["form."+village.TicketCallBack] == "yes"
}
