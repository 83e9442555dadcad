package village

import (
	"errors"
	"slices"
	"strings"
)

// DeliveryWord is what a kiosk is told of the way of a result to the person (送达), once the
// case stands in [Delivery]. No address and no name is in it.
type DeliveryWord struct {
	Record  RecordID      `json:"record"` // the case
	State   DeliveryState `json:"state"`
	AtMS    int64         `json:"at_ms"`             // by the county's clock
	Carrier Carrier       `json:"carrier,omitempty"` // sent only
	Waybill Waybill       `json:"waybill,omitempty"` // sent only; masked
}

// DeliveryState is where a result is on its way to the person.
type DeliveryState string

const (
	DeliverySent       DeliveryState = "sent"        // 已寄出: a carrier has it
	DeliveryAtVillage  DeliveryState = "at_village"  // 已到村点: to be fetched there
	DeliveryAtWindow   DeliveryState = "at_window"   // 可到窗口领取
	DeliveryHandedOver DeliveryState = "handed_over" // 已领取, 已签收
	DeliveryReturned   DeliveryState = "returned"    // 退回: it did not reach the person
)

// DeliveryStates are all of them.
func DeliveryStates() []DeliveryState {
	return []DeliveryState{DeliverySent, DeliveryAtVillage, DeliveryAtWindow, DeliveryHandedOver, DeliveryReturned}
}

// OnWay reports whether the result is somewhere between the office and the person.
func (s DeliveryState) OnWay() bool {
	return s == DeliverySent || s == DeliveryAtVillage || s == DeliveryAtWindow
}

// Carrier is who carries a result (承运单位), out of a closed set: a name that somebody typed
// could be a person's.
type Carrier string

// Carriers are all of them; the last stands for any other.
func Carriers() []Carrier {
	return []Carrier{"ems", "sf", "jd", "zto", "yto", "sto", "yunda", "jtexpress", "other"}
}

// Waybill is the number that a carrier gave a parcel (运单号). Whoever knows it may see with the
// carrier where the parcel is, so it is shown to the holder of the paper only.
type Waybill string

// Lengths of waybills, in characters.
const (
	minWaybill = 8
	maxWaybill = 20
)

// ParseWaybill reads a number as people type it: spaces and hyphens are dropped, small letters
// are accepted. What is the number of a person or of a mobile telephone is none. The error is
// [Invalid], err.waybill.
func ParseWaybill(s string) (Waybill, error) {
	s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "　", "").Replace(s))
	digits := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c < 'A' || c > 'Z':
			return "", Refuse("", "err.waybill")
		}
	}
	if len(s) < minWaybill || len(s) > maxWaybill || digits < minWaybill-2 || namesSomebody(s) {
		return "", Refuse("", "err.waybill")
	}
	return Waybill(s), nil
}

// namesSomebody reports whether s is the number of a citizen or of a mobile telephone.
func namesSomebody(s string) bool {
	if len(s) == 11 && digitsOnly(s) && s[0] == '1' && s[1] >= '3' {
		return true
	}
	_, born := ResidentID(s).birth()
	return born && digitsOnly(strings.TrimSuffix(s, "X")) && knownProvince(s[:2]) && checked18(s)
}

// Masked hides all but the last four characters.
func (w Waybill) Masked() string {
	if len(w) < minWaybill {
		return ""
	}
	return waybillMask + string(w[len(w)-4:])
}

const waybillMask = "****"

// sound reports whether the carrier is known and the number as [ParseWaybill] writes it, or
// masked: letters of before carry it whole.
func (w Waybill) sound(by Carrier) bool {
	if last, masked := strings.CutPrefix(string(w), waybillMask); masked {
		w = Waybill("00000000" + last)
		if len(last) != 4 {
			return false
		}
	}
	parsed, err := ParseWaybill(string(w))
	return err == nil && parsed == w && slices.Contains(Carriers(), by)
}

// Delivery is what a letter of kind delivery says.
func (l Letter) Delivery() (w DeliveryWord, err error) {
	if err = l.read(&w); err == nil && !w.Sound() {
		err = errors.New("letter tells of no result on its way")
	}
	return w, err
}

// Sound reports whether w tells of a result on its way.
func (w DeliveryWord) Sound() bool {
	if w.Record == "" || !slices.Contains(DeliveryStates(), w.State) {
		return false
	}
	if w.State == DeliverySent {
		return w.Waybill.sound(w.Carrier)
	}
	return w.Carrier == "" && w.Waybill == ""
}

// ReadDeliveries is what letters about a case say of the way of its result, in the order in
// which the county told them. What cannot be read says nothing.
func ReadDeliveries(letters []Letter) (words []DeliveryWord) {
	for _, l := range letters {
		if l.Kind != LetterDelivery {
			continue
		}
		if w, err := l.Delivery(); err == nil {
			words = append(words, w)
		}
	}
	return words
}
