package office

import (
	"errors"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Rating is a rating as officers see it (好差评).
type Rating struct {
	Kiosk      seal.KioskID
	ID         village.RecordID
	Target     village.ShortCode // "" for the centre as a whole
	Act        string            // service act, as "receive"; see [village.NthAct]
	Grade      village.Grade
	Tags       []string // codes of the official tags
	Text       string
	Parts      []Part               // what was said; a sealed file of the record
	Village    village.DivisionCode // "" when the kiosk did not say
	RatedAt    time.Time
	ReceivedAt time.Time
	Item       string           // name of the rated case's item; filled when listed
	CaseID     village.RecordID // of the rated case; filled when listed
	State      village.CaseState
	Helper     string // badge of who wrote it down at the machine; "" = nobody
	Default    bool   // nobody said it: it was put in for who did not rate in time. It never counts.
}

type ratingBody struct {
	ID      village.RecordID `json:"id"`
	Target  string           `json:"target"`
	Act     string           `json:"act"`
	Nth     int              `json:"nth"` // 0 = the first
	Grade   village.Grade    `json:"grade"`
	Tags    []string         `json:"tags"`
	Text    string           `json:"text"`
	RatedAt time.Time        `json:"rated_at"`
	Village string           `json:"village"`
	Files   []fileBody       `json:"files"`
	Default bool             `json:"default"`
	Helper  string           `json:"helper"`
}

// readRating makes the officer's view of a record. A target that is neither a
// short code nor the centre makes it unusable.
func readRating(kiosk seal.KioskID, r village.Record, text []byte) (*Rating, error) {
	var b ratingBody
	if err := readText(text, &b); err != nil {
		return nil, fmt.Errorf("read a rating: %w", err)
	}
	if b.ID != r.ID || !b.Grade.Valid() || b.RatedAt.IsZero() {
		return nil, errors.New("read a rating: id, grade or time is missing")
	}
	rating := &Rating{
		Kiosk: kiosk, ID: r.ID, Act: shown(village.NthAct(b.Act, b.Nth)), Grade: b.Grade, Tags: shownAll(b.Tags), Text: shown(b.Text), RatedAt: b.RatedAt,
		State: FirstState(b.Grade), Default: b.Default, Helper: shown(b.Helper),
	}
	if b.Target != "" && b.Target != "centre" {
		code, err := village.ParseShortCode(b.Target)
		if err != nil {
			return nil, err
		}
		rating.Target = code
	}
	if place, err := village.ParseDivisionCode(b.Village); err == nil {
		rating.Village = place
	}
	var err error
	rating.Parts, err = caseBody{Files: b.Files}.parts(len(r.Parts))
	return rating, err
}
