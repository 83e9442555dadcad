package screen

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

const trailing = fyne.TextAlignTrailing

// newPick is one of a few answers side by side: the chosen one is ticked and
// stands on teal.
func newPick(look style.Look, kind touch.Kind, words string, chosen bool, tap func()) *touch.Button {
	if !chosen {
		return touch.NewButton(look, kind, words, tap)
	}
	chosenLook := look
	chosenLook.Card, chosenLook.Edge, chosenLook.Ink = look.TealTint, look.TealMark, look.TealMark
	return touch.NewButton(chosenLook, kind, words, tap).SetIcon("check", false)
}
