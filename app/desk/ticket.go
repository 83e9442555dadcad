package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bianmin/app/village"
)

// TicketInput is a 12345 request as handed in. Its JSON form is that of
// docs/intake.schema.json. Without a name it is anonymous; with one it may be
// confidential, which keeps the name from whoever it is about.
type TicketInput struct {
	Type         village.TicketType `json:"type"`
	Place        string             `json:"place"`                // division code of the place that it is about
	PlaceText    string             `json:"place_text,omitempty"` // where exactly
	Content      string             `json:"content"`
	About        string             `json:"about,omitempty"` // short code of the case that it is about, of any machine
	Anonymous    bool               `json:"anonymous,omitempty"`
	Name         string             `json:"name,omitempty"`
	Phone        string             `json:"phone,omitempty"`
	Confidential bool               `json:"confidential,omitempty"`
	CallBack     bool               `json:"call_back,omitempty"`
	Photos       []PhotoInput       `json:"photos,omitempty"`
	Consent      bool               `json:"consent"`
	Helper       string             `json:"-"` // as of [Application]
	Practice     bool               `json:"-"` // the same
}

// PhotoInput is a picture as a file.
type PhotoInput struct {
	File string `json:"file"`
	Data []byte `json:"-"` // the file's bytes, read before [Desk.Ticket]
}

// Application is the request as the counter takes it in: the pages fill in the
// same.
func (in TicketInput) Application() Application {
	form := map[string]any{
		village.TicketPlace: in.Place, village.TicketPlaceText: in.PlaceText, village.TicketContent: in.Content,
		village.TicketAnonymous: in.Anonymous, village.TicketName: in.Name, village.TicketPhone: in.Phone,
	}
	for key, yes := range map[string]bool{village.TicketConfidential: in.Confidential, village.TicketCallBack: in.CallBack} {
		if yes || !in.Anonymous {
			form[key] = yes
		}
	}
	a := Application{Item: in.Type.Item(), Form: form, Consent: in.Consent, Helper: in.Helper, About: in.About, Practice: in.Practice}
	for _, p := range in.Photos {
		a.Materials = append(a.Materials, MaterialInput{Code: village.TicketPhoto, File: p.File, Data: p.Data})
	}
	return a
}

// Ticket takes a 12345 request in by the rules of [Desk.Accept]; the first wrong
// field is named as [TicketInput] calls it, and nothing is stored.
func (d *Desk) Ticket(ctx context.Context, in TicketInput) (Accepted, error) {
	if !slices.Contains(village.TicketTypes(), in.Type) {
		return Accepted{}, village.Refuse("type", "err.ticket.type")
	}
	out, err := d.Accept(ctx, in.Application())
	if e, ok := errors.AsType[*village.Error](err); ok {
		e.Field = strings.Replace(strings.TrimPrefix(e.Field, "form."), "materials[", "photos[", 1)
	}
	return out, err
}

// about notes which case a request is about, by its code alone: another machine may have taken
// it in, and only the county knows whether there is one.
func (c *checked) about(code string) error {
	if code == "" {
		return nil
	}
	if _, ok := c.item.Code.Ticket(); !ok {
		return village.Refuse("", "err.ticket.about")
	}
	if c.form[village.TicketAnonymous] == true { // the case says whose it is
		return village.Refuse("", "err.ticket.about_anonymous")
	}
	parsed, err := village.ParseShortCode(code)
	if err != nil {
		return err
	}
	c.form[village.TicketAbout] = string(parsed)
	return nil
}
