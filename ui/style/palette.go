package style

import "image/color"

// Palette is every colour of a look. A fill (Red, Teal, Amber) carries the
// words of its On colour; a mark (RedMark, TealMark, AmberMark) is a word, an
// icon or a border on paper, card or its tint. In the light palette most marks
// equal their fill; in high contrast they do not.
type Palette struct {
	Paper, Card, Sunk color.NRGBA // grounds
	Hair, Edge        color.NRGBA // decoration; borders of controls
	Ink, Ink2, OnInk  color.NRGBA // main words; second line; words on a fill of ink

	Red, RedPressed, OnRed, RedMark, RedTint           color.NRGBA
	Teal, TealPressed, OnTeal, TealMark, TealTint      color.NRGBA
	Amber, AmberPressed, OnAmber, AmberMark, AmberTint color.NRGBA

	OnMark color.NRGBA // a tick on a filled mark, as in a chosen box
	Accent color.NRGBA // second stroke of an icon of 56 px and more
	Guide  color.NRGBA // lines that help the hand and say nothing

	Off, OffText, Scrim color.NRGBA // OffText says why a button does nothing, so it is read like any other

	MinBorder  float32 // no border of a control is thinner
	ChipBorder float32 // border of a chip in its own colour; 0 where a tint does it
}

// hex reads 0xRRGGBB.
func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}

// Light is the palette of a kiosk at rest.
func Light() Palette {
	white, ink := hex(0xFFFFFF), hex(0x1C1A17)
	red, teal, amber := hex(0xA31621), hex(0x0C5F61), hex(0xF0B03C)
	return Palette{
		Paper: hex(0xFAF7F0), Card: white, Sunk: hex(0xF0EBE1),
		Hair: hex(0xDDD5C7), Edge: hex(0x857C6E),
		Ink: ink, Ink2: hex(0x5A544B), OnInk: white,
		Red: red, RedPressed: hex(0x7C0F18), OnRed: white, RedMark: red, RedTint: hex(0xFAEBE8),
		Teal: teal, TealPressed: hex(0x084648), OnTeal: white, TealMark: teal, TealTint: hex(0xE2EFED),
		Amber: amber, AmberPressed: hex(0xD9971F), OnAmber: ink, AmberMark: hex(0x7A4A00), AmberTint: hex(0xFDF2DA),
		OnMark: white, Accent: red, Guide: hex(0xE8B4B8),
		Off: hex(0xE6E0D5), OffText: hex(0x575047),
		Scrim: color.NRGBA{R: 0x1C, G: 0x1A, B: 0x17, A: 0xC7}, // 78 %
	}
}

// HighContrast is the palette of the second press on 大字: 10:1 everywhere,
// no tints.
func HighContrast() Palette {
	black, raised, white := hex(0x000000), hex(0x262626), hex(0xFFFFFF)
	yellow, pressed := hex(0xFFD83D), hex(0xE0B400)
	return Palette{
		Paper: black, Card: black, Sunk: raised,
		Hair: white, Edge: white,
		Ink: white, Ink2: white, OnInk: black,
		Red: yellow, RedPressed: pressed, OnRed: black, RedMark: hex(0xFF9A8F), RedTint: black,
		Teal: yellow, TealPressed: pressed, OnTeal: black, TealMark: hex(0x7FE3DC), TealTint: black,
		Amber: yellow, AmberPressed: pressed, OnAmber: black, AmberMark: hex(0xFFC24A), AmberTint: black,
		OnMark: black, Accent: yellow, Guide: hex(0x6E6E6E),
		Off: raised, OffText: hex(0xD4D4D4),
		Scrim:     color.NRGBA{A: 0xC7},
		MinBorder: 4, ChipBorder: 3,
	}
}

// Border is the width of a border that is px wide in the light palette.
func (p Palette) Border(px float32) float32 { return max(px, p.MinBorder) }

// Rest is the part of a bar or a ring that is not done yet: quieter than what is
// done, in high contrast too, where a hair is white.
func (p Palette) Rest() color.NRGBA {
	if p.ChipBorder > 0 {
		return p.Guide
	}
	return p.Hair
}
