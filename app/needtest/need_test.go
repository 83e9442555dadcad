package needtest

import (
	"syscall"
	"testing"
)

// said is a test that notes how it was ended.
type said struct {
	testing.TB
	how string
}

func (s *said) Helper()               {}
func (s *said) Skipf(string, ...any)  { s.end("skipped") }
func (s *said) Fatalf(string, ...any) { s.end("failed") }

// end keeps the first: a real test ends there.
func (s *said) end(how string) {
	if s.how == "" {
		s.how = how
	}
}

func TestWhatIsMissingFailsInCIAndSkipsAtADesk(t *testing.T) {
	for name, tt := range map[string]struct {
		end      func(testing.TB)
		desk, ci string
	}{
		"a tool":                 {func(t testing.TB) { Tool(t, "no-such-tool-of-anybody") }, "skipped", "failed"},
		"a tool that is there":   {func(t testing.TB) { Tool(t, "go") }, "", ""},
		"a right":                {func(t testing.TB) { mounted(t, syscall.EPERM) }, "skipped", "failed"},
		"a kernel without tmpfs": {func(t testing.TB) { mounted(t, syscall.ENODEV) }, "skipped", "skipped"},
		"a disk that is mounted": {func(t testing.TB) { mounted(t, nil) }, "", ""},
	} {
		for ci, want := range map[string]string{"": tt.desk, "true": tt.ci} {
			t.Setenv("CI", ci)
			s := &said{TB: t}
			if tt.end(s); s.how != want {
				t.Errorf("%s, CI=%q: %q, want %q", name, ci, s.how, want)
			}
		}
	}
}
