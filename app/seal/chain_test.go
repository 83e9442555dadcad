package seal

import (
	"crypto/sha256"
	"testing"

	"bianmin/app/village"
)

func link() Link {
	return Link{
		Epoch: 1, Seq: 1, ID: "01900000-0000-7000-8000-000000000001", Kind: village.RecordCase, Schema: 1,
		CreatedMS: 1764000000000, Body: sha256.Sum256([]byte("body")),
		Parts: [][32]byte{sha256.Sum256([]byte("a")), sha256.Sum256([]byte("b"))},
	}
}

func TestEveryFieldMovesTheHead(t *testing.T) {
	base := BaseHead("K1", 1, Head{})
	seen := map[Head]string{base.Next("K1", link()): "nothing"}
	note := func(name string, h Head) {
		if before, ok := seen[h]; ok {
			t.Errorf("changing %s gives the head of %s", name, before)
		}
		seen[h] = name
	}
	for name, change := range map[string]func(*Link){
		"epoch": func(l *Link) { l.Epoch++ }, "seq": func(l *Link) { l.Seq++ }, "id": func(l *Link) { l.ID += "0" },
		"kind": func(l *Link) { l.Kind = village.RecordRating }, "schema": func(l *Link) { l.Schema++ },
		"time": func(l *Link) { l.CreatedMS++ }, "body": func(l *Link) { l.Body[0] ^= 1 },
		"a part": func(l *Link) { l.Parts[0][0] ^= 1 }, "no part": func(l *Link) { l.Parts = nil },
	} {
		l := link()
		change(&l)
		note(name, base.Next("K1", l))
	}
	note("kiosk", base.Next("K2", link()))
	note("head", BaseHead("K1", 2, base).Next("K1", link()))
	note("old head", BaseHead("K1", 1, base).Next("K1", link()))
}

func TestOrderOfFilesDoesNotMoveTheHead(t *testing.T) {
	l := link()
	l.Parts[0], l.Parts[1] = l.Parts[1], l.Parts[0]
	if BaseHead("K1", 1, Head{}).Next("K1", l) != BaseHead("K1", 1, Head{}).Next("K1", link()) {
		t.Error("the order of files counts")
	}
}

// TestHeadsNeverChange keeps chains that are in use valid for later versions.
func TestHeadsNeverChange(t *testing.T) {
	const goldenHead = "2908b6ed5b5bb2fd12eac31078cbedd4a142e2f471e6de20d4745b2fc295edf7"
	if got := BaseHead("K1", 1, Head{}).Next("K1", link()).String(); got != goldenHead {
		t.Errorf("head %s, want %s", got, goldenHead)
	}
}
