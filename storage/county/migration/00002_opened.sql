-- +goose Up
-- Records are taken in unread; opened says whether somebody with the county's keys
-- has looked into one since. What was made of records is made again: names,
-- numbers and words of people are then hidden under a key that is not in here.
ALTER TABLE record ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
UPDATE record SET opened = 1
WHERE EXISTS (SELECT 1 FROM quarantine WHERE quarantine.kiosk = record.kiosk AND quarantine.seq = record.seq);
CREATE INDEX record_unopened ON record (received_ms, kiosk, seq) WHERE opened = 0;

DELETE FROM office_case;
ALTER TABLE office_case DROP COLUMN applicant_kind;
ALTER TABLE office_case DROP COLUMN applicant_name;
ALTER TABLE office_case DROP COLUMN id_type;
ALTER TABLE office_case DROP COLUMN id_number;
ALTER TABLE office_case DROP COLUMN phone;
ALTER TABLE office_case DROP COLUMN materials;
ALTER TABLE office_case ADD COLUMN hidden BYTEA NOT NULL DEFAULT ''; -- applicant, materials, files

DELETE FROM office_rating;
ALTER TABLE office_rating DROP COLUMN text;
ALTER TABLE office_rating ADD COLUMN hidden BYTEA NOT NULL DEFAULT ''; -- words

-- Public keys of the county, for kiosks; the newest is sealed for.
CREATE TABLE county_key (
    id      TEXT   NOT NULL PRIMARY KEY,
    public  BYTEA  NOT NULL,
    place   BIGINT NOT NULL UNIQUE, -- the highest is the newest
    made_ms BIGINT NOT NULL
);

-- +goose Down
DROP TABLE county_key;
ALTER TABLE office_rating DROP COLUMN hidden;
ALTER TABLE office_rating ADD COLUMN text TEXT NOT NULL DEFAULT '';
ALTER TABLE office_case DROP COLUMN hidden;
ALTER TABLE office_case ADD COLUMN materials TEXT NOT NULL DEFAULT '[]';
ALTER TABLE office_case ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE office_case ADD COLUMN id_number TEXT NOT NULL DEFAULT '';
ALTER TABLE office_case ADD COLUMN id_type TEXT NOT NULL DEFAULT '';
ALTER TABLE office_case ADD COLUMN applicant_name TEXT NOT NULL DEFAULT '';
ALTER TABLE office_case ADD COLUMN applicant_kind TEXT NOT NULL DEFAULT '';
DROP INDEX record_unopened;
ALTER TABLE record DROP COLUMN opened;
