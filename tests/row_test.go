package tests

import (
	"strings"
	"testing"
)

// workdays answers lines like "2026-09-30 5" by command, an answer a line.
func workdays(t *testing.T, lines string) []string {
	t.Helper()
	exit, out, errs := newKiosk(t).run(lines, "tool", "workday")
	if exit != 0 {
		t.Fatalf("exit %d: %s", exit, errs)
	}
	return strings.Split(strings.TrimSpace(out), "\n")
}

// Test25WorkingDaysAreCountedByTheCalendarThatShips: over days that are free, over a Saturday
// that is not, from the day after.
func Test25WorkingDaysAreCountedByTheCalendarThatShips(t *testing.T) {
	t.Parallel()
	said := workdays(t, "2026-02-13 10\n2026-09-30 5\n2026-11-23 1\n2026-02-30 1\n")
	for i, want := range []string{`"due":"2026-03-05"`, `"due":"2026-10-13"`, `"due":"2026-11-24"`, `"key":"err.workday.date"`} {
		if i >= len(said) || !strings.Contains(said[i], want) {
			t.Errorf("answer %d of %q lacks %s", i, said, want)
		}
	}
}

// Test45ALastDayIsExplainedWithTheDaysThatDoNotCount, and with the Saturday that does.
func Test45ALastDayIsExplainedWithTheDaysThatDoNotCount(t *testing.T) {
	t.Parallel()
	why := workdays(t, "2026-09-30 5\n")[0]
	for _, part := range []string{"5个工作日", "10月1日至7日放假不算", "10月10日星期六上班算一天", "最迟 10月13日"} {
		if !strings.Contains(why, part) {
			t.Errorf("%s lacks %s", why, part)
		}
	}
}

// Test313AReceiptSaysThatNothingIsAcceptedYet, and counts days on that
// condition.
func Test313AReceiptSaysThatNothingIsAcceptedYet(t *testing.T) {
	t.Parallel()
	paper := newStation(t).paperOf(good)
	for _, part := range []string{"已收件，尚未受理", "受理后第二天算起。如果"} {
		if !strings.Contains(paper, part) {
			t.Errorf("the receipt lacks %s: %s", part, paper)
		}
	}
}

// Test312WhatAMachineTookInIsTracedThereWithoutALine: it claims what it knows, that the application
// lies here, and no step of the county.
func Test312WhatAMachineTookInIsTracedThereWithoutALine(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	var s struct {
		State string
		Steps []any
		Item  struct{ Name string }
	}
	k.json("", &s, "status", k.accept().Code)
	if s.Item.Name == "" || len(s.Steps) != 0 || s.State == "accepted" {
		t.Errorf("the machine says %+v", s)
	}
}

// Test23PapersMayFollowOnlyWhenTheMainOnesAreThere: the commitment is refused before anybody signs
// in vain.
func Test23PapersMayFollowOnlyWhenTheMainOnesAreThere(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	k.mustRefuse(put(t, "tolerance", map[string]any{"agreed": true, "signature": "iVBORw0KGgo="}), "tolerance", "accept")
	if q := k.queue(); q.Waiting != 0 {
		t.Errorf("it is queued: %+v", q)
	}
}
