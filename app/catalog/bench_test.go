package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
)

var asked = []string{
	"老年人高龄津贴", "canjizheng", "我想给奶奶办补贴", "我要给孩子上户口", "想开个小卖部", "gtgshzxdj", "证", "登记", "办理登记申请审批",
	"laonianrengaolingjintie", "残急证", "食品经营许可证新办", "人社局 失业", "社保ka", "城乡居民基本养老保险参保登记", "zj", "shenpi",
	"在外地看病怎么报销", "企业投资项目备案(技术改造)", "火星旅游", "jianshegongchengguihuaxukezhenghefa", "zhongd残疾人 jiatingwzagaizao",
}

// many makes n items with names like real ones: those of the real list when it
// is there, else of the demo, varied in their endings.
func many(b *testing.B, n int) []village.ServiceItem {
	b.Helper()
	c, err := demo.Catalogue()
	if err != nil {
		b.Fatal(err)
	}
	var seed []village.ServiceItem
	for _, it := range c.Items {
		seed = append(seed, village.ServiceItem{Name: it.Name, Aliases: it.Aliases[:1], Department: it.Department})
	}
	rng := rand.New(rand.NewPCG(1, 0))
	endings := []rune("首次延续变更补办注销备案年审换领新增设立乡镇街道城区个人单位企业学校医院农村林业水利交通旅游文化体育")
	items := make([]village.ServiceItem, n)
	for i := range items {
		items[i] = seed[rng.IntN(len(seed))]
		other := []rune(seed[rng.IntN(len(seed))].Name)
		items[i].Code = village.ItemCode(fmt.Sprintf("c%06d", i))
		items[i].Name += string(other[:min(len(other), 4)])
		for range 3 {
			items[i].Name += string(endings[rng.IntN(len(endings))])
		}
	}
	return items
}

func benchSearch(b *testing.B, items []village.ServiceItem) {
	start := time.Now()
	x := catalog.NewIndex(items, synonyms(b))
	built := time.Since(start)
	var times []time.Duration
	each := make([][]time.Duration, len(asked))
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		x.Search(asked[i%len(asked)], 20)
		took := time.Since(start)
		times = append(times, took)
		each[i%len(asked)] = append(each[i%len(asked)], took)
	}
	slices.Sort(times)
	b.ReportMetric(float64(slowest(each).Microseconds()), "slowest-µs")
	b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(built.Milliseconds()), "build-ms")
}

func BenchmarkSearchReal(b *testing.B) { benchSearch(b, realItems(b)) }
func BenchmarkSearch1k(b *testing.B)   { benchSearch(b, many(b, 1_000)) }
func BenchmarkSearch10k(b *testing.B)  { benchSearch(b, many(b, 10_000)) }
func BenchmarkSearch100k(b *testing.B) { benchSearch(b, many(b, 100_000)) }

// slowest is the median time of the query that takes longest. Unlike a p99 over
// all times it says little about what else the machine does.
func slowest(each [][]time.Duration) (longest time.Duration) {
	for _, times := range each {
		if slices.Sort(times); len(times) > 0 {
			longest = max(longest, times[len(times)/2])
		}
	}
	return longest
}
