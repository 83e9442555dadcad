// Package bucket keeps the county's pieces of files in a bucket of an S3 server
// (对象存储), where several machines of the county reach them. What lies there is what
// lies on a disk: pieces that the kiosks sealed, under the SHA-256 of their bytes.
package bucket

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"bianmin/app/village"
)

// Scheme begins the address of a bucket.
const Scheme = "s3://"

// Limits of one request.
const (
	readLimit = time.Minute
	tries     = 3
	pieceMost = village.MaxPartBytes // a part that was sent whole is the largest piece
)

// Config says which bucket, and who asks.
type Config struct {
	Address        string // s3://HOST[:PORT]/BUCKET[/FOLDER][?region=REGION]
	Access, Secret string
	Transport      http.RoundTripper // nil: the usual one
}

// Bucket keeps pieces as ab/abcdef… below its folder. Make one with [Open].
type Bucket struct {
	client       *minio.Client
	name, folder string
}

// Open looks whether the bucket is there. An address that is none is
// [village.Invalid] at "blobs"; so is a bucket that is not there or lets nobody in.
// TLS is left out on the loopback alone.
func Open(ctx context.Context, c Config) (*Bucket, error) {
	at, err := url.Parse(c.Address)
	if err != nil || at.Scheme+"://" != Scheme || at.Host == "" || at.User != nil {
		return nil, village.Refuse("blobs", "err.blobs.address")
	}
	name, folder, _ := strings.Cut(strings.Trim(at.Path, "/"), "/")
	if name == "" {
		return nil, village.Refuse("blobs", "err.blobs.address")
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(c.Access, c.Secret, ""), Secure: !loopback(at.Hostname()), Transport: c.Transport,
		Region: at.Query().Get("region"), BucketLookup: minio.BucketLookupAuto, MaxRetries: tries,
	})
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: "blobs", Key: "err.blobs.address", Err: err}
	}
	there, err := client.BucketExists(ctx, name)
	if err != nil || !there {
		return nil, &village.Error{Kind: village.Invalid, Field: "blobs", Key: "err.blobs.bucket", Args: map[string]any{"bucket": name}, Err: err}
	}
	return &Bucket{client: client, name: name, folder: folder}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (b *Bucket) path(sum [32]byte) string {
	name := hex.EncodeToString(sum[:])
	return path.Join(b.folder, name[:2], name)
}

// Put returns when the server said that it has data. What stood under the name is
// replaced; the server compares what comes with a sum of its own.
func (b *Bucket) Put(ctx context.Context, sum [32]byte, data []byte) error {
	_, err := b.client.PutObject(ctx, b.name, b.path(sum), bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true, DisableMultipart: true})
	if err != nil {
		return village.Failed("put a piece into the bucket", err)
	}
	return nil
}

// Has reports whether a piece is there whole.
func (b *Bucket) Has(ctx context.Context, sum [32]byte) (bool, error) {
	data, err := b.read(ctx, sum)
	if err != nil {
		if village.KindOf(err) == village.NotFound {
			err = nil
		}
		return false, err
	}
	return sha256.Sum256(data) == sum, nil
}

// Read is the whole piece with this sum, whatever became of it, or a
// [village.NotFound] error. A bucket that is gone is no piece that is.
func (b *Bucket) Read(sum [32]byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), readLimit)
	defer cancel()
	return b.read(ctx, sum)
}

func (b *Bucket) read(ctx context.Context, sum [32]byte) ([]byte, error) {
	object, err := b.client.GetObject(ctx, b.name, b.path(sum), minio.GetObjectOptions{})
	if err != nil {
		return nil, village.Failed("read a piece from the bucket", err)
	}
	defer object.Close()
	data, err := io.ReadAll(io.LimitReader(object, pieceMost+1))
	if said, ok := errors.AsType[minio.ErrorResponse](err); ok && said.Code == minio.NoSuchKey {
		return nil, &village.Error{Kind: village.NotFound, Err: err}
	}
	if err == nil && len(data) > pieceMost {
		return data[:pieceMost], nil // its sum says that it is not the piece
	}
	if err != nil {
		return nil, village.Failed("read a piece from the bucket", fmt.Errorf("%s: %w", b.name, err))
	}
	return data, nil
}
