package village

import "strings"

// ApplicantKind tells a person from an organisation.
type ApplicantKind string

const (
	Person       ApplicantKind = "person"
	Organisation ApplicantKind = "org"
)

// IDType names a kind of document.
type IDType string

const (
	IDResident   IDType = "resident_id"       // 居民身份证, GB 11643
	IDCredit     IDType = "uscc"              // 统一社会信用代码, GB 32100
	IDHKMacao    IDType = "hk_macao_permit"   // 港澳居民来往内地通行证
	IDTaiwan     IDType = "taiwan_permit"     // 台湾居民来往大陆通行证
	IDPassport   IDType = "passport"          // 护照
	IDForeignPRC IDType = "foreign_permanent" // 外国人永久居留身份证
)

// Secret are the four characters by which an applicant proves to be who holds the
// paper: the last of a person's document, of the phone where those are public or a
// keypad of digits cannot type them. "" when there are none.
func (a Applicant) Secret() string {
	if four := LastFour(a.ID); a.Kind == Person && four != "" {
		return four
	}
	return LastFour(string(a.Phone))
}

// LastFour are the last four characters of s; "" when a keypad of digits and X
// cannot type them.
func LastFour(s string) string {
	if len(s) < 4 || strings.Trim(s[len(s)-4:], "0123456789X") != "" {
		return ""
	}
	return s[len(s)-4:]
}

// Applicant is who hands in (申请人).
type Applicant struct {
	Kind   ApplicantKind `json:"kind"`
	Name   string        `json:"name"`
	IDType IDType        `json:"id_type"`
	ID     string        `json:"id"`
	Phone  Phone         `json:"phone"`
	ByCard bool          `json:"by_card,omitempty"` // 已读卡: name and number were read off the document's chip, not typed
}
