package office

import (
	"context"
	"sync"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// JudgeBook is what a [Judge] looks at.
type JudgeBook interface {
	RulingBook
	MakeUpBook
	RatingAnomalies(ctx context.Context, s Scope, rules RatingRules, since time.Time) ([]RatingAnomaly, error)

	// Unanswered are cases with their acts that nobody has accepted, refused or asked about,
	// of which something was due before a time and nothing is kept by [DeemedRule] yet, at
	// most limit.
	Unanswered(ctx context.Context, now time.Time, limit int) ([]CaseHead, error)

	// Unlooked are requests with a number of which nothing is kept by [SameRequestRule] yet,
	// the oldest first, at most limit.
	Unlooked(ctx context.Context, limit int) ([]RequestHead, error)
}

// Judge keeps what rules decide by themselves when no record and nobody's act is behind it:
// a time that is over, ratings and requests beside each other.
type Judge struct {
	Book    JudgeBook
	Work    *Office
	Hotline *Hotline

	looking sync.Mutex
	looked  time.Time
}

// judgeEvery bounds how often everything is looked through, as nothing is opened meanwhile;
// judgedAtOnce how much of it.
const (
	judgeEvery   = 10 * time.Minute
	judgedAtOnce = 200
)

// Look decides, at most once in ten minutes, also when that failed.
func (j *Judge) Look(ctx context.Context) error {
	j.looking.Lock()
	defer j.looking.Unlock()
	now := j.Work.Now()
	if since := now.Sub(j.looked); !j.looked.IsZero() && since >= 0 && since < judgeEvery {
		return nil
	}
	j.looked = now
	return j.Decide(ctx)
}

// Decide looks through everything and keeps what is new.
func (j *Judge) Decide(ctx context.Context) error {
	for _, find := range []func(context.Context) ([]Ruling, error){j.unanswered, j.makeUps, j.ratings, j.requests} {
		list, err := find(ctx)
		if err != nil {
			return err
		}
		if err := j.Book.KeepRulings(ctx, list); err != nil {
			return err
		}
	}
	return nil
}

func (j *Judge) unanswered(ctx context.Context) (list []Ruling, err error) {
	cases, err := j.Book.Unanswered(ctx, j.Work.Now(), judgedAtOnce)
	for _, c := range cases {
		stand, err := j.Work.Standing(c)
		if err != nil {
			return nil, err
		}
		list = append(list, stand.rulings(c, j.Work.Now())...)
	}
	return list, err
}

func (j *Judge) makeUps(ctx context.Context) ([]Ruling, error) {
	found, err := j.Work.MakeUps(ctx, j.Book, Scope{})
	return MakeUpRulings(found, j.Work.Now()), err
}

// MakeUpRulings are those by which the end of cases is proposed.
func MakeUpRulings(found []Followed, now time.Time) (list []Ruling) {
	for _, f := range found {
		if f.Over {
			list = append(list, Ruling{Decided: f.Decided, Kiosk: f.Kiosk, Subject: f.Subject(), MadeAt: now})
		}
	}
	return list
}

func (j *Judge) ratings(ctx context.Context) ([]Ruling, error) {
	now, rules := j.Work.Now(), RatingDefaults()
	found, err := j.Book.RatingAnomalies(ctx, Scope{}, rules, now.AddDate(0, 0, -rules.Days))
	return AnomalyRulings(found, now), err
}

// AnomalyRulings are those by which ratings are asked about.
func AnomalyRulings(found []RatingAnomaly, now time.Time) (list []Ruling) {
	for _, a := range found {
		list = append(list, Ruling{Decided: a.Decided, Kiosk: a.Kiosk, MadeAt: now})
	}
	return list
}

// requests looks for those that may be the same, once for each: of a pair the later one is
// looked at when the earlier is there, and both sides get the decision.
func (j *Judge) requests(ctx context.Context) (list []Ruling, err error) {
	if j.Hotline == nil {
		return nil, nil
	}
	heads, err := j.Book.Unlooked(ctx, judgedAtOnce)
	for _, head := range heads {
		r, err := j.Hotline.Store.Request(ctx, head.Kiosk, head.ID)
		if err != nil {
			return nil, err
		}
		twins, err := j.Hotline.Twins(ctx, r)
		if err != nil {
			return nil, err
		}
		now := j.Work.Now()
		if len(twins) == 0 {
			list = append(list, Ruling{Decided: alone(head), Kiosk: head.Kiosk, Subject: string(head.ID), MadeAt: now})
		}
		for _, t := range twins {
			list = append(list, Ruling{t.Decided, head.Kiosk, string(head.ID), now}, Ruling{t.Decided, t.Kiosk, string(t.ID), now})
		}
	}
	return list, err
}

// alone is that nothing looked the same when a request was looked at.
func alone(r RequestHead) village.Decided {
	return village.Decide(SameRequestRule, SameRequestVersion, "alone", sideOf(r))
}

// requestSide is what tells a request in the inputs of [SameRequestRule].
type requestSide struct {
	Kiosk      seal.KioskID     `json:"kiosk"`
	ID         village.RecordID `json:"id"`
	ReceivedMS int64            `json:"received_ms"`
}

func sideOf(r RequestHead) requestSide {
	return requestSide{r.Kiosk, r.ID, r.ReceivedAt.UnixMilli()}
}
