package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewDevices draws what can be tried at the machine.
func NewDevices(st Stage) *Screen {
	d := st.Turn.Devices
	head := newHeader(st, head{Title: st.t("devices.title")})
	return newScreen(st, head, func(sh *sheet) {
		blocks := []block{sh.paragraph(sh.t("devices.note"))}
		for _, dev := range d.List() {
			blocks = append(blocks, deviceCard(sh, d, dev.Key))
		}
		sh.list(pager{d.Pages, d.Down, d.Up}, sh.columns(sh.body(head)), blocks)
		sh.foot(act{Name: "previous", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: st.Turn.Back})
	})
}

// deviceCard is one device: what it is, what became of its trial, and the button.
func deviceCard(sh *sheet, d *flow.Devices, key string) block {
	const pad, tall = 24, 104
	l, trial := sh.look, d.Trials[key]
	try := touch.NewButton(l, touch.Plain, sh.t("device.try"), func() { d.Try(key) })
	if d.Busy() {
		try.SetEnabled(false)
	}
	button := max(try.Least(), 200)
	room := sh.colWidth() - 2*pad - button - gap
	name, said := style.NewText(l.Head, l.Ink, sh.t("device."+key)), style.NewText(l.Body, l.Ink2, trial.Text)
	name.At(0, 0, room)
	said.At(0, 0, room)
	high := max(name.Height()+said.Height(), tall) + 2*pad
	return block{height: high + 16, count: 1, draw: func(a area) {
		edge, width := fyneColor(l.Hair), l.Border(2)
		switch trial.State {
		case flow.TrialDone:
			edge, width = l.TealMark, l.Border(4)
		case flow.TrialFailed:
			edge, width = l.RedMark, l.Border(4)
		}
		sh.box(l.Card, edge, width, style.RadiusCard, area{a.x, a.y, a.w, high})
		y := sh.text(name, area{a.x + pad, a.y + pad, room, 0})
		sh.text(said, area{a.x + pad, y, room, 0})
		sh.target("try."+key, try, area{a.x + a.w - pad - button, a.y + (high-tall)/2, button, tall})
	}}
}
