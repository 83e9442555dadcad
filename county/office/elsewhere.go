package office

import (
	"context"
	"encoding/base64"
	"io"
	"strings"
	"unicode"

	"bianmin/app/village"
)

// Elsewhere is a house whose accounts prove who somebody is (统一身份认证, OpenID Connect).
type Elsewhere interface {
	// Issuer is the house's name for programs.
	Issuer() string

	// Start is the address at which somebody signs in there.
	Start(ctx context.Context, t Turn) (address string, err error)

	// Finish is who came back with a code, in the house's words.
	Finish(ctx context.Context, t Turn, code string) (subject string, err error)
}

// Turn is one try to sign in elsewhere: values that nobody can guess, known to one browser.
type Turn struct{ State, Nonce, Verifier string }

// MaxSubject is the longest name of a person in another house, in bytes (OpenID Connect Core 2).
const MaxSubject = 255

const turnBytes = 32 // 43 characters, the least that RFC 7636 allows of a verifier

// NewTurn draws the values of a try.
func (d *Door) NewTurn() (t Turn, err error) {
	for _, value := range []*string{&t.State, &t.Nonce, &t.Verifier} {
		b := make([]byte, turnBytes)
		if _, err := io.ReadFull(d.Rand, b); err != nil {
			return Turn{}, village.Failed("draw a turn", err)
		}
		*value = base64.RawURLEncoding.EncodeToString(b)
	}
	return t, nil
}

// SignInFrom lets in who another house says it is, when that subject was linked to an account
// here: none is ever made. The errors are [village.Denied], err.oidc.unlinked, and
// err.oidc.disabled.
func (d *Door) SignInFrom(ctx context.Context, issuer, subject string) (Account, error) {
	a, err := d.Book.LinkedAccount(ctx, issuer, subject)
	switch {
	case err != nil:
		return Account{}, closed("err.oidc.unlinked", err)
	case a.Disabled:
		return Account{}, closed("err.oidc.disabled", nil)
	}
	return a, nil
}

// Link lets an account be signed in to by a subject of another house, and by no other of any
// house. The errors are [village.NotFound] at "name"; [village.Invalid] at "issuer" or
// "subject"; [village.Conflict] at "subject" when it is linked to another account.
func (d *Door) Link(ctx context.Context, name, issuer, subject string) error {
	switch {
	case !strings.HasPrefix(issuer, "https://"):
		return village.Refuse("issuer", "err.oidc.address")
	case subject == "" || len(subject) > MaxSubject || strings.ContainsFunc(subject, func(r rune) bool { return unicode.IsControl(r) }):
		return village.Refuse("subject", "err.oidc.subject")
	}
	err := d.Book.LinkAccount(ctx, name, issuer, subject)
	if err != nil && village.KindOf(err) == village.Conflict {
		return &village.Error{Kind: village.Conflict, Field: "subject", Key: "err.oidc.taken", Err: err}
	}
	return known(err)
}

// Unlink ends that, and the account's sessions.
func (d *Door) Unlink(ctx context.Context, name string) error {
	return known(d.Book.UnlinkAccount(ctx, name))
}
