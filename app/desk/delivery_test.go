package desk_test

import (
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// TestM8WhoPaysTheCarrierIsSealedAndNothingIsPresumed.
func TestM8WhoPaysTheCarrierIsSealedAndNothingIsPresumed(t *testing.T) {
	for payer, want := range map[desk.Payer]string{"": "", desk.PayReceiver: "", desk.PaySender: "", "neighbour": "delivery.payer"} {
		d, store := counter(t)
		in := application()
		in.Delivery = desk.DeliveryInput{Mode: desk.Express, Address: "锡场镇江滨村 1 号", Payer: payer}
		_, err := d.Accept(t.Context(), in)
		if got := village.Keyed(err).Field; err != nil && got != want || err == nil && (want != "" || body(t, store, 0).Delivery.Payer != payer) {
			t.Errorf("paid by %q: %v, want %q", payer, err, want)
		}
		if err := d.Check(in, "delivery.payer"); (err == nil) != (want == "" && payer != "") {
			t.Errorf("the page takes %q: %v", payer, err)
		}
	}
}
