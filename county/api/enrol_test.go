package api_test

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

func TestEnrolTellsTheKioskWhereItStands(t *testing.T) {
	r := newRig(t)
	kiosk, code := countytest.Identity(1), r.code()
	var first []byte
	for range office.MaxTries + 2 { // a lost answer makes the kiosk ask again
		status, key, raw := r.enrol(code, kiosk)
		if status != http.StatusOK {
			t.Fatalf("enrol: %d %s", status, key)
		}
		first = raw
	}
	var e wire.Enrolled
	if err := json.Unmarshal(first, &e); err != nil || e.Centre != "锡场镇江滨村党群服务中心" || e.District != "揭东区" ||
		e.Village != "445203104202" || e.County != "445203000000" || e.Kiosk != kiosk.ID {
		t.Errorf("enrolled %+v, %v", e, err)
	}
	certificate, err := x509.ParseCertificate(e.Certificate)
	if err != nil || certificate.CheckSignatureFrom(countytest.Authority().Certificate()) != nil || !kiosk.Public().Equal(certificate.PublicKey) {
		t.Errorf("certificate %+v, %v", certificate, err)
	}
	if status, key, _ := r.enrol(code, countytest.Identity(2)); status != http.StatusForbidden || key != "err.county.code_used" {
		t.Errorf("a second machine: %d %s", status, key)
	}
}

func TestEnrolmentCodeDiesAfterFiveWrongTries(t *testing.T) {
	r := newRig(t)
	code := r.code()
	wrong := code[:10] + map[bool]string{true: "1", false: "0"}[code[10] == '0']
	for range office.MaxTries {
		if status, key, _ := r.enrol(wrong, countytest.Identity(1)); status != http.StatusForbidden || key != "err.county.code" {
			t.Errorf("wrong code: %d %s", status, key)
		}
	}
	if status, key, _ := r.enrol(code, countytest.Identity(1)); status != http.StatusForbidden || key != "err.county.code" {
		t.Errorf("the right code after five wrong ones: %d %s", status, key)
	}
}

func TestEnrolmentCodeTriesAtOnceAreCountedBeforeTheyAreAnswered(t *testing.T) {
	r := newRig(t)
	code := r.code()
	wrong := code[:10] + map[bool]string{true: "1", false: "0"}[code[10] == '0']
	for answered := new(atomic.Int64); answered.Load() < office.MaxTries; { // who finds no slot is told to come again, and is not counted
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if status, _, _ := r.enrol(wrong, countytest.Identity(1)); status == http.StatusForbidden {
					answered.Add(1)
				}
			})
		}
		wg.Wait()
	}
	if status, _, _ := r.enrol(code, countytest.Identity(1)); status != http.StatusForbidden {
		t.Errorf("the code lives after twenty tries: %d", status)
	}
}

func TestEnrolmentCodeExpires(t *testing.T) {
	r := newRig(t)
	code := r.code()
	r.clock = r.clock.Add(office.EnrolmentHours * time.Hour)
	if status, key, _ := r.enrol(code, countytest.Identity(1)); status != http.StatusForbidden || key != "err.county.code_expired" {
		t.Errorf("after a day: %d %s", status, key)
	}
}

func TestEnrolNeedsProofOfTheKey(t *testing.T) {
	r := newRig(t)
	ask, err := wire.NewEnrol(seal.Ticket(r.code()), countytest.Identity(1))
	other, err2 := wire.NewEnrol(ask.Code, countytest.Identity(2))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	ask.Request = other.Request
	body, err := json.Marshal(ask)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, _ := r.post(nobody, wire.EnrolPath, body); status != http.StatusForbidden {
		t.Errorf("answer %d", status)
	}
}
