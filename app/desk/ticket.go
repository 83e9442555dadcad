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
	Anonymous    bool               `json:"anonymous,omitempty"`
	Name         string             `json:"name,omitempty"`
	Phone        string             `json:"phone,omitempty"`
	Confidential bool               `json:"confidential,omitempty"`
	CallBack     bool               `json:"call_back,omitempty"`
	Photos       []PhotoInput       `json:"photos,omitempty"`
	Consent      bool               `json:"consent"`
	Helper       string             `json:"-"` // as of [Application]
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
	a := Application{Item: in.Type.Item(), Form: form, Consent: in.Consent, Helper: in.Helper}
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
