package main

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"bianmin/app/village"
	"bianmin/sync/client"
)

// TestACommandWaitsAtTheCountysDoorAndNotForLong: as often as the county names a
// moment that is near, and not for one that is far.
func TestACommandWaitsAtTheCountysDoorAndNotForLong(t *testing.T) {
	crowd := func(after time.Duration) error {
		return &village.Error{Kind: village.Offline, Key: "err.sync.later", Err: &client.LaterError{Status: 503, After: after}}
	}
	refused := errors.New("refused")
	for name, test := range map[string]struct {
		answers []error
		want    error
		asked   int
		took    time.Duration
	}{
		"let in after a while":  {[]error{crowd(time.Second), crowd(2 * time.Second), nil}, nil, 3, 3 * time.Second},
		"refused after a while": {[]error{crowd(time.Second), refused}, refused, 2, time.Second},
		"not today":             {[]error{crowd(time.Hour)}, crowd(time.Hour), 1, 0},
		"refused at once":       {[]error{refused}, refused, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, asked := time.Now(), 0
				err := patiently(t.Context(), func() error { asked++; return test.answers[asked-1] })
				if asked != test.asked || time.Since(start) != test.took || (err == nil) != (test.want == nil) {
					t.Errorf("asked %d times in %v: %v", asked, time.Since(start), err)
				}
			})
		})
	}
}
