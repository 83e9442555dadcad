package request

import (
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

func Test24EveryTypeOfTicketHasAFormThatTheLinterTakes(t *testing.T) {
	list, err := Items()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range catalog.Lint(list) {
		if p.Severity == catalog.Error || p.Item != village.TicketPraise.Item() { // praise has no limit, which is a warning
			t.Error(p)
		}
	}
	limits := map[village.TicketType]int{
		village.TicketConsult: 2, village.TicketHelp: 10, village.TicketSuggest: 10, village.TicketComplain: 15, village.TicketReport: 15, village.TicketPraise: 0,
	}
	for _, kind := range village.TicketTypes() {
		found := false
		for _, it := range list.Items {
			if it.Code == kind.Item() {
				found = true
				if it.PromisedDays != limits[kind] || it.DaysUnit != village.WorkingDays || it.Version != list.Version {
					t.Errorf("%s: %d %s of %q", kind, it.PromisedDays, it.DaysUnit, it.Version)
				}
			}
		}
		if !found {
			t.Errorf("%s has no form", kind)
		}
	}
}
