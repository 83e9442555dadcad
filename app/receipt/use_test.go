package receipt_test

import (
	"strings"
	"testing"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
	"bianmin/app/village"
)

// TestAReceiptSaysAllThatItIsGoodFor, and of a request nothing that its paper cannot do.
func TestAReceiptSaysAllThatItIsGoodFor(t *testing.T) {
	s := receipttest.Sources(t)[0].Source
	for _, words := range []string{receipt.Compose(s).UseHow, receipt.Compose(s).UseShort} {
		for _, want := range []string{"补材料", "撤回", "12345"} {
			if !strings.Contains(words, want) {
				t.Errorf("%q is not in %q", want, words)
			}
		}
	}
	s.Case.Item = village.TicketHelp.Item()
	if band := receipt.Compose(s).Band; strings.Contains(band, "受理") || !strings.Contains(band, "12345") {
		t.Errorf("the paper of a request says %q", band)
	}
	if how := receipt.Compose(s).UseHow; strings.Contains(how, "补材料") || strings.Contains(how, "撤回") {
		t.Errorf("the paper of a request claims %q", how)
	}
	s.Case.Item = village.BookWindow
	booked := receipt.Compose(s).Band
	s.Void = true
	if given := receipt.Compose(s).Band; booked != "已预约" || given != "预约已取消" {
		t.Errorf("the paper of a booking says %q, taken back %q", booked, given)
	}
}
