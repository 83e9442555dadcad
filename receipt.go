package main

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // pictures of receipts to verify
	_ "image/png"
	"os"
	"path/filepath"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"bianmin/app/receipt"
	"bianmin/app/token"
	"bianmin/app/village"
	"bianmin/device/printer/file"
	store "bianmin/storage/kiosk"
)

type receiptCommand struct {
	lookFlags
	Code  string `arg:"" help:"Code on the receipt."`
	Out   string `help:"File to write: .png, .pdf, or .bin for a thermal printer." required:"" placeholder:"FILE"`
	Paper int    `help:"Width of the paper in mm, 58 or 80." default:"80"`

	Follow int `help:"Draw the slip of the n-th thing that was handed in later with the receipt." placeholder:"N"`
}

// Run draws a receipt again from what is kept in clear.
func (r receiptCommand) Run(c *call) error {
	if r.Paper != 58 && r.Paper != 80 {
		return village.Refuse("paper", "err.receipt.paper")
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := r.look(c, k, r.Code); err != nil {
		return err
	}
	bitmap, status, err := k.drawReceipt(c, r.Code, r.Paper)
	page, printed := file.Page{Width: r.Paper, At: status.Case.AcceptedAt}, status.Case.ID
	if r.Follow != 0 && err == nil {
		var f village.FollowUp
		if bitmap, f, err = k.drawFollowUp(c, status, r.Follow, r.Paper); err == nil {
			page.At, printed = f.FiledAt, f.ID
		}
	}
	if err != nil {
		return err
	}
	raw, err := encode(strings.ToLower(filepath.Ext(r.Out)), bitmap, page)
	if err != nil {
		return err
	}
	k.notePrint(c, printed)
	if err := os.WriteFile(r.Out, raw, 0o600); err != nil {
		return village.Failed("write the receipt", err)
	}
	return c.answer(map[string]string{"file": r.Out}, c.text.T("cli.drawn", "file", r.Out))
}

type verifyCommand struct {
	Receipt string `arg:"" help:"Text of the QR code, or a picture of the receipt."`
}

type verifyAnswer struct {
	OK         bool              `json:"ok"`
	Reason     string            `json:"reason,omitempty"`
	Key        string            `json:"key,omitempty"`
	ID         village.RecordID  `json:"id,omitempty"`
	ShortCode  village.ShortCode `json:"short_code,omitempty"`
	Kiosk      string            `json:"kiosk,omitempty"`
	AcceptedAt string            `json:"accepted_at,omitempty"`
	State      string            `json:"state,omitempty"`
	Lifetime   int64             `json:"lifetime,omitempty"`   // the receipt's record is so many-th of its machine
	RevokedAt  string            `json:"revoked_at,omitempty"` // since when the county does not trust the machine
	Log        store.AuditAnswer `json:"log,omitempty"`        // what this machine's own log says of it; none for another machine's
}

// Run says whether a receipt is genuine: exit 0 for a genuine one, 1 otherwise. A
// genuine one that this machine's own log contradicts ends with 3: the paper is
// right and the machine is not.
func (v verifyCommand) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	text, err := receiptText(v.Receipt)
	if strings.HasPrefix(text, token.Prefix) {
		return k.verifyToken(c, text)
	}
	var p receipt.Payload
	if err == nil {
		p, err = receipt.Verify(text, k.keyOf)
	}
	if err != nil {
		e := c.refused(err)
		if err := c.answer(verifyAnswer{Reason: e.Message, Key: e.Key}, c.text.T("cli.not_genuine", "reason", e.Message)); err != nil {
			return err
		}
		return errNotGenuine
	}
	out := verifyAnswer{
		OK: true, ID: p.Record, ShortCode: p.ShortCode, Kiosk: string(p.Kiosk),
		AcceptedAt: rfc3339(p.AcceptedAt), State: string(village.Received), Lifetime: int64(p.Lifetime),
	}
	if out.Log, err = k.inLog(c, p); err != nil {
		return err
	}
	if since := k.machine(p).RevokedAt(); !since.IsZero() {
		out.RevokedAt = rfc3339(since)
	}
	if err := c.answer(out, c.genuine(out)); err != nil || !contradicts(out.Log) {
		return err
	}
	return errContradicted
}

// genuine is what is said of a receipt that is.
func (c *call) genuine(a verifyAnswer) string {
	line := c.text.T("cli.genuine", "code", a.ShortCode.Spaced(), "time", a.AcceptedAt, "kiosk", a.Kiosk)
	if a.Log != "" {
		line += c.text.T("cli.genuine.log." + string(a.Log))
	}
	if a.RevokedAt != "" {
		line += c.text.T("cli.genuine.revoked", "time", a.RevokedAt)
	}
	return line
}

// receiptText is what the QR code in a picture says; anything that is no
// picture is the text itself.
func receiptText(arg string) (string, error) {
	ext := strings.ToLower(filepath.Ext(arg))
	if ext == ".pdf" {
		return "", village.Refuse("receipt", "err.receipt.pdf")
	}
	if ext != ".png" && ext != ".jpg" && ext != ".jpeg" || strings.HasPrefix(arg, receipt.Prefix) || strings.HasPrefix(arg, token.Prefix) {
		return arg, nil
	}
	picture, err := readPicture(arg)
	if err != nil {
		return "", &village.Error{Kind: village.Invalid, Field: "receipt", Key: "err.input.read", Err: err}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err == nil {
		var found *gozxing.Result
		hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
		if found, err = qrcode.NewQRCodeReader().Decode(bitmap, hints); err == nil {
			return found.GetText(), nil
		}
	}
	return "", &village.Error{Kind: village.Invalid, Field: "receipt", Key: "err.receipt.no_code", Err: err}
}

// maxPixels is far above what a camera of a counter takes: a small file can say
// that it unpacks to gigabytes.
const maxPixels = 60_000_000

// readPicture unpacks a picture after looking at how large it says that it is.
func readPicture(name string) (image.Image, error) {
	raw, err := readBounded(name, maxInput)
	if err != nil {
		return nil, err
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if len(raw) > maxInput || size.Width < 1 || size.Height < 1 || size.Width > maxPixels/size.Height {
		return nil, fmt.Errorf("a picture of %d × %d is too large", size.Width, size.Height)
	}
	picture, _, err := image.Decode(bytes.NewReader(raw))
	return picture, err
}
