-- +goose Up
-- Which account a person of another house signs in to (OpenID Connect). Nothing makes an account
-- by itself.
CREATE TABLE account_link (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL, -- as the house calls the person
    name    TEXT NOT NULL UNIQUE REFERENCES account (name),
    PRIMARY KEY (issuer, subject)
);

-- +goose Down
DROP TABLE account_link;
