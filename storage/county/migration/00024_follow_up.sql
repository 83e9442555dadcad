-- +goose Up
-- What people hand in later with the paper of a case: papers that were asked for,
-- and taking it back. case_kiosk took the case in, kiosk this.
CREATE TABLE office_follow_up (
    kiosk       TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    seq         BIGINT  NOT NULL,
    case_kiosk  TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    short_code  TEXT    NOT NULL,
    verb        TEXT    NOT NULL,
    filed_ms    BIGINT  NOT NULL, -- the kiosk's clock
    received_ms BIGINT  NOT NULL,
    outcome     TEXT    NOT NULL, -- '' = nobody has looked yet
    hidden      BYTEA   NOT NULL, -- papers, files, the last four
    UNIQUE (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id),
    FOREIGN KEY (case_kiosk, case_id) REFERENCES office_case (kiosk, id)
);
CREATE INDEX office_follow_up_case ON office_follow_up (case_kiosk, case_id, received_ms);
CREATE INDEX office_follow_up_unsettled ON office_follow_up (received_ms, kiosk, seq) WHERE outcome = '';

-- +goose Down
DROP TABLE office_follow_up;
