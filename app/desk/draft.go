package desk

import (
	"strings"
	"time"

	"bianmin/app/village"
)

// Draft is a turn at the counter that is not handed in yet (没办完的). ID is the
// name of the record that it becomes, so that it can be handed in once only.
type Draft struct {
	ID        village.RecordID                 `json:"id"`
	Item      village.ItemCode                 `json:"item"`
	Edition   string                           `json:"edition"` // of the item: answers to other questions are not taken over unseen
	Applicant ApplicantInput                   `json:"applicant"`
	Answers   map[string]string                `json:"answers,omitempty"` // as typed, by field: "form.home", "delivery.address"
	Papers    map[string]village.MaterialState `json:"papers,omitempty"`  // by code of the material
	Consent   bool                             `json:"consent"`
	Mode      DeliveryMode                     `json:"mode,omitempty"`
	Signature []byte                           `json:"signature,omitempty"` // PNG
	Page      string                           `json:"page"`                // where the person stood
	Field     string                           `json:"field,omitempty"`     // the question that was open there
}

// Proof is what the owner of a draft knows and the next person does not: the
// code given out when it was left, or the phone's last four after a crash, and
// the last four characters of the document's number.
type Proof struct {
	Code   village.ResumeCode // "" after a crash
	Number string             // last four of the document's number
	Phone  string             // last four of the phone; asked for after a crash
}

// CanLeave reports whether the owner could prove a draft with a code: what the
// last four are compared with was typed to its end.
func (d Draft) CanLeave(now time.Time) bool { return d.secret(now) != "" }

// CanRecover reports whether the owner could prove a draft without a code. The
// number of an organisation is public, and a number that a keypad of digits
// cannot type cannot be asked for.
func (d Draft) CanRecover(now time.Time) bool {
	return d.Applicant.Kind == village.Person && d.number(now) != "" && d.phone() != ""
}

// proves reports whether p is of the owner of d; code is what was given out.
func (d Draft) proves(p Proof, code village.ResumeCode, now time.Time) bool {
	if code != "" {
		return p.Code == code && p.Number == d.secret(now)
	}
	return d.CanRecover(now) && p.Number == d.number(now) && p.Phone == d.phone()
}

// secret are the four characters that go with a code: of the number of a
// person's document, else of the phone.
func (d Draft) secret(now time.Time) string {
	if d.Applicant.Kind == village.Person {
		if four := d.number(now); four != "" {
			return four
		}
	}
	return d.phone()
}

// number are the last four characters of a document's number, or "" while it is
// not complete or ends in letters other than X.
func (d Draft) number(now time.Time) string {
	if d.Applicant.IDType == village.IDResident {
		id, err := village.ParseResidentID(d.Applicant.ID, now)
		if err != nil {
			return ""
		}
		return village.LastFour(string(id))
	}
	const shortest = 7 // of the permits and passports that are taken
	typed := strings.ToUpper(strings.TrimSpace(d.Applicant.ID))
	if len(typed) < shortest {
		return ""
	}
	return village.LastFour(typed)
}

func (d Draft) phone() string {
	phone, err := village.ParsePhone(d.Applicant.Phone)
	if err != nil {
		return ""
	}
	return village.LastFour(string(phone))
}
