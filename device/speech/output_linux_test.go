package speech

import (
	"path/filepath"
	"testing"
)

func TestAMachineWithoutASoundCardHasNoLoudspeaker(t *testing.T) {
	if found, _ := filepath.Glob(cards); len(found) > 0 {
		t.Skip("this machine has a sound card")
	}
	if out, ok := FindOutput(""); ok {
		t.Errorf("it has %v", out)
	}
}
