package style

// Type is one step of the type scale: size and visual line height in px.
type Type struct {
	Size, Line float32
	Bold       bool
}

// B is the step in Bold.
func (t Type) B() Type { t.Bold = true; return t }

// R is the step in Regular.
func (t Type) R() Type { t.Bold = false; return t }

// Figure is the type of a numeral or a hero word of that size.
func Figure(size float32) Type { return Type{Size: size, Line: size + 4, Bold: true} }

// Scale is the type scale and the margin of one mode.
type Scale struct {
	Caption, Small, Body, Title, Head, Big, H1 Type
	Margin                                     float32 // of a portrait screen
	Large                                      bool    // 大字: screens choose the one-column layout
}

// Normal is the scale of a kiosk at rest.
func Normal() Scale {
	return Scale{
		Caption: Type{28, 38, false}, Small: Type{32, 44, false}, Body: Type{36, 50, false},
		Title: Type{40, 54, true}, Head: Type{44, 58, true}, Big: Type{52, 68, true}, H1: Type{60, 76, true},
		Margin: 48,
	}
}

// Large is the scale after 大字.
func Large() Scale {
	return Scale{
		Caption: Type{40, 54, false}, Small: Type{44, 60, false}, Body: Type{48, 66, false},
		Title: Type{52, 70, true}, Head: Type{56, 74, true}, Big: Type{60, 78, true}, H1: Type{80, 98, true},
		Margin: 40, Large: true,
	}
}

// Radii and targets in px (visual.md section 4).
const (
	RadiusChip   = 8  // also number square and photo
	RadiusButton = 12 // also field, key and tool
	RadiusCard   = 16 // also notice and pad
	RadiusTile   = 20
	RadiusDialog = 24

	MinTarget = 96 // side of the smallest thing to press
	MinGap    = 12 // clear between two of them
	MinText   = 28 // smallest words on a screen
	Slop      = 20 // a press may wander so far and still counts
	Gutter    = 24
)

// Look is what a screen is drawn with. It is a value: a screen built with
// another Look is that screen in another mode.
type Look struct {
	Palette
	Scale
	Click func() // at each press; it returns at once. nil: silent
}

// Default is the look with which every person's turn starts.
func Default() Look { return Look{Palette: Light(), Scale: Normal()} }
