package receipt

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/assets/lang"
)

func source(t testing.TB) Source {
	t.Helper()
	cal, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	c := sampleCase()
	c.Materials = []village.HandedIn{
		{Code: "a", How: village.Photographed}, {Code: "b", How: village.ByLicence}, {Code: "c", How: village.Original},
		{Code: "d", How: village.Later}, {Code: "e", How: village.Missing}, {Code: "f", How: village.Missing}, {Code: "g", How: village.Missing},
	}
	return Source{
		Case: c, Centre: Centre{Name: "锡场镇江滨村党群服务中心", Enrolled: true}, Calendar: cal, Texts: text,
		Item: village.ServiceItem{
			Code: c.Item, Name: "高龄津贴", Department: "社会事务办", PromisedDays: 10, LegalDays: 20,
			Materials: []village.Material{
				{Code: "a", Name: "甲", Necessity: village.Required}, {Code: "b", Name: "乙", Necessity: village.Required},
				{Code: "c", Name: "丙", Necessity: village.Required}, {Code: "d", Name: "丁", Necessity: village.Required},
				{Code: "e", Name: "戊", Necessity: village.Required}, {Code: "f", Name: "己", Necessity: village.MayFollow},
				{Code: "g", Name: "庚", Necessity: village.Conditional}, {Code: "h", Name: "辛", Necessity: village.Required},
			},
		},
	}
}

func TestReceiptSaysWhatBecameOfEachMaterial(t *testing.T) {
	c := Compose(source(t))
	want := []MaterialLine{
		{MarkThere, "甲", "已拍"}, {MarkNotNeeded, "乙", "免交"}, {MarkThere, "丙", "原件已带"}, {MarkOpen, "丁", "后补"},
		{MarkOpen, "戊", "还缺"}, {MarkOpen, "己", "可后补"}, {MarkNotNeeded, "庚", "用到再交"},
		{MarkOpen, "辛", "还缺"}, // not in the case at all
	}
	if !slices.Equal(c.Materials, want) || c.MaterialsNote != "空框的 4 样还要补来" {
		t.Errorf("%+v, %s", c.Materials, c.MaterialsNote)
	}
}

func TestReceiptSaysWhenOnlyThisMachineHasIt(t *testing.T) {
	for at, want := range map[village.Copy]bool{village.CopyNone: false, village.CopyMirrored: false, village.CopyLocalOnly: true} {
		s := source(t)
		s.Copy = at
		if notes := strings.Join(Compose(s).Notes, "\n"); strings.Contains(notes, "仅存本机") != want {
			t.Errorf("copy %q: %s", at, notes)
		}
	}
}

// TestAReceiptSaysThatAnAgentHandedIn, and not who.
func TestAReceiptSaysThatAnAgentHandedIn(t *testing.T) {
	s := source(t)
	if c := Compose(s); c.Behalf != "" {
		t.Errorf("the applicant handed in, and it says %q", c.Behalf)
	}
	if s.Case.Behalf = true; Compose(s).Behalf != "由代办人交来，姓名不印在纸上" {
		t.Errorf("it says %q", Compose(s).Behalf)
	}
}

func TestReceiptOfAnItemWithoutAList(t *testing.T) {
	s := source(t)
	s.Item.Materials = nil
	s.Case.Materials = []village.HandedIn{{Code: "free-1", How: village.Photographed}, {Code: "free-2", How: village.Later}, {Code: "张三的", How: village.Photographed}}
	want := []MaterialLine{{MarkThere, "材料 1", "已拍"}, {MarkOpen, "材料 2", "后补"}, {MarkThere, "其他材料", "已拍"}}
	if got := Compose(s).Materials; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	s.Case.Materials = nil
	if c := Compose(s); c.Materials != nil || c.MaterialsNote != "没有交材料" {
		t.Errorf("%+v, %s", c.Materials, c.MaterialsNote)
	}
}

func Test313ReceiptPromisesOnlyOnCondition(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Source)
		want   string
	}{
		{"promised days", func(*Source) {}, "受理后第二天算起。如果 11月24日受理，10个工作日，星期六、星期日不算，最迟 12月8日办好。"},
		{"handed in on a Friday night", func(s *Source) {
			s.Case.AcceptedAt = time.Date(2026, 11, 27, 23, 50, 0, 0, village.Zone)
		}, "受理后第二天算起。如果 11月30日受理，10个工作日，星期六、星期日不算，最迟 12月14日办好。"},
		{"legal days alone", func(s *Source) { s.Item.PromisedDays = 0 }, "法定期限，受理后第二天算起。如果 11月24日受理，20个工作日，星期六、星期日不算，最迟 12月22日办好。"},
		{"on the spot", func(s *Source) { s.Item.Instant = true }, "这是即办件，受理后当场办。"},
		{"nothing known", func(s *Source) { s.Item.PromisedDays, s.Item.LegalDays = 0, 0 }, "办理期限以区里公布的为准。"},
		{"a number that cannot be", func(s *Source) { s.Item.PromisedDays = 3650 }, "办理期限以区里公布的为准。"},
		{"calendar days", func(s *Source) { s.Item.DaysUnit = village.CalendarDays }, "受理后第二天算起。如果 11月24日受理，10天，最迟 12月4日办好。"},
		{"special procedures", func(s *Source) { s.Item.Special = []village.Special{{Kind: "听证"}, {Kind: "鉴定"}} }, "受理后第二天算起。如果 11月24日受理，10个工作日，星期六、星期日不算，最迟 12月8日办好。听证、鉴定的时间不算在内。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := source(t)
			tt.change(&s)
			c := Compose(s)
			if c.Time != tt.want {
				t.Errorf("got  %s\nwant %s", c.Time, tt.want)
			}
			if !strings.Contains(c.Time, c.Due) {
				t.Errorf("the last day %q does not stand in the sentence", c.Due)
			}
		})
	}
}

func TestP8ReceiptSaysWhatItIsNot(t *testing.T) {
	s := source(t)
	c := Compose(s)
	if c.Band != "已收件，尚未受理" || c.Received != "2026年11月23日 星期一 10:03 收件" || c.Number != (Row{}) || c.Sequence != "本机第 1274 件" {
		t.Errorf("%+v", c)
	}
	if !slices.Equal(c.Notes, []string{"收件时存在本机，联网后送区平台", "本回执没有姓名、身份证号和电话", "二维码里是技术签名，非法定电子印章", "热敏纸的字会变淡，请拍照留底"}) {
		t.Errorf("notes %v", c.Notes)
	}
	if s.Again = 2; Compose(s).Again != "补打 第2次" || c.Again != "" {
		t.Errorf("marked %q, the first %q", Compose(s).Again, c.Again)
	}
	s.Centre.Enrolled, s.Centre.Example, s.Case.TimeTrust = false, true, village.TimeFloor
	s.Case.Number, s.Item.Name = "4452", ""
	c = Compose(s)
	want := []string{"收件时存在本机，联网后送区平台", "本回执没有姓名、身份证号和电话", "二维码里是技术签名，非法定电子印章", "热敏纸的字会变淡，请拍照留底", "收件时间是本机的，没有和标准时间对过", "示例数据，以揭东区公布的办事指南为准", "本机尚未在区平台登记"}
	if !slices.Equal(c.Notes, want) || c.Number != (Row{"办件编号", "4452"}) || c.Item != string(s.Case.Item) {
		t.Errorf("%+v", c)
	}
}

func TestReceiptLacksNoText(t *testing.T) {
	for _, language := range []string{"zh-Hans", "en"} {
		s := source(t)
		s.Centre.Enrolled, s.Centre.Example, s.Case.TimeTrust, s.Case.Number, s.Again = false, true, village.TimeUnknown, "1", 1
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		s.Texts = text
		for _, instant := range []bool{true, false} {
			s.Item.Instant = instant
			each(reflect.ValueOf(Compose(s)), func(text string) {
				if strings.Contains(text, "receipt.") || strings.ContainsAny(text, "{}") {
					t.Errorf("%s: %s", language, text)
				}
			})
		}
	}
}

// A receipt is made of a Source and nothing else, and no type that a Source
// holds can carry an applicant. This walks the types, so that a field added
// later is found too.
func TestNoPersonCanReachAReceipt(t *testing.T) {
	personal := []reflect.Type{
		reflect.TypeFor[village.Applicant](), reflect.TypeFor[village.Phone](), reflect.TypeFor[village.ResidentID](),
		reflect.TypeFor[village.CreditCode](), reflect.TypeFor[village.Record](), reflect.TypeFor[village.Part](),
		reflect.TypeFor[desk.Application](), reflect.TypeFor[desk.ApplicantInput](), reflect.TypeFor[desk.DeliveryInput](),
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type, string)
	walk = func(at reflect.Type, path string) {
		if slices.Contains(personal, at) || at.Kind() == reflect.Map && at.Elem().Kind() == reflect.Interface {
			t.Errorf("%s holds a %s", path, at)
		}
		if seen[at] {
			return
		}
		seen[at] = true
		switch at.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(at.Elem(), path+"[]")
		case reflect.Struct:
			for f := range at.Fields() {
				walk(f.Type, path+"."+f.Name)
			}
		}
	}
	walk(reflect.TypeFor[Source](), "Source")
	if !seen[reflect.TypeFor[village.HandedIn]()] || !seen[reflect.TypeFor[village.FormField]()] {
		t.Error("the walk did not get around")
	}
}

func TestPlantedWordsDoNotReachAReceipt(t *testing.T) {
	s := source(t)
	planted := []string{"陈阿婆", "445203194001010028", "13800138000"}
	for _, word := range planted { // the only places of a case that take text from outside
		s.Case.Materials = append(s.Case.Materials, village.HandedIn{Code: word, How: village.Photographed})
		s.Case.TagDay = word
	}
	each(reflect.ValueOf(Compose(s)), func(text string) {
		for _, word := range planted {
			if strings.Contains(text, word) {
				t.Errorf("%q stands in %q", word, text)
			}
		}
	})
}

// each calls do with every text in v.
func each(v reflect.Value, do func(string)) {
	switch v.Kind() {
	case reflect.String:
		do(v.String())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			each(v.Index(i), do)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			each(field, do)
		}
	}
}

func TestTheReceiptOfAPackageSaysOneDeadlineAndWhy(t *testing.T) {
	s := source(t)
	s.Item.Parts = []village.ItemPart{{Item: "one", Days: 10}, {Item: "two", Days: 3}}
	c := Compose(s)
	if c.Due == "" || strings.Count(c.Time, c.Due) != 1 || !strings.Contains(c.Time, "各部门同时办理，按最长的算，不是加起来。") {
		t.Errorf("due %q, %q", c.Due, c.Time)
	}
	s.Item.Parts[1].After = []village.ItemCode{"one"}
	if c := Compose(s); !strings.Contains(c.Time, "按最长的一路算") {
		t.Errorf("one that waits for another: %q", c.Time)
	}
	s.Item.Parts[1].When = &village.When{Field: "x"}
	if c := Compose(s); !strings.Contains(c.Time, "这是每一项都办要的天数") {
		t.Errorf("one that is not always applied for: %q", c.Time)
	}
}
