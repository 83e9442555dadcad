package console

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

// turnCookie keeps the values of a try to sign in elsewhere in the browser that began it. Who
// comes back comes from another site, so that it is laxer than that of a session.
const turnCookie = "__Host-bianmin-turn"

const turnSeconds = 10 * 60

// signInElsewhere serves GET /sign-in/elsewhere: on to the other house.
func (c *Console) signInElsewhere(v *visit) error {
	if c.Elsewhere == nil {
		return c.nothing(v)
	}
	next := ownPath(v.URL.Query().Get("next"))
	t, err := c.Door.NewTurn()
	if err != nil {
		return err
	}
	address, err := c.Elsewhere.Start(v.Context(), t)
	if err != nil {
		return c.refuse(v, "sign-in.html", doorPage{Next: next}, err)
	}
	keepTurn(v.w, strings.Join([]string{t.State, t.Nonce, t.Verifier, url.QueryEscape(next)}, "."), turnSeconds)
	http.Redirect(v.w, v.Request, address, http.StatusSeeOther)
	return nil
}

func keepTurn(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: turnCookie, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// turnOf is the try that a browser began, and where it was going.
func turnOf(r *http.Request) (t office.Turn, next string) {
	kept, err := r.Cookie(turnCookie)
	if err != nil {
		return t, "/"
	}
	parts := strings.SplitN(kept.Value, ".", 4)
	if len(parts) != 4 {
		return t, "/"
	}
	next, _ = url.QueryUnescape(parts[3]) // what cannot be read leads nowhere
	return office.Turn{State: parts[0], Nonce: parts[1], Verifier: parts[2]}, ownPath(next)
}

// signInBack serves GET /sign-in/back, to which the other house sends people. A try is good once.
// The page that follows is ours, so that the next request comes from this site and has the
// cookie of the session.
func (c *Console) signInBack(v *visit) error {
	if c.Elsewhere == nil {
		return c.nothing(v)
	}
	t, next := turnOf(v.Request)
	keepTurn(v.w, "", -1)
	subject, err := c.cameBack(v, t)
	if err != nil {
		return c.refuse(v, "sign-in.html", doorPage{Next: next}, err)
	}
	account, err := c.Door.SignInFrom(v.Context(), c.Elsewhere.Issuer(), subject)
	if err != nil {
		p := doorPage{Next: next}
		if village.Keyed(err).Key == "err.oidc.unlinked" {
			p.Subject = subject // it is that person's own, and the administrator needs it
		}
		return c.refuse(v, "sign-in.html", p, err)
	}
	if err := c.enter(v, account); err != nil {
		return err
	}
	v.w.Header().Set("Refresh", "0; url="+v.view.link(next))
	return c.drawDoor(v, "entered.html", doorPage{Next: next})
}

// cameBack is who the other house says it is.
func (c *Console) cameBack(v *visit, t office.Turn) (subject string, err error) {
	q := v.URL.Query()
	switch {
	case !c.callers.may(v.RemoteAddr):
		return "", &village.Error{Kind: village.Denied, Key: "err.door.many"}
	case t.State == "" || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(t.State)) != 1:
		return "", &village.Error{Kind: village.Denied, Key: "err.oidc.state"}
	case q.Get("code") == "":
		return "", &village.Error{Kind: village.Denied, Key: "err.oidc.no"}
	}
	subject, err = c.Elsewhere.Finish(v.Context(), t, q.Get("code"))
	if err != nil {
		c.Log.WarnContext(v.Context(), "the other house was not believed", "err", err)
	}
	return subject, err
}
