package api_test

import (
	"errors"
	"net/http"
	"strconv"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/sync/client"
	"bianmin/sync/wire"
)

// TestTooManyStrangersAreToldWhenToComeAgainAndKiosksAreNot: enrolment and
// replacement share the limit; the kiosk has a sentence for it.
func TestTooManyStrangersAreToldWhenToComeAgainAndKiosksAreNot(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	status, let := 0, 0
	for status != http.StatusServiceUnavailable && let < 1000 {
		path := []string{wire.EnrolPath, wire.ReplacePath}[let%2]
		status, _, _ = r.post(nobody, path, []byte("{}"))
		let++
	}
	res, err := r.line(nobody).Post(r.url+wire.EnrolPath, "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if again, err := strconv.Atoi(res.Header.Get("Retry-After")); err != nil || again < 1 || again > 60 || let < 30 || let > 100 {
		t.Errorf("after %d calls: Retry-After %q", let, res.Header.Get("Retry-After"))
	}
	code := seal.EnrolmentCode{Ticket: seal.Ticket(r.code()), Authority: countytest.Authority().Fingerprint()}
	_, _, err = client.Enrol(t.Context(), countytest.Line(r.url, countytest.Identity(2), r.server.Now), code)
	later, ok := errors.AsType[*client.LaterError](err)
	if e := village.Keyed(err); !ok || later.After < 1 || e.Key != "err.sync.later" || e.Kind != village.Offline || e.Args["seconds"] != 1 {
		t.Errorf("the kiosk is told %v", err)
	}
	if ack := r.taken(kiosk, countytest.Case(1, nil)); ack.WantSeq != 2 {
		t.Errorf("an enrolled kiosk: %+v", ack)
	}
}
