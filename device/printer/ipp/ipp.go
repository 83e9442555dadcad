// Package ipp prints PDF on office printers that speak IPP Everywhere, or on a
// queue of CUPS, without a driver.
package ipp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"bianmin/app/village"
	"bianmin/device/printer"
)

// Operations of RFC 8011.
const (
	printJob             = 0x0002
	getJobAttributes     = 0x0009
	getPrinterAttributes = 0x000B
	successful           = 0x0100 // statuses below it
)

// Printer is one printer or queue. It may be used by several goroutines.
type Printer struct {
	uri    string // as IPP names it
	target string // as HTTP reaches it
	client *http.Client
}

// New is the printer at an address as ipp://HOST:631/ipp/print; ipps for TLS. It
// asks nothing. The error is [village.Invalid] at "printer", err.printer.ipp.
func New(address string, client *http.Client) (*Printer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "ipp" && u.Scheme != "ipps" {
		return nil, &village.Error{Kind: village.Invalid, Field: "printer", Key: "err.printer.ipp", Err: err}
	}
	if u.Port() == "" {
		u.Host += ":631"
	}
	target := *u
	target.Scheme = map[string]string{"ipp": "http", "ipps": "https"}[u.Scheme]
	return &Printer{uri: u.String(), target: target.String(), client: client}, nil
}

// Status asks the printer how it is.
func (p *Printer) Status(ctx context.Context) printer.State {
	r := newRequest(getPrinterAttributes, p.uri)
	r.add(tagKeyword, "requested-attributes", []byte("printer-state"))
	r.add(tagKeyword, "", []byte("printer-state-reasons"))
	a, err := p.send(ctx, r, nil)
	if err != nil {
		return printer.Offline
	}
	return stateOf(a)
}

// stopped is the printer-state in which nothing is printed.
const stopped = 5

func stateOf(a answer) printer.State {
	state := printer.Ready
	for _, reason := range a.words("printer-state-reasons") {
		state = state.Worse(reasonOf(reason))
	}
	if n, ok := a.number("printer-state"); ok && n == stopped {
		state = state.Worse(printer.Fault)
	}
	return state
}

// reasonOf is what one of printer-state-reasons means for a person. Source: RFC
// 8011, 5.4.12; PWG 5100.9.
func reasonOf(reason string) printer.State {
	for _, is := range []struct {
		prefix string
		state  printer.State
	}{
		{"media-empty", printer.NoPaper}, {"media-needed", printer.NoPaper}, {"media-low", printer.NearEnd},
		{"cover-open", printer.CoverOpen}, {"door-open", printer.CoverOpen}, {"interlock-open", printer.CoverOpen},
		{"offline", printer.Offline}, {"shutdown", printer.Offline}, {"timed-out", printer.Offline}, {"connecting-to-device", printer.Offline},
	} {
		if strings.HasPrefix(reason, is.prefix) {
			return is.state
		}
	}
	if strings.HasSuffix(reason, "-error") || strings.HasPrefix(reason, "media-jam") || strings.HasPrefix(reason, "paused") {
		return printer.Fault
	}
	return printer.Ready
}

// Print hands a PDF over and returns the number of the job. That the printer took it
// is all that is known: a queue calls a job completed whose printer has died. A
// printer that cannot print now is a [*printer.Trouble], and gets nothing.
func (p *Printer) Print(ctx context.Context, name string, pdf []byte) (job int, err error) {
	if state := p.Status(ctx); !state.Prints() {
		return 0, &printer.Trouble{State: state}
	}
	r := newRequest(printJob, p.uri)
	r.add(tagName, "job-name", []byte(name))
	r.add(tagMime, "document-format", []byte("application/pdf"))
	a, err := p.send(ctx, r, pdf)
	if refused, ok := errors.AsType[refusal](err); ok {
		return 0, &printer.Trouble{State: printer.Fault, Err: refused}
	}
	if err != nil {
		return 0, &printer.Trouble{State: printer.Offline, Started: true, Err: err}
	}
	job, ok := a.number("job-id")
	if !ok {
		return 0, &printer.Trouble{State: printer.Fault, Started: true, Err: fmt.Errorf("no number of the job")}
	}
	return job, nil
}

// JobState is how far the printer says that a job is.
type JobState int

// The states of RFC 8011, 5.3.7.
const (
	JobPending    JobState = 3
	JobProcessing JobState = 5
	JobCanceled   JobState = 7
	JobAborted    JobState = 8
	JobCompleted  JobState = 9
)

// Job asks how far a job is.
func (p *Printer) Job(ctx context.Context, job int) (JobState, error) {
	r := newRequest(getJobAttributes, p.uri)
	r.integer("job-id", int32(job)) //nolint:gosec // as the printer gave it
	a, err := p.send(ctx, r, nil)
	if err != nil {
		return 0, err
	}
	n, _ := a.number("job-state")
	return JobState(n), nil
}

// send posts one message, with a document behind it.
func (p *Printer) send(ctx context.Context, r *request, document []byte) (answer, error) {
	body := io.MultiReader(bytes.NewReader(r.end()), bytes.NewReader(document))
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, p.target, body)
	if err != nil {
		return answer{}, err
	}
	post.ContentLength = int64(len(r.end()) + len(document))
	post.Header.Set("Content-Type", "application/ipp")
	got, err := p.client.Do(post)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	if got.StatusCode != http.StatusOK {
		return answer{}, fmt.Errorf("the printer answers %s", got.Status)
	}
	raw, err := io.ReadAll(io.LimitReader(got.Body, maxAnswer))
	if err != nil {
		return answer{}, err
	}
	a, err := parse(raw)
	if err == nil && a.status >= successful {
		err = refusal(a.status)
	}
	return a, err
}

// refusal is the status of a printer that did nothing of what it was asked.
type refusal uint16

func (r refusal) Error() string { return fmt.Sprintf("the printer refuses with %#04x", uint16(r)) }
