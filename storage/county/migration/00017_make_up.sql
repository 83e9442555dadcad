-- +goose Up
-- In how many days after acceptance papers may follow that the applicant signed for
-- (容缺), in the unit of the limit; 0 = not known, or nothing was signed.
ALTER TABLE office_case ADD COLUMN make_up_days INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE office_case DROP COLUMN make_up_days;
