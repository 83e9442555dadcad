-- +goose Up
-- Who wrote down what somebody said of a service: the number of a badge; '' = nobody helped.
ALTER TABLE office_rating ADD COLUMN helper TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE office_rating DROP COLUMN helper;
