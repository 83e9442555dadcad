package desk_test

import (
	"fmt"
	"testing"

	"bianmin/app/village"
)

// TestTheDuplicateHintTellsAThiefNothing: twenty bits, so that many numbers of a
// county share a tag, under a key that is gone with the power and changes daily.
func TestTheDuplicateHintTellsAThiefNothing(t *testing.T) {
	d, _ := counter(t)
	key := "monday"
	d.TagKey = func(string) ([]byte, error) { return []byte(key), nil }
	tag := func(number int) uint32 {
		in := application()
		in.Applicant.IDType, in.Applicant.ID = village.IDPassport, fmt.Sprintf("E%08d", number)
		out, err := d.Accept(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		return out.Case.Tag
	}
	const people = 60
	high, same := 0, 0
	var monday [people]uint32
	for i := range monday {
		monday[i] = tag(i)
		if monday[i] >= 1<<20 {
			t.Fatalf("tag %x has more than 20 bits", monday[i])
		}
		if monday[i] >= 1<<19 {
			high++
		}
	}
	if high == 0 {
		t.Error("no tag uses the twentieth bit: people share tags who should not")
	}
	key = "tuesday"
	for i := range monday {
		if tag(i) == monday[i] {
			same++
		}
	}
	if same > 1 { // chance makes one in seventeen thousand runs of the test
		t.Errorf("%d tags of %d outlive the key", same, people)
	}
}
