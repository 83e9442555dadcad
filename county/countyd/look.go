package main

import (
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// looking is the flags of every command that shows what a person wrote: it asks why, as the
// console does, and the look is on disk before anything is shown.
type looking struct {
	Reason string `required:"" enum:"handle,check,contact,complaint,other" help:"Why you look; it is kept: handle, check, contact, complaint or other."`
	Words  string `placeholder:"TEXT" help:"With other: the reason in words, 200 characters at most."`
}

// look is one in the name of this program, of which the console's list tells.
func (l looking) look(w *world, what string) office.Look {
	return office.Look{Account: "countyd", At: w.now(), What: what, Reason: office.LookReason(l.Reason), Words: l.Words}
}

// keep notes that the record of a machine is opened.
func (l looking) keep(w *world, db *county.DB, kiosk seal.KioskID, id village.RecordID, what string) error {
	look := l.look(w, what)
	if err := look.Check(); err != nil {
		return err
	}
	look.Kiosk, look.ID = kiosk, id
	return db.KeepLook(w.ctx, look)
}
