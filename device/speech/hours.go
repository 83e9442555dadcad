package speech

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Hours is how loud the machine speaks from each hour of the day on, in percent.
// Index 0 is midnight to one o'clock.
type Hours [24]int

// Calm are the hours of a machine that was told nothing, our own choice: the hall is
// full by day, people live around it, and at noon villages sleep.
const Calm = "0=45,6=70,7=100,12=60,14=100,19=70,21=45"

var errHours = errors.New("hours are written as 0=45,7=100,12=60,14=100: from which hour on, how loud in percent")

// ParseHours reads "0=45,7=100,12=60": from each hour on, until the next one, that
// loud. What stands before the first hour is as loud as the last. Hours go up, from
// 0 to 23, and loudness is 0 to 100; anything else is an error.
func ParseHours(text string) (h Hours, err error) {
	last, loud := -1, 0
	var first int
	for part := range strings.SplitSeq(text, ",") {
		from, percent, ok := strings.Cut(strings.TrimSpace(part), "=")
		hour, wrong := strconv.Atoi(from)
		next, wrongToo := strconv.Atoi(percent)
		if !ok || wrong != nil || wrongToo != nil || hour <= last || hour > 23 || next < 0 || next > 100 {
			return Hours{}, errHours
		}
		if last < 0 {
			first = hour
		}
		for i := max(last, 0); i < hour; i++ {
			h[i] = loud
		}
		last, loud = hour, next
	}
	for i := last; i < len(h); i++ {
		h[i] = loud
	}
	for i := range first {
		h[i] = loud
	}
	return h, nil
}

// UnmarshalText reads h as [ParseHours] does.
func (h *Hours) UnmarshalText(text []byte) (err error) {
	*h, err = ParseHours(string(text))
	return err
}

// At is how loud the machine speaks at a time of day.
func (h Hours) At(t time.Time) int { return h[t.Hour()] }
