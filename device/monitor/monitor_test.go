package monitor_test

import (
	"strings"
	"testing"

	"bianmin/device/monitor"
)

func desk() []monitor.Monitor {
	return []monitor.Monitor{
		{Name: "HDMI-1", X: 1920, Width: 1080, Height: 1920},
		{Name: "eDP-1", Width: 1920, Height: 1080},
		{Name: "DP-2", X: 3000, Width: 1280, Height: 1024},
	}
}

func TestAMonitorIsNamedOrNumberedFromTheLeft(t *testing.T) {
	for want, name := range map[string]string{"eDP-1": "eDP-1", "HDMI-1": "HDMI-1", "1": "eDP-1", "2": "HDMI-1", "3": "DP-2"} {
		if m, ok := monitor.Pick(desk(), want); !ok || m.Name != name {
			t.Errorf("%q is %q, want %q", want, m.Name, name)
		}
	}
	for _, want := range []string{"", "0", "4", "hdmi-1", "VGA-1"} {
		if m, ok := monitor.Pick(desk(), want); ok {
			t.Errorf("%q is %q", want, m.Name)
		}
	}
}

func TestAMissingMonitorNamesThoseThatAreThere(t *testing.T) {
	if err := monitor.Missing(desk()); !strings.Contains(err.Error(), "HDMI-1, eDP-1, DP-2") {
		t.Error(err)
	}
}
