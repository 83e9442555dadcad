package main

import (
	"os"
	"strings"
	"testing"
)

const again = "; run `go run ./docs/licences` and read what is new"

// TestEveryLinkedModuleIsListed needs -count=1: what go list answers is unseen
// by the test cache.
func TestEveryLinkedModuleIsListed(t *testing.T) {
	modules, err := linked("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 10 {
		t.Fatalf("only %d modules: go list sees too little", len(modules))
	}
	written, err := os.ReadFile("THIRD_PARTY.md")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := os.ReadFile("NOTICES.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules {
		row := "| " + m.Path + " | " + m.Version + " | " + m.licence + " |"
		if len(m.where) > 0 && !strings.Contains(string(written), row) {
			t.Errorf("THIRD_PARTY.md lacks %s%s", row, again)
		}
		if len(m.where) > 0 && !strings.Contains(string(texts), m.text) {
			t.Errorf("NOTICES.txt lacks the text of %s%s", m.Path, again)
		}
	}
}

func TestIdentifyKnowsTheLicencesWeMayLink(t *testing.T) {
	for text, want := range map[string]string{
		"Apache License\n   Version 2.0, January 2004":                           "Apache-2.0",
		"Redistribution and use in source and binary forms, with or without":     "BSD-2-Clause",
		"Redistribution and use in source and binary forms\nNeither the name of": "BSD-3-Clause",
		"GNU GENERAL PUBLIC LICENSE Version 3":                                   "",
		"":                                                                       "",
	} {
		if got := identify(text); got != want {
			t.Errorf("identify(%q) = %q, want %q", text, got, want)
		}
	}
}
