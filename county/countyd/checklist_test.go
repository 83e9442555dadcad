package main

import (
	"encoding/json"
	"strings"
	"testing"

	"bianmin/app/inspect"
	checklists "bianmin/assets/inspect"
)

// checklistFile is the program's checklist for centres under a version, changed.
func (d desk) checklistFile(version string, change func(*inspect.Template)) string {
	d.t.Helper()
	list, err := checklists.Templates()
	if err != nil {
		d.t.Fatal(err)
	}
	centre, _ := inspect.Find(list, "village-centre", "")
	centre.Version = version
	if change != nil {
		change(&centre)
	}
	raw, err := inspect.EncodeTemplates([]inspect.Template{centre})
	if err != nil {
		d.t.Fatal(err)
	}
	return d.file("checklist.json", string(raw))
}

func (d desk) checklists() (versions, inUse []string) {
	d.t.Helper()
	dec := json.NewDecoder(strings.NewReader(d.must("checklists", "list", "--json")))
	for dec.More() {
		var l checklistLine
		if err := dec.Decode(&l); err != nil {
			d.t.Fatal(err)
		}
		if l.ID == "village-centre" {
			versions = append(versions, l.Version)
			if l.InUse {
				inUse = append(inUse, l.Version)
			}
		}
	}
	return versions, inUse
}

func TestAChecklistWithAFaultIsNeverPublished(t *testing.T) {
	d := newDesk(t)
	for name, change := range map[string]func(*inspect.Template){
		"sections[0].rules[0].severity": func(x *inspect.Template) { x.Sections[0].Rules[0].Severity = "bad" },
		"full":                          func(x *inspect.Template) { x.Full++ },
	} {
		code, out, complaint := d.run("checklists", "publish", d.checklistFile("2027-1", change))
		if code != exitRefused || !strings.Contains(out, "templates[0]."+name+"\t") || !strings.Contains(complaint, "file: ") || strings.Count(complaint, "\n") != 1 {
			t.Errorf("%s: %d %q %q", name, code, out, complaint)
		}
	}
	for _, raw := range []string{`{"format":"bianmin-inspection/2","templates":[]}`, `{`, `{"format":"bianmin-inspection/1","templates":[{"id":"a","ID":"b"}]}`} {
		if code, _, complaint := d.run("checklists", "publish", d.file("x.json", raw)); code != exitRefused {
			t.Errorf("%s: %d %s", raw, code, complaint)
		}
	}
	if got := d.published(); len(got) != 0 {
		t.Errorf("published: %v", got)
	}
}

func TestAVersionOfAChecklistNeverChangesAndStaysKnown(t *testing.T) {
	d := newDesk(t)
	milder := func(x *inspect.Template) { x.Sections[1].Rules[0].Points-- }
	for _, version := range []string{"2026-2", "2027-1"} { // the program's own, and one that was published
		d.must("checklists", "publish", d.checklistFile(version, nil))
		code, _, complaint := d.run("checklists", "publish", d.checklistFile(version, milder))
		if code != exitRefused || !strings.Contains(complaint, version) {
			t.Errorf("%s with other rules: %d %s", version, code, complaint)
		}
	}
	if versions, inUse := d.checklists(); strings.Join(versions, " ") != "2026-1 2026-2 2027-1" || strings.Join(inUse, " ") != "2027-1" {
		t.Errorf("known %v, in use %v", versions, inUse)
	}
	d.must("checklists", "publish", d.checklistFile("2026-2", nil)) // back to the one before
	if versions, inUse := d.checklists(); strings.Join(versions, " ") != "2026-1 2027-1 2026-2" || strings.Join(inUse, " ") != "2026-2" {
		t.Errorf("known %v, in use %v", versions, inUse)
	}
	if got := d.published()["checklists"]; got != 3 {
		t.Errorf("the newest is number %d", got)
	}
}
