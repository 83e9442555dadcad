package flowtest

import (
	"strings"

	"bianmin/app/calendar"
	"bianmin/app/snapshot"
	"bianmin/ui/flow"
)

// Notices are two notices that hang on [Monday]; the second has every text as long
// as may be.
func Notices() []snapshot.Notice {
	return []snapshot.Notice{
		{
			ID: "power", Title: "周五下午停电，请改天再来", Signer: "江滨村民委员会", Area: "445203104202", From: "2026-11-23", To: "2026-11-27",
			Text: "11月27日（星期五）13:00 到 18:00，村里检修线路停电。\n这天下午服务中心不办事，自助机也不开。急事请打村里值班电话。",
		},
		{
			ID: "long", Title: "二〇二七年城乡居民医保缴费到十二月底截止", Signer: "双江拉祜族佤族布朗族傣族自治县医疗保障局",
			From: "2026-11-01", To: "2027-01-31", Text: strings.Repeat("没有缴费的，请在截止日期以前到村里服务中心缴费，也可以在家里用手机缴费。", 14)[:3*490],
		},
	}
}

// Hours are those of a centre with a day that differs.
func Hours() calendar.Hours {
	morning, afternoon := calendar.Span{From: 8*60 + 30, To: 12 * 60}, calendar.Span{From: 14*60 + 30, To: 17*60 + 30}
	return calendar.Hours{
		Workdays: []calendar.Span{morning, afternoon}, Others: []calendar.Span{{From: 9 * 60, To: 11 * 60}},
		Special: []calendar.SpecialDay{{Day: "2026-11-27", Hours: []calendar.Span{morning}, Why: "下午停电"}},
	}
}

// posted is what hangs on the board at the machine's time.
func (m *Machine) posted() flow.Posted {
	p := flow.Posted{Notices: snapshot.Current(m.Notices, "445203104202", m.At), Hours: m.Hours}
	p.Opening = Days().Opening(p.Hours, m.At)
	return p
}
