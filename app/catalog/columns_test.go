package catalog

import (
	"testing"

	"bianmin/app/village"
)

func TestDaysOfListsAreReadAsDistrictsWriteThem(t *testing.T) {
	names := Columns{Columns: map[string][]string{"day": {"受理日期"}}}
	for text, want := range map[string]village.Day{
		"2026-11-03": "2026-11-03", "2026/11/3": "2026-11-03", "2026年11月3日": "2026-11-03", "20261103": "2026-11-03", "2026-11-03 10:05:00": "2026-11-03",
		"": "", "昨天": "", "2026-13-01": "", "3/11/2026": "", "2026-11": "", "2026110": "",
	} {
		r := names.Of(Row{Number: 2, Cells: map[string]string{"受理日期": text}})
		if got := r.Day("day"); got != want || (r.Err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", text, got, r.Err)
		}
	}
}
