package screen

import "bianmin/ui/flow"

// New draws the page of a route.
func New(st Stage, r flow.Route) *Screen {
	switch r {
	case flow.RouteSearch:
		return NewSearch(st)
	case flow.RouteGuide:
		return NewGuide(st)
	case flow.RouteNotice:
		return NewNotice(st)
	case flow.RouteForm:
		return NewForm(st)
	case flow.RouteMaterials:
		return NewMaterials(st)
	case flow.RouteConfirm:
		return NewConfirm(st)
	case flow.RouteAccepted:
		return NewAccepted(st)
	case flow.RouteRating:
		return NewRating(st)
	case flow.RouteProgress:
		return NewProgress(st)
	case flow.RouteLeave:
		return NewLeave(st)
	case flow.RouteMachine:
		return NewMachine(st)
	case flow.RouteResume:
		return NewResume(st)
	case flow.RouteHotline:
		return NewHotline(st)
	case flow.RoutePhoto:
		return NewPhoto(st)
	case flow.RouteDevices:
		return NewDevices(st)
	case flow.RouteBooking:
		return NewBooking(st)
	case flow.RouteLetters:
		return NewLetters(st)
	case flow.RouteBoard:
		return NewBoard(st)
	case flow.RouteFollowUp:
		return NewFollowUp(st)
	}
	return NewHome(st)
}
