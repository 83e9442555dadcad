package console

import (
	"time"

	"bianmin/app/village"
)

// moment is t as people write it, in the zone of China; the year stands only
// when it is not this one.
func (v *view) moment(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.In(village.Zone), now.In(village.Zone)
	if t.Year() != now.Year() {
		return t.Format(v.text.T("county.time.year"))
	}
	return t.Format(v.text.T("county.time.day"))
}

// span is how long d is in the two largest units, as "4 小时 23 分"; "" when it
// is less than a minute.
func (v *view) span(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0 && hours > 0:
		return v.text.T("county.span.days_hours", "days", days, "hours", hours)
	case days > 0:
		return v.text.T("county.span.days", "days", days)
	case hours > 0:
		return v.text.T("county.span.hours", "hours", hours, "minutes", minutes)
	case minutes > 0:
		return v.text.T("county.span.minutes", "minutes", minutes)
	}
	return ""
}
