-- +goose Up
-- One rating a service act: what a machine sends again is found by it.
CREATE INDEX office_rating_act ON office_rating (kiosk, target, act) WHERE target <> '';

-- +goose Down
DROP INDEX office_rating_act;
