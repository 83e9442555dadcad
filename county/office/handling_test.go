package office

import "testing"

// TestK13OneDefinitionOfStepsAndHandOvers: what took the case on is a step, and another unit's
// step a hand-over.
func TestK13OneDefinitionOfStepsAndHandOvers(t *testing.T) {
	act := func(verb Verb, role Role, unit string) Act { return Act{Verb: verb, Role: role, Unit: unit} }
	for name, tt := range map[string]struct {
		acts  []Act
		parts bool
		want  Handling
	}{
		"nothing yet":     {},
		"one unit":        {acts: []Act{act(VerbAccept, RoleUnit, "甲"), act(VerbReview, RoleUnit, "甲")}, want: Handling{Steps: 2}},
		"there and back":  {acts: []Act{act(VerbAccept, RoleUnit, "甲"), act(VerbReview, RoleUnit, "乙"), act("approve", RoleUnit, "甲")}, want: Handling{Steps: 3, HandOvers: 2}},
		"the window too":  {acts: []Act{act(VerbAccept, RoleCounty, ""), act(VerbReview, RoleUnit, "乙"), act(VerbDeliver, RoleCounty, "")}, want: Handling{Steps: 3, HandOvers: 2}},
		"a supplement":    {acts: []Act{act(VerbAsk, RoleUnit, "甲"), act(VerbSupplemented, RoleApplicant, ""), act(VerbAccept, RoleUnit, "甲")}, want: Handling{Steps: 3}},
		"notes":           {acts: []Act{act(VerbAccept, RoleUnit, "甲"), act(VerbCame, RoleTown, "镇"), act("sent", RoleAssistant, "村"), act(VerbMadeUp, RoleTown, "镇")}, want: Handling{Steps: 1, Came: 1}},
		"an extension":    {acts: []Act{act(VerbReview, RoleUnit, "甲"), act(VerbAskExtension, RoleUnit, "乙"), act(VerbExtend, RoleLeader, "领导"), act("approve", RoleUnit, "甲")}, want: Handling{Steps: 3, HandOvers: 2}},
		"parts of it":     {acts: []Act{act(VerbAccept, RoleUnit, "甲"), act(VerbReview, RoleUnit, "乙"), act(VerbDeliver, RoleUnit, "丙"), act("complete", RoleUnit, "甲")}, parts: true, want: Handling{Steps: 4}},
		"without parts":   {acts: []Act{act(VerbAccept, RoleUnit, "甲"), act(VerbReview, RoleUnit, "乙"), act(VerbDeliver, RoleUnit, "丙"), act("complete", RoleUnit, "甲")}, want: Handling{Steps: 4, HandOvers: 3}},
		"a verb of later": {acts: []Act{act(VerbAccept, RoleUnit, "甲"), act("x", RoleUnit, "乙")}, want: Handling{Steps: 1}},
	} {
		if got := DefaultFlow().Handle(tt.acts, tt.parts); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}
