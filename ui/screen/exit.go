package screen

import (
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// knocker is the mark of the house as something to touch. It looks like nothing
// to press, because it is for nobody but the maintainer.
type knocker struct {
	style.Part
	knock func()
}

func newKnocker(knock func()) *knocker {
	k := &knocker{knock: knock}
	k.Init(k, nil)
	return k
}

// Frame says that it is no target of the page.
func (k *knocker) Frame() bool { return true }

// MouseDown is for Fyne.
func (k *knocker) MouseDown(*desktop.MouseEvent) { touch.Elsewhere() }

// MouseUp is for Fyne.
func (k *knocker) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		k.knock()
	}
}
