package tests

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

func Test32NothingIsLostOrDoubledWhileTheCountyDies(t *testing.T) {
	t.Parallel()
	out, err := outage("", "200", "100")
	t.Log(out)
	if err != nil || !strings.Contains(out, "300 receipts, 300 records") {
		t.Fatalf("the outage script failed: %v", err)
	}
}

// TestOutageScriptSeesALostReceipt is the negative control.
func TestOutageScriptSeesALostReceipt(t *testing.T) {
	t.Parallel()
	out, err := outage("LOSE=1", "4", "2")
	if err == nil || !strings.Contains(out, "01900000-0000-7000-8000-000000000000") {
		t.Fatalf("a receipt without a record was not found: %v\n%s", err, out)
	}
}

func outage(env string, args ...string) (string, error) {
	cmd := exec.Command("./outage.sh", append([]string{build}, args...)...)
	cmd.Env = append(os.Environ(), env)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
