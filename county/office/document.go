package office

import (
	"context"
	"crypto/sha256"
	"io"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// DocumentKind is what a document is: a kind of letter, or one of these.
type DocumentKind string

// Documents that are no letters.
const (
	DocumentBulletin DocumentKind = "bulletin" // 通报
	DocumentPack     DocumentKind = "pack"     // an evidence pack of a period
)

// Document is a paper that the county handed out under a number (文书). Nothing of a person is in it.
type Document struct {
	Number  string
	Code    string // 校验码: 16 hex digits that only the county can make of number and content
	Kind    DocumentKind
	At      time.Time // issued
	Kiosk   seal.KioskID
	ID      village.RecordID // of the case; "" = of none
	Part    int              // of a package; 0 = the whole
	Account string           // who issued it; "" = by command

	WithdrawnAt time.Time // zero = it stands
	WithdrawnBy string
	Reason      WithdrawReason
	ReplacedBy  string // number of the one that corrects it; ""
}

// WithdrawReason is why a document does not stand any more. It is said to whoever asks, so
// nobody types it.
type WithdrawReason string

// WithdrawReasons are all of them, in the order in which they are offered.
func WithdrawReasons() []WithdrawReason { return []WithdrawReason{"mistake", "decision", "double"} }

// DocumentBook is where the county keeps what it handed out.
type DocumentBook interface {
	// DocumentCode is the code that is printed beside a number.
	DocumentCode(number string, content []byte) string

	// EnterDocument keeps d and returns it with its code, or the document with the same number or
	// of the same case with the same content that stands.
	EnterDocument(ctx context.Context, d Document, content []byte) (Document, error)

	// KeepDocumentFile keeps that a file is a document; once more is nothing new.
	KeepDocumentFile(ctx context.Context, number string, digest [sha256.Size]byte, at time.Time) error

	// Document is the one with a number, DocumentOfFile the one that a file is; both answer
	// [village.NotFound].
	Document(ctx context.Context, number string) (Document, error)
	DocumentOfFile(ctx context.Context, digest [sha256.Size]byte) (Document, error)

	// Documents are the newest, at most so many.
	Documents(ctx context.Context, limit int) ([]Document, error)

	// WithdrawDocument notes that one does not stand any more; one that is withdrawn or replaced
	// already is a [village.Conflict].
	WithdrawDocument(ctx context.Context, d Document) error

	// ReplaceDocument notes that by corrects the document with a number, where there is one.
	ReplaceDocument(ctx context.Context, number, by string) error
}

// DocumentDesk gives papers a number and a technical signature, and says of a file whether it is
// one of them. It is no legal seal (电子印章) and never says so.
type DocumentDesk struct {
	Book    DocumentBook
	Signer  *seal.Identity // nil where the county's key is not: papers have a number alone
	Address string         // of the page where anybody checks one, as https://county.example/verify; ""
	Now     func() time.Time
	Rand    io.Reader
}

// Issue is a document as a file. set makes it of the number and code under which d is kept; content
// is all that the paper says without them: the same content of the same case is the same document.
func (k *DocumentDesk) Issue(ctx context.Context, d Document, content []byte, set func(Document) ([]byte, error)) ([]byte, error) {
	if d.Number == "" {
		number, err := k.number()
		if err != nil {
			return nil, err
		}
		d.Number = number
	}
	if d.At.IsZero() {
		d.At = k.Now().Truncate(time.Millisecond)
	}
	kept, err := k.Book.EnterDocument(ctx, d, content)
	if err != nil {
		return nil, err
	}
	body, err := set(kept)
	if err != nil {
		return nil, err
	}
	return k.Keep(ctx, kept, body)
}

// Keep keeps body as a file of d and returns it signed.
func (k *DocumentDesk) Keep(ctx context.Context, d Document, body []byte) ([]byte, error) {
	digest := sha256.Sum256(body)
	if err := k.Book.KeepDocumentFile(ctx, d.Number, digest, k.Now()); err != nil || k.Signer == nil {
		return body, err
	}
	return SignDocument(body, d, *k.Signer)
}

// documentAlphabet has no letter that is read as a digit (I, L, O) and no U.
const documentAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// number is a new one: the day and eight characters that nobody guesses.
func (k *DocumentDesk) number() (string, error) {
	b := make([]byte, 8)
	if _, err := io.ReadFull(k.Rand, b); err != nil {
		return "", village.Failed("draw a number", err)
	}
	for i := range b {
		b[i] = documentAlphabet[int(b[i])%len(documentAlphabet)]
	}
	return k.Now().In(village.Zone).Format("20060102") + "-" + string(b), nil
}
