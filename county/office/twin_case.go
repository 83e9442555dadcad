package office

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// The rule by which two cases are perhaps the same. Its days are a default of ours.
const (
	TwinRule    = "same_item_and_document"
	TwinVersion = 1
	TwinDays    = 30
)

// TwinCase is a case that is perhaps the same as another: of the same item, from who has
// the same document, at most [TwinDays] before or after it. Both stay as they are; an
// officer looks at them.
type TwinCase struct {
	Kiosk     seal.KioskID
	ID        village.RecordID
	ShortCode village.ShortCode
	Village   village.DivisionCode
	Rule      string
	Version   int
	Inputs    string // SHA-256 of what the rule looked at, hex; see [TwinInputs]
}

// SameFields are what two cases have in common that are perhaps the same; none when the
// case names no document.
func (c Case) SameFields() []string {
	if c.Applicant.ID == "" {
		return nil
	}
	return []string{string(c.Item), string(c.Applicant.IDType), c.Applicant.ID}
}

// TwinInputs is the digest of what a rule looks at of two cases or requests: the keyed sum that
// they have in common and both times, the earlier first. It does not depend on which came first.
func TwinInputs(rule, same string, one, other time.Time) string {
	if other.Before(one) {
		one, other = other, one
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d/%d/%s/%d/%d", rule, TwinVersion, TwinDays, same, one.UnixMilli(), other.UnixMilli()))
	return hex.EncodeToString(sum[:])
}
