package wire

import (
	"bianmin/app/seal"
)

// Replace asks the county for the key of a machine whose copy lies on a second
// medium. It goes only to a county whose authority has the fingerprint in the
// one-time code.
type Replace struct {
	Code   seal.Ticket  `json:"code"`
	Kiosk  seal.KioskID `json:"kiosk"`
	Escrow []byte       `json:"escrow"` // from the copy; see seal.Identity.Escrow
	Key    []byte       `json:"key"`    // [seal.CountyKey.Bytes] of the moment, which the answer is sealed for
}

// Replaced is the county's answer. While it is not ready an office has yet to open
// the escrow.
type Replaced struct {
	Ready    bool   `json:"ready"`
	Sealed   []byte `json:"sealed"`   // see seal.TakeKey
	Lifetime int64  `json:"lifetime"` // records that the county ever heard of
	Epoch    int64  `json:"epoch"`    // the latest that the county knows; 0 = none
}
