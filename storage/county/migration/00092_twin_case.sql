-- +goose Up
-- Cases that are perhaps the same: one item, one document, not long one after the other. What
-- is compared is a sum under the key of personal columns, which tells nothing without it.
-- Each pair stands once for either side, with the rule that saw it.
CREATE TABLE case_same (
    kiosk       TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    same        TEXT   NOT NULL, -- HMAC-SHA-256 of item and document, hex
    accepted_ms BIGINT NOT NULL,
    PRIMARY KEY (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES office_case (kiosk, id)
);
CREATE INDEX case_same_by_sum ON case_same (same, accepted_ms);
CREATE TABLE case_twin (
    kiosk       TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    other_kiosk TEXT   NOT NULL,
    other_id    TEXT   NOT NULL,
    rule        TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    inputs      TEXT   NOT NULL, -- SHA-256 of what the rule looked at, hex
    PRIMARY KEY (kiosk, id, other_kiosk, other_id),
    FOREIGN KEY (kiosk, id) REFERENCES office_case (kiosk, id),
    FOREIGN KEY (other_kiosk, other_id) REFERENCES office_case (kiosk, id)
);

-- +goose Down
DROP TABLE case_twin;
DROP TABLE case_same;
