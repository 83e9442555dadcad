package keyboard

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Keypad is the number pad of 3 by 4 keys. The lower left key is X on a pad for
// ID numbers and missing on others.
type Keypad struct {
	style.Part
	target Target
	keys   [12]*touch.Button // left to right, top down; nil where none is
}

// KeypadHeight is the height of four keys of 152 px and their gaps.
const KeypadHeight = 4*keypadKey + 3*keypadGap

const (
	keypadKey = 152
	keypadGap = 16
)

// NewKeypad is a pad that types into target.
func NewKeypad(o Options, withX bool, target Target) *Keypad {
	k := &Keypad{target: target}
	face := style.Type{Size: 68, Line: 84, Bold: true}
	labels := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", ""}
	if withX {
		labels[9] = "X"
	}
	var objects []fyne.CanvasObject
	for i, label := range labels {
		if label == "" {
			continue
		}
		k.keys[i] = touch.NewButton(o.Look, touch.Plain, label, func() { k.typ(label) }).SetType(face)
		objects = append(objects, k.keys[i])
	}
	k.keys[11] = deleteKey(o, o.Text("keyboard.delete.digit"), func() {
		if k.target != nil {
			k.target.Backspace()
		}
	})
	k.Init(k, k.arrange, append(objects, k.keys[11])...)
	return k
}

// SetTarget changes what the pad types into; nil is nothing.
func (k *Keypad) SetTarget(t Target) { k.target = t }

// TypedRune takes a key of a physical keyboard.
func (k *Keypad) TypedRune(r rune) {
	if r == 'x' {
		r = 'X'
	}
	if r >= '0' && r <= '9' || r == 'X' && k.keys[9] != nil {
		k.typ(string(r))
	}
}

// TypedKey takes a key without a character.
func (k *Keypad) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyBackspace && k.target != nil {
		k.target.Backspace()
	}
}

func (k *Keypad) typ(s string) {
	if k.target != nil {
		k.target.Insert(s)
	}
}

func (k *Keypad) arrange(s fyne.Size) {
	w := (s.Width - 2*keypadGap) / 3
	h := (s.Height - 3*keypadGap) / 4
	for i, key := range k.keys {
		if key != nil {
			key.Place(float32(i%3)*(w+keypadGap), float32(i/3)*(h+keypadGap), w, h)
		}
	}
}
