package outbox_test

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

func TestDrainBelievesOnlyTheCountyAboutThisPush(t *testing.T) {
	stranger, _ := seal.NewIdentity(make([]byte, 32))
	for name, change := range map[string]func(*answers, *wire.Ack){
		"signed by a stranger": func(a *answers, _ *wire.Ack) { a.inner.key = stranger },
		"for another push":     func(_ *answers, ack *wire.Ack) { ack.Request[0] ^= 1 },
		"for another kiosk":    func(_ *answers, ack *wire.Ack) { ack.Kiosk = stranger.ID },
		"for another epoch":    func(_ *answers, ack *wire.Ack) { ack.Epoch = 9 },
		"of another protocol":  func(_ *answers, ack *wire.Ack) { ack.V = 9 },
		"of an unknown kind":   func(_ *answers, ack *wire.Ack) { ack.Status = "fine" },
	} {
		a := &answers{}
		q, m := queue(t, 3, a)
		trusted := a.inner.trusted()
		q.Trusted = func() []ed25519.PublicKey { return trusted }
		a.do = func(p wire.Push) (wire.Ack, error) {
			raw, _, err := a.inner.codec.Seal(storetest.Identity(), wire.PushContext, p)
			e, err2 := a.inner.codec.Envelope(raw)
			ack := a.inner.take(p, e.Sum())
			change(a, &ack)
			return ack, errors.Join(err, err2)
		}
		err := q.Drain(t.Context())
		if e, _ := errors.AsType[*village.Error](err); e == nil || e.Key != "err.sync.not_county" || waiting(t, m) != 3 {
			t.Errorf("an answer %s: %v, %d wait", name, err, waiting(t, m))
		}
		n, _ := m.Count(t.Context())
		if n.Sent != 0 || n.LastContact != nil {
			t.Errorf("an answer %s counts: %+v", name, n)
		}
	}
}

func TestACountyThatKnowsMoreThanWeDoGetsANewEpoch(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 2, a)
	image := m.Clone()
	commit(t, m, 3, 4)
	drain(t, q)
	q.Store = image // the disk is put back; the county has four records of it
	commit(t, image, 5, 5)
	drain(t, q)
	if n := waiting(t, image); n != 0 || a.inner.now.epoch != 2 || len(a.inner.now.records) != 5 {
		t.Errorf("%d wait, epoch %d, %d records at the county", n, a.inner.now.epoch, len(a.inner.now.records))
	}
}

func TestAnAnswerAboutAnotherPastIsNotBelieved(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 3, a)
	wrong := true
	a.do = func(p wire.Push) (wire.Ack, error) {
		raw, _, _ := a.inner.codec.Seal(storetest.Identity(), wire.PushContext, p)
		e, err := a.inner.codec.Envelope(raw)
		ack := a.inner.take(p, e.Sum())
		if wrong {
			ack.Head[0] ^= 1 // what is stored there is not what we sent
			n, _ := m.Count(t.Context())
			if wrong = false; n.Stored != 0 {
				t.Error("something counts as stored")
			}
		}
		return ack, err
	}
	drain(t, q)
	if waiting(t, m) != 0 || a.inner.now.epoch != 2 || len(a.inner.now.records) != 3 {
		t.Errorf("%d wait, epoch %d, %d at the county", waiting(t, m), a.inner.now.epoch, len(a.inner.now.records))
	}
}

func TestTwoMachinesUnderOneKeyAreToldAndLoseNothing(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 2, a)
	a.do = func(p wire.Push) (wire.Ack, error) {
		raw, _, _ := a.inner.codec.Seal(storetest.Identity(), wire.PushContext, p)
		e, err := a.inner.codec.Envelope(raw)
		return wire.Ack{V: wire.Version, Kiosk: p.Kiosk, Request: e.Sum(), Status: wire.StatusCloned, Epoch: p.Epoch, WantSeq: 1}, err
	}
	err := q.Drain(t.Context())
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Key != "err.sync.cloned" || waiting(t, m) != 2 {
		t.Errorf("error = %v, %d wait", err, waiting(t, m))
	}
}
