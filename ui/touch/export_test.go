package touch

// Pressed draws b as under a finger: a sheet shows several, and there is one finger.
func Pressed(b *Button) *Button {
	b.setDown(true)
	return b
}
