package office

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Log is what an [Opener] needs of the county's database.
type Log interface {
	// Unopened are records that were stored and not looked into yet, the
	// oldest first.
	Unopened(ctx context.Context, limit int) ([]Unopened, error)

	// SaveOpened keeps what was found in records, in one transaction. A record
	// that is opened already stays as it is.
	SaveOpened(ctx context.Context, opened []Opened) error
}

// Unopened is a record with the kiosk that it came from. Home is where that
// stands: what a kiosk took in before it knew its place belongs there.
type Unopened struct {
	Kiosk  seal.KioskID
	Home   village.DivisionCode
	Record village.Record // without the bytes of its parts
}

// Opened is what was found in a record: one of those that can be, or a Problem, as a
// message key, because of which it is set aside.
type Opened struct {
	Kiosk      seal.KioskID
	Record     village.Record
	Case       *Case
	Rating     *Rating
	Request    *Request
	Inspection *Inspection
	Rectified  *RectReply
	FollowUp   *FollowUp
	Templates  []inspect.Template // that the inspection is held against
	Problem    string
}

// Opener looks into what was taken in. It alone holds the county's keys, so that
// machines which only take in need none. The log is the truth: what an opener
// made can be made from it again.
type Opener struct {
	Log      Log
	Secrets  []seal.CountySecret         // all are valid at once
	Editions *Validators                 // nil: cases are not held against a catalogue
	Checks   Checks                      // of inspections, and the codes that places have today
	Opened   func(context.Context) error // done whenever nothing waits any more; may be nil
}

// openAtOnce is how many records are opened in one transaction.
const openAtOnce = 100

// Drain opens everything that waits.
func (o *Opener) Drain(ctx context.Context) error {
	for {
		waiting, err := o.Log.Unopened(ctx, openAtOnce)
		if err != nil {
			return err
		}
		if len(waiting) == 0 {
			if o.Opened != nil {
				return o.Opened(ctx)
			}
			return nil
		}
		opened := make([]Opened, len(waiting))
		for i, u := range waiting {
			if opened[i], err = o.open(ctx, u); err != nil {
				return err
			}
		}
		if err := o.Log.SaveOpened(ctx, opened); err != nil {
			return err
		}
	}
}

// lookEvery finds what other machines took in: they have no channel to here.
const lookEvery = 2 * time.Second

// Run opens until ctx ends: at once when woken, else every two seconds.
func (o *Opener) Run(ctx context.Context, wake <-chan struct{}, log *slog.Logger) {
	timer := time.NewTicker(lookEvery)
	defer timer.Stop()
	for ctx.Err() == nil {
		if err := o.Drain(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "open records", "kind", village.KindOf(err), "err", err)
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-timer.C:
		}
	}
}

// open looks into one record. An error is of the county's own machine; what is
// wrong with the record is in its Problem.
func (o *Opener) open(ctx context.Context, u Unopened) (Opened, error) {
	out := Opened{Kiosk: u.Kiosk, Record: u.Record}
	var text []byte
	text, out.Problem = o.text(u)
	if out.Problem != "" {
		return out, nil
	}
	var keys Keys
	if u.Record.Kind == village.RecordInspection {
		var err error
		if keys, err = o.Checks.keys(ctx); err != nil {
			return out, err
		}
	}
	problem, err := o.understand(&out, keys, u, text)
	if out.Problem = problem; err != nil {
		out.Problem = "err.county.body"
	}
	o.place(&out)
	if out.Problem == "" && out.Case != nil && o.Editions != nil {
		return o.hold(ctx, out, text)
	}
	return out, nil
}

// place puts what was handed in where the place is today.
func (o *Opener) place(out *Opened) {
	today := o.Checks.Today.Of
	switch {
	case out.Case != nil:
		out.Case.Village = today(out.Case.Village)
	case out.Rating != nil:
		out.Rating.Village = today(out.Rating.Village)
	case out.Request != nil:
		out.Request.Village, out.Request.Place = today(out.Request.Village), today(out.Request.Place)
	}
}

// understand fills in what a text says, by the kind of its record; problem is why it
// cannot be used though it can be read.
func (o *Opener) understand(out *Opened, keys Keys, u Unopened, text []byte) (problem string, err error) {
	switch u.Record.Kind {
	case village.RecordCase:
		if out.Case, err = readCase(u.Kiosk, u.Record, text); err == nil && out.Case.Village == "" {
			out.Case.Village = u.Home
		}
	case village.RecordRating:
		if out.Rating, err = readRating(u.Kiosk, u.Record, text); err == nil && out.Rating.Village == "" {
			out.Rating.Village = u.Home
		}
	case village.RecordTicket, village.RecordBooking:
		if out.Request, err = readRequest(u.Kiosk, u.Record, text); err == nil && out.Request.Village == "" {
			out.Request.Village = u.Home
		}
	case village.RecordFollowUp:
		out.FollowUp, err = readFollowUp(u.Kiosk, u.Record, text)
	case village.RecordInspection:
		out.Templates = keys.templates
		out.Inspection, problem, err = o.Checks.readInspection(keys, u.Kiosk, u.Record, text)
	case village.RecordRectification:
		out.Rectified, err = readReply(u.Kiosk, u.Record, text)
	default:
		problem = "err.county.kind"
	}
	return problem, err
}

// hold sets a case aside that its own catalogue does not know.
func (o *Opener) hold(ctx context.Context, out Opened, text []byte) (Opened, error) {
	var b caseBody
	if err := readText(text, &b); err != nil {
		return out, village.Failed("read a case", err)
	}
	problem, err := o.Editions.check(ctx, b)
	if problem != "" || err != nil {
		out.Case, out.Problem = nil, problem
		return out, err
	}
	if err := o.Editions.licences(ctx, b, out.Case.Materials); err != nil {
		return out, err
	}
	if out.Case.Limit, out.Case.MakeUpDays, err = o.Editions.limits(ctx, b); err != nil {
		return out, err
	}
	out.Case.Subs, err = o.Editions.subs(ctx, b)
	return out, err
}

// text is what a record says, or why it cannot be known.
func (o *Opener) text(u Unopened) (text []byte, problem string) {
	r := u.Record
	switch {
	case !readable(r.Kind):
		return nil, "err.county.kind"
	case r.Schema == 1:
		return r.Body, ""
	case r.Schema != seal.SchemaSealed:
		return nil, "err.county.schema"
	}
	body, err := seal.ParseBody(r.Body)
	if err != nil || body.Clear.Parts != len(r.Parts) {
		return nil, "err.county.body"
	}
	text, err = seal.OpenPart(o.Secrets, body.Clear.Binding(u.Kiosk, r.ID, r.Kind, 0), body.Sealed)
	if err != nil {
		return nil, "err.county.sealed"
	}
	if r.Kind != village.RecordRating && !agrees(body.Clear, text) {
		return nil, "err.county.body"
	}
	return text, ""
}

// readable reports whether this release can read records of a kind.
func readable(kind village.RecordKind) bool {
	switch kind {
	case village.RecordCase, village.RecordRating, village.RecordTicket, village.RecordBooking, village.RecordInspection, village.RecordRectification, village.RecordFollowUp:
		return true
	}
	return false
}

// agrees reports whether a case says in clear what it says inside.
func agrees(clear seal.Clear, text []byte) bool {
	var b caseBody
	return readText(text, &b) == nil && b.ShortCode == string(clear.ShortCode) && b.Item.Code == clear.Item && b.Number == clear.Number
}

// RecordBook finds one record as it came, with the sums of its parts.
type RecordBook interface {
	Record(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (village.Record, error)
}

// PieceStore reads a kept piece by its sum; see [Minder.Read].
type PieceStore interface {
	Read(ctx context.Context, sum [32]byte) ([]byte, error)
}

// Files opens the files of cases.
type Files struct {
	Book    RecordBook
	Pieces  PieceStore
	Secrets []seal.CountySecret
}

// File is the bytes of file number n of a case, from 1.
func (f *Files) File(ctx context.Context, c Case, n int) ([]byte, error) {
	r, err := f.Book.Record(ctx, c.Kiosk, c.ID)
	if err != nil {
		return nil, err
	}
	if n < 1 || n > len(c.Parts) {
		return nil, &village.Error{Kind: village.NotFound, Err: fmt.Errorf("no file %d", n)}
	}
	p := c.Parts[n-1]
	if r.Schema == 1 {
		return f.Pieces.Read(ctx, p.SHA256)
	}
	body, err := seal.ParseBody(r.Body)
	if err != nil {
		return nil, village.Failed("read a record", err)
	}
	var file []byte
	for i := p.First; i < p.First+p.Pieces && i <= len(r.Parts); i++ {
		sealed, err := f.Pieces.Read(ctx, [32]byte(r.Parts[i-1].SHA256))
		if err != nil {
			return nil, err
		}
		piece, err := seal.OpenPart(f.Secrets, body.Clear.Binding(c.Kiosk, c.ID, r.Kind, i), sealed)
		if err != nil {
			return nil, village.Failed("open a piece of a file", err)
		}
		file = append(file, piece...)
	}
	if int64(len(file)) != p.Bytes || sumOf(file) != p.SHA256 {
		return nil, &village.Error{Kind: village.Internal, Err: errors.New("a file is not the one that was handed in")}
	}
	return file, nil
}
