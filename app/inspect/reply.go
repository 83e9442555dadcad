package inspect

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bianmin/app/village"
)

// Reply is what a centre says that it put right, sealed as JSON (整改回复). Its files
// show what it looks like now; what it looked like stands with the inspection.
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
	Files     []File               `json:"files"`
}

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

// ParseOrderNumber reads a number as people type it, with blanks and hyphens anywhere.
// The error is [village.Invalid], err.rectify.number.
func ParseOrderNumber(text string) (string, error) {
	bare := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(text))
	rest, ok := strings.CutPrefix(bare, orderPrefix)
	tail := rest[min(codeLength, len(rest)):]
	code, err := village.ParseShortCode(rest[:len(rest)-len(tail)])
	n, bad := strconv.Atoi("0" + tail)
	if !ok || err != nil || bad != nil || len(tail) != 0 && len(tail) != 2 || tail == "00" {
		return "", village.Refuse("number", "err.rectify.number")
	}
	return OrderNumber(code, n), nil
}
