// Package flow holds what every screen of the kiosk knows and does, without a
// screen: one view-model a page and the [Turn] of one person that ties them
// together. All methods run on the UI goroutine; work that may take long goes
// through [Kiosk.Run].
package flow
