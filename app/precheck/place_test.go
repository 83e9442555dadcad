package precheck

import (
	"testing"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

// TestWhatIsOnesOwnIsNoPlaceToGoTo: nobody is sent to “自己准备”, and a remark of the list is
// no part of a place.
func TestWhatIsOnesOwnIsNoPlaceToGoTo(t *testing.T) {
	text, err := lang.Load("zh-Hans")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		paper      village.Material
		place, why string
	}{
		{village.Material{Where: "自己准备，不清楚可以问村里服务点"}, "自己准备", "还缺这一样。自己准备，不清楚可以问村里服务点"},
		{village.Material{Where: "双方自己签，不清楚可以问村里服务点"}, "自己准备", "还缺这一样。双方自己签，不清楚可以问村里服务点"},
		{village.Material{Source: village.SourceOwn}, "自己准备", "还缺这一样。自己准备"},
		{village.Material{Where: "村里服务点领空白委托书；代办人带自己的身份证"}, "村里服务点领空白委托书", "还缺这一样。到这里拿：村里服务点领空白委托书。代办人带自己的身份证"},
		{village.Material{Where: "派出所"}, "派出所", "还缺这一样。到这里拿：派出所"},
		{village.Material{}, "发这份材料的单位", "还缺这一样。到这里拿：发这份材料的单位"},
	} {
		at, _ := place(tt.paper, text)
		row := Row{Material: tt.paper, Decision: Decision{Verdict: village.PaperMissing}, Rule: village.CheckRule{ID: "missing"}}
		if why := row.why(text); at != tt.place || why != tt.why {
			t.Errorf("%+v: at %q, %q", tt.paper, at, why)
		}
	}
}
