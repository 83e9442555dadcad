package village

import (
	"net/url"
	"regexp"
)

// MaxOnlineURL is how long the address of the online way may be, in characters: a longer
// one makes a QR code that a phone reads only from close by.
const MaxOnlineURL = 200

var (
	addressText = regexp.MustCompile(`^[!-~]+$`)
	publicHost  = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
)

// OnlineHost is the site of OnlineURL, as www.gdzwfw.gov.cn, for people who want to see
// where a code leads before they follow it. ok is false where there is no address, or one
// that must not be offered: only https under a name, on the usual port, with no account in it
// and of at most [MaxOnlineURL] printable ASCII characters. What a phone is sent to over
// plain http, anybody on the way can exchange.
func (it ServiceItem) OnlineHost() (host string, ok bool) {
	u, err := url.Parse(it.OnlineURL)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" || !publicHost.MatchString(u.Host) {
		return "", false
	}
	if len(it.OnlineURL) > MaxOnlineURL || !addressText.MatchString(it.OnlineURL) {
		return "", false
	}
	return u.Host, true
}
