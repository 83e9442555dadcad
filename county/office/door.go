package office

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"golang.org/x/crypto/argon2"

	"bianmin/app/village"
)

// How somebody comes in. The lock is a default of ours.
const (
	MaxSignInTries = 5
	LockMinutes    = 15
	SetupHours     = 72
	minPassword    = 12 // characters; NIST SP 800-63B-4 asks for 8 beside a second factor
	maxPassword    = 128
	setupBytes     = 15 // 120 bits: a plain hash of them cannot be guessed
	keyBytes       = 20 // RFC 4226 section 4 recommends 160 bits
	stepSeconds    = 30 // RFC 6238
)

// Door lets officers in: a password and a code of six digits (RFC 6238) that
// counts once. Every refusal says the same, whatever was wrong.
type Door struct {
	Book AccountBook
	Now  func() time.Time
	Rand io.Reader

	slots chan struct{}
}

// NewDoor judges at most two passwords at a time: each costs 19 MiB.
func NewDoor(book AccountBook, now func() time.Time, random io.Reader) *Door {
	return &Door{Book: book, Now: now, Rand: random, slots: make(chan struct{}, 2)}
}

var accountName = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,31}$`)

// Invite makes an account and returns its set-up code, which is kept nowhere. The
// errors are [village.Invalid] at "name", "person", "role", "division" or "unit",
// [village.Conflict] at "name".
func (d *Door) Invite(ctx context.Context, a Account) (code string, err error) {
	if err := checkAccount(a); err != nil {
		return "", err
	}
	a.MadeAt, a.Era = d.Now(), 1
	c, code, err := d.fresh(a)
	if err != nil {
		return "", err
	}
	err = d.Book.AddAccount(ctx, c)
	if err != nil && village.KindOf(err) == village.Conflict {
		return "", &village.Error{Kind: village.Conflict, Field: "name", Key: "err.account.taken", Err: err}
	}
	return code, err
}

func checkAccount(a Account) error {
	local := a.Role == RoleAssistant || a.Role == RoleTown
	switch {
	case !accountName.MatchString(a.Name):
		return village.Refuse("name", "err.account.name")
	case strings.TrimSpace(a.Person) == "" || utf8.RuneCountInString(a.Person) > 40:
		return village.Refuse("person", "err.account.person")
	case !a.Role.May(Anyone):
		return village.Refuse("role", "err.account.role")
	case local == (a.Scope.Division == ""):
		return village.Refuse("division", "err.account.division")
	case (a.Role == RoleUnit) == (a.Scope.Unit == ""):
		return village.Refuse("unit", "err.account.unit")
	}
	return nil
}

// Reset takes an account's password and key away and returns a new set-up code.
func (d *Door) Reset(ctx context.Context, name string) (code string, err error) {
	c, code, err := d.fresh(Account{Name: name})
	if err != nil {
		return "", err
	}
	return code, known(d.Book.ResetAccount(ctx, c))
}

// Disable lets an account in no more.
func (d *Door) Disable(ctx context.Context, name string) error {
	return known(d.Book.DisableAccount(ctx, name))
}

func known(err error) error {
	if err != nil && village.KindOf(err) == village.NotFound {
		return &village.Error{Kind: village.NotFound, Field: "name", Key: "err.account.unknown", Err: err}
	}
	return err
}

// fresh is a with a new key and a new set-up code.
func (d *Door) fresh(a Account) (c Credentials, code string, err error) {
	b := make([]byte, setupBytes+keyBytes)
	if _, err := io.ReadFull(d.Rand, b); err != nil {
		return c, "", village.Failed("draw a set-up code", err)
	}
	plain := base32.StdEncoding.EncodeToString(b[:setupBytes])
	sum := sha256.Sum256([]byte(plain))
	c = Credentials{Account: a, Key: b[setupBytes:], Setup: sum[:], SetupEnd: d.Now().Add(SetupHours * time.Hour)}
	for i := 0; i < len(plain); i += 4 {
		code += "-" + plain[i:i+4]
	}
	return c, code[1:], nil
}

// Key is what a phone needs to make codes: its text to type, and the address that
// a QR code carries (otpauth, as authenticator programs read it).
type Key struct{ Text, Address string }

// Open judges a set-up code and shows the key of its account. The error is
// [village.Denied], err.door.setup.
func (d *Door) Open(ctx context.Context, name, code string) (Key, error) {
	c, err := d.setup(ctx, name, code)
	if err != nil {
		return Key{}, err
	}
	text := base32.StdEncoding.EncodeToString(c.Key)
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/bianmin:" + c.Name,
		RawQuery: url.Values{"secret": {text}, "issuer": {"bianmin"}}.Encode(),
	}
	return Key{Text: text, Address: address.String()}, nil
}

func (d *Door) setup(ctx context.Context, name, code string) (Credentials, error) {
	c, err := d.Book.TryAccount(ctx, name)
	if err != nil {
		return c, closed("err.door.setup", err)
	}
	plain := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	sum := sha256.Sum256([]byte(plain))
	if len(c.Setup) == 0 || subtle.ConstantTimeCompare(sum[:], c.Setup) != 1 || !d.Now().Before(c.SetupEnd) {
		return c, closed("err.door.setup", nil)
	}
	return c, d.Book.ForgetTries(ctx, c) // it is no guess
}

// Settle ends a set-up with a password and the first code of six digits. The
// errors are [village.Denied], err.door.setup, and [village.Invalid] at "password"
// or "digits".
func (d *Door) Settle(ctx context.Context, name, code, password, digits string) error {
	c, err := d.setup(ctx, name, code)
	if err != nil {
		return err
	}
	if n := utf8.RuneCountInString(password); n < minPassword || n > maxPassword || easyPassword(password, name) {
		return village.Refuse("password", "err.door.password")
	}
	step, ok := d.step(c.Key, digits)
	if !ok {
		return village.Refuse("digits", "err.door.digits")
	}
	c.Salt = make([]byte, 16)
	if _, err := io.ReadFull(d.Rand, c.Salt); err != nil {
		return village.Failed("draw a salt", err)
	}
	c.Password, c.Step = d.hashed(password, c.Salt), step
	taken, err := d.Book.SetPassword(ctx, c)
	if err == nil && !taken {
		err = closed("err.door.setup", nil)
	}
	return err
}

// easyPassword is one that somebody tries first: the name again and again, or few
// different characters.
func easyPassword(password, name string) bool {
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	return len(different) < 5 || strings.Trim(strings.ReplaceAll(strings.ToLower(password), name, ""), "0123456789") == ""
}

// SignIn lets somebody in. The error is [village.Denied], err.door.closed: it does
// not say what was wrong, nor whether there is such an account, nor whether it is
// locked.
func (d *Door) SignIn(ctx context.Context, name, password, digits string) (Account, error) {
	c, err := d.Book.TryAccount(ctx, name)
	given := d.hashed(password, c.Salt) // also for nobody: how long it takes tells nothing
	if err != nil {
		return Account{}, closed("err.door.closed", err)
	}
	step, counts := d.step(c.Key, digits)
	if subtle.ConstantTimeCompare(given, c.Password) != 1 || !counts {
		return Account{}, closed("err.door.closed", nil)
	}
	taken, err := d.Book.SignedIn(ctx, name, step)
	if err == nil && !taken {
		err = closed("err.door.closed", nil)
	}
	return c.Account, err
}

// closed keeps a fault of the machine apart from a refusal.
func closed(key string, cause error) error {
	if kind := village.KindOf(cause); cause != nil && kind != village.NotFound && kind != village.Denied {
		return cause
	}
	return &village.Error{Kind: village.Denied, Key: key, Err: cause}
}

// step is that of the code, out of the one now and its neighbours: clocks of phones
// are a little off (RFC 6238 section 5.2).
func (d *Door) step(key []byte, digits string) (int64, bool) {
	now := d.Now().Unix() / stepSeconds
	secret := base32.StdEncoding.EncodeToString(key)
	for _, step := range []int64{now - 1, now, now + 1} {
		good, err := hotp.ValidateCustom(strings.TrimSpace(digits), uint64(step), secret, //nolint:gosec // after 1970
			hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && good {
			return step, true
		}
	}
	return 0, false
}

// hashed is Argon2id with the smaller setting that OWASP names: 19 MiB, two passes
// (Password Storage Cheat Sheet, 2025).
func (d *Door) hashed(password string, salt []byte) []byte {
	const passes, kibibytes, threads, length = 2, 19 << 10, 1, 32
	d.slots <- struct{}{}
	defer func() { <-d.slots }()
	return argon2.IDKey([]byte(password), salt, passes, kibibytes, threads, length)
}
