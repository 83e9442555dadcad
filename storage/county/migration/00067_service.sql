-- +goose Up
-- Who serves where, by badge: nobody inspects the own work. A person with two badges stands
-- here with both. What is over stays: a visit is judged by its own day.
CREATE TABLE staff_service (
    badge     TEXT   NOT NULL,
    centre    TEXT   NOT NULL,
    first_day TEXT   NOT NULL,
    last_day  TEXT   NOT NULL, -- '' = still
    noted_ms  BIGINT NOT NULL,
    PRIMARY KEY (badge, centre, first_day)
);

-- +goose Down
DROP TABLE staff_service;
