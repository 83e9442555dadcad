package screen

import (
	"slices"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// states are the pictures of each page with nothing on it, with an error and with the
// longest text; "" where the page cannot be so.
func states() map[flow.Route][3]string {
	return map[flow.Route][3]string{
		flow.RouteHome:      {"home-quiet", "home-error", "home-longest"},
		flow.RouteSearch:    {"search-none", "", "search-longest"}, // nothing can go wrong
		flow.RouteBrowse:    {"browse-none", "", "browse-longest"}, // nothing can go wrong
		flow.RouteGuide:     {"guide-empty", "guide-full", "guide-longest"},
		flow.RouteNotice:    {"", "", "notice-longest"},
		flow.RouteForm:      {"form-id-empty", "form-id-error", "form-longest"},
		flow.RouteMaterials: {"materials-empty", "materials-open", "materials-longest"}, // what is not answered has a red edge
		flow.RoutePrecheck:  {"precheck-complete", "precheck-error", "precheck-longest"},
		flow.RouteTolerance: {"", "", "tolerance-longest"}, // a refusal is said on the summary
		flow.RoutePromise:   {"", "", "promise"},
		flow.RouteConfirm:   {"booking-confirm", "confirm-error", "confirm-longest"},
		flow.RouteAccepted:  {"booking-accepted", "accepted-error", "accepted-longest"},
		flow.RouteRating:    {"rating", "rating-error", "rating-longest"},
		flow.RouteProgress:  {"progress-empty", "progress-error", "hotline-answered-longest"},
		flow.RouteLeave:     {"leave", "leave-error", "leave-longest"},
		flow.RouteResume:    {"resume-code", "resume-error", "resume-phone"}, // of the item with the longest name
		flow.RouteHotline:   {"hotline", "hotline-error", "hotline-doors"},
		flow.RouteMachine:   {"machine-empty", "machine-error", "machine-longest"},
		flow.RoutePhoto:     {"photo-empty", "photo-error", "photo-longest"},
		flow.RouteDevices:   {"devices", "devices-tried", "devices-trying"},
		flow.RouteBooking:   {"booking-empty", "booking-error", "booking"},
		flow.RouteLetters:   {"letters-empty", "letters-error", "letters-longest"},
		flow.RouteBoard:     {"board-empty", "board-error", "board-longest"},
		flow.RouteFollowUp:  {"follow-withdraw", "follow-supplement-error", "follow-supplement-longest"},
		flow.RoutePractice:  {"practice-end", "", ""},
		flow.RouteVisit:     {"visit-scan", "visit-error", "visit-longest"},
		flow.RouteChecklist: {"checklist", "checklist-error", "checklist-longest"},
		flow.RouteFinding:   {"finding-empty", "finding-error", "finding-longest"},
		flow.RouteVerdict:   {"verdict", "verdict-error", "verdict-longest"},
		flow.RoutePresence:  {"presence", "presence-error", ""}, // a code and fixed words
		flow.RouteOrders:    {"orders-empty", "orders-error", "orders-longest"},
		flow.RouteRectify:   {"rectify-empty", "rectify-error", "rectify-longest"},
		flow.RouteToday:     {"today-empty", "today-error", "today-longest"},
	}
}

func TestEveryPageHasAPictureOfEachOfItsStates(t *testing.T) {
	for _, route := range flow.Routes() {
		pictured, known := states()[route]
		if !known {
			t.Errorf("%s is not pictured", route)
		}
		for _, name := range pictured {
			if name == "" {
				continue
			}
			i := slices.IndexFunc(cases(), func(c picture) bool { return c.name == name })
			if i < 0 {
				t.Errorf("%s: there is no picture %s", route, name)
				continue
			}
			m := flowtest.New()
			turn := flow.NewTurn(m.Kiosk)
			cases()[i].walk(t, m, turn)
			if turn.Route() != route {
				t.Errorf("%s shows the page %s, not %s", name, turn.Route(), route)
			}
		}
	}
}
