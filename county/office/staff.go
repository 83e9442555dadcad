package office

import (
	"context"
	"io"
	"strings"
	"time"

	"bianmin/app/lock"
	"bianmin/app/snapshot"
	"bianmin/app/token"
	"bianmin/app/village"
)

// Member is a person who helps at the machines (帮办代办员), by the number of the
// badge. Machines never learn the name.
type Member struct {
	Badge     string
	Name      string
	AddedAt   time.Time
	RevokedAt time.Time // the zero time while the person may help
	Salt, PIN []byte    // of app/lock
}

// StaffList lists every member that there ever was.
type StaffList interface {
	Members(ctx context.Context) ([]Member, error)
}

// StaffBook keeps them.
type StaffBook interface {
	StaffList

	// AddMember adds m; a badge is one person's for ever, else a [village.Conflict].
	AddMember(ctx context.Context, m Member) error

	// SetMemberPIN gives a member who may help another PIN. Without one it is
	// [village.NotFound].
	SetMemberPIN(ctx context.Context, badge string, salt, pin []byte) error

	// RevokeMember ends the help of a member at a moment, once. Without one who may
	// help it is [village.NotFound].
	RevokeMember(ctx context.Context, badge string, at time.Time) error
}

// StaffDays is for how many days a list of helpers is good: whoever is revoked
// helps at a machine without a line and without a stick no longer. A default of
// ours; no rule names one.
const StaffDays = 30

// Roll is the county's book of helpers.
type Roll struct {
	Book   StaffBook
	Now    func() time.Time
	Random io.Reader
}

// Add lets a person with a badge help. The PIN is chosen by the person and is not
// kept.
func (r *Roll) Add(ctx context.Context, badge, name, pin string) error {
	if !token.NumberFits(badge) {
		return village.Refuse("badge", "err.token.number")
	}
	if strings.TrimSpace(name) == "" {
		return village.Refuse("name", "err.staff.name")
	}
	salt, hash, err := lock.Make(pin, r.Random)
	if err != nil {
		return err
	}
	err = r.Book.AddMember(ctx, Member{Badge: badge, Name: strings.TrimSpace(name), AddedAt: r.Now(), Salt: salt, PIN: hash})
	if err != nil && village.KindOf(err) == village.Conflict {
		return &village.Error{Kind: village.Conflict, Field: "badge", Key: "err.staff.twice", Err: err}
	}
	return err
}

// SetPIN gives a person another PIN.
func (r *Roll) SetPIN(ctx context.Context, badge, pin string) error {
	salt, hash, err := lock.Make(pin, r.Random)
	if err != nil {
		return err
	}
	return unknownMember(r.Book.SetMemberPIN(ctx, badge, salt, hash))
}

// Revoke ends a person's help at every machine that hears of it; at the others when
// their list is over.
func (r *Roll) Revoke(ctx context.Context, badge string) error {
	return unknownMember(r.Book.RevokeMember(ctx, badge, r.Now()))
}

func unknownMember(err error) error {
	if err != nil && village.KindOf(err) == village.NotFound {
		return &village.Error{Kind: village.NotFound, Field: "badge", Key: "err.staff.unknown", Err: err}
	}
	return err
}

// PublishStaff publishes who may help, good for [StaffDays] from today on, once a
// day and whenever somebody comes or goes. A county that never had any helper
// publishes nothing.
func (p *Publisher) PublishStaff(ctx context.Context) error {
	if p.Staff == nil {
		return nil
	}
	members, err := p.Staff.Members(ctx)
	if err != nil || len(members) == 0 {
		return err
	}
	var helpers []snapshot.Helper
	for _, m := range members {
		if m.RevokedAt.IsZero() {
			helpers = append(helpers, snapshot.Helper{Badge: m.Badge, Salt: m.Salt, PIN: m.PIN})
		}
	}
	plain, err := snapshot.EncodeStaff(p.Now().In(village.Zone).AddDate(0, 0, StaffDays-1), helpers)
	if err != nil {
		return err
	}
	return p.publishList(ctx, snapshot.Helpers, plain)
}
