package receipt_test

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

// TestTheSlipOfAFollowUpSaysWhatCameAndWhatIsOpen, in both widths and languages, and
// its band claims nothing that the county has to decide.
func TestTheSlipOfAFollowUpSaysWhatCameAndWhatIsOpen(t *testing.T) {
	source := receipttest.Sources(t)[0].Source
	codes := source.Item.Materials
	follow := village.FollowUp{
		ID: source.Case.ID, Of: source.Case.ID, Code: source.Case.ShortCode, Item: source.Case.Item, Verb: village.Supplement, Nth: 1,
		Materials: []village.HandedIn{{Code: codes[0].Code, How: village.Photographed}}, FiledAt: source.Case.AcceptedAt, TimeTrust: village.TimeSynced,
		Village: source.Case.Village, Digest: source.Case.Digest, Seq: 1280,
	}
	var err error
	if follow.QR, err = receipt.Seal(follow.Receipt(source.Case.Audit), receipttest.Identity(t)); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"zh-Hans", "en"} {
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, verb := range village.FollowVerbs() {
			follow := follow
			if follow.Verb = verb; verb == village.Withdraw {
				follow.Materials = nil
			}
			c := receipt.ComposeFollowUp(receipt.FollowSource{
				FollowUp: follow, Case: source.Case, Item: source.Item, Left: []string{codes[1].Code}, Texts: text,
				Centre: receipt.Centre{Name: "锡场镇江滨村党群服务中心", Enrolled: true},
			})
			if verb == village.Supplement && (len(c.Materials) != 2 || c.Materials[0].Mark != receipt.MarkThere || c.Materials[1].Mark != receipt.MarkOpen) {
				t.Errorf("%s: %+v", language, c.Materials)
			}
			if c.QR != follow.QR || c.Code != source.Case.ShortCode.Spaced() || slices.Contains([]string{"", "receipt.follow." + string(verb) + ".band"}, c.Band) {
				t.Errorf("%s: %+v", language, c)
			}
			for name, paper := range map[string]receipt.Paper{"58": receipt.Paper58, "80": receipt.Paper80} {
				picture, err := receipttest.Painter(t).Paint(c, paper)
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("BIANMIN_SCREENS"); dir != "" {
					var out bytes.Buffer
					if err := png.Encode(&out, picture); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(filepath.Join(dir, "follow-"+language+"-"+string(verb)+"-"+name+".png"), out.Bytes(), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
