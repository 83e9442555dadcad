// Package client is the kiosk's end of the line: it speaks sync/wire over TLS 1.3,
// with certificates of the county's own authority on both sides.
package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Client talks to one county in the name of one kiosk.
type Client struct {
	base string // without a slash at its end
	line Line
	root *x509.Certificate // the county's authority
	own  *x509.Certificate // the kiosk's own
	http *http.Client
}

const (
	dialTimeout   = 10 * time.Second
	answerTimeout = 60 * time.Second // from the last byte sent to the first of the answer
	slowest       = 4 << 10          // bytes a second; a slower line counts as broken
)

// New is a client for the county of line. The error is [village.Invalid] at
// "county": err.sync.plain for http://, err.sync.url for no address at all,
// err.kiosk.not_enrolled without certificates. No proxy of the environment is used
// and no redirect is followed: what answers is the county or nobody.
func New(line Line) (*Client, error) {
	address, err := line.address()
	if err != nil {
		return nil, err
	}
	root, own, err := line.enrolled()
	if err != nil {
		return nil, err
	}
	j := judge{root: only(root), host: address.Hostname(), time: line.Time}
	return &Client{base: address.String(), line: line, root: root, own: own.Leaf, http: over(j.config(own))}, nil
}

// over sends through TLS as config says.
func over(config *tls.Config) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil,
			TLSClientConfig:        config,
			DialContext:            (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext,
			TLSHandshakeTimeout:    dialTimeout,
			ResponseHeaderTimeout:  answerTimeout,
			IdleConnTimeout:        90 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
			DisableCompression:     true,
			MaxIdleConnsPerHost:    1,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// RenewAt is when the kiosk's certificate should be renewed.
func (c *Client) RenewAt() time.Time { return seal.RenewAt(c.own) }

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Ask posts a signed message and returns the signed answer; who signed it, the
// caller checks.
func (c *Client) Ask(ctx context.Context, path string, envelope []byte) ([]byte, error) {
	return c.send(ctx, request{method: http.MethodPost, path: path, mediaType: wire.MediaType, body: envelope})
}

type request struct {
	method, path, mediaType string
	body                    []byte
	header                  map[string]string
}

// send is the body of the county's answer.
func (c *Client) send(ctx context.Context, r request) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*answerTimeout+time.Duration(len(r.body)/slowest)*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, c.base+r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, village.Failed("ask the county", err)
	}
	req.Header.Set("Content-Type", r.mediaType)
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, offline(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode < http.StatusOK || resp.StatusCode > http.StatusPartialContent {
		return nil, refused(resp)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxAnswerBytes+1))
	if err != nil {
		return nil, offline(err)
	}
	if len(answer) > wire.MaxAnswerBytes {
		return nil, notCounty(errors.New("answer is too large"))
	}
	return answer, nil
}

// decode reads a JSON answer. A login page of somebody's network also says 200.
func decode[T any](answer []byte) (T, error) {
	v, err := wire.Decode[T](bytes.NewReader(answer), wire.MaxAnswerBytes)
	if err != nil {
		return v, notCounty(err)
	}
	return v, nil
}
