package flow

// Back goes one page or one question back and keeps what was typed.
func (t *Turn) Back() {
	switch {
	case t.Busy() || t.within():
		return
	case t.over() || len(t.stack) == 0:
		t.Finish()
		return
	}
	t.route, t.stack = t.stack[len(t.stack)-1], t.stack[:len(t.stack)-1]
	if t.route == RouteHome {
		t.GoHome()
		return
	}
	t.returned()
	t.moved(t.route)
}

// over reports whether nothing is left on the page shown that could be taken back.
func (t *Turn) over() bool {
	switch t.route {
	case RouteAccepted, RoutePractice:
		return true
	case RouteFollowUp:
		return t.FollowUp.Done()
	case RouteVerdict:
		return t.Verdict.Done()
	case RouteRectify:
		return t.Rectify.Done()
	}
	return t.Leave.Gone()
}

// within goes one step back on the page shown and reports whether there was one.
func (t *Turn) within() bool {
	switch {
	case t.route == RouteForm:
		return t.Form.previous()
	case t.route == RouteResume:
		return t.Resume.previous()
	case t.route == RouteFollowUp && t.FollowUp.Signing:
		return t.FollowUp.previous()
	case t.route == RouteNotice && t.Notice.Full:
		t.Notice.Show(false)
	case t.route == RouteFinding && t.Finding.Writing:
		t.Finding.Write(false)
	case t.route == RouteVerdict && t.Verdict.Open != "":
		t.Verdict.Write("")
	case t.route == RouteRectify && t.Rectify.Writing:
		t.Rectify.Write(false)
	case t.route == RouteRating && t.Rating.Writing:
		t.Rating.Write(false)
	case t.route == RouteRating && t.Rating.Telling:
		t.Rating.Tell(false)
	case t.route == RouteProgress && t.Progress.Found && t.Progress.Elsewhere.Open:
		t.Progress.Elsewhere.Close()
	case t.route == RouteHotline && t.Hotline.Doors:
		t.Hotline.Show(false)
	case t.route == RouteBrowse && t.Browse.Group != nil:
		t.Browse.Close()
	case t.route == RouteBoard && t.Board.Notice != nil:
		t.Board.Close()
	default:
		return false
	}
	return true
}
