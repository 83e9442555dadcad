package console

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// scoped is what {kiosk} and {id} of a path name. What lies outside the account's scope is
// [village.NotFound], as what is not there.
func scoped[T interface{ In(office.Scope) bool }](v *visit, find func(context.Context, seal.KioskID, village.RecordID) (T, error)) (T, error) {
	found, err := find(v.Context(), seal.KioskID(v.PathValue("kiosk")), village.RecordID(v.PathValue("id")))
	if err == nil && !found.In(v.account.Scope) {
		err = &village.Error{Kind: village.NotFound}
	}
	return found, err
}

// acted answers an act that ended with err: back to its page when it was done, else the
// page again with the message key of why it was not.
func (v *visit) acted(err error, path string, again func(key string) error, pairs ...any) error {
	if err == nil {
		http.Redirect(v.w, v.Request, v.view.link(path, pairs...), http.StatusSeeOther)
		return nil
	}
	e := village.Keyed(err)
	if e.Kind == village.Internal || e.Kind == village.NotFound {
		return err
	}
	v.status = http.StatusConflict
	return again(e.Key)
}
