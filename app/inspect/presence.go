package inspect

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"

	"bianmin/app/base45"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// PresencePrefix starts the text of a challenge and of its answer, and names their
// version.
const PresencePrefix = "BMP1:"

const (
	presencePurpose = "bianmin presence v1" // of both signatures
	kindChallenge   = 1
	kindAnswer      = 2
	nonceBytes      = 16

	// presenceSlack is by how much the clocks of the two machines may differ when both
	// are believed: a default of ours.
	presenceSlack = 10 * time.Minute
)

// Meeting is a challenge that the inspector's machine showed as a code, with the
// answer that the centre's machine showed back (到场证明). Both are signed, and neither
// needs a line: who has the answer stood before that machine with the challenge.
type Meeting struct {
	Asker      seal.KioskID // the inspector's machine
	Order      string       // number of the day order
	AskedAt    time.Time
	AskTrust   village.TimeTrust
	Answerer   seal.KioskID // the centre's machine
	Centre     village.DivisionCode
	AnsweredAt time.Time
	Trust      village.TimeTrust // of the answerer
}

// Trusted reports whether both clocks were believed when they met.
func (m Meeting) Trusted() bool {
	return m.AskTrust == village.TimeSynced && m.Trust == village.TimeSynced
}

// Stamped is a moment with how far it can be believed, and who says so.
type Stamped struct {
	At    time.Time
	Trust village.TimeTrust
	By    seal.Identity
}

// trusts are how trust travels, as a number; add new ones at the end.
func trusts() []village.TimeTrust {
	return []village.TimeTrust{village.TimeUnknown, village.TimeSynced, village.TimeFloor}
}

// Challenge is the text that an inspector's machine shows: kind byte, machine 6, unix
// seconds 4, trust byte, nonce 16, number of the order behind its length, signature 64;
// big endian, in base 45 behind [PresencePrefix].
func Challenge(order string, nonce []byte, s Stamped) (string, error) {
	if len(nonce) != nonceBytes || order == "" || len(order) > 40 {
		return "", village.Refuse("order", "err.token.number")
	}
	body, err := s.head(kindChallenge)
	if err != nil {
		return "", err
	}
	body = append(append(body, nonce...), byte(len(order)))
	return s.signed(append(body, order...)), nil
}

// Answer is the text that a centre's machine shows back to a challenge: kind byte,
// machine 6, unix seconds 4, trust byte, SHA-256 of the challenge's text 32, code of
// the centre 12, signature 64. What is no challenge is [village.Invalid], err.check.challenge.
func Answer(challenge string, centre village.DivisionCode, s Stamped) (string, error) {
	if _, _, err := parsePresence(challenge, kindChallenge); err != nil || len(centre) != 12 {
		return "", &village.Error{Kind: village.Invalid, Field: "challenge", Key: "err.check.challenge", Err: err}
	}
	body, err := s.head(kindAnswer)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(challenge))
	return s.signed(append(append(body, sum[:]...), centre...)), nil
}

func (s Stamped) head(kind byte) ([]byte, error) {
	id, err := s.By.ID.Bytes()
	if err != nil {
		return nil, village.Failed("name the machine", err)
	}
	body := append([]byte{kind}, id[:]...)
	body = binary.BigEndian.AppendUint32(body, uint32(s.At.Unix())) //nolint:gosec // until 2106
	return append(body, byte(max(slices.Index(trusts(), s.Trust), 0))), nil
}

func (s Stamped) signed(body []byte) string {
	return PresencePrefix + base45.Encode(append(body, s.By.Sign(presencePurpose, body)...))
}

// spoken is one of the two texts, taken apart.
type spoken struct {
	by    seal.KioskID
	at    time.Time
	trust village.TimeTrust
	rest  []byte
	body  []byte // what is signed
}

// proofBar parts challenge and answer; base 45 has no such character.
const proofBar = "|"

// Proof is the proof of a challenge and its answer.
func Proof(challenge, answer string) string { return challenge + proofBar + answer }

const headBytes = 1 + seal.KeyBytes + 4 + 1

func parsePresence(text string, kind byte) (p spoken, signature []byte, err error) {
	coded, ok := strings.CutPrefix(text, PresencePrefix)
	if !ok {
		return p, nil, errors.New("another prefix")
	}
	raw, err := base45.Decode(coded)
	if err != nil {
		return p, nil, err
	}
	if len(raw) < headBytes+ed25519.SignatureSize || raw[0] != kind || int(raw[headBytes-1]) >= len(trusts()) || base45.Encode(raw) != coded {
		return p, nil, errors.New("another length, kind or writing")
	}
	p.body, signature = raw[:len(raw)-ed25519.SignatureSize], raw[len(raw)-ed25519.SignatureSize:]
	p.by = seal.IDFromBytes([seal.KeyBytes]byte(raw[1:]))
	p.at = time.Unix(int64(binary.BigEndian.Uint32(raw[1+seal.KeyBytes:])), 0).In(village.Zone)
	p.trust, p.rest = trusts()[raw[headBytes-1]], p.body[headBytes:]
	return p, signature, nil
}

// KeyOf is the key of a machine; false for one that nobody knows.
type KeyOf func(seal.KioskID) (ed25519.PublicKey, bool)

// Meet believes a proof: challenge and answer with a bar between them. Both must be
// signed by machines that are known, the answer must be to this very challenge, and two
// clocks that are believed must not say different times. The error is [village.Invalid]
// at "presence", err.check.presence.
func Meet(proof string, keyOf KeyOf) (m Meeting, err error) {
	challenge, answer, _ := strings.Cut(proof, proofBar)
	asked, err := believe(challenge, kindChallenge, keyOf)
	if err != nil {
		return m, noPresence(err)
	}
	answered, err := believe(answer, kindAnswer, keyOf)
	if err != nil {
		return m, noPresence(err)
	}
	sum := sha256.Sum256([]byte(challenge))
	if len(asked.rest) < nonceBytes+1 || len(asked.rest) != nonceBytes+1+int(asked.rest[nonceBytes]) || len(answered.rest) != len(sum)+12 || string(answered.rest[:len(sum)]) != string(sum[:]) {
		return m, noPresence(errors.New("an answer to another challenge"))
	}
	m = Meeting{
		Asker: asked.by, AskedAt: asked.at, AskTrust: asked.trust, Order: string(asked.rest[nonceBytes+1:]),
		Answerer: answered.by, AnsweredAt: answered.at, Trust: answered.trust, Centre: village.DivisionCode(answered.rest[len(sum):]),
	}
	if m.Trusted() && m.AnsweredAt.Sub(m.AskedAt).Abs() > presenceSlack {
		return m, noPresence(errors.New("the clocks say different times"))
	}
	return m, nil
}

func believe(text string, kind byte, keyOf KeyOf) (spoken, error) {
	p, signature, err := parsePresence(text, kind)
	if err != nil {
		return p, err
	}
	key, known := keyOf(p.by)
	if !known || seal.IDOf(key) != p.by || !seal.Verify(key, presencePurpose, p.body, signature) {
		return p, errors.New("not signed by a machine that is known")
	}
	return p, nil
}

func noPresence(err error) error {
	return &village.Error{Kind: village.Invalid, Field: "presence", Key: "err.check.presence", Err: err}
}

// Shows reports whether m shows that an inspector with an order was at a centre on the
// day of a visit that a machine filed. The error is as that of [Meet].
func (m Meeting) Shows(machine seal.KioskID, order string, spot Spot) error {
	switch {
	case m.Asker != machine:
		return noPresence(errors.New("another machine asked"))
	case m.Answerer == m.Asker:
		return noPresence(errors.New("a machine answered itself"))
	case m.Order != order:
		return noPresence(errors.New("another order"))
	case !spot.is(m.Centre):
		return noPresence(errors.New("another centre"))
	case village.DayOf(m.AskedAt) != village.DayOf(spot.At) || m.AskedAt.After(spot.At):
		return noPresence(errors.New("another day"))
	}
	return nil
}
