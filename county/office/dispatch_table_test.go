package office

import (
	"testing"

	"bianmin/app/village"
)

const dispatchTable = `{"version":"2026-1","document":"某府办〔2026〕1号","rows":[
	{"unit":"丙局"},
	{"type":"complain","unit":"乙局"},
	{"place":"445203104000","unit":"甲镇","co":["丙局"]},
	{"place":"445203104202","unit":"甲镇"},
	{"place":"445203104000","type":"complain","unit":"乙局"}]}`

func TestH2TheNearestRowOfTheTableGivesARequestOut(t *testing.T) {
	table, err := ParseDispatchTable([]byte(dispatchTable), []string{"甲镇", "乙局", "丙局"}, func(village.DivisionCode) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		of    village.TicketType
		place village.DivisionCode
		row   int
	}{
		{village.TicketHelp, "445203001201", 1},
		{village.TicketComplain, "445203001201", 2},
		{village.TicketHelp, "445203104201", 3},
		{village.TicketComplain, "445203104201", 5},
		{village.TicketComplain, "445203104202", 4}, // the village before the type
	} {
		if n, row := table.For(tt.of, tt.place); n != tt.row || row.Unit != table.Rows[n-1].Unit {
			t.Errorf("%s in %s: row %d, want %d", tt.of, tt.place, n, tt.row)
		}
	}
	if n, _ := (DispatchTable{}).For(village.TicketHelp, "445203104201"); n != 0 {
		t.Error("a county without a table has a row")
	}
}

func TestATableThatCouldNotBeFollowedIsRefused(t *testing.T) {
	row := func(r string) string {
		return `{"version":"1","rows":[{"unit":"乙局","place":"445203104202"},` + r + `]}`
	}
	for name, tt := range map[string]struct{ raw, field, key string }{
		"no JSON":       {"x", "table", "err.json.syntax"},
		"no version":    {`{"rows":[{"unit":"乙局"}]}`, "table", "err.dispatch.table"},
		"no rows":       {`{"version":"1"}`, "table", "err.dispatch.table"},
		"a type":        {row(`{"unit":"乙局","type":"gossip"}`), "rows.2.type", "err.dispatch.type"},
		"a place":       {row(`{"unit":"乙局","place":"999999999999"}`), "rows.2.place", "err.dispatch.place"},
		"a unit":        {row(`{"unit":"丁局"}`), "rows.2.unit", "err.dispatch.unit"},
		"helps itself":  {row(`{"unit":"乙局","co":["乙局"]}`), "rows.2.unit", "err.dispatch.unit"},
		"twice":         {row(`{"unit":"乙局","place":"445203104202"}`), "rows.2.place", "err.dispatch.twice"},
		"another field": {row(`{"unit":"乙局","days":3}`), "table.days", "err.json.unknown"},
	} {
		_, err := ParseDispatchTable([]byte(tt.raw), []string{"乙局"}, func(c village.DivisionCode) bool { return c != "999999999999" })
		if e := village.Keyed(err); e.Key != tt.key || e.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}
