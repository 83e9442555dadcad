package console

import (
	"cmp"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode"

	"bianmin/app/village"
	"bianmin/county/office"
)

// doorPage is the page to sign in, and the two pages of a set-up.
type doorPage struct {
	Name, Code, Next string
	Problem          string // message key
	Field            string // at which the problem is
	Key              office.Key
	Picture          template.HTML // of the key, for a phone
	Done             bool          // the set-up has ended
	Elsewhere        string        // where one may sign in too; ""
	Subject          string        // whom nobody linked to an account; ""
}

// signInPage serves GET /sign-in.
func (c *Console) signInPage(v *visit) error {
	return c.drawDoor(v, "sign-in.html", doorPage{Next: v.URL.Query().Get("next"), Done: v.URL.Query().Get("done") != ""})
}

// signIn serves POST /sign-in.
func (c *Console) signIn(v *visit) error {
	name, ctx := strings.TrimSpace(v.PostFormValue("name")), v.Context()
	account, err := office.Account{}, error(&village.Error{Kind: village.Denied, Key: "err.door.many"})
	if c.callers.may(v.RemoteAddr) {
		account, err = c.Door.SignIn(ctx, name, v.PostFormValue("password"), v.PostFormValue("digits"))
	}
	if err != nil {
		return c.refuse(v, "sign-in.html", doorPage{Name: name, Next: v.PostFormValue("next")}, err)
	}
	if err := c.enter(v, account); err != nil {
		return err
	}
	http.Redirect(v.w, v.Request, v.view.link(ownPath(v.PostFormValue("next"))), http.StatusSeeOther)
	return nil
}

// enter begins the session of an account. It gets a new token, so that one that was planted
// before is worth nothing.
func (c *Console) enter(v *visit, account office.Account) error {
	ctx := v.Context()
	if err := c.sessions.RenewToken(ctx); err != nil {
		return err
	}
	now := c.Now().UnixMilli()
	c.sessions.Put(ctx, sessionName, account.Name)
	c.sessions.Put(ctx, sessionEra, account.Era)
	c.sessions.Put(ctx, sessionSeen, now)
	c.sessions.Put(ctx, sessionFrom, now)
	return nil
}

// ownPath is a path of this console; anything else is its first page.
func ownPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\?#\r\n") {
		return "/"
	}
	return next
}

// signOut serves POST /sign-out.
func (c *Console) signOut(v *visit) error {
	if err := c.sessions.Destroy(v.Context()); err != nil {
		return err
	}
	http.Redirect(v.w, v.Request, v.view.link("/sign-in"), http.StatusSeeOther)
	return nil
}

// setUpPage serves GET /set-up.
func (c *Console) setUpPage(v *visit) error { return c.drawDoor(v, "set-up.html", doorPage{}) }

// setUp serves POST /set-up: first a name and its set-up code, which open the key;
// then these again with a password and the first six digits.
func (c *Console) setUp(v *visit) error {
	p := doorPage{Name: strings.TrimSpace(v.PostFormValue("name")), Code: strings.TrimSpace(v.PostFormValue("code"))}
	if !c.callers.may(v.RemoteAddr) {
		return c.refuse(v, "set-up.html", p, &village.Error{Kind: village.Denied, Key: "err.door.many"})
	}
	key, err := c.Door.Open(v.Context(), p.Name, p.Code)
	if err != nil {
		p.Code = ""
		return c.refuse(v, "set-up.html", p, err)
	}
	p.Key, p.Picture = key, picture(key.Address, v.view.text.T("county.setup.qr"))
	if v.PostFormValue("step") != "settle" {
		return c.drawDoor(v, "set-up.html", p)
	}
	password := v.PostFormValue("password")
	if password != v.PostFormValue("again") {
		return c.refuse(v, "set-up.html", p, village.Refuse("again", "err.door.again"))
	}
	if err := c.Door.Settle(v.Context(), p.Name, p.Code, password, v.PostFormValue("digits")); err != nil {
		return c.refuse(v, "set-up.html", p, err)
	}
	http.Redirect(v.w, v.Request, v.view.link("/sign-in", "done", 1), http.StatusSeeOther)
	return nil
}

// refuse shows the form again with what is wrong; a fault of ours is no refusal.
func (c *Console) refuse(v *visit, name string, p doorPage, err error) error {
	e := village.Keyed(err)
	if e.Kind == village.Internal {
		return err
	}
	p.Problem, p.Field = e.Key, e.Field
	v.status = http.StatusForbidden
	return c.drawDoor(v, name, p)
}

func (c *Console) drawDoor(v *visit, name string, p doorPage) error {
	if c.Elsewhere != nil {
		p.Elsewhere = cmp.Or(c.ElsewhereName, v.view.text.T("county.door.elsewhere.name"))
	}
	return c.draw(v, name, frame{Title: v.view.text.T("county.door.title"), Page: p})
}

// picture is a QR code as SVG under a name; "" for what is too long for one.
func picture(text, name string) template.HTML {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return ""
	}
	var path strings.Builder
	rows := code.Bitmap()
	for y, row := range rows {
		for x, dark := range row {
			if dark {
				path.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h1v1h-1z")
			}
		}
	}
	side := strconv.Itoa(len(rows))
	return template.HTML(`<svg class="qr" viewBox="0 0 ` + side + ` ` + side + `" role="img" aria-label="` + template.HTMLEscapeString(name) + `"><path d="` + path.String() + `"/></svg>`) //nolint:gosec // numbers, and an escaped name
}
