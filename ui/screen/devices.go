package screen

import (
	"bianmin/ui/flow"
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
	l, trial := sh.look, d.Trials[key]
	try := act{Name: "try." + key, Words: sh.t("device.try"), Kind: touch.Plain, Tap: func() { d.Try(key) }}
	c := card{title: sh.t("device." + key), words: trial.Text, edge: l.Hair, width: 2, acts: []act{try}, off: d.Busy()}
	switch trial.State {
	case flow.TrialDone:
		c.edge, c.width = l.TealMark, 4
	case flow.TrialFailed:
		c.edge, c.width = l.RedMark, 4
	}
	return sh.card(c)
}
