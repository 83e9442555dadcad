package touch

import "bianmin/ui/style"

// Pager is the button under a list: 下面还有 n 项. A tap shows the next page; at
// the end it leads back to the top. A list that is whole in sight has none.
type Pager struct {
	*Button
	list  *List
	words func(below int) string
}

// NewPager is the pager of list; words gives what it says while below rows are
// out of sight, and what leads back to the top when below is 0. It takes over
// list.Moved; a Moved set before is still called.
func NewPager(look style.Look, list *List, words func(below int) string) *Pager {
	p := &Pager{list: list, words: words}
	p.Button = NewButton(look, Bare, "", p.turn).SetIcon("down", false)
	before := list.Moved
	list.Moved = func() {
		if before != nil {
			before()
		}
		p.Update()
	}
	p.Update()
	return p
}

// Update counts again, after the list was placed or filled.
func (p *Pager) Update() {
	below := p.list.Below()
	if below == 0 && p.list.Most() == 0 {
		p.Hide()
		return
	}
	icon := "down"
	if below == 0 {
		icon = "up"
	}
	p.SetWords(p.words(below))
	p.SetIcon(icon, false)
	p.Show()
}

func (p *Pager) turn() {
	if p.list.Below() == 0 {
		p.list.ScrollTo(0)
		return
	}
	p.list.Page(1)
}
