package office

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"time"

	"bianmin/app/village"
)

// DocumentState is the standing of a document that somebody asks about.
type DocumentState string

const (
	DocumentGenuine   DocumentState = "genuine"   // this very file was handed out and stands
	DocumentKnown     DocumentState = "known"     // number and code were handed out together; nobody saw the text
	DocumentSigned    DocumentState = "signed"    // the county's key signed it; the register was not asked or does not know it
	DocumentChanged   DocumentState = "changed"   // a document of this number is another file
	DocumentWithdrawn DocumentState = "withdrawn" // it was handed out and stands no more
	DocumentReplaced  DocumentState = "replaced"  // another one corrects it
	DocumentUnknown   DocumentState = "unknown"   // nothing fits
)

// DocumentVerdict is what is said of a document to whoever asks: nothing of a person, of a case or of who
// issued it.
type DocumentVerdict struct {
	State  DocumentState  `json:"state"`
	Number string         `json:"number,omitempty"`
	Kind   DocumentKind   `json:"kind,omitempty"`
	At     time.Time      `json:"at,omitzero"`    // issued
	Until  time.Time      `json:"until,omitzero"` // withdrawn
	Reason WithdrawReason `json:"reason,omitempty"`
	By     string         `json:"by,omitempty"` // the number of what replaces it
}

// verdictOn is how d stands, as best where it was not withdrawn.
func verdictOn(d Document, best DocumentState) DocumentVerdict {
	v := DocumentVerdict{State: best, Number: d.Number, Kind: d.Kind, At: d.At, Until: d.WithdrawnAt, Reason: d.Reason, By: d.ReplacedBy}
	switch {
	case !d.WithdrawnAt.IsZero():
		v.State = DocumentWithdrawn
	case d.ReplacedBy != "":
		v.State = DocumentReplaced
	}
	return v
}

// Verdict is how d stands, for who has its file.
func (d Document) Verdict() DocumentVerdict { return verdictOn(d, DocumentGenuine) }

// VerifyFile says whether file is a document of the county, as it was handed out.
func (k *DocumentDesk) VerifyFile(ctx context.Context, file []byte) (DocumentVerdict, error) {
	body, s, signed := SplitDocument(file)
	if !signed { // whatever stands behind the body was not handed out with it
		body = file
	}
	d, err := k.Book.DocumentOfFile(ctx, sha256.Sum256(body))
	if err == nil && (!signed || s.Number == d.Number && s.Fits(body)) {
		return verdictOn(d, DocumentGenuine), nil
	}
	ours := signed && k.Signer != nil && bytes.Equal(s.Key, k.Signer.Public())
	if err != nil && village.KindOf(err) != village.NotFound || !ours { // another's word tells nothing of a number
		return DocumentVerdict{State: DocumentUnknown}, notMissing(err)
	}
	if s.Fits(body) { // a register that was put back lost it
		return verdictOf(s, DocumentSigned), nil
	}
	if d, err = k.Book.Document(ctx, s.Number); err == nil {
		return DocumentVerdict{State: DocumentChanged, Number: d.Number, Kind: d.Kind, At: d.At}, nil
	}
	return DocumentVerdict{State: DocumentUnknown}, notMissing(err)
}

// VerifyPaper says whether number and code were handed out together. What is printed between them
// nobody sees: a paper is held against its file. A wrong code is answered like a number that is not.
func (k *DocumentDesk) VerifyPaper(ctx context.Context, number, code string) (DocumentVerdict, error) {
	d, err := k.Book.Document(ctx, strings.ToUpper(strings.TrimSpace(number)))
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	if err != nil || subtle.ConstantTimeCompare([]byte(code), []byte(d.Code)) != 1 {
		return DocumentVerdict{State: DocumentUnknown}, notMissing(err)
	}
	return verdictOn(d, DocumentKnown), nil
}

// VerifySigned says what a file says of itself, where no register can be asked: whether key signed
// it as it is.
func VerifySigned(file []byte, key ed25519.PublicKey) DocumentVerdict {
	body, s, signed := SplitDocument(file)
	switch {
	case !signed || !bytes.Equal(s.Key, key):
		return DocumentVerdict{State: DocumentUnknown}
	case !s.Fits(body):
		return verdictOf(s, DocumentChanged)
	}
	return verdictOf(s, DocumentSigned)
}

func verdictOf(s Statement, state DocumentState) DocumentVerdict {
	return DocumentVerdict{State: state, Number: s.Number, Kind: DocumentKind(s.Kind), At: s.At}
}

// notMissing is err, unless it says that something is not there.
func notMissing(err error) error {
	if err != nil && village.KindOf(err) == village.NotFound {
		return nil
	}
	return err
}
