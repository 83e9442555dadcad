package catalog_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
)

// want is a query, the place that must be reached, and the codes or names of
// which one must stand there.
type want struct {
	query string
	top   int
	any   []string
}

func synonyms(t testing.TB) catalog.Synonyms {
	t.Helper()
	s, err := demo.Synonyms()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func demoIndex(t testing.TB) *catalog.Index {
	t.Helper()
	c, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return catalog.NewIndex(c.Items, synonyms(t))
}

// realItems are the 1,135 items of a real district, which are not committed.
func realItems(t testing.TB) []village.ServiceItem {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", "catalogue-guangan-511602.json")
	raw, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skipf("%s is not beside the checkout: the test at real scale is skipped", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	c, problems, err := catalog.FromJSON(raw, catalog.List{Source: "511602"})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return c.Items
}

func check(t *testing.T, x *catalog.Index, wants []want) {
	t.Helper()
	for _, w := range wants {
		hits := x.Search(w.query, 8)
		found := slices.ContainsFunc(hits[:min(w.top, len(hits))], func(h catalog.Hit) bool {
			return slices.Contains(w.any, string(h.Item.Code)) || slices.Contains(w.any, h.Item.Name)
		})
		if !found {
			t.Errorf("%q: want %v in the first %d", w.query, w.any, w.top)
			for _, h := range hits[:min(5, len(hits))] {
				t.Logf("    %.3f %s %s", h.Score, h.Item.Code, h.Item.Name)
			}
		}
	}
}

func TestSearchFindsWhatPeopleSay(t *testing.T) {
	one := func(code ...string) []string { return code }
	check(t, demoIndex(t), []want{
		// names, whole and in part
		{"80周岁以上高龄老人津贴申请", 1, one("elderly-allowance")},
		{"最低生活保障审核确认", 1, one("dibao")},
		{"残疾人证新办", 1, one("disability-card-new")},
		{"残疾类别／等级变更", 1, one("disability-regrade")},
		{"残疾类别等级变更", 1, one("disability-regrade")},
		{"出生医学证明", 1, one("birth-certificate")},
		{"户口迁移(夫妻 父母 子女投靠等)", 1, one("hukou-move")},
		{"个体工商户注销", 1, one("trader-close")},
		{"高龄津贴", 1, one("elderly-allowance")},
		{"临时救助", 1, one("temporary-relief")},
		{"林木采伐许可证", 1, one("tree-felling")},
		{"８０周岁", 1, one("elderly-allowance")},
		// what people call them
		{"老人钱", 1, one("elderly-allowance")},
		{"低保", 1, one("dibao")},
		{"五保户", 1, one("tekun")},
		{"敬老卡", 1, one("elderly-card")},
		{"门特", 1, one("special-outpatient")},
		{"起厝", 3, one("homestead")},
		{"奴仔入户", 1, one("birth-hukou")},
		{"砍树", 3, one("tree-felling")},
		{"装电表", 1, one("power-install")},
		{"准生证", 1, one("birth-registration")},
		{"驾照丢了", 1, one("driver-renew")},
		{"摆摊证", 1, one("food-stall")},
		{"异地报销", 1, one("medical-remote")},
		// departments
		{"残联", 3, one("disability-card-new", "disability-card-renew", "disability-regrade")},
		{"退役军人事务局", 1, one("veteran-card", "veteran-subsidy")},
		{"供电局", 1, one("power-install")},
		{"市场监督管理局 小作坊", 1, one("food-workshop")},
		{"工商局 个体户注销", 1, one("trader-close")},
		// full pinyin
		{"laorenqian", 1, one("elderly-allowance")},
		{"gaolingbutie", 1, one("elderly-allowance")},
		{"canjizheng", 1, one("disability-card-new")},
		{"dibao", 1, one("dibao")},
		{"shangHuKou", 1, one("birth-hukou")},
		{"ying ye zhi zhao", 1, one("trader-open")},
		{"linshijiuzhu", 1, one("temporary-relief")},
		{"zhaijidi", 3, one("homestead")},
		{"canzhanbuzhu", 1, one("veteran-subsidy")},
		{"zhongcan butie", 1, one("disabled-care-subsidy")},
		// initials, and a mix
		{"cjz", 1, one("disability-card-new")},
		{"lrjt", 1, one("elderly-allowance")},
		{"db", 3, one("dibao")},
		{"sfzdq", 1, one("id-card")},
		{"gtgsh", 3, one("trader-open", "trader-change", "trader-close")},
		{"残疾zheng", 1, one("disability-card-new")},
		{"cjizheng", 3, one("disability-card-new")},
		{"老人jt", 1, one("elderly-allowance")},
		{"社保ka", 3, one("social-card-new")},
		// a slip
		{"canjizhen", 3, one("disability-card-new")},
		{"canjzheng", 3, one("disability-card-new")},
		{"canjizhegn", 3, one("disability-card-new")},
		{"gaolinbutie", 3, one("elderly-allowance")},
		{"高令津贴", 1, one("elderly-allowance")},
		{"高龄津帖", 1, one("elderly-allowance")},
		{"高龄老人贴", 1, one("elderly-allowance")},
		{"残急证", 3, one("disability-card-new")},
		{"低宝", 1, one("dibao")},
		{"营业执招", 1, one("trader-open")},
		{"最低活保障", 1, one("dibao")},
		{"居住正", 3, one("residence-permit")},
		{"无犯罪纪录证明", 1, one("no-crime-proof")},
		// sentences
		{"我想给奶奶办补贴", 3, one("elderly-allowance")},
		{"我要给孩子上户口", 1, one("birth-hukou")},
		{"想开个小卖部", 1, one("trader-open")},
		{"我家老人80岁了有什么补贴", 1, one("elderly-allowance")},
		{"身份证丢了怎么办", 1, one("id-card")},
		{"残疾证到期了怎么换", 1, one("disability-card-renew")},
		{"爷爷过世了要去销户口", 3, one("death-hukou")},
		{"请问怎么办低保", 1, one("dibao")},
		{"在外地看病怎么报销", 3, one("medical-remote", "medical-manual")},
		{"我想盖房子", 3, one("homestead", "village-planning")},
		{"老板不给工钱想打官司", 3, one("legal-aid")},
		{"小孩要读一年级", 1, one("school-enrol")},
		{"没工作了怎么登记", 1, one("unemployment-register")},
		{"社保卡不见了", 1, one("social-card-replace")},
		{"想开个公司", 1, one("company-start")},
	})
}

func TestSearchFindsRealItems(t *testing.T) {
	x := catalog.NewIndex(realItems(t), synonyms(t))
	one := func(name ...string) []string { return name }
	check(t, x, []want{
		{"老年人高龄津贴", 1, one("80周岁以上老年人高龄津贴发放")},
		{"canjizheng", 3, one("残疾人证新办")},
		{"laonianrengaolingjintie", 1, one("80周岁以上老年人高龄津贴发放")},
		{"老人补贴", 3, one("80周岁以上老年人高龄津贴发放")},
		{"我想给奶奶办补贴", 3, one("80周岁以上老年人高龄津贴发放")},
		{"我要给孩子上户口", 3, one("户口登记")},
		{"想开个小卖部", 3, one("个体工商户设立登记")},
		{"残疾证丢了", 3, one("残疾人证挂失补办")},
		{"残疾人证新办", 1, one("残疾人证新办")},
		{"cjrzxb", 1, one("残疾人证新办")},
		{"jiehun", 3, one("结婚登记预约", "补领结婚证")},
		{"领结婚证", 3, one("结婚登记预约", "补领结婚证")},
		{"烟草证", 3, one("烟草专卖零售许可证新办")},
		{"yancaozhuanmai", 5, one("烟草专卖零售许可证新办")},
		{"注销户口", 3, one("户口注销", "注销户口证明")},
		{"临时身份正明", 1, one("临时身份证明")},
		{"户口迁移", 1, one("户口迁移审批")},
		{"重残护理补贴", 3, one("重度残疾人护理补贴")},
		{"gtgshzxdj", 1, one("个体工商户注销登记")},
		{"优待证", 3, one("申领《四川省老年人优待证》")},
		{"出生证", 3, one("《出生医学证明》首次签发")},
		{"残疾类别/等级变更", 1, one("残疾类别/等级变更")},
		{"企业投资项目备案(技术改造)", 1, one("企业投资项目备案（技术改造）（市级/县级）")},
		{"医保电子凭证", 1, one("医保电子凭证申领")},
		{"只卖预包装食品备案", 3, one("仅销售预包装食品经营者备案信息采集")},
		{"个体演员备案", 1, one("个体演员备案")},
	})
}

func TestSearchGivesNothingForNonsense(t *testing.T) {
	x := demoIndex(t)
	for _, q := range []string{"火星旅游", "量子纠缠", "qqqxxx", "wvuvwv", "ｈｔｔｐ", "putaojiu", "feijipiao", "mianbaodian", "kuaidixiaoge"} {
		if hits := x.Search(q, 5); len(hits) > 0 {
			t.Errorf("%q finds %s (%.2f)", q, hits[0].Item.Name, hits[0].Score)
		}
	}
}

func TestSearchOfNothingGivesTheFirstItems(t *testing.T) {
	c, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	hits := demoIndex(t).Search("  ", 12)
	if len(hits) != 12 {
		t.Fatalf("%d hits", len(hits))
	}
	for i, h := range hits {
		if h.Item.Code != c.Items[i].Code {
			t.Errorf("hit %d is %s", i, h.Item.Code)
		}
	}
}

func TestSearchKeepsEqualNamesApartByCode(t *testing.T) {
	items := []village.ServiceItem{{Code: "b", Name: "求职创业补贴申领"}, {Code: "a", Name: "求职创业补贴申领"}}
	hits := catalog.NewIndex(items, catalog.Synonyms{}).Search("求职创业补贴申领", 0)
	if len(hits) != 2 || hits[0].Item.Code != "a" || hits[1].Item.Code != "b" {
		t.Errorf("got %v", hits)
	}
}

func TestSearchSurvivesAnyInput(t *testing.T) {
	x := demoIndex(t)
	long := string(slices.Repeat([]rune("高龄津贴abc"), 5000))
	for _, q := range []string{long, "\x00", "\xff\xfe", "a", "1", "ü", "𠮷野", "（）", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		x.Search(q, 3)
	}
	if hits := catalog.NewIndex(nil, catalog.Synonyms{}).Search("低保", 3); len(hits) != 0 {
		t.Errorf("an empty index finds %v", hits)
	}
}

func TestSearchKnowsEveryReadingOfACharacter(t *testing.T) {
	names := []string{"长期护理", "家长学校", "行政复议", "银行开户", "重病救助", "重建家园", "参保登记", "人参种植", "旅行社", "女性就业"}
	var items []village.ServiceItem
	for _, name := range names {
		items = append(items, village.ServiceItem{Code: village.ItemCode(name), Name: name})
	}
	x := catalog.NewIndex(items, catalog.Synonyms{})
	for query, name := range map[string]string{
		"changqi": "长期护理", "jiazhang": "家长学校", "xingzheng": "行政复议", "yinhang": "银行开户", "zhongbing": "重病救助",
		"chongjian": "重建家园", "canbao": "参保登记", "renshen": "人参种植", "lvxing": "旅行社", "nvxing": "女性就业", "nuxing": "女性就业",
		"jz": "家长学校", "yh": "银行开户", "rs": "人参种植",
	} {
		check(t, x, []want{{query, 1, []string{name}}})
	}
}

func TestSearchPrefersWhatSoundsTheSame(t *testing.T) {
	items := []village.ServiceItem{{Code: "a", Name: "低价登记"}, {Code: "b", Name: "低保登记"}}
	check(t, catalog.NewIndex(items, catalog.Synonyms{}), []want{{"低宝登记", 1, []string{"b"}}, {"低宝dengji", 1, []string{"b"}}})
}

func TestSearchFoldsWidthCaseBracketsAndSlashes(t *testing.T) {
	items := []village.ServiceItem{{Code: "a", Name: "《ETC卡》（新办／换卡）Ａ级"}, {Code: "b", Name: "别的事项"}}
	x := catalog.NewIndex(items, catalog.Synonyms{})
	for _, q := range []string{"etc卡", "ＥＴＣ卡新办/换卡", "ETC 卡(新办换卡)a级", "新办换卡"} {
		check(t, x, []want{{q, 1, []string{"a"}}})
	}
}

func TestSearchGivesTheSameEachTime(t *testing.T) {
	c, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	first := demoIndex(t)
	for _, q := range asked {
		want := first.Search(q, 10)
		for range 3 {
			got := catalog.NewIndex(c.Items, synonyms(t)).Search(q, 10)
			if !slices.EqualFunc(got, want, func(a, b catalog.Hit) bool { return a.Item.Code == b.Item.Code && a.Score == b.Score }) {
				t.Errorf("%q gives another order in another index", q)
			}
		}
	}
}

// The limit itself (p99 of 2 ms) is measured by the benchmarks; here ten times
// that stops a query that has become slow by nature.
func TestSearchAnswersLongPinyinQuickly(t *testing.T) {
	x := catalog.NewIndex(realItems(t), synonyms(t))
	for _, q := range append(asked, "shishishishishishishishishishishishishishishishishishishishishi", "的证登记办理审批申请管理单位") {
		best := time.Hour
		for range 5 {
			start := time.Now()
			x.Search(q, 20)
			best = min(best, time.Since(start))
		}
		if best > 20*time.Millisecond {
			t.Errorf("%q takes %v", q, best)
		}
	}
}
