package office

import (
	"context"
	"sync/atomic"

	"bianmin/app/calendar"
	"bianmin/app/snapshot"
)

// Calendars has the calendar by which days are counted now. A [calendar.Calendar] has itself.
type Calendars interface{ Calendar() *calendar.Calendar }

// CalendarBook is where the published calendar is, and what was counted by which.
type CalendarBook interface {
	Snapshots

	// CountedBy notes by which content days are counted from now on. When it is another than
	// before, the clocks of all cases stand until [Office.Wind] has counted them again.
	CountedBy(ctx context.Context, sum [32]byte) error
}

// WorkingDays is the calendar that the county counts by: the one that it published last to its
// machines, so that both sides count the same, and that of the program while there is none. It
// may be used by several goroutines at once.
type WorkingDays struct {
	Book   CalendarBook
	Unpack func([]byte) ([]byte, error)

	in atomic.Pointer[calendarInUse]
}

type calendarInUse struct {
	sum [32]byte
	*calendar.Calendar
}

// Calendar is the one that was read last.
func (d *WorkingDays) Calendar() *calendar.Calendar {
	if in := d.in.Load(); in != nil {
		return in.Calendar
	}
	return defaultDays()
}

// sum is that of the calendar that was read last; zero = none was.
func (d *WorkingDays) sum() (sum [32]byte) {
	if in := d.in.Load(); in != nil {
		sum = in.sum
	}
	return sum
}

// Refresh reads the published calendar when it is another than before. One that cannot be read
// leaves the last one in use: days are still counted, and the error says so.
func (d *WorkingDays) Refresh(ctx context.Context) error {
	m, err := newestOf(ctx, d.Book, snapshot.Calendar)
	if err != nil || m.Version == 0 {
		return err
	}
	if in := d.in.Load(); in != nil && in.sum == m.SHA256 {
		return nil
	}
	_, plain, err := inUse(ctx, d.Book, d.Unpack, snapshot.Calendar)
	if err != nil {
		return err
	}
	cal, err := calendar.Load(plain)
	if err != nil {
		return err
	}
	if err := d.Book.CountedBy(ctx, m.SHA256); err != nil {
		return err
	}
	d.in.Store(&calendarInUse{m.SHA256, cal})
	return nil
}
