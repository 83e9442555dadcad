package office

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"

	"bianmin/app/seal"
	"bianmin/app/village"
)

//go:embed anomaly.json
var anomalyFile []byte

// RatingRules say which ratings look made, and how long and up to which number who works
// beside those who rated sees no figures. Answers name their version.
type RatingRules struct {
	Version   string `json:"version"`
	Basis     string `json:"basis"`
	Days      int    `json:"days"` // how far back is looked
	Burst     Least  `json:"burst"`
	SameWords Least  `json:"same_words"`
	AllBest   Least  `json:"all_best"`
	Delay     struct {
		Least int `json:"least"`
		Most  int `json:"most"`
	} `json:"delay_hours"`
	SmallGroup int `json:"small_group"`
}

// Least is how many ratings a rule asks about: with the same words, as long as so many
// characters.
type Least struct {
	Least      int `json:"least"`
	Characters int `json:"characters"`
}

// RatingDefaults are the rules that come with the program.
//
//nolint:gochecknoglobals // the embedded definition, parsed once
var RatingDefaults = sync.OnceValue(func() RatingRules {
	r, err := ParseRatingRules(anomalyFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return r
})

// ParseRatingRules reads rules and refuses those that ask about everything or hide
// nothing.
func ParseRatingRules(raw []byte) (r RatingRules, err error) {
	if err := village.DecodeJSON(raw, &r); err != nil {
		return r, fmt.Errorf("read the rules of ratings: %w", err)
	}
	for _, l := range []Least{r.Burst, r.SameWords, r.AllBest} {
		if l.Least < 2 {
			return r, errors.New("a rule of ratings asks about single ones")
		}
	}
	if r.Version == "" || r.Basis == "" || r.Days < 1 || r.SameWords.Characters < 2 || r.SmallGroup < 2 || r.Delay.Least < 1 || r.Delay.Most <= r.Delay.Least {
		return r, errors.New("the rules of ratings have no version, basis, days or bounds")
	}
	return r, nil
}

// Rules that ask about ratings.
const (
	AnomalyBurst     = "burst"      // more in one minute on one machine than people make
	AnomalySameWords = "same_words" // the same words again and again on one machine
	AnomalyAllBest   = "all_best"   // nothing but the best grade on one machine
)

// RatingAnomaly is a question for who looks after a machine, no proof. Its version is that of
// the rules.
type RatingAnomaly struct {
	village.Decided
	Kiosk    seal.KioskID
	Village  village.DivisionCode
	From, To time.Time // of the ratings, by the kiosk's clock
	Ratings  int
	Best     int // of them, of grade 4 and 5; not counted for same_words
}

// Near reports whether who has the scope works beside the people who were rated: in the
// unit or the town.
func (s Scope) Near() bool { return s != (Scope{}) }

// DelayMS is the least wait of a rating in ms before it is shown near the people who were
// rated, and how much longer it may be.
func (r RatingRules) DelayMS() (least, spread int64) {
	return int64(r.Delay.Least) * time.Hour.Milliseconds(), int64(r.Delay.Most-r.Delay.Least) * time.Hour.Milliseconds()
}

// DelayFactor scatters the waits: the millisecond in which the county received a rating is
// known to nobody near it. The database counts alike.
const DelayFactor = 7919

// Ripe reports whether a rating may be seen near the people who were rated. A poor one may
// at once: somebody has to put things right.
func (r RatingRules) Ripe(one Rating, now time.Time) bool {
	least, spread := r.DelayMS()
	received := one.ReceivedAt.UnixMilli()
	return one.Grade.Poor() || received+least+received*DelayFactor%spread <= now.UnixMilli()
}

// Small reports whether the figures of a page would tell who gave what.
func (p RatingPage) Small(rules RatingRules) bool {
	n := 0
	for _, count := range p.Grades {
		n += count
	}
	return n < rules.SmallGroup
}

// SameText is what two texts have in common that say the same: letters and digits, no
// signs and spaces. "" for what is too short to say anything.
func (r RatingRules) SameText(text string) string {
	same := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, text)
	if len([]rune(same)) < r.SameWords.Characters {
		return ""
	}
	return same
}
