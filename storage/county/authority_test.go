package county

import (
	"bytes"
	"testing"
)

func TestTheFirstAuthorityStaysUntilItIsForgotten(t *testing.T) {
	db := openNew(t)
	for i, step := range []struct {
		own, want []byte
		forget    bool
	}{
		{nil, nil, false}, {[]byte("first"), []byte("first"), false}, {[]byte("second"), []byte("first"), false}, {nil, []byte("first"), false},
		{nil, nil, true}, {[]byte("second"), []byte("second"), false},
	} {
		if step.forget {
			if err := db.ForgetAuthority(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := db.Authority(t.Context(), step.own); err != nil || !bytes.Equal(got, step.want) {
			t.Errorf("step %d: %q, %v; want %q", i, got, err, step.want)
		}
	}
}
