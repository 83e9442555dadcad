package flow

// aloudOver is what is read of what lies over the page; false when nothing does.
func (t *Turn) aloudOver() ([]Phrase, bool) {
	switch {
	case t.Exit.Open:
		return t.Exit.aloud(), true
	case t.Helper.Open:
		return t.Helper.aloud(), true
	case t.Idle.Warning:
		return t.Idle.aloud(), true
	case t.Calling.Open:
		return t.Calling.aloud(), true
	}
	return nil, false
}

// aloud does not count: while it is read nothing runs down.
func (i *Idle) aloud() []Phrase {
	return i.said("idle.head", "idle.note", "voice.choices", "idle.stay", "idle.leave")
}

func (c *Calling) aloud() []Phrase {
	s := c.script("call.head")
	s.say("call." + string(c.State))
	if phone := c.kiosk.Centre().Phone; phone != "" {
		s.speak(c.T("call.phone", "phone", phone))
	}
	s.say("call.kept", "voice.choices", "call.close", "call.again")
	return s.phrases
}
