package screen

import (
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/touch"
)

// leaf is what the guide of an item says on all its pages, one after the other, and which
// texts it drew as codes.
func leaf(t *testing.T, v view, it village.ServiceItem) (said, codes []string) {
	t.Helper()
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.SetModes(v.modes)
	draw := turn.Kiosk().QR
	turn.Kiosk().QR = func(text string) [][]bool { codes = append(codes, text); return draw(text) }
	turn.Search.Chosen(it)
	s := pageOf(t, turn, v)
	for range 20 {
		said = append(said, s.page.Said()...)
		more, ok := s.page.names["list.more"].(*touch.Button)
		if !ok {
			return said, codes
		}
		more.Tap()
		s.page.Draw()
	}
	t.Fatalf("%s: the guide has no end: %q", v.name, said)
	return nil, nil
}

// backed is an item that stands on two laws and can be done online.
func backed() village.ServiceItem {
	it, _ := flowtest.Item(flowtest.Allowance)
	it.LegalBasis = append(slices.Clone(it.LegalBasis), "广东省老年人权益保障条例")
	return it
}

func TestP2TheGuideNamesTheLawsAndTheOnlineWayInEveryView(t *testing.T) {
	it := backed()
	for _, v := range views() {
		said, codes := leaf(t, v, it)
		for _, want := range append(slices.Clone(it.LegalBasis), "打开的网站：www.gdzwfw.gov.cn", "没有手机不要紧，在这台机器上一样能办。") {
			if !slices.Contains(said, want) {
				t.Errorf("%s: the guide does not say %q", v.name, want)
			}
		}
		if !slices.Contains(codes, it.OnlineURL) {
			t.Errorf("%s: drew %q", v.name, codes)
		}
	}
}

// A person is never sent to an address that the linter would refuse, whatever list the
// machine holds; nothing is said in its place.
func TestTheGuideSaysNothingOfAnOnlineWayThatIsNotThere(t *testing.T) {
	it, _ := flowtest.Item(flowtest.Allowance)
	for _, address := range []string{"", "http://www.gdzwfw.gov.cn/", "https://10.0.0.1/"} {
		it.OnlineURL, it.LegalBasis = address, nil
		said, codes := leaf(t, views()[0], it)
		if len(codes) > 0 || slices.Contains(said, "网上也能办") || slices.Contains(said, "依据") {
			t.Errorf("%q: drew %q, said %q", address, codes, said)
		}
	}
}

// The way back up never counts what is no entry: above may stand only the name and the
// figures.
func TestTheWayBackUpOfAGuideNeverSaysZero(t *testing.T) {
	back := false
	for _, v := range views() {
		if v.modes.Contrast {
			continue
		}
		for _, code := range []village.ItemCode{flowtest.Allowance, flowtest.Longest} {
			it, _ := flowtest.Item(code)
			said, _ := leaf(t, v, it)
			back = back || slices.Contains(said, "回到上面")
			if i := slices.IndexFunc(said, func(words string) bool { return strings.Contains(words, " 0 项") }); i >= 0 {
				t.Errorf("%s-%s: %q", code, v.name, said[i])
			}
		}
	}
	if !back {
		t.Error("no guide has a page above it that holds no entry: this proves nothing")
	}
}
