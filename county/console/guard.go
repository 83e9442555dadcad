package console

import (
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/office"
)

// How long somebody stays signed in. Defaults of ours: a working day, and less
// than an absence from the desk.
const (
	longestSession = 10 * time.Hour
	idleSession    = 30 * time.Minute
	seenEvery      = time.Minute // how often it is noted that somebody is still there
)

// What a session holds.
const (
	sessionName = "name"
	sessionEra  = "era"
	sessionSeen = "seen" // Unix milliseconds
	sessionFrom = "from" // when somebody signed in, the same
)

// newSessions keeps a hash of the browser's token. The name of the cookie binds it
// to this host, TLS and the root path. scs.New would leave a goroutine behind that cleans a
// store which nobody uses, and nothing ends it.
func newSessions(store scs.CtxStore, broken func(http.ResponseWriter, *http.Request, error)) *scs.SessionManager {
	return &scs.SessionManager{
		Store: store, Codec: scs.GobCodec{}, ErrorFunc: broken, Lifetime: longestSession, HashTokenInStore: true,
		Cookie: scs.SessionCookie{Name: "__Host-bianmin", Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode},
	}
}

// sessionsBroken answers when sessions cannot be read or kept.
func (c *Console) sessionsBroken(w http.ResponseWriter, r *http.Request, err error) {
	c.fail(&visit{w: w, Request: r, view: c.views[lang.Default]}, err)
}

// whoAsks is the account of a session. The account is read for each request: who
// was disabled or reset is out at once.
func (c *Console) whoAsks(v *visit) (office.Account, bool, error) {
	ctx := v.Context()
	name := c.sessions.GetString(ctx, sessionName)
	if name == "" {
		return office.Account{}, false, nil
	}
	account, err := c.Door.Book.Account(ctx, name)
	if err != nil && village.KindOf(err) != village.NotFound {
		return office.Account{}, false, err
	}
	now := c.Now()
	idle := now.Sub(time.UnixMilli(c.sessions.GetInt64(ctx, sessionSeen)))
	age := now.Sub(time.UnixMilli(c.sessions.GetInt64(ctx, sessionFrom)))
	if err != nil || account.Disabled || account.Era != c.sessions.GetInt64(ctx, sessionEra) || idle > idleSession || age > longestSession {
		return office.Account{}, false, c.sessions.Destroy(ctx)
	}
	if idle > seenEvery {
		c.sessions.Put(ctx, sessionSeen, now.UnixMilli())
	}
	return account, true, nil
}

// toDoor sends somebody to sign in, and back afterwards.
func (c *Console) toDoor(v *visit) error {
	next := ""
	if v.Method == http.MethodGet && v.URL.Path != "/" {
		next = v.URL.Path
	}
	http.Redirect(v.w, v.Request, v.view.link("/sign-in", "next", next), http.StatusSeeOther)
	return nil
}

// protect keeps pages out of caches and frames, and lets no script run but ours.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}
