-- +goose Up
-- BYTEA is the word of PostgreSQL; to SQLite it means nothing, and bytes stay bytes.
-- Times are milliseconds since 1970 (UTC); 0 = never. Every unique key holds the kiosk.

CREATE TABLE kiosk (
    id          TEXT   NOT NULL PRIMARY KEY,
    public_key  BYTEA  NOT NULL,
    village     TEXT   NOT NULL,
    want        BIGINT NOT NULL DEFAULT 1, -- next number; the row is the lock of the kiosk
    enrolled_ms BIGINT NOT NULL,
    contact_ms  BIGINT NOT NULL DEFAULT 0,
    revoked_ms  BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE enrolment (
    selector   TEXT    NOT NULL PRIMARY KEY, -- first characters of the code; the rest only as a hash
    salt       BYTEA   NOT NULL,
    hash       BYTEA   NOT NULL,
    village    TEXT    NOT NULL,
    expires_ms BIGINT  NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    used_by    TEXT    NOT NULL DEFAULT ''
);

-- What kiosks handed over, byte for byte. Everything below can be made from it again.
CREATE TABLE record (
    kiosk       TEXT    NOT NULL REFERENCES kiosk (id),
    seq         BIGINT  NOT NULL,
    id          TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    schema      INTEGER NOT NULL,
    body        BYTEA   NOT NULL,
    digest      BYTEA   NOT NULL,
    created_ms  BIGINT  NOT NULL, -- the kiosk's clock
    time_trust  TEXT    NOT NULL,
    received_ms BIGINT  NOT NULL,
    UNIQUE (kiosk, seq),
    UNIQUE (kiosk, id)
);

CREATE TABLE part (
    kiosk    TEXT    NOT NULL,
    record   TEXT    NOT NULL,
    position INTEGER NOT NULL,
    material TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    sha256   BYTEA   NOT NULL, -- names the file in the blob directory
    bytes    BIGINT  NOT NULL,
    UNIQUE (kiosk, record, position),
    FOREIGN KEY (kiosk, record) REFERENCES record (kiosk, id)
);

CREATE TABLE quarantine (
    kiosk       TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    id          TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    problem     TEXT   NOT NULL, -- message key
    received_ms BIGINT NOT NULL,
    UNIQUE (kiosk, seq),
    FOREIGN KEY (kiosk, seq) REFERENCES record (kiosk, seq)
);

CREATE TABLE office_case (
    kiosk          TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    seq            BIGINT  NOT NULL,
    short_code     TEXT    NOT NULL,
    item           TEXT    NOT NULL,
    item_name      TEXT    NOT NULL,
    department     TEXT    NOT NULL,
    village        TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    accepted_ms    BIGINT  NOT NULL,
    received_ms    BIGINT  NOT NULL,
    applicant_kind TEXT    NOT NULL,
    applicant_name TEXT    NOT NULL,
    id_type        TEXT    NOT NULL,
    id_number      TEXT    NOT NULL,
    phone          TEXT    NOT NULL,
    delivery       TEXT    NOT NULL,
    answers        INTEGER NOT NULL,
    materials      TEXT    NOT NULL, -- JSON: [{"code","name","how"}]
    warnings       TEXT    NOT NULL, -- JSON: message keys
    UNIQUE (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);
CREATE INDEX office_case_newest ON office_case (received_ms, kiosk, seq);
CREATE INDEX office_case_village ON office_case (village, received_ms);
CREATE INDEX office_case_code ON office_case (short_code);

CREATE TABLE office_rating (
    kiosk       TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    seq         BIGINT  NOT NULL,
    target      TEXT    NOT NULL, -- short code; '' = the centre
    act         TEXT    NOT NULL,
    grade       INTEGER NOT NULL,
    tags        TEXT    NOT NULL, -- JSON: codes
    text        TEXT    NOT NULL,
    village     TEXT    NOT NULL,
    rated_ms    BIGINT  NOT NULL,
    received_ms BIGINT  NOT NULL,
    UNIQUE (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);
CREATE INDEX office_rating_newest ON office_rating (received_ms, kiosk, seq);

-- +goose Down
DROP TABLE office_rating;
DROP TABLE office_case;
DROP TABLE quarantine;
DROP TABLE part;
DROP TABLE record;
DROP TABLE enrolment;
DROP TABLE kiosk;
