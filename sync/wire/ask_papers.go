package wire

import (
	"errors"
	"slices"
	"unicode/utf8"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// ToldPapers is a [ToldAll] with what of a case is still to be brought, by its names, and where
// its result is.
type ToldPapers struct {
	_         struct{} `cbor:",toarray"`
	Told      ToldAll
	Wanted    []ToldPaper // asked for (补正) and not here yet
	Follow    []ToldPaper // that were to follow (容缺) and are not here yet
	FollowBy  village.Day // last day of those that were signed for; "" = none runs
	Delivered []ToldDelivery
}

// ToldPaper is a paper of the item.
type ToldPaper struct {
	_    struct{} `cbor:",toarray"`
	Code string
	Name string
}

// ToldDelivery is one step of the result on its way, as of [village.DeliveryWord].
type ToldDelivery struct {
	_       struct{} `cbor:",toarray"`
	State   village.DeliveryState
	AtMS    int64
	Carrier village.Carrier
	Waybill village.Waybill // masked
}

// Answers implements [Answer].
func (t ToldPapers) Answers(kiosk seal.KioskID, asked Sum) bool { return t.Told.Answers(kiosk, asked) }

// Way is the way of the result as a kiosk shows it; an answer that says what cannot be is refused.
func (t ToldPapers) Way() (way []village.DeliveryWord, err error) {
	long := func(p ToldPaper) bool { return utf8.RuneCountInString(p.Name) > 500 || len(p.Code) > maxToldWord }
	wrong := len(t.Wanted) > maxTold || len(t.Follow) > maxTold || len(t.Delivered) > maxTold || t.FollowBy != "" && !t.FollowBy.Real() ||
		slices.ContainsFunc(t.Wanted, long) || slices.ContainsFunc(t.Follow, long)
	for _, d := range t.Delivered {
		w := village.DeliveryWord{Record: t.Told.Record, State: d.State, AtMS: d.AtMS, Carrier: d.Carrier, Waybill: d.Waybill}
		wrong = wrong || !w.Sound()
		way = append(way, w)
	}
	if wrong {
		return nil, NotCounty(errors.New("an answer names papers or a way that cannot be"))
	}
	return way, nil
}
