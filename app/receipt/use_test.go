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
	if how := receipt.Compose(s).UseHow; strings.Contains(how, "补材料") || strings.Contains(how, "撤回") {
		t.Errorf("the paper of a request claims %q", how)
	}
}
