package office

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Case is an application as officers see it (办件), made from a record of kind
// case. The record stays the truth; a Case can be made from it again.
type Case struct {
	Kiosk      seal.KioskID
	ID         village.RecordID
	Seq        int64
	ShortCode  village.ShortCode
	Item       village.ItemCode
	ItemName   string
	Department string
	Village    village.DivisionCode
	State      village.CaseState
	AcceptedAt time.Time // by the kiosk's clock
	ReceivedAt time.Time // by the county's clock
	Applicant  village.Applicant
	Delivery   string // pickup, express, village
	Answers    int    // questions of the form that were answered
	Materials  []Material
	Warnings   []string // message keys
	Parts      []Part
}

// Material is one paper as it was handed in.
type Material struct {
	Code string                `json:"code"`
	Name string                `json:"name"`
	How  village.MaterialState `json:"how"`
}

// Part is a file of a case; its bytes are in the blob directory.
type Part struct {
	Material string
	Type     string // media type as the kiosk named it
	SHA256   [32]byte
	Bytes    int64
}

// caseBody is the body of a case record, schema 1. Members that are not named
// here are ignored: a newer kiosk may send more.
type caseBody struct {
	ID        village.RecordID `json:"id"`
	ShortCode string           `json:"short_code"`
	Item      struct {
		Code       village.ItemCode `json:"code"`
		Name       string           `json:"name"`
		Department string           `json:"department"`
	} `json:"item"`
	Applicant  village.Applicant `json:"applicant"`
	Form       map[string]any    `json:"form"`
	Materials  []Material        `json:"materials"`
	Delivery   delivery          `json:"delivery"`
	AcceptedAt time.Time         `json:"accepted_at"`
	Village    string            `json:"village"`
	Warnings   []string          `json:"warnings"`
}

type delivery struct {
	Mode string `json:"mode"`
}

// What a page can take: a kiosk's own limits lie far below. The record keeps
// everything.
const (
	maxShown      = 500 // characters of a text
	maxShownLines = 100 // entries of a list
)

// shown is s, cut for a page.
func shown[T ~string](s T) T {
	n := 0
	for at := range string(s) {
		if n++; n > maxShown {
			return s[:at]
		}
	}
	return s
}

func shownAll(list []string) []string {
	list = list[:min(len(list), maxShownLines)]
	for i, s := range list {
		list[i] = shown(s)
	}
	return list
}

func shownMaterials(list []Material) []Material {
	list = list[:min(len(list), maxShownLines)]
	for i, m := range list {
		list[i] = Material{Code: shown(m.Code), Name: shown(m.Name), How: shown(m.How)}
	}
	return list
}

func shownApplicant(a village.Applicant) village.Applicant {
	return village.Applicant{
		Kind: shown(a.Kind), Name: shown(a.Name), IDType: shown(a.IDType), ID: shown(a.ID), Phone: shown(a.Phone),
	}
}

// readCase makes the officer's view of a record. It asks only for what a case
// cannot do without: its id, its short code, an item and a time. A place that
// is named must be one.
func readCase(kiosk seal.KioskID, r village.Record) (*Case, error) {
	var b caseBody
	if err := json.Unmarshal(r.Body, &b); err != nil {
		return nil, fmt.Errorf("read a case: %w", err)
	}
	code, err := village.ParseShortCode(b.ShortCode)
	if err != nil {
		return nil, err
	}
	place := village.DivisionCode("")
	if b.Village != "" {
		if place, err = village.ParseDivisionCode(b.Village); err != nil {
			return nil, err
		}
	}
	if b.ID != r.ID || b.Item.Code == "" || b.Item.Name == "" || b.AcceptedAt.IsZero() {
		return nil, errors.New("read a case: id, item or time is missing")
	}
	return &Case{
		Kiosk: kiosk, ID: r.ID, Seq: r.Seq, ShortCode: code,
		Item: shown(b.Item.Code), ItemName: shown(b.Item.Name), Department: shown(b.Item.Department),
		Village: place, State: village.Received, AcceptedAt: b.AcceptedAt,
		Applicant: shownApplicant(b.Applicant), Delivery: shown(b.Delivery.Mode), Answers: len(b.Form),
		Materials: shownMaterials(b.Materials), Warnings: shownAll(b.Warnings),
	}, nil
}
