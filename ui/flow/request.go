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
	if m.kiosk.Watch == nil {
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

// bare reports whether t is a request to which no pictures can be added.
func (t *Turn) bare() bool { return t.Guide.Item.Code.IsRequest() && len(t.Materials.Rows) == 0 }
