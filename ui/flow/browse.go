package flow

import (
	"bianmin/app/catalog"
	"bianmin/app/village"
)

// Browse finds a service item without a word: by what happens in a life, or by the
// office (一门式).
type Browse struct {
	page
	Way    catalog.Way
	Groups []catalog.Group
	Group  *catalog.Group // the one that is looked into; nil: all of them are shown
	Pages  Pages
	Chosen func(village.ServiceItem)

	list Pages // where the person stood among the groups
}

// Other is the way that is not used now.
func (b *Browse) Other() catalog.Way {
	if b.Way == catalog.ByTheme {
		return catalog.ByDepartment
	}
	return catalog.ByTheme
}

// Open shows the groups of way.
func (b *Browse) Open(way catalog.Way) {
	b.wipe()
	b.Way, b.Groups = way, b.kiosk.Groups(way)
	b.hush()
	b.Changed()
}

// Look shows the items of the i-th group.
func (b *Browse) Look(i int) {
	if b.Group != nil || i < 0 || i >= len(b.Groups) {
		return
	}
	b.Group, b.list, b.Pages = &b.Groups[i], b.Pages, Pages{}
	b.hush()
	b.Changed()
}

// Close goes back to the groups, where the person stood.
func (b *Browse) Close() {
	b.Group, b.Pages, b.list = nil, b.list, Pages{}
	b.hush()
	b.Changed()
}

// Choose opens the i-th item of the group.
func (b *Browse) Choose(i int) {
	if b.Group != nil && i >= 0 && i < len(b.Group.Items) {
		b.Chosen(b.Group.Items[i])
	}
}

// Name is what a group is called.
func (b *Browse) Name(g catalog.Group) string {
	if g.Name == "" {
		return b.T("browse.other")
	}
	return g.Name
}

// Down goes on to the page that starts with the entry next.
func (b *Browse) Down(next int) { b.Pages.Down(next); b.hush(); b.Changed() }

// Up goes back one page.
func (b *Browse) Up() { b.Pages.Up(); b.hush(); b.Changed() }

func (b *Browse) aloud() []Phrase {
	s := b.script("browse." + string(b.Way))
	if len(b.Groups) == 0 {
		s.say("browse.none")
		return s.phrases
	}
	var names []string
	next := "voice.next.browse"
	if b.Group != nil {
		s.speak(b.Name(*b.Group))
		next = "voice.next.browse.items"
		for _, it := range b.Group.Items {
			names = append(names, it.Name)
		}
	} else {
		for _, g := range b.Groups {
			names = append(names, b.Name(g))
		}
	}
	s.say("voice.choices")
	s.speak(first(names[min(b.Pages.First(), len(names)):])...)
	s.say(next)
	return s.phrases
}

func (b *Browse) wipe() { *b = Browse{page: b.page, Chosen: b.Chosen} }

// browse opens the way to an item that needs no word.
func (t *Turn) browse(way catalog.Way) {
	t.Browse.Open(way)
	t.show(RouteBrowse)
}
