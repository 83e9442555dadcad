package desk

import (
	"fmt"
	"slices"

	"bianmin/app/village"
)

// HomeVisitInput says that an application was taken at somebody's home (上门办): by two
// people of the centre, with what shows that they were there. Its JSON form is that of
// docs/intake.schema.json.
type HomeVisitInput struct {
	Booking   string       `json:"booking,omitempty"` // code on the paper of the booking, when there is one
	Reason    string       `json:"reason"`            // a choice of the form of [village.BookHome]
	Address   string       `json:"address"`
	Photos    []PhotoInput `json:"photos"`
	Signature string       `json:"signature,omitempty"` // PNG or JPEG in base64, of an item that asks for none
	Second    string       `json:"-"`                   // badge of the second person, signed in; no file can claim it
}

// HomeVisitBody is what is sealed of it. Who helped is in the case, the time is that of its
// acceptance; photographs and signature are files of the record.
type HomeVisitBody struct {
	Booking village.ShortCode `json:"booking,omitempty"`
	Reason  string            `json:"reason"`
	Address string            `json:"address"`
	Second  string            `json:"second"` // badge
}

// Files of a record that show a home visit.
const (
	HomeVisitPhoto     = "home_visit.photo"
	HomeVisitSignature = "home_visit.signature"
)

// maxHomePhotos are of one visit.
const maxHomePhotos = 3

// visit takes what is said of a home visit, in the order in which it is asked.
func (c *checked) visit(d *Desk, in Application) error {
	v := in.HomeVisit
	if v == nil {
		return nil
	}
	for _, field := range []string{"staff", "second", "booking", "reason", "address", "photos"} {
		if err := d.checkVisitField(in, field); err != nil {
			return err
		}
	}
	c.home = &HomeVisitBody{Reason: v.Reason, Second: v.Second}
	c.home.Address, _ = line(v.Address, 4, 200) // checked above
	if v.Booking != "" {
		c.home.Booking, _ = village.ParseShortCode(v.Booking)
	}
	for _, p := range v.Photos {
		c.parts = append(c.parts, newPart(HomeVisitPhoto, p.Data))
	}
	return c.signVisit(*v)
}

// signVisit takes the signature. One on the item's own form stands for it.
func (c *checked) signVisit(v HomeVisitInput) error {
	signs := slices.ContainsFunc(c.item.Form(), func(f village.FormField) bool { return f.Type == village.FieldSignature && f.Required })
	if v.Signature == "" && signs {
		return nil
	}
	part, err := signature(v.Signature, HomeVisitSignature, "err.home_visit.signature")
	if err != nil {
		return village.At("signature", err)
	}
	c.parts = append(c.parts, part)
	return nil
}

// checkVisitField checks one field: two different people who are signed in, a reason of
// the form of home visits, an address, at least one photograph.
func (d *Desk) checkVisitField(in Application, field string) error {
	v := in.HomeVisit
	switch field {
	case "staff":
		if in.Helper == "" {
			return village.Refuse("staff", "err.home_visit.staff")
		}
	case "second":
		return checkSecond(in.Helper, v.Second)
	case "booking":
		if v.Booking == "" {
			return nil
		}
		_, err := village.ParseShortCode(v.Booking)
		return village.At("booking", err)
	case "reason":
		if !slices.Contains(d.VisitReasons(), v.Reason) {
			return village.Refuse("reason", "err.home_visit.reason")
		}
	case "address":
		if _, err := line(v.Address, 4, 200); err != nil {
			return labelled("address", "err.home_visit.address", err)
		}
	case "photos":
		return checkVisitPhotos(v.Photos)
	}
	return nil
}

func checkSecond(helper, second string) error {
	switch second {
	case "":
		return village.Refuse("second", "err.home_visit.second")
	case helper:
		return village.Refuse("second", "err.home_visit.same")
	}
	return nil
}

func checkVisitPhotos(photos []PhotoInput) error {
	if len(photos) == 0 || len(photos) > maxHomePhotos {
		return &village.Error{Kind: village.Invalid, Field: "photos", Key: "err.home_visit.photos", Args: map[string]any{"max": maxHomePhotos}}
	}
	for i, p := range photos {
		if err := checkFile(MaterialInput{File: p.File, Data: p.Data}); err != nil {
			return village.At(fmt.Sprintf("photos[%d]", i), err)
		}
	}
	return nil
}

// VisitReasons are those for which somebody comes home, as the form of the booking has them.
func (d *Desk) VisitReasons() []string {
	it, _ := d.Item(village.BookHome)
	for _, f := range it.Fields {
		if f.Key == village.BookReason {
			return f.Choices
		}
	}
	return nil
}
