package tests

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bianmin/app/sound"
	"bianmin/app/village"
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

// markLater is in what is handed in with the paper afterwards, and said.
const markLater = "MARK-IN-WHAT-CAME-LATER-0123456789"

// later hands in at k what comes after an application: a paper that was to follow, one that
// the county asked for, and a rating that is said.
func (c *county) later(k kiosk) {
	t := c.t
	t.Helper()
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	c.admin("cases", "set", out.Code, "--state", "supplement", "--material", "sfz")
	k.json("", &struct{}{}, "sync", "--once")
	paper, said := scanFile(t, strings.Repeat(markLater, 300)), filepath.Join(t.TempDir(), "said.wav")
	speech := sound.Clip{Rate: 8000, Channels: 1, Samples: []byte(strings.Repeat(markLater, 400))}.WAV()
	if err := os.WriteFile(said, speech, 0o600); err != nil {
		t.Fatal(err)
	}
	var s struct{ Materials []struct{ Code, How string } }
	k.json("", &s, "status", out.Code)
	i := slices.IndexFunc(s.Materials, func(m struct{ Code, How string }) bool { return m.How == "deferred" || m.How == "later" })
	if i < 0 {
		t.Fatalf("no paper is to follow: %+v", s)
	}
	for do, code := range map[string]string{"supplement": "sfz", "makeup": s.Materials[i].Code} {
		k.json(`{"code":"`+out.Code+`","materials":[{"code":"`+code+`","file":"`+paper+`"}]}`, &struct{}{}, do, "--input", "-")
	}
	k.json(`{"target":"`+out.Code+`","grade":1,"voice":"`+said+`"}`, &struct{}{}, "rate", "--input", "-")
	if found := holding(t, []string{markLater}, k.data); len(found) > 0 {
		t.Errorf("before what came later was sent: %v", found)
	}
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
	photo := speckled(t, 1)
	if err := os.WriteFile(p.paper, photo, 0o600); err != nil {
		t.Fatal(err)
	}
	// As a paper in letters, as a card, as which the photograph of a form is kept too, and of a place.
	inPictures, kept := marksOf(t, photo, village.PictureText, village.PictureCard, village.PictureScene)
	c.kill()

	marks := []string{markName, markStreet, markPhone, markWords}
	flows := map[string]bool{}
	for _, group := range []string{"villager", "helper", "home"} {
		list := journeys(t, group)
		for i, j := range list {
			for n, d := range j.Deeds {
				if len(d.Asked) > 0 { // not due before the county asks; [county.later] has one
					continue
				}
				list[i].Deeds[n].With = marking(d.With, &marks).(map[string]any)
				flows[d.Do] = true
			}
		}
		p.commands(list)
	}
	if len(flows) != 6 || len(marks) < 12 { // with what came later all seven that there are
		t.Errorf("handed in: %v with %d marks", flows, len(marks))
	}
	if found := holding(t, append(slices.Clone(marks), inPictures...), k.data, beside); len(found) > 0 {
		t.Errorf("before it was sent: %q", found)
	}
	c.start()
	opened, err := json.Marshal(c.opened(k)) // once all is there: with the county's key it can be read
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range append(slices.Clone(marks), `"material":"form.photo"`) {
		if !bytes.Contains(opened, []byte(mark)) {
			t.Errorf("%s was handed in by nobody", mark)
		}
	}
	files := c.files(k)
	for i, mark := range kept {
		if !bytes.Contains(files, []byte(mark)) {
			t.Errorf("picture %d was handed in by nobody", i)
		}
	}
	marks = append(append(marks, inPictures...), markLater)
	c.later(k)
	c.opened(k)
	if n := strings.Count(c.admin("records", "--jsonl"), `"kind":"follow"`); n != 5 { // two papers and a withdrawal of the journeys, and two
		t.Errorf("%d records came later", n)
	}
	c.kill()
	for _, dir := range []string{k.data, beside, filepath.Dir(c.blobs)} {
		if found := holding(t, marks, dir); len(found) > 0 {
			t.Errorf("sent, it is read in %s: %q", dir, found)
		}
	}
	if i := slices.IndexFunc(marks, func(mark string) bool { return strings.Contains(log.String(), mark) }); i >= 0 {
		t.Errorf("the county's log shows %q", marks[i])
	}
}
