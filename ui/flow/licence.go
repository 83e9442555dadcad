package flow

// LookedUp are what the county found of papers that the person agreed to have looked up, a
// sentence for each.
func (p *Progress) LookedUp() (sentences []string) {
	for _, l := range p.Status.LookedUp() {
		sentences = append(sentences, p.T("licence.word."+string(l.State), "paper", l.Material.Name))
	}
	return sentences
}
