package inspect

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Reply is what a centre says that it put right, sealed as JSON (整改回复). Its files
// show what it looks like now and, where no inspection has it, what it looked like before.
type Reply struct {
	ID        village.RecordID     `json:"id"`
	ShortCode village.ShortCode    `json:"short_code"`
	Item      Item                 `json:"item"`
	Form      int                  `json:"reply"` // SchemaRecord
	Order     string               `json:"order"` // number of the order
	Text      string               `json:"text"`
	RepliedAt time.Time            `json:"replied_at"`
	TimeTrust village.TimeTrust    `json:"time_trust"`
	Village   village.DivisionCode `json:"village"`
	Machine   string               `json:"machine"`
	Helper    string               `json:"helper,omitempty"` // badge of who helped (帮办); "" = not told
	Files     []File               `json:"files"`
}

// Whose file of a reply it is, see [File].
const (
	Before = "before"
	After  = "after"
)

// orderPrefix starts the number of an order to put something right.
const orderPrefix = "ZG"

// OrderNumber is the number of the order about finding n of an inspection, from 1; 0 is
// that of an order without one, whose code was drawn for it.
func OrderNumber(code village.ShortCode, n int) string {
	number := orderPrefix + string(code)
	if n > 0 {
		number += fmt.Sprintf("-%02d", n)
	}
	return number
}

// codeLength is how many characters a short code has.
const codeLength = 8

// maxRecordID is how long the name of a record is, in bytes.
const maxRecordID = 36

// ParseOrderNumber reads a number as people type it, with blanks and hyphens anywhere. One
// whose number was taken already has the machine behind it, and if that was taken too the
// record: ZGK7M49TA2-01+KABCDEFGHIJ. The error is [village.Invalid], err.rectify.number.
func ParseOrderNumber(text string) (string, error) {
	own, behind, more := strings.Cut(text, "+")
	bare := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(own))
	rest, ok := strings.CutPrefix(bare, orderPrefix)
	tail := rest[min(codeLength, len(rest)):]
	code, err := village.ParseShortCode(rest[:len(rest)-len(tail)])
	n, bad := strconv.Atoi("0" + tail)
	if !ok || err != nil || bad != nil || len(tail) != 0 && len(tail) != 2 || tail == "00" {
		return "", village.Refuse("number", "err.rectify.number")
	}
	number := OrderNumber(code, n)
	if !more {
		return number, nil
	}
	machine, record, more := strings.Cut(strings.ReplaceAll(behind, " ", ""), "+")
	id := seal.KioskID(strings.ToUpper(machine))
	if _, err := id.Bytes(); err != nil {
		return "", village.Refuse("number", "err.rectify.number")
	}
	number += "+" + string(id)
	if !more {
		return number, nil
	}
	if record == "" || len(record) > maxRecordID || strings.Contains(record, "+") {
		return "", village.Refuse("number", "err.rectify.number")
	}
	return number + "+" + strings.ToLower(record), nil
}
