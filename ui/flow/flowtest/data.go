package flowtest

import (
	"slices"
	"strings"
	"sync"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/inspect"
	"bianmin/app/village"
	data "bianmin/assets/calendar"
	checklists "bianmin/assets/inspect"
	"bianmin/assets/lang"
	"bianmin/assets/request"
	"bianmin/ui/flow"
)

// Codes of the catalogue of the tests.
const (
	Allowance  = village.ItemCode("elderly-allowance")
	Plain      = village.ItemCode("no-form")
	Everything = village.ItemCode("every-type")
	Longest    = village.ItemCode("longest-name")
	Workshop   = village.ItemCode("food-workshop") // for organisations
	Declared   = village.ItemCode("orphan")        // in no list
	Package    = village.ItemCode("house")         // in no list
	Income     = village.ItemCode("income")        // in no list; its answers are compared
	Portrait   = village.ItemCode("portrait")      // in no list; its form cannot do without a photograph
)

// LongestName is the longest name that the catalogue of a district holds.
const LongestName = "除从事剧毒、易制爆、汽油加油站、专用危化品仓储的企业外，除中央企业所属省级、设区的市级公司（分公司）从事危险化学品经营活动的企业，不带有储存设施经营除剧毒化学品、易制爆危险化学品以外的其他危险化学品企业经营许可证换证审查"

// Items is the catalogue of the tests.
func Items() []village.ServiceItem {
	return []village.ServiceItem{
		allowance(),
		{Code: "senior-card", Name: "老年人优待证（卡）办理", Aliases: []string{"老人卡"}, Department: "区民政局", Theme: "老年", Visits: new(0), PromisedDays: 5, Fee: "不收费"},
		{Code: "care-allowance", Name: "经济困难老年人养老服务补贴", Theme: "老年", Aliases: []string{"护理补贴"}, Department: "锡场镇社会事务办", Visits: new(1), PromisedDays: 20, Fee: "不收费"},
		{Code: "support", Name: "特困老年人救助供养", Theme: "困难救助", Aliases: []string{"五保户"}, Department: "锡场镇社会事务办", Visits: new(1), PromisedDays: 20, Fee: "不收费"},
		{Code: "disabled-card", Name: "残疾人证新办", Theme: "残疾", Aliases: []string{"残疾证"}, Department: "区残联", Visits: new(1), PromisedDays: 15, Fee: "不收费"},
		everything(),
		{Code: Plain, Name: "无犯罪记录证明", Department: "揭东公安分局", Instant: true, Fee: "不收费"},
		longest(),
		{Code: Workshop, Name: "食品小作坊登记", Theme: "经营开店", Aliases: []string{"小作坊证"}, Department: "区市监局", Audience: "法人", PromisedDays: 5},
	}
}

// Read once: reading them takes longer than drawing a page.
var (
	requests = sync.OnceValue(func() catalog.Catalogue { return must(request.Items()) })
	days     = sync.OnceValue(func() *calendar.Calendar { return must(calendar.Load(data.WorkingDays())) })
	shipped  = sync.OnceValue(func() []inspect.Template { return must(checklists.Templates()) })
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Item finds one of [Items], or the form of a request.
func Item(code village.ItemCode) (village.ServiceItem, bool) {
	for _, it := range append(append(Items(), declared(), pack(), portrait(), income()), requests().Items...) {
		if it.Code == code {
			return it, true
		}
	}
	return village.ServiceItem{}, false
}

// Search lists the items that hold query in their name or an alias, or whose
// first word in pinyin it is.
func Search(query string, limit int) []village.ServiceItem {
	list := slices.DeleteFunc(Items(), func(it village.ServiceItem) bool {
		words := append(it.Aliases, it.Name, it.Department)
		return !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, query) })
	})
	return list[:min(limit, len(list))]
}

// groups are the items of [Items] by theme or department.
func groups(way catalog.Way) []catalog.Group { return catalog.Groups(Items(), way) }

func allowance() village.ServiceItem {
	return village.ServiceItem{
		Code: Allowance, Name: "80周岁以上老年人高龄津贴", Theme: "老年", Aliases: []string{"老人钱", "长寿金"},
		Department: "锡场镇社会事务办", Visits: new(0), PromisedDays: 10, Fee: "不收费",
		Audience: "个人", Delivery: []string{"village", "pickup"}, Conditions: []string{"户籍在本区", "年满80周岁"},
		LegalBasis: []string{"老年人权益保障法第33条"}, OnlineURL: "https://www.gdzwfw.gov.cn/", ToleranceAllowed: true, ToleranceBasis: "容缺受理清单（示例）", ToleranceDays: 5,
		Materials: []village.Material{
			{Code: "sfz", Name: "申请人居民身份证", Necessity: village.Required, ReplacedBy: "居民身份证"},
			{Code: "hkb", Name: "居民户口簿", Necessity: village.Required, ReplacedBy: "居民户口簿"},
			{Code: "cz", Name: "银行卡或存折", Necessity: village.Required, Notes: "要是老人本人的名字", Where: "银行网点"},
			{Code: "zp", Name: "近期一寸照片", Necessity: village.MayFollow, Notes: "可在村点拍照", Where: "照相馆，村里服务点也可以拍"},
			{Code: "wt", Name: "委托书和代办人身份证", Necessity: village.Conditional, Notes: "别人来代办时才要"},
		},
		Fields: []village.FormField{
			{Key: village.FieldApplicantName, Label: "申请人姓名", Type: village.FieldText, Required: true, Purpose: "确认是谁来办"},
			{Key: village.FieldApplicantID, Label: "申请人身份证号", Type: village.FieldID, Required: true, Purpose: "核对身份和年龄"},
			{Key: village.FieldApplicantPhone, Label: "联系电话", Type: village.FieldPhone, Required: true, Purpose: "有消息时通知"},
			{Key: "home_division", Label: "户籍所在村（社区）", Type: village.FieldDivision, Required: true, Purpose: "确定由哪个镇受理"},
			{Key: "bank_account", Label: "收款银行账号", Type: village.FieldBank, Required: true, Purpose: "发放资金，账户名要和本人一致"},
			{Key: "pay_mode", Label: "是否首次申领", Type: village.FieldChoice, Required: true, Purpose: "区分新办和恢复", Choices: []string{"首次申领", "中断后恢复", "换账户"}},
			{Key: "photo", Label: "近照", Type: village.FieldPhoto, Purpose: "建档"},
			{Key: "witness_name", Label: "代办人姓名", Type: village.FieldText, Purpose: "代办时登记由谁代办"},
			{Key: "signature", Label: "本人签名", Type: village.FieldSignature, Required: true, Purpose: "确认所填内容真实"},
		},
	}
}

// declared is in no list: a paper of it can be declared.
func declared() village.ServiceItem {
	return village.ServiceItem{
		Code: Declared, Name: "孤儿基本生活费", Department: "区民政局", PromisedDays: 15, Fee: "不收费", LegalBasis: []string{"助学办法（示例）"},
		Materials: []village.Material{{
			Code: "read", Name: "在校就读证明", Source: village.SourceOwn, Necessity: village.Required, Dated: true, Where: "就读的学校",
			Promise: &village.Promise{Text: "我现在在校就读", Basis: "告知承诺清单（示例）"},
		}},
		Fields: allowance().Fields[:3],
	}
}

// income is in no list: a total is held against its parts, and an end against a beginning.
func income() village.ServiceItem {
	money := func(key, label string) village.FormField {
		return village.FormField{Key: key, Label: label, Type: village.FieldMoney, Purpose: "核对收入"}
	}
	to, total := village.FormField{Key: "to", Label: "结束", Type: village.FieldDate, Purpose: "核对收入"}, money("total", "合计")
	to.Compare = []village.Compare{{Is: village.AtLeast, Field: "from", Says: "结束不能比开始早"}}
	total.Compare = []village.Compare{{Is: village.Same, Field: "wage", Plus: []string{"other"}, Says: "合计要等于两项相加，请再算一算"}}
	return village.ServiceItem{
		Code: Income, Name: "收入核对", Department: "区民政局", PromisedDays: 5, Fee: "不收费",
		Fields: append(slices.Clone(allowance().Fields[:3]),
			village.FormField{Key: "from", Label: "开始", Type: village.FieldDate, Purpose: "核对收入"}, to, money("wage", "工资"), money("other", "其他"), total),
	}
}

// portrait is in no list: a card is printed with a photograph.
func portrait() village.ServiceItem {
	return village.ServiceItem{
		Code: Portrait, Name: "残疾人证换领", Department: "区残联", PromisedDays: 15, Fee: "不收费",
		Fields: append(slices.Clone(allowance().Fields[:3]), village.FormField{Key: "photo", Label: "证件照", Type: village.FieldPhoto, Required: true, Purpose: "做证时印上去"}),
	}
}

func everything() village.ServiceItem {
	it := village.ServiceItem{
		Code: Everything, Name: "最低生活保障审核确认", Theme: "困难救助", Aliases: []string{"低保"}, Department: "区民政局", Visits: new(1),
		LegalDays: 30, DaysUnit: village.WorkingDays, Fee: "到期换领20元；补领、损坏换领40元；临时证10元；首次免费",
		Delivery: []string{"pickup", "express", "village"},
	}
	for i, t := range village.FieldTypes() {
		f := village.FormField{Key: string(t), Label: "第" + string(rune('A'+i)) + "项", Type: t, Purpose: "试验用", Required: t != village.FieldPhoto}
		f.Few = t == village.FieldNumber
		if t == village.FieldChoice {
			f.Choices = []string{"大龄失业", "残疾", "低保", "城镇零就业家庭", "农村零转移就业家庭", "失地农民", "连续失业一年以上", "戒毒康复", "刑满释放", "精神障碍康复", "失业退役军人", "赡养重病亲属", "其他"}
		}
		it.Fields = append(it.Fields, f)
	}
	return it
}

func longest() village.ServiceItem {
	it := allowance()
	it.Code, it.Name = Longest, LongestName
	it.Department = "区应急管理局危险化学品安全监督管理股"
	it.Aliases = []string{"危化品经营许可证", "危险化学品经营许可"}
	for i := range it.Materials {
		it.Materials[i].Name += "（" + LongestName[:60] + "）"
		it.Materials[i].Notes = LongestName
	}
	for i := range it.Fields {
		it.Fields[i].Label += "（房、车、存款、经营以及其他需要说明的情况）"
		it.Fields[i].Purpose = LongestName
	}
	return it
}

// Days is the calendar that ships.
func Days() *calendar.Calendar { return days() }

// deadline counts by the calendar that ships, for what promises ten days and for packages.
func deadline(text *lang.Text, it village.ServiceItem, accepted time.Time) flow.DeadlineText {
	if it.PromisedDays != 10 && len(it.Parts) == 0 {
		return flow.DeadlineText{}
	}
	days, say := Days(), calendar.Explanation.Sentence
	if accepted.IsZero() {
		accepted, say = days.NextWorkday(Monday()), calendar.Explanation.Condition
	}
	why, err := days.Explain(accepted, calendar.Limit{Days: it.PromisedDays})
	if err != nil {
		panic(err)
	}
	return flow.DeadlineText{Known: true, Sentence: say(why, text), Strong: why.DueText(text), Days: days.Strip(why)}
}

// Divisions are two towns of the county.
func Divisions() village.Divisions {
	d := village.Divisions{
		County: village.Division{Code: "445203000000", Name: "揭东区"}, City: "揭阳市", Province: "广东省",
		Towns: []village.Division{
			{Code: "445203100000", Name: "曲溪街道"},
			{Code: "445203101000", Name: "云路镇"},
			{Code: "445203104000", Name: "锡场镇"},
			{Code: "445203103000", Name: "玉窖镇"},
		},
		Villages: []village.Division{{Code: "445203104201", Name: "锡西村"}, {Code: "445203104202", Name: "江滨村"}},
	}
	for i, name := range []string{"东寮村", "大寮村", "锡中村", "溪头村", "华清村", "东仓村", "潭王村", "新寨村", "军民村", "河中村", "锡东村", "华美村"} {
		d.Villages = append(d.Villages, village.Division{Code: village.DivisionCode("4452031042" + string(rune('1'+i/10)) + string(rune('0'+i%10))), Name: name})
	}
	return d
}

// Tags are tags in the shape of the official ones.
func Tags() village.RatingTags {
	t := village.RatingTags{Version: "test", Tags: map[village.Grade][]village.RatingTag{}}
	good := []string{"一窗受理一次办结", "可以先受理后补材料", "不用提交证明", "可以全程网上办", "可以使用手机办", "可以就近办", "无需材料直接办", "服务热情效率高"}
	poor := []string{"没有提供材料样本", "没有提供材料清单", "未在承诺时间内办结", "同样内容的证明材料被要求多次提交", "承诺办结时间后仍未办理", "在办事指南之外增加新的审批条件", "需提供办事指南之外的申报材料", "无理由超过法定办理时间"}
	for g := village.Grade(1); g <= 5; g++ {
		for i := range 8 {
			text := good[i]
			if g.Poor() {
				text = poor[i]
			}
			t.Tags[g] = append(t.Tags[g], village.RatingTag{Code: string(rune('0'+int(g))) + "0" + string(rune('1'+i)), Text: text, Core: i < 3})
		}
	}
	return t
}

// modules is a pattern in the size of a receipt's QR code.
func modules(text string) [][]bool {
	rows := make([][]bool, 45)
	for y := range rows {
		rows[y] = make([]bool, 45)
		for x := range rows[y] {
			rows[y][x] = (x*7+y*13+x*y*len(text))%3 == 0
		}
	}
	return rows
}
