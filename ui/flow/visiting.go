package flow

import (
	"context"
	"slices"

	"bianmin/app/inspect"
)

// visitPages makes the pages of a visit and the ways between them.
func (t *Turn) visitPages() {
	t.Visit = &Visit{page: t.page(), Check: t.check, End: func() { t.show(RouteVerdict) }, Pause: t.Finish}
	t.Checklist = &Checklist{page: t.page(), Find: t.find, Leave: func() { t.popTo(RouteVisit) }, visit: t.Visit}
	t.Finding = &Finding{page: t.page(), Done: t.Back, Shoot: t.photograph, visit: t.Visit}
	t.Presence = &Presence{page: t.page(), Home: t.Finish}
	t.Verdict = &Verdict{page: t.page(), Home: t.Finish, visit: t.Visit}
	t.Finding.wipe()
	t.Verdict.wipe()
}

// check opens the rules of a section.
func (t *Turn) check(section int) {
	t.Checklist.open(section)
	t.show(RouteChecklist)
}

// find opens what was found at a rule.
func (t *Turn) find(id inspect.RuleID) {
	t.Finding.open(id)
	t.show(RouteFinding)
}

// visiting reports whether a page of a visit is shown.
func (t *Turn) visiting() bool {
	return slices.Contains([]Route{RouteVisit, RouteChecklist, RouteFinding, RouteVerdict, RoutePresence}, t.route)
}

// visitScanned gives a code to a visit: at home the paper of an inspector opens one, its
// pages take papers and badges, and no other page does. It reports whether it was one.
func (t *Turn) visitScanned(ctx context.Context, text string) bool {
	kind := inspect.PaperOf(text)
	if t.kiosk.Visits == nil || kind == "" || t.Practice.On || t.Busy() || t.Exit.Open || t.Helper.Open {
		return false
	}
	if t.route == RouteHome {
		switch kind {
		case inspect.OrderPaper, inspect.InspectorBadge:
			t.Helper.SignOut()
			t.show(RouteVisit)
		case inspect.ChallengeCode:
			t.show(RoutePresence)
		}
	}
	switch t.route {
	case RouteVisit:
		t.Visit.scan(ctx, text, kind)
	case RouteVerdict:
		t.Verdict.scan(text, kind)
	case RoutePresence:
		t.Presence.answer(ctx, text)
	}
	return t.visiting()
}
