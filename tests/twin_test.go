package tests

import (
	"path/filepath"
	"strings"
	"testing"
)

// Test38TheSamePersonAndItemOnTwoOfflineMachinesIsFlaggedOnBothCases: neither machine can
// know of the other, so the county looks; both cases stay, and no document lies in clear.
func Test38TheSamePersonAndItemOnTwoOfflineMachinesIsFlaggedOnBothCases(t *testing.T) {
	t.Parallel()
	c, one, two := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(one)
	c.enrolAt(two, "445203104203")
	c.kill()
	first, second, other := one.accept(), two.accept(), accepted{}
	two.json(put(t, "applicant.id", minor(40)), &other, "accept", "--input", "-")
	c.start()
	for _, k := range []kiosk{one, two} {
		k.json("", &struct{}{}, "sync", "--once")
	}
	page := func(k kiosk, a accepted) string { return "/cases/" + k.name() + "/" + a.ID }
	c.shows("/cases", spaced(other.Code))
	c.shows("/cases", "可能重复")
	c.shows(page(one, first), spaced(second.Code))
	c.shows(page(two, second), spaced(first.Code))
	c.shows(page(two, second), "规则 same_item_and_document，第 1 版：同一证件、同一事项，前后 30 天以内（默认值）")
	if html := c.page(page(two, other)); strings.Contains(html, "可能是同一个人") {
		t.Error("somebody else is flagged")
	}
	if n := strings.Count(c.page("/cases"), ">可能重复<"); n != 2 {
		t.Errorf("%d are flagged in the list, want 2", n)
	}
	if n := len(c.records()); n != 3 {
		t.Errorf("the county holds %d records, want 3", n)
	}
	if found := residue(t, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("in clear: %v", found)
	}
}
