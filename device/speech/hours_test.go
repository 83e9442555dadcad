package speech

import (
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestHoursAreReadAsWritten(t *testing.T) {
	h, err := ParseHours("6=70, 7=100,12=0,14=100,21=45")
	if err != nil {
		t.Fatal(err)
	}
	for hour, want := range map[int]int{0: 45, 5: 45, 6: 70, 7: 100, 11: 100, 12: 0, 13: 0, 14: 100, 20: 100, 21: 45, 23: 45} {
		if got := h.At(time.Date(2026, 11, 23, hour, 59, 0, 0, time.UTC)); got != want {
			t.Errorf("at %d it speaks at %d %%, want %d", hour, got, want)
		}
	}
	for _, wrong := range []string{"", "7", "7=", "=70", "7=101", "7=-1", "24=50", "-1=50", "8=50,7=60", "7=50,7=60", "7=50;8=60"} {
		if _, err := ParseHours(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestNoonIsCalm(t *testing.T) {
	h, err := ParseHours(Calm)
	if err != nil {
		t.Fatal(err)
	}
	if !(h[12] < h[11] && h[13] < h[14] && h[2] < h[20] && h[20] < h[10]) {
		t.Errorf("%v", h)
	}
}

// TestEveryHourHasItsOwnLoudness writes any day and reads it again.
func TestEveryHourHasItsOwnLoudness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want Hours
		text := ""
		for i := range want {
			want[i] = rapid.IntRange(0, 100).Draw(t, "percent")
			if i > 0 {
				text += ","
			}
			text += strconv.Itoa(i) + "=" + strconv.Itoa(want[i])
		}
		if got, err := ParseHours(text); err != nil || got != want {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
	})
}
