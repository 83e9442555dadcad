package flow

// Working reports whether the page shown waits for what may take longer than a second:
// a disk, a printer, a camera, the county.
func (t *Turn) Working() bool {
	switch t.route {
	case RouteProgress:
		return t.Progress.busy()
	case RouteBooking:
		return t.Booking.Busy
	case RoutePhoto:
		return t.Photo.State == PhotoTaking
	case RouteDevices:
		return t.Devices.Busy()
	case RouteLetters:
		return t.Letters.Printing != "" || t.Letters.looking && t.Letters.List == nil
	case RouteAccepted:
		return t.Accepted.Paper == Printing
	case RouteLeave:
		return t.Leave.Busy || t.Leave.Paper == Printing
	case RouteFollowUp:
		return t.FollowUp.Busy || t.FollowUp.Paper == Printing
	case RouteVisit:
		return t.Visit.Busy
	case RouteVerdict:
		return t.Verdict.Busy || t.Verdict.Paper == Printing
	case RouteOrders:
		return t.Orders.looking && !t.Orders.Known
	case RouteToday:
		return t.Today.looking && !t.Today.Known
	case RouteRectify:
		return t.Rectify.Busy || t.Rectify.Paper == Printing
	case RoutePresence:
		return t.Presence.Busy
	case RoutePractice:
		return t.Practice.Paper == Printing
	}
	return t.Busy()
}
