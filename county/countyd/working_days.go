package main

import (
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/sync/wire"
)

// workingDays is the calendar that this county published to its machines, else that of the
// program. There is one for a program: who serves keeps it up to date.
func workingDays(w *world, db *county.DB) (*office.WorkingDays, error) {
	if w.days == nil {
		w.days = &office.WorkingDays{Book: db, Unpack: wire.UnpackContent}
	}
	return w.days, w.days.Refresh(w.ctx)
}
