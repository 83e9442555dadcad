package letter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/letter"
	"bianmin/app/village"
)

// TestM3WhatAPersonUndertookIsPrintedForThePersonToKeep at once, before the district has
// said anything, and nothing is printed that nobody signed.
func TestM3WhatAPersonUndertookIsPrintedForThePersonToKeep(t *testing.T) {
	s := source(t)
	s.Steps = nil
	list, err := letter.Compose(letter.Tolerance, s)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d copies, %v", len(list), err)
	}
	paper, _ := s.Item.Material("m4")
	said := fmt.Sprint(list[0].Parts)
	for _, want := range []string{paper.Name, "区里受理以后", "不选也能照常交", "签名和申请一起封存"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
	for _, part := range list[0].Parts {
		if strings.Contains(part.Text, "**") {
			t.Errorf("marks are in %s", part.Text)
		}
	}
	if _, err := letter.Compose(letter.Promise, s); village.KindOf(err) != village.Conflict {
		t.Errorf("a declaration that nobody signed: %v", err)
	}
	s.Case.Materials = []village.HandedIn{{Code: "m4", How: village.Promised}}
	if kinds := letter.Available(s); !slices.Contains(kinds, letter.Promise) || slices.Contains(kinds, letter.Tolerance) {
		t.Errorf("to be had are %v", kinds)
	}
}
