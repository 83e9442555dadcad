package idcard

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"bianmin/device/idcard/idcardtest"
)

// FuzzReply reads anything as the answer of a reader: no panic, nothing kept of a
// frame that is not whole.
func FuzzReply(f *testing.F) {
	card := idcardtest.Citizen("𬱖䶮", "445221194403120021", "20360101")
	f.Add(idcardtest.Frame(statusOK, replyData(card, 1024, -1)))
	f.Add(idcardtest.Frame(statusOK, replyData(card, 1024, 512)))
	f.Add(append([]byte{0xAA, 0xAA, 0xAA, 0xAA}, idcardtest.Frame(statusNoCard, nil)...))
	f.Add([]byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := readReply(t.Context(), bytes.NewReader(raw))
		if err != nil {
			if len(raw) == 0 && !errors.Is(err, io.EOF) {
				t.Errorf("nothing gives %v", err)
			}
			return
		}
		c, err := decode(got.data)
		if err == nil && (c.Name == "" || c.Number == "") {
			t.Errorf("a card without name or number: %+v", c)
		}
	})
}
