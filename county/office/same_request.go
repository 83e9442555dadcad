package office

import (
	"strings"

	"bianmin/app/village"
)

// By what two requests are perhaps the same under [SameRequestRule].
const (
	TwinPhone = "phone"
	TwinWords = "words"
)

// Sameness is one thing by which a request is held against others; see [SameRequestRule].
type Sameness struct {
	By     string
	Fields []string
}

// Same is what r is held against others by, nothing for a booking. The telephone of who asked
// to be kept secret is compared with nobody's: who sent it is not to be told from the number
// either.
func (r Request) Same() (list []Sameness) {
	for _, by := range [][2]string{{TwinPhone, village.TicketPhone}, {TwinWords, village.TicketContent}} {
		said := strings.TrimSpace(r.Text(by[1]))
		if said == "" || r.Item.Kind() != village.RecordTicket || by[0] == TwinPhone && r.Confidential {
			continue
		}
		list = append(list, Sameness{by[0], []string{by[0], string(r.Item), string(r.Place), said}})
	}
	return list
}
