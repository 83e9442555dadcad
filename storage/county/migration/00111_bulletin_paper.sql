-- +goose Up
-- A bulletin as it was printed, and which earlier one of its year it corrects.
ALTER TABLE bulletin ADD COLUMN paper BYTEA; -- NULL = of a release that did not keep it
ALTER TABLE bulletin ADD COLUMN corrects BIGINT NOT NULL DEFAULT 0; -- 0 = none

-- +goose Down
ALTER TABLE bulletin DROP COLUMN corrects;
ALTER TABLE bulletin DROP COLUMN paper;
