-- +goose Up
-- Orders about whole visits that a rule proposes: which rule and version, and the sum of all
-- that it saw. Nothing is ordered until an officer confirms it.
CREATE TABLE order_proposal (
    kiosk      TEXT   NOT NULL,
    record     TEXT   NOT NULL,
    rule       TEXT   NOT NULL,
    version    TEXT   NOT NULL,
    inputs     TEXT   NOT NULL, -- SHA-256, hex
    severity   TEXT   NOT NULL,
    points     BIGINT NOT NULL, -- tenths, as the next one
    line       BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL,
    state      TEXT   NOT NULL, -- proposed, confirmed, dropped, lapsed
    decided_ms BIGINT NOT NULL, -- 0 = it is proposed
    who        TEXT   NOT NULL, -- '' = nobody
    number     TEXT   NOT NULL, -- of the order; '' = none
    PRIMARY KEY (kiosk, record, rule),
    FOREIGN KEY (kiosk, record) REFERENCES office_inspection (kiosk, id)
);

-- +goose Down
DROP TABLE order_proposal;
