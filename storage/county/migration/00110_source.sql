-- +goose Up
-- How a case came in, for figures and for the city: 'kiosk' by its applicant alone,
-- 'assisted' with somebody who helped, 'home_visit' at somebody's home. Who helped stays
-- hidden. Older cases are looked at again.
ALTER TABLE office_case ADD COLUMN source TEXT NOT NULL DEFAULT 'kiosk';
UPDATE office_case SET derived = 0 WHERE derived <> 0;

-- +goose Down
ALTER TABLE office_case DROP COLUMN source;
