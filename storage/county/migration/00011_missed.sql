-- +goose Up
-- When the county noticed that a piece that was here is not, or not whole; 0 = never,
-- or it is here again.
ALTER TABLE part ADD COLUMN missed_ms BIGINT NOT NULL DEFAULT 0;
CREATE INDEX part_missed ON part (kiosk, record) WHERE missed_ms > 0;

-- Every piece is looked at in the order of its sum.
DROP INDEX part_sum;
CREATE INDEX part_sum ON part (sha256);

-- A place in a chain names the record that is stored for it, also where that is the
-- second content under a name: its files are waited for too.
UPDATE position SET id = id || '!' || epoch || '.' || seq
WHERE EXISTS (SELECT 1 FROM record r WHERE r.kiosk = position.kiosk AND r.id = position.id || '!' || position.epoch || '.' || position.seq);

-- +goose Down
UPDATE position SET id = substr(id, 1, length(id) - length('!' || epoch || '.' || seq))
WHERE id LIKE '%!' || epoch || '.' || seq;
DROP INDEX part_sum;
CREATE INDEX part_sum ON part (sha256) WHERE present <> 1;
DROP INDEX part_missed;
ALTER TABLE part DROP COLUMN missed_ms;
