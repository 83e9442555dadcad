package catalog

import "bianmin/app/village"

// Synonyms is what people say for what lists write. It is data, kept by the
// district, and handed to [NewIndex].
type Synonyms struct {
	Version string         `json:"version"`
	Source  string         `json:"source"`
	Fillers []string       `json:"fillers"` // words of a sentence that name no item, as 我想
	First   []string       `json:"first"`   // words of items that come first among equals, as 新办
	Groups  []SynonymGroup `json:"groups"`
}

// SynonymGroup says that each word of Say may stand for each word of Mean.
// With Mean empty, the words of Say stand for one another.
type SynonymGroup struct {
	Say  []string `json:"say"`
	Mean []string `json:"mean,omitempty"`
}

// ParseSynonyms reads a synonym table; an unknown field is [village.Invalid].
func ParseSynonyms(raw []byte) (Synonyms, error) {
	var s Synonyms
	if err := village.DecodeJSON(raw, &s); err != nil {
		return Synonyms{}, unreadable(err)
	}
	return s, nil
}

// meanings maps each folded word to the folded words that it may stand for.
func (s Synonyms) meanings() map[string][]string {
	table := map[string][]string{}
	for _, g := range s.Groups {
		mean := g.Mean
		if len(mean) == 0 {
			mean = g.Say
		}
		for _, say := range g.Say {
			for _, m := range mean {
				if say, m := fold(say), fold(m); say != m && say != "" {
					table[say] = append(table[say], m)
				}
			}
		}
	}
	return table
}
