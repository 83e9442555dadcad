package village

import "time"

// Grade is a rating of a service (好差评等级): 5 非常满意 … 1 非常不满意.
type Grade int

// Valid reports whether g is one of the five.
func (g Grade) Valid() bool { return g >= 1 && g <= 5 }

// Poor reports whether g is a 差评, which needs a tag or a text.
func (g Grade) Poor() bool { return g == 1 || g == 2 }

// RatingTag is one of the official reasons (评价详情). The set is under
// national version control: nothing is added or cut locally.
type RatingTag struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Core bool   `json:"core,omitempty"` // shown first; the rest stands under 更多
}

// RatingTags is a version of the official tags: eight for each grade.
type RatingTags struct {
	Version string                `json:"version"`
	Source  string                `json:"source"`
	Tags    map[Grade][]RatingTag `json:"tags"`
}

// Find is the tag with the given code, and its grade.
func (t RatingTags) Find(code string) (RatingTag, Grade, bool) {
	for g, tags := range t.Tags {
		for _, tag := range tags {
			if tag.Code == code {
				return tag, g, true
			}
		}
	}
	return RatingTag{}, 0, false
}

// Rating is what a kiosk keeps in clear of a rating (好差评): neither the grade
// nor a word of it, only which service act was rated, so that it is rated once.
type Rating struct {
	ID      RecordID
	Target  ShortCode // "" for the centre as a whole
	Act     string    // service act, as "receive" (收件); one rating each
	RatedAt time.Time
	Digest  []byte
	Seq     int64
	Helper  string // badge of who helped, for the row of the log; not kept with it
}
