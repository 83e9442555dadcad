-- +goose Up

-- What the receipt said beside the case: it must say the same when it is printed
-- again, also after the machine has moved or the catalogue was replaced.
ALTER TABLE cases ADD COLUMN centre TEXT NOT NULL DEFAULT ''; -- '' = taken before enrolment
ALTER TABLE cases ADD COLUMN example INTEGER NOT NULL DEFAULT 0;
UPDATE cases SET
    centre = coalesce((SELECT json_extract(value, '$.centre') FROM setting WHERE key = 'enrolment' AND cases.village <> ''), ''),
    example = coalesce((SELECT example FROM catalogue WHERE version = cases.catalogue), 0);

-- The machine's name, so that a lost key is noticed and not replaced.
INSERT INTO setting (key, value)
SELECT 'kiosk', machine FROM cases WHERE machine <> '' ORDER BY seq DESC LIMIT 1;

-- +goose Down
DELETE FROM setting WHERE key = 'kiosk';
ALTER TABLE cases DROP COLUMN example;
ALTER TABLE cases DROP COLUMN centre;
