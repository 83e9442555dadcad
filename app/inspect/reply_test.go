package inspect

import (
	"math/rand/v2"
	"strings"
	"testing"

	"bianmin/app/village"
)

func TestTheNumberOfAnOrderIsReadAsPeopleTypeIt(t *testing.T) {
	const machine, record = "KABCDEFGHIJ", "01930000-0000-7000-8000-000000000001"
	code := string(village.NewShortCode(rand.New(rand.NewPCG(1, 7))))
	bare := "ZG" + code
	own := bare + "-01"
	for text, want := range map[string]string{
		own: own, "zg " + strings.ToLower(code[:4]) + "-" + code[4:] + " 01": own, bare: bare,
		own + "+" + machine:                own + "+" + machine,
		"zg" + code + "01 + kabcdefghij":   own + "+" + machine,
		own + "+" + machine + "+" + record: own + "+" + machine + "+" + record,
		"":                                 "", "K7M49TA2-01": "", own + "-1": "", "ZGK7M49TA2-00": "",
		own + "+": "", own + "+K1": "", own + "+" + machine + "+": "", own + "+" + machine + "+x+y": "", own + "+" + machine + "+" + record + "0": "",
	} {
		if got, err := ParseOrderNumber(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
}
