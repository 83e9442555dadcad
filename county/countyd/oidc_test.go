package main

import (
	"os"
	"path/filepath"
	"testing"

	"bianmin/app/village"
)

// TestAnotherHouseIsNamedInFullOrNotAtAll: nothing is half on.
func TestAnotherHouseIsNamedInFullOrNotAtAll(t *testing.T) {
	secret, empty := filepath.Join(t.TempDir(), "secret"), filepath.Join(t.TempDir(), "empty")
	for file, text := range map[string]string{secret: "x\n", empty: " \n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	whole := oidcWay{Issuer: "https://id.example", Client: "county", Address: "https://county.example:8443", SecretFile: secret}
	for name, tt := range map[string]struct {
		change func(*oidcWay)
		field  string // at fault
	}{
		"whole":                  {func(*oidcWay) {}, ""},
		"without a secret":       {func(c *oidcWay) { c.SecretFile = "" }, ""},
		"no issuer":              {func(c *oidcWay) { c.Issuer = "" }, "oidc-issuer"},
		"an issuer in clear":     {func(c *oidcWay) { c.Issuer = "http://id.example" }, "oidc-issuer"},
		"no address":             {func(c *oidcWay) { c.Address = "" }, "oidc-address"},
		"an address with a part": {func(c *oidcWay) { c.Address = "https://county.example/?a=b" }, "oidc-address"},
		"no client":              {func(c *oidcWay) { c.Client = "" }, "oidc-client"},
		"an empty secret":        {func(c *oidcWay) { c.SecretFile = empty }, "oidc-secret-file"},
		"no such secret":         {func(c *oidcWay) { c.SecretFile = secret + "2" }, "oidc-secret-file"},
		"no certificates":        {func(c *oidcWay) { c.CA = secret }, "oidc-ca"},
	} {
		c := whole
		tt.change(&c)
		house, err := c.house(&world{})
		if tt.field == "" && (err != nil || house == nil || house.Issuer() != whole.Issuer) {
			t.Errorf("%s: %v, %v", name, house, err)
		}
		if tt.field != "" && (err == nil || village.Keyed(err).Field != tt.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if house, err := (oidcWay{}).house(&world{}); err != nil || house != nil {
		t.Errorf("nobody named one: %v, %v", house, err)
	}
}
