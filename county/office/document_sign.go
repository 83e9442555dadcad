package office

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// documentContext keeps a signature of a document from standing for anything else.
const documentContext = "bianmin document 1"

// statementMark begins the last line of a signed file. It is a comment of PDF, which readers pass over.
const statementMark = "%BIANMIN-TECHNICAL-SIGNATURE "

// maxStatement is how long that line may be, in bytes: what stands behind %%EOF has to stay within
// the last 1024 of the file.
const maxStatement = 900

// Statement is what the county signed about a file (技术签名，非法定电子印章).
type Statement struct {
	Number    string    `json:"number"`
	Kind      string    `json:"kind"`
	At        time.Time `json:"at"`
	SHA256    []byte    `json:"sha256"` // of all that stands before the statement
	Algorithm string    `json:"algorithm"`
	Key       []byte    `json:"key"` // public
}

type signedStatement struct {
	Statement []byte `json:"statement"` // as it was signed
	Signature []byte `json:"signature"`
}

// SignDocument adds what the county says of body as its last line.
func SignDocument(body []byte, d Document, by seal.Identity) ([]byte, error) {
	digest := sha256.Sum256(body)
	said, err := json.Marshal(Statement{d.Number, string(d.Kind), d.At.UTC(), digest[:], "Ed25519", by.Public()})
	if err != nil {
		return nil, village.Failed("sign a document", err)
	}
	line, err := json.Marshal(signedStatement{said, by.Sign(documentContext, said)})
	if err != nil {
		return nil, village.Failed("sign a document", err)
	}
	return slices.Concat(body, []byte(statementMark), base64.RawURLEncoding.AppendEncode(nil, line), []byte("\n")), nil
}

// SplitDocument takes a file apart: its body, and the statement behind it. ok is false when there
// is none, or none whose key signed it; body is the whole file where no line stands behind it.
func SplitDocument(file []byte) (body []byte, s Statement, ok bool) {
	from := max(0, len(file)-maxStatement)
	at := bytes.LastIndex(file[from:], []byte(statementMark))
	if at < 0 {
		return file, s, false
	}
	body = file[:from+at]
	line := bytes.TrimRight(file[from+at+len(statementMark):], "\r\n ")
	if bytes.ContainsAny(line, "\r\n") { // the decoder would pass over what readers of PDF do not
		return body, Statement{}, false
	}
	raw := make([]byte, base64.RawURLEncoding.DecodedLen(len(line)))
	n, err := base64.RawURLEncoding.Decode(raw, line)
	var signed signedStatement
	if err != nil || village.DecodeJSON(raw[:n], &signed) != nil || village.DecodeJSON(signed.Statement, &s) != nil {
		return body, Statement{}, false
	}
	return body, s, seal.Verify(s.Key, documentContext, signed.Statement, signed.Signature)
}

// Fits reports whether the statement is about body.
func (s Statement) Fits(body []byte) bool {
	digest := sha256.Sum256(body)
	return bytes.Equal(digest[:], s.SHA256)
}
