package village

import "testing"

func TestTheFirstServiceActOfItsKindHasItsNameAlone(t *testing.T) {
	for _, tt := range []struct {
		act, kind string
		n         int
		ok        bool
	}{
		{"supplement", "supplement", 1, true}, {"supplement.2", "supplement", 2, true}, {"supplement.99", "supplement", 99, true},
		{"supplement.1", "", 0, false}, {"supplement.0", "", 0, false}, {"supplement.02", "", 0, false}, {"supplement.-2", "", 0, false},
		{"supplement.+2", "", 0, false}, {"supplement.100", "", 0, false}, {"supplement.2.3", "", 0, false}, {"supplement.", "", 0, false},
	} {
		kind, n, ok := ActNth(tt.act)
		if ok != tt.ok || ok && (kind != tt.kind || n != tt.n || NthAct(kind, n) != tt.act) {
			t.Errorf("%q is %q number %d, %v", tt.act, kind, n, ok)
		}
	}
}
