package survey

import (
	"bytes"
	"io"
	"net/http"
)

// maxRobots is how much of a robots.txt is read: as much as RFC 9309 section 2.5 asks for
// at least.
const maxRobots = 500 << 10

// bounded keeps answers small where colly does not.
type bounded struct{ to http.RoundTripper }

// RoundTrip implements http.RoundTripper. A robots.txt that is too long counts up to its
// last whole line. What a server packed of its own accord stays packed: there is no
// bound to what would come out of it.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.to.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Uncompressed = true
	if asked(r).URL.Path != "/robots.txt" {
		return answer, nil
	}
	defer answer.Body.Close()
	rules, err := io.ReadAll(io.LimitReader(answer.Body, maxRobots))
	if err != nil {
		return nil, err
	}
	if len(rules) == maxRobots {
		rules = rules[:bytes.LastIndexByte(rules, '\n')+1]
	}
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(rules)), int64(len(rules))
	return answer, nil
}

// asked is the request that redirects led to r from.
func asked(r *http.Request) *http.Request {
	for r.Response != nil && r.Response.Request != nil {
		r = r.Response.Request
	}
	return r
}
