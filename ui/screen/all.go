package screen

import "bianmin/ui/flow"

// New draws the page of a route.
func New(st Stage, r flow.Route) *Screen {
	pages := map[flow.Route]func(Stage) *Screen{
		flow.RouteSearch:    NewSearch,
		flow.RouteBrowse:    NewBrowse,
		flow.RouteGuide:     NewGuide,
		flow.RouteNotice:    NewNotice,
		flow.RouteForm:      NewForm,
		flow.RouteMaterials: NewMaterials,
		flow.RoutePrecheck:  NewPrecheck,
		flow.RouteTolerance: func(st Stage) *Screen { return NewUndertaking(st, st.Turn.Tolerance) },
		flow.RoutePromise:   func(st Stage) *Screen { return NewUndertaking(st, st.Turn.Promise) },
		flow.RouteConfirm:   NewConfirm,
		flow.RouteAccepted:  NewAccepted,
		flow.RouteRating:    NewRating,
		flow.RouteProgress:  NewProgress,
		flow.RouteLeave:     NewLeave,
		flow.RouteMachine:   NewMachine,
		flow.RouteResume:    NewResume,
		flow.RouteHotline:   NewHotline,
		flow.RoutePhoto:     NewPhoto,
		flow.RouteDevices:   NewDevices,
		flow.RouteBooking:   NewBooking,
		flow.RoutePractice:  NewPractice,
		flow.RouteLetters:   NewLetters,
		flow.RouteBoard:     NewBoard,
		flow.RouteFollowUp:  NewFollowUp,
		flow.RouteVisit:     NewVisit,
		flow.RouteChecklist: NewChecklist,
		flow.RouteFinding:   NewFinding,
		flow.RouteVerdict:   NewVerdict,
		flow.RoutePresence:  NewPresence,
		flow.RouteOrders:    NewOrders,
		flow.RouteRectify:   NewRectify,
		flow.RouteToday:     NewToday,
	}
	if draw, ok := pages[r]; ok {
		return draw(st)
	}
	return NewHome(st)
}
