package inspect

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"bianmin/app/village"
)

// SeedBytes is the length of a seed, MaxFile that of a file with a draw that is read,
// in bytes.
const (
	SeedBytes = 32
	MaxFile   = 2 << 20
)

// Commitment is what is published before the public value is known.
type Commitment struct {
	Plan       Plan   `json:"plan"`
	SeedHash   string `json:"seed_hash"`  // SHA-256 of the seed's bytes, hex
	Commitment string `json:"commitment"` // SHA-256 of the plan and SeedHash, hex
}

// Draw is a commitment with what it led to. It is secret until the visits are over;
// publishing it reveals the seed.
type Draw struct {
	Committed Commitment             `json:"committed"`
	Seed      string                 `json:"seed"`         // hex
	Value     string                 `json:"public_value"` // digits alone, in the order in which they were drawn
	Chosen    []village.DivisionCode `json:"chosen"`       // town by town; within one in the order of the draw
}

// Commit fixes a plan and a seed of [SeedBytes] random bytes. The error is Invalid
// and names the field of the plan: err.draw.*.
func Commit(p Plan, seed []byte) (Commitment, error) {
	if err := p.check(); err != nil {
		return Commitment{}, err
	}
	if len(seed) != SeedBytes {
		return Commitment{}, village.Refuse("seed", "err.draw.seed")
	}
	h := hash(seed)
	return Commitment{Plan: p, SeedHash: h, Commitment: p.commitment(h)}, nil
}

// Make draws with the seed that c was made with and the public value. The error is
// Invalid: err.draw.changed when c is not what was committed, err.draw.seed when
// the seed is another, err.draw.value when the value is written otherwise than in
// the plan's number of digits.
func (c Commitment) Make(seed []byte, value string) (Draw, error) {
	again, err := Commit(c.Plan, seed)
	switch {
	case err != nil:
		return Draw{}, err
	case again.SeedHash != c.SeedHash:
		return Draw{}, village.Refuse("seed", "err.draw.seed")
	case again.Commitment != c.Commitment:
		return Draw{}, village.Refuse("committed.commitment", "err.draw.changed")
	case len(value) != c.Plan.Digits || strings.Trim(value, "0123456789") != "":
		return Draw{}, village.Refuse("public_value", "err.draw.value")
	}
	d := Draw{Committed: c, Seed: hex.EncodeToString(seed), Value: value}
	d.Chosen = c.Plan.choose(lots("bianmin draw 1\n" + c.Commitment + "\n" + d.Seed + "\n" + value + "\n"))
	return d, nil
}

// Verify makes the draw again from its own seed and value. The error is Invalid:
// one of [Commitment.Make], or err.draw.chosen when other centres come out.
// Whether Committed is what was published, and the value what the source says,
// the caller has to look up.
func (d Draw) Verify() error {
	seed, err := hex.DecodeString(d.Seed)
	if err != nil || hex.EncodeToString(seed) != d.Seed {
		return village.Refuse("seed", "err.draw.seed")
	}
	again, err := d.Committed.Make(seed, d.Value)
	if err != nil {
		return err
	}
	if !slices.Equal(again.Chosen, d.Chosen) {
		return village.Refuse("chosen", "err.draw.chosen")
	}
	return nil
}

// lots is the key of a draw's lots; everything that is random in it comes from here.
type lots string

func (l lots) lot(name string) []byte {
	key := sha256.Sum256([]byte(l))
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte(name))
	return m.Sum(nil)
}

// choose gives seats to towns by the number of their centres, rounded up or down
// by one lot so that no town gains in the long run, and fills each town's seats:
// first who was not visited for long, then the others, each by lot.
//
// All centres stand in a row, each Count long. Points at distance len(Centres)
// from a start by lot fall on it; a town gets a seat for each point on its part.
func (p Plan) choose(l lots) []village.DivisionCode {
	all := len(p.Centres)
	start := int(binary.BigEndian.Uint64(l.lot("start")) % uint64(all))
	var chosen []village.DivisionCode
	end := 0
	for _, town := range p.towns() {
		from := end
		end += len(town) * p.Count
		seats := points(end, start, all) - points(from, start, all)
		for _, c := range p.order(town, l)[:seats] {
			chosen = append(chosen, c.Code)
		}
	}
	return chosen
}

// points is how many of start, start+step, start+2*step … lie below end.
func points(end, start, step int) int {
	if end <= start {
		return 0
	}
	return (end - start + step - 1) / step
}

// order is the order in which a town's centres are drawn.
func (p Plan) order(town []Centre, l lots) []Centre {
	lot := make(map[village.DivisionCode][]byte, len(town))
	for _, c := range town {
		lot[c.Code] = l.lot("centre " + string(c.Code))
	}
	return slices.SortedFunc(slices.Values(town), func(a, b Centre) int {
		if p.first(a) != p.first(b) {
			if p.first(a) {
				return -1
			}
			return 1
		}
		return bytes.Compare(lot[a.Code], lot[b.Code])
	})
}

// ParseCommitment reads the file of a commitment; see [village.DecodeJSON].
func ParseCommitment(raw []byte) (Commitment, error) {
	var c Commitment
	err := village.DecodeJSON(raw, &c)
	return c, err
}

// ParseDraw reads the file of a draw; see [village.DecodeJSON]. It is not verified.
func ParseDraw(raw []byte) (Draw, error) {
	var d Draw
	err := village.DecodeJSON(raw, &d)
	return d, err
}
