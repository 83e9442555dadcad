-- +goose Up
-- What rules decided by themselves (自动判断): rule, version and the sum of all that was looked
-- at, with what it came to. Only added to. Nothing personal: what is, lies under the names that
-- the sum was made of.
CREATE TABLE ruling (
    kiosk   TEXT   NOT NULL, -- '' = of no machine
    subject TEXT   NOT NULL, -- a record, with / and the number of a part; an item; '' = all ratings of the machine
    rule    TEXT   NOT NULL,
    version TEXT   NOT NULL,
    says    TEXT   NOT NULL,
    inputs  TEXT   NOT NULL, -- SHA-256, hex
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (kiosk, subject, rule, version, inputs)
);

-- +goose Down
DROP TABLE ruling;
