package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"bianmin/app/village"
	"bianmin/storage/bucket"
	"bianmin/storage/county"
)

// blobPlace is where photographs lie: a folder, or the address of a bucket.
type blobPlace string

// UnmarshalText makes a folder's path one that stays right wherever the program is.
func (p *blobPlace) UnmarshalText(text []byte) error {
	if *p = blobPlace(text); !p.bucket() {
		*p = blobPlace(kong.ExpandPath(string(text)))
	}
	return nil
}

func (p blobPlace) bucket() bool { return strings.HasPrefix(string(p), bucket.Scheme) }

// bucketKey is how a bucket lets this program in. The secret itself is never an
// argument: everybody on the machine reads those.
type bucketKey struct {
	BlobsKey string `placeholder:"FILE" type:"path" help:"File with the access key and, on its second line, the secret of the bucket (default: the environment's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)."`
	BlobsCA  string `name:"blobs-ca" placeholder:"FILE" type:"path" help:"Certificates, PEM, of who vouches for the bucket's server (default: those of the system)."`
}

// bucketWait is how long the server of a bucket may take until it begins to answer.
const bucketWait = 30 * time.Second

// blobs opens the place.
func (k bucketKey) blobs(w *world, at blobPlace) (county.Blobs, error) {
	if !at.bucket() {
		dir, err := county.OpenBlobs(string(at), w.now())
		if err != nil {
			return nil, err
		}
		return dir, nil
	}
	access, secret, err := k.read()
	if err != nil {
		return nil, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if k.BlobsCA != "" {
		raw, err := os.ReadFile(k.BlobsCA)
		if config.RootCAs = x509.NewCertPool(); err != nil || !config.RootCAs.AppendCertsFromPEM(raw) {
			return nil, &village.Error{Kind: village.Invalid, Field: "blobs-ca", Key: "err.city.ca", Err: err}
		}
	}
	line := http.DefaultTransport.(*http.Transport).Clone()
	line.TLSClientConfig, line.ResponseHeaderTimeout, line.MaxIdleConnsPerHost = config, bucketWait, readAtOnce
	return bucket.Open(w.ctx, bucket.Config{Address: string(at), Access: access, Secret: secret, Transport: line})
}

// read is the key and its secret.
func (k bucketKey) read() (access, secret string, err error) {
	if k.BlobsKey == "" {
		access, secret = os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	} else {
		var raw []byte
		raw, err = os.ReadFile(k.BlobsKey)
		access, secret, _ = strings.Cut(strings.TrimSpace(string(raw)), "\n")
		access, secret = strings.TrimSpace(access), strings.TrimSpace(secret)
	}
	if err != nil || access == "" || secret == "" {
		return "", "", &village.Error{Kind: village.Invalid, Field: "blobs-key", Key: "err.blobs.key", Err: err}
	}
	return access, secret, nil
}
