package calendar

import (
	"errors"
	"testing"
	"time"

	"bianmin/app/village"
)

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"format":1,"version":"x","years":[{"year":2026,"notice":"n","issued":"2025-11-04","holidays":[{"name":"元旦","from":"2026-01-01","to":"2026-01-03"}],"working_weekends":["2026-01-04"]}]}`))
	f.Add([]byte(`{"format":1,"version":"x","years":[]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := Load(raw)
		if err != nil {
			if _, ours := errors.AsType[*village.Error](err); !ours {
				t.Errorf("foreign error %v", err)
			}
			return
		}
		for day := time.Date(2025, 12, 25, 0, 0, 0, 0, village.Zone); day.Year() < 2027; day = day.AddDate(0, 0, 1) {
			c.IsWorkday(day)
		}
	})
}
