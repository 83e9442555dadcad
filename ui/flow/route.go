package flow

// Route names a page.
type Route string

const (
	RouteHome      Route = "home"
	RouteSearch    Route = "search"
	RouteBrowse    Route = "browse"
	RouteGuide     Route = "guide"
	RouteNotice    Route = "notice"
	RouteForm      Route = "form"
	RouteMaterials Route = "materials"
	RoutePrecheck  Route = "precheck"
	RouteTolerance Route = "tolerance"
	RoutePromise   Route = "promise"
	RouteConfirm   Route = "confirm"
	RouteAccepted  Route = "accepted"
	RouteRating    Route = "rating"
	RouteProgress  Route = "progress"
	RouteLeave     Route = "leave"
	RouteResume    Route = "resume"
	RouteHotline   Route = "hotline"
	RouteMachine   Route = "machine"
	RoutePhoto     Route = "photo"
	RouteDevices   Route = "devices"
	RouteBooking   Route = "booking"
	RouteLetters   Route = "letters"
	RouteBoard     Route = "board"
	RouteFollowUp  Route = "follow"
	RoutePractice  Route = "practice"
	RouteVisit     Route = "visit"
	RouteChecklist Route = "checklist"
	RouteFinding   Route = "finding"
	RouteVerdict   Route = "verdict"
	RoutePresence  Route = "presence"
	RouteOrders    Route = "orders"
	RouteRectify   Route = "rectify"
	RouteToday     Route = "today"
)

// Routes are all pages, in the order in which a person meets them.
func Routes() []Route {
	return []Route{
		RouteHome, RouteSearch, RouteBrowse, RouteGuide, RouteNotice, RouteForm, RouteMaterials,
		RoutePrecheck, RouteTolerance, RoutePromise, RouteConfirm, RouteAccepted, RouteRating, RouteProgress, RouteLeave, RouteResume, RouteHotline, RouteBooking, RouteBoard, RouteMachine, RoutePhoto, RouteDevices, RouteLetters, RouteFollowUp, RoutePractice,
		RouteVisit, RouteChecklist, RouteFinding, RouteVerdict, RoutePresence, RouteOrders, RouteRectify, RouteToday,
	}
}
