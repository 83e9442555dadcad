package flow

import "bianmin/app/village"

// Notice tells before the first question what is asked, why, who reads it and
// how long it stays (个保法 art. 17), and takes the consent.
type Notice struct {
	page
	Item    village.ServiceItem
	Asked   []Asked
	Consent bool
	Pages   Pages
	Agreed  func()
}

// Asked is a question of the form with its reason.
type Asked struct{ Label, Why string }

// Agree takes the consent and goes on.
func (n *Notice) Agree() {
	n.Consent = true
	n.Agreed()
}

// Down goes on to the page that starts at next.
func (n *Notice) Down(next int) { n.Pages.Down(next); n.Changed() }

// Up goes back one page.
func (n *Notice) Up() { n.Pages.Up(); n.Changed() }

func (n *Notice) open(it village.ServiceItem) {
	n.wipe()
	n.Item = it
	n.Asked = []Asked{{n.T("notice.applicant"), n.T("notice.applicant.why")}}
	for _, f := range it.Form() {
		if f.Type != village.FieldPhoto {
			n.Asked = append(n.Asked, Asked{f.Label, f.Purpose})
		}
	}
}

func (n *Notice) wipe() { *n = Notice{page: n.page, Agreed: n.Agreed} }
