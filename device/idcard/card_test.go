package idcard

import (
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/device/idcard/idcardtest"
)

func TestEveryLayoutGivesNameNumberAndLastDay(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, village.Zone) }
	for name, c := range map[string]struct {
		card idcardtest.Card
		want Card
	}{
		"citizen": {
			idcardtest.Citizen("陈阿妹", "445221194403120021", "20360101"),
			Card{village.IDResident, "陈阿妹", "445221194403120021", day(2036, 1, 1)},
		},
		"citizen for good, rare characters": {
			idcardtest.Citizen("𬱖䶮𠅤", "445221194403120021", "长期"),
			Card{village.IDResident, "𬱖䶮𠅤", "445221194403120021", time.Time{}},
		},
		"longest name": {
			idcardtest.Citizen("阿卜杜热西提·麦麦提吐尔逊江", "44052418800101001X", "20300229"),
			Card{},
		},
		"Hong Kong, Macao, Taiwan": {
			idcardtest.New(map[int]string{0: "黄大文", 122: "810000199408230021", 204: "20290823", 220: "H12345678", 248: "J"}),
			Card{village.IDResident, "黄大文", "810000199408230021", day(2029, 8, 23)},
		},
		"foreigner 2017": {
			idcardtest.New(map[int]string{0: "MARIA EXAMPLE", 122: "GBR110012345678", 158: "玛丽亚", 204: "20270101", 248: "I"}),
			Card{village.IDForeignPRC, "玛丽亚", "GBR110012345678", day(2027, 1, 1)},
		},
		"foreigner 2017 without a Chinese name": {
			idcardtest.New(map[int]string{0: "MARIA EXAMPLE", 122: "GBR110012345678", 204: "20270101", 248: "I"}),
			Card{village.IDForeignPRC, "MARIA EXAMPLE", "GBR110012345678", day(2027, 1, 1)},
		},
		"foreigner 2023": {
			idcardtest.New(map[int]string{0: "玛丽亚", 52: "MARIA EXAMPLE", 122: "911124198108030024", 204: "20331231", 248: "Y"}),
			Card{village.IDForeignPRC, "玛丽亚", "911124198108030024", day(2033, 12, 31)},
		},
		"a letter that nobody knows": {idcardtest.New(map[int]string{0: "某", 122: "1", 204: "20331231", 248: "Z"}), Card{}},
		"half a rare character":      {halved(), Card{}},
		"no number":                  {idcardtest.New(map[int]string{0: "陈阿妹", 204: "20331231"}), Card{}},
	} {
		got, err := decode(replyData(c.card, 1024, -1))
		if (err == nil) != (c.want != Card{}) || err == nil && got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// halved is a card on which the second half of a rare character is missing.
func halved() idcardtest.Card {
	c := idcardtest.Citizen("陈𠅤", "445221194403120021", "20331231")
	c[4], c[5] = ' ', 0
	return c
}

// replyData is the data of an answer; prints -1 is one to 30 01.
func replyData(card idcardtest.Card, picture, prints int) []byte {
	data := []byte{1, 0, byte(picture >> 8), byte(picture)}
	if prints >= 0 {
		data = append(data, byte(prints>>8), byte(prints))
	}
	return append(append(data, card[:]...), make([]byte, picture+max(prints, 0))...)
}

func TestEverySizeOfAnswerIsRead(t *testing.T) {
	card := idcardtest.Citizen("陈阿妹", "445221194403120021", "20360101")
	for prints, size := range map[int]int{-1: 1295, 0: 1297, 512: 1809, 1024: 2321} {
		data := replyData(card, 1024, prints)
		if n := len(idcardtest.Frame(statusOK, data)); n != size {
			t.Errorf("fingerprints of %d bytes make a frame of %d, want %d", prints, n, size)
		}
		if c, err := decode(data); err != nil || c.Name != "陈阿妹" {
			t.Errorf("fingerprints of %d bytes: %+v, %v", prints, c, err)
		}
		if _, err := decode(data[:len(data)-1]); err == nil {
			t.Errorf("fingerprints of %d bytes: a byte is missing and nobody saw it", prints)
		}
	}
}

func TestACardIsGoodOnItsLastDay(t *testing.T) {
	c := Card{Until: time.Date(2026, 11, 23, 0, 0, 0, 0, village.Zone)}
	if c.Expired(time.Date(2026, 11, 23, 23, 59, 0, 0, village.Zone)) {
		t.Error("over on its last day")
	}
	if !c.Expired(time.Date(2026, 11, 24, 0, 0, 0, 0, village.Zone)) {
		t.Error("good on the day after")
	}
	if (Card{}).Expired(time.Date(2126, 1, 1, 0, 0, 0, 0, village.Zone)) {
		t.Error("a card for good is over")
	}
}
