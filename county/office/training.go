package office

import (
	"context"
	"time"

	"bianmin/app/village"
)

// Training is a course or an item that somebody at a counter passed (集中培训).
type Training struct {
	Number  int64
	Course  string
	Badge   string // of who passed
	Name    string // whose badge it is; the book fills it in
	Day     village.Day
	Account string // who noted it; "" = by command on the county's machine
	At      time.Time
}

// Check refuses what cannot be. The error is [village.Invalid] at "course" or "day".
func (t Training) Check() error {
	switch {
	case !saysSomething(t.Course):
		return village.Refuse("course", "err.training.course")
	case !t.Day.Real() || t.Day > village.DayOf(t.At):
		return village.Refuse("day", "err.training.day")
	}
	return nil
}

// TrainingBook keeps who passed what.
type TrainingBook interface {
	// KeepTraining keeps one under the next number. The errors are [village.NotFound] at
	// "badge", and [village.Conflict], err.training.twice, for one of the same day.
	KeepTraining(ctx context.Context, t Training) (number int64, err error)

	// Trainings are all, the latest day first, at most limit.
	Trainings(ctx context.Context, limit int) ([]Training, error)
}
