package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	store "bianmin/storage/kiosk"
	"bianmin/sync/client"
	"bianmin/sync/wire"
)

// enrol makes the kiosk known to the county and notes where it stands. A kiosk
// that is enrolled may come again with a new code: it keeps its key. A kiosk
// that has taken something in stays with its county, at whatever address: another
// one has no right to read what was handed in for the first.
func (k *kiosk) enrol(ctx context.Context, url, code string) (enrolAnswer, error) {
	parsed, err := seal.ParseEnrolmentCode(code)
	if err != nil {
		return enrolAnswer{}, err
	}
	var answer wire.Enrolled
	var authority []byte
	if err := patiently(ctx, func() (err error) {
		answer, authority, err = client.Enrol(ctx, client.Line{URL: url, Identity: k.identity, Time: k.clock.past}, parsed)
		return err
	}); err != nil {
		return enrolAnswer{}, err
	}
	if err := k.staysIn(ctx, answer.County); err != nil {
		return enrolAnswer{}, err
	}
	e := store.Enrolment{
		URL: url, Kiosk: k.identity.ID, Village: answer.Village, Centre: answer.Centre,
		County: answer.County, District: answer.District, EnrolledAt: k.clock.wall(),
		CountyKeys: answer.CountyKeys, SigningKeys: answer.SigningKeys,
		Authority: authority, Certificate: answer.Certificate,
	}
	if _, err := countyOf(e); err != nil {
		return enrolAnswer{}, &village.Error{Kind: village.Offline, Field: "county", Key: "err.county.no_key", Err: err}
	}
	if err := k.store.SaveEnrolment(ctx, e, answer.ServerTime); err != nil {
		return enrolAnswer{}, err
	}
	return enrolAnswer{Kiosk: string(k.identity.ID), Village: e.Village, Centre: e.Centre}, nil
}

// crowdWait is how long a command stays at the door of a county that has too many
// strangers before it, as on the day when a whole town is fitted out.
const crowdWait = 30 * time.Second

// patiently asks again when the county says so.
func patiently(ctx context.Context, ask func() error) error {
	for end := time.Now().Add(crowdWait); ; {
		err := ask()
		later, ok := errors.AsType[*client.LaterError](err)
		if !ok || time.Now().Add(later.After).After(end) {
			return err
		}
		if stopped := pause(ctx, later.After); stopped != nil {
			return err
		}
	}
}

// staysIn refuses a county other than the one that records were taken in for.
func (k *kiosk) staysIn(ctx context.Context, county village.DivisionCode) error {
	old := k.enrolment.Load().County
	if old == "" || old == county {
		return nil
	}
	at, err := k.store.OutboxState(ctx)
	if err == nil && at.Lifetime > 0 {
		err = &village.Error{Kind: village.Conflict, Field: "county", Key: "err.kiosk.other_county"}
	}
	return err
}

// takeCountyKeys seals for the newest of the county's keys from now on. One that this
// release cannot seal for leaves everything as it is.
func (k *kiosk) takeCountyKeys(ctx context.Context, keys [][]byte) error {
	if len(keys) == 0 {
		return nil
	}
	if _, err := seal.ParseCountyKey(keys[len(keys)-1]); err != nil {
		return nil //nolint:nilerr // of a later release
	}
	before := *k.enrolment.Load()
	if err := k.store.SaveCountyKeys(ctx, keys); err != nil {
		return err
	}
	if err := k.refresh(ctx); err != nil {
		return err
	}
	if !slices.EqualFunc(before.CountyKeys, k.enrolment.Load().CountyKeys, bytes.Equal) {
		k.copies.renew(ctx)
	}
	return nil
}

// refresh takes up what a command may have written: the enrolment, and what the
// county said of the time.
func (k *kiosk) refresh(ctx context.Context) error {
	e, err := k.store.Enrolment(ctx)
	if err != nil && village.KindOf(err) != village.NotFound {
		return err
	}
	told, err := k.store.CountyTime(ctx)
	if err != nil {
		return err
	}
	e.Village = k.divisions.Today(e.Village) // the village was perhaps renamed since
	k.enrolment.Store(&e)
	k.clock.learn(told)
	return nil
}

// countySigners are the keys that this kiosk's county signs answers with.
func (k *kiosk) countySigners() []ed25519.PublicKey {
	var keys []ed25519.PublicKey
	for _, raw := range k.enrolment.Load().SigningKeys {
		if len(raw) == ed25519.PublicKeySize {
			keys = append(keys, raw)
		}
	}
	return keys
}
