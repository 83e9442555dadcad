-- +goose Up
-- Cases that were taken at somebody's home (上门办) say which booking asked for the visit:
-- it is completed, whichever of the two comes first. A code on a paper names nobody.
ALTER TABLE office_case ADD COLUMN home_booking TEXT NOT NULL DEFAULT ''; -- '' = none
CREATE INDEX office_case_home ON office_case (home_booking) WHERE home_booking <> '';
CREATE INDEX office_request_home ON office_request (short_code) WHERE item = 'book-home';

-- +goose Down
DROP INDEX office_request_home;
DROP INDEX office_case_home;
ALTER TABLE office_case DROP COLUMN home_booking;
