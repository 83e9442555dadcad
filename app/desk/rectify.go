package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// RectifyInput is what a centre says that it put right (整改回复). Its JSON form is that
// of docs/intake.schema.json.
type RectifyInput struct {
	Order  string       `json:"order"` // number of the order
	Text   string       `json:"text"`
	Photos []PhotoInput `json:"photos"`           // what it looks like now
	Before []PhotoInput `json:"before,omitempty"` // what it looked like, where no visit has it
	Helper string       `json:"-"`                // badge of who is signed in to help; no file can claim it
}

// Rectify takes a reply to an order in by the rules of [Desk.Accept]. Whether there is such an order the county knows: one
// that is not this centre's is set aside there. name is that of the item on the receipt.
func (d *Desk) Rectify(ctx context.Context, in RectifyInput, name string) (Accepted, error) {
	number, text, err := in.check()
	if err != nil {
		return Accepted{}, err
	}
	if err := d.Ready(); err != nil {
		return Accepted{}, err
	}
	now, trust := d.Now()
	id, err := d.NewID()
	if err != nil {
		return Accepted{}, village.Failed("name the reply", err)
	}
	c := village.Case{
		ID: id, Item: village.RectificationReply, Catalogue: NoticeVersion, State: village.Received, AcceptedAt: now.Truncate(time.Second), TimeTrust: trust,
		Materials: []village.HandedIn{}, Village: d.Village(), Machine: d.Machine, Helper: in.Helper, Order: number,
	}
	if d.Centre != nil {
		c.Centre = d.Centre()
	}
	b := inspect.Reply{
		Item: inspect.Item{Code: c.Item, Name: name}, Form: inspect.SchemaRecord, Order: number, Text: text, RepliedAt: c.AcceptedAt, TimeTrust: trust,
		Village: c.Village, Machine: c.Machine, Helper: in.Helper,
	}
	if c, err = d.saveReply(ctx, c, b, in); err != nil {
		return Accepted{}, err
	}
	return Accepted{
		ID: c.ID, ShortCode: c.ShortCode, State: c.State, AcceptedAt: c.AcceptedAt.In(village.Zone).Format(time.RFC3339), QR: c.QR, Missing: []string{}, Case: c,
	}, nil
}

func (in RectifyInput) check() (number, text string, err error) {
	if number, err = inspect.ParseOrderNumber(in.Order); err != nil {
		return "", "", village.Refuse("order", village.Keyed(err).Key)
	}
	if text, err = line(in.Text, 1, 500); err != nil {
		return "", "", labelled("text", "err.rectify.text", err)
	}
	if len(in.Photos) == 0 || len(in.Photos)+len(in.Before) > village.MaxFiles {
		return "", "", village.Refuse("photos", "err.rectify.after")
	}
	if err := checkPhotos("photos", in.Photos); err != nil {
		return "", "", err
	}
	return number, text, checkPhotos("before", in.Before)
}

func checkPhotos(field string, photos []PhotoInput) error {
	for i, p := range photos {
		if err := checkFile(MaterialInput{Data: p.Data}); err != nil {
			return village.At(fmt.Sprintf("%s[%d]", field, i), err)
		}
	}
	return nil
}

func (d *Desk) saveReply(ctx context.Context, c village.Case, b inspect.Reply, in RectifyInput) (village.Case, error) {
	var pieces [][]byte
	add := func(of string, photos []PhotoInput) {
		for _, p := range photos {
			part, cut := newPart(of, p.Data), seal.Pieces(p.Data)
			b.Files = append(b.Files, inspect.File{Of: part.Material, Type: part.Type, Bytes: len(p.Data), SHA256: part.SHA256, First: len(pieces) + 1, Pieces: len(cut)})
			pieces = append(pieces, cut...)
		}
	}
	add(inspect.Before, in.Before)
	add(inspect.After, in.Photos)
	for range tries {
		d.chance.Lock()
		c.ShortCode = village.NewShortCode(d.Rand)
		d.chance.Unlock()
		b.ID, b.ShortCode = c.ID, c.ShortCode
		r := village.Record{ID: c.ID, Kind: village.RecordRectification, CreatedAt: c.AcceptedAt, TimeTrust: c.TimeTrust, KeepDays: inspectionDays}
		clear := seal.Clear{Village: c.Village, Item: c.Item, Form: c.Catalogue, ShortCode: c.ShortCode, AcceptedMS: c.AcceptedAt.UnixMilli()}
		if err := d.seal(&r, clear, b, pieces); err != nil {
			return village.Case{}, err
		}
		c.Digest = r.Digest
		if err := r.CheckSize(); err != nil {
			return village.Case{}, err
		}
		saved, err := d.Store.SaveCase(ctx, c, r, d.Seal)
		if !taken(err) {
			return saved, err
		}
	}
	return village.Case{}, &village.Error{Kind: village.Internal, Err: errors.New("no free short code")}
}
