package flow_test

import (
	"slices"
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// TestM12ASearchWithoutAResultIsCountedOnce, when the person gives it up, and not while
// it is typed.
func TestM12ASearchWithoutAResultIsCountedOnce(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(*flow.Turn)
		want []string
	}{
		{"nothing was searched for", func(t *flow.Turn) { t.GoHome() }, nil},
		{"typed and left", func(t *flow.Turn) { queried(t, "飞", "飞机", "飞机票"); t.GoHome(); t.GoHome() }, []string{"飞机票"}},
		{"taken back", func(t *flow.Turn) { queried(t, "飞机票", "飞机", "飞", "") }, []string{"飞机票"}},
		{"another word in its place", func(t *flow.Turn) { queried(t, "飞机", "", "火车"); t.GoHome() }, []string{"飞机", "火车"}},
		{"found all the same", func(t *flow.Turn) { queried(t, "老人", "老人飞机", "老人"); t.Search.Choose(0) }, []string{"老人飞机"}},
		{"typed on to a result", func(t *flow.Turn) { queried(t, "残疾", "残疾证"); t.GoHome() }, nil},
		{"letters that are no word yet", func(t *flow.Turn) { t.Search.Compose("qqq"); t.Search.Compose(""); t.GoHome() }, nil},
		{"punctuation", func(t *flow.Turn) { queried(t, "？？"); t.GoHome() }, nil},
		{"practice", func(t *flow.Turn) { t.Practice.On = true; queried(t, "飞机票"); t.GoHome() }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := flowtest.New()
			var got []string
			m.Kiosk.Missed = func(q string) { got = append(got, q) }
			turn := flow.NewTurn(m.Kiosk)
			tt.do(turn)
			if !slices.Equal(got, tt.want) {
				t.Errorf("counted %q, want %q", got, tt.want)
			}
		})
	}
}

// queried is a query as it grows.
func queried(t *flow.Turn, steps ...string) {
	for _, q := range steps {
		t.Search.SetQuery(q)
	}
}
