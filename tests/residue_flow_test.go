package tests

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// markedAs are the marks that stand for what people say, by the key under which they say
// it: in every flow the same thing has the same key.
var markedAs = map[string]string{
	"name": markName, "phone": markPhone, "address": markStreet, "live_address": markStreet, "place_text": markStreet, "area": markStreet,
	"content": markWords, "matter": markWords, "text": markWords,
}

// marking is v with marks for what people say; numbers of documents, which have to be
// whole, are kept and noted.
func marking(v any, numbers *[]string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, member := range v {
			out[key] = marking(member, numbers)
			said, isText := member.(string)
			if mark, ok := markedAs[key]; ok && isText {
				out[key] = mark
			}
			if key == "id" && isText {
				*numbers = append(*numbers, said)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = marking(v[i], numbers)
		}
		return out
	}
	return v
}

// TestNothingOfTheTwelveJourneysCanBeReadByAnybodyElse: applications with and without
// help, at home and for somebody else, requests with and without a name, bookings, ratings,
// a withdrawal, photographs of papers and in a form, and signatures. Nobody but the county's key reads what was
// handed in: not before it is sent, not on its way, not at the county.
func TestNothingOfTheTwelveJourneysCanBeReadByAnybodyElse(t *testing.T) {
	beside := t.TempDir()
	t.Setenv("TMPDIR", beside)
	c, k := newCounty(t), newKiosk(t)
	var log bytes.Buffer
	c.kill()
	c.log = &log
	c.start()
	c.enrol(k)
	p := &player{kiosk: k}
	c.equips(p)
	if err := os.WriteFile(p.paper, []byte("\xff\xd8\xff"+strings.Repeat(markInPhoto, 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.kill()

	marks := []string{markName, markStreet, markPhone, markWords, markInPhoto}
	flows := map[string]bool{}
	for _, group := range []string{"villager", "helper", "home"} {
		list := journeys(t, group)
		for i, j := range list {
			for n, d := range j.Deeds {
				list[i].Deeds[n].With = marking(d.With, &marks).(map[string]any)
				flows[d.Do] = true
			}
		}
		p.commands(list)
	}
	asText := base64.StdEncoding.EncodeToString([]byte("\xff\xd8\xff" + markInPhoto)[:30]) // as a form's photograph is given
	if !strings.HasPrefix(p.photo(), asText) {
		t.Errorf("the photograph of a form begins with %s", p.photo()[:40])
	}
	if len(flows) != 5 || len(marks) < 12 {
		t.Errorf("handed in: %v with %d marks", flows, len(marks))
	}
	if found := holding(t, append(slices.Clone(marks), asText), k.data); len(found) > 0 {
		t.Errorf("before it was sent: %v", found)
	}
	c.start()
	opened, err := json.Marshal(c.opened(k)) // once all is there: with the county's key it can be read
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range append(slices.Clone(marks[:4]), append(marks[5:], `"material":"form.photo"`)...) {
		if !bytes.Contains(opened, []byte(mark)) {
			t.Errorf("%s was handed in by nobody", mark)
		}
	}
	c.kill()
	for _, dir := range []string{k.data, filepath.Dir(c.blobs)} {
		if found := holding(t, append(slices.Clone(marks), asText), dir); len(found) > 0 {
			t.Errorf("sent, it is read in %s: %v", dir, found)
		}
	}
	if i := slices.IndexFunc(marks, func(mark string) bool { return strings.Contains(log.String(), mark) }); i >= 0 {
		t.Errorf("the county's log shows %s", marks[i])
	}
}
