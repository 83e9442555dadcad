package catalog

import (
	"slices"
	"testing"

	"bianmin/app/village"
)

// TestM1EveryItemStandsInOneGroup of each way: who looks without a word finds what
// who writes one finds.
func TestM1EveryItemStandsInOneGroup(t *testing.T) {
	items := []village.ServiceItem{
		{Code: "lamp"},
		{Code: "card", Theme: "老年", Department: "区民政局"},
		{Code: "land", Theme: "住房与土地", Department: "区自然资源局（不动产登记中心）"},
		{Code: "care", Theme: " 老年", Department: "镇街(区卫健局指导)"},
		{Code: "wood", Theme: "农林", Department: "区自然资源局（林业）"},
	}
	for way, want := range map[Way][]string{
		ByTheme:      {"老年 card care", "住房与土地 land", "农林 wood", " lamp"},
		ByDepartment: {"区民政局 card", "区自然资源局 land wood", "镇街 care", " lamp"},
	} {
		var got []string
		for _, g := range Groups(items, way) {
			line := g.Name
			for _, it := range g.Items {
				line += " " + string(it.Code)
			}
			got = append(got, line)
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %s: %q, want %q", way, got, want)
		}
	}
}
