package calendar

import (
	"fmt"
	"slices"
	"strings"

	"bianmin/app/village"
)

// Window says what one window of a centre is for (窗口分工). A window that nobody wrote
// anything about serves everybody.
type Window struct {
	Window      int                `json:"window"`                // 1 to 99, as in a [village.Slot]
	Items       []village.ItemCode `json:"items,omitempty"`       // items that it takes
	Departments []string           `json:"departments,omitempty"` // units all of whose items it takes, as the catalogue writes them
}

const (
	maxWindows = 99
	maxServed  = 2000 // items, or units, of one window
)

// Serves reports whether window n of the centre takes applications for it.
func (h Hours) Serves(n int, it village.ServiceItem) bool {
	i := slices.IndexFunc(h.Windows, func(w Window) bool { return w.Window == n })
	if i < 0 {
		return true
	}
	unit, _, _ := strings.Cut(strings.ReplaceAll(it.Department, "(", "（"), "（") // behind it stands its part, as 牵头
	return slices.Contains(h.Windows[i].Items, it.Code) || slices.Contains(h.Windows[i].Departments, strings.TrimSpace(unit))
}

// checkWindows refuses a window that cannot be, stands there twice or serves nobody.
func (h Hours) checkWindows() error {
	seen := map[int]bool{}
	for _, w := range h.Windows {
		if w.Window < 1 || w.Window > maxWindows || seen[w.Window] || len(w.Items)+len(w.Departments) == 0 || len(w.Items)+len(w.Departments) > maxServed {
			return fmt.Errorf("window %d is none, there twice, or names neither items nor units", w.Window)
		}
		seen[w.Window] = true
	}
	return nil
}
