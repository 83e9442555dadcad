-- +goose Up
-- Requests that are perhaps the same: one type and place, one telephone or the same words, not
-- long one after the other. What is compared is a sum under the key of personal columns, which
-- tells nothing without it. Each pair stands once for either side and rule.
CREATE TABLE request_same (
    kiosk       TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    rule        TEXT   NOT NULL, -- phone or words: by what
    same        TEXT   NOT NULL, -- HMAC-SHA-256 of what the rule compares, hex
    received_ms BIGINT NOT NULL,
    PRIMARY KEY (kiosk, id, rule),
    FOREIGN KEY (kiosk, id) REFERENCES office_request (kiosk, id)
);
CREATE INDEX request_same_by_sum ON request_same (same, received_ms);
CREATE TABLE request_twin (
    kiosk       TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    other_kiosk TEXT   NOT NULL,
    other_id    TEXT   NOT NULL,
    rule        TEXT   NOT NULL, -- phone or words: by what
    version     TEXT   NOT NULL,
    inputs      TEXT   NOT NULL, -- SHA-256 of what the rule looked at, hex
    PRIMARY KEY (kiosk, id, other_kiosk, other_id, rule),
    FOREIGN KEY (kiosk, id) REFERENCES office_request (kiosk, id),
    FOREIGN KEY (other_kiosk, other_id) REFERENCES office_request (kiosk, id)
);

-- +goose Down
DROP TABLE request_twin;
DROP TABLE request_same;
