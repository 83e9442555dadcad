-- +goose Up
-- Appointments that people moved or withdrew with the paper. case_kiosk took the
-- appointment in, kiosk this; nothing here names anybody.
CREATE TABLE booking_change (
    kiosk       TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    case_kiosk  TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    verb        TEXT   NOT NULL, -- move, withdraw
    number      TEXT   NOT NULL, -- of the appointment from then on; '' = withdrawn
    left_number TEXT   NOT NULL, -- the seat that its machine has again
    left_slot   TEXT   NOT NULL,
    filed_ms    BIGINT NOT NULL, -- the kiosk's clock
    received_ms BIGINT NOT NULL,
    outcome     TEXT   NOT NULL, -- taken, late
    UNIQUE (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id),
    FOREIGN KEY (case_kiosk, case_id) REFERENCES office_request (kiosk, id)
);
CREATE INDEX booking_change_case ON booking_change (case_kiosk, case_id);
CREATE INDEX booking_change_slot ON booking_change (left_slot);

-- +goose Down
DROP TABLE booking_change;
