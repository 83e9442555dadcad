-- +goose Up
-- Where the result of a case is on its way to the person (送达): who carries it, under which number.
ALTER TABLE case_step ADD COLUMN carrier TEXT NOT NULL DEFAULT ''; -- '' = nobody, or not said
ALTER TABLE case_step ADD COLUMN waybill TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE case_step DROP COLUMN waybill;
ALTER TABLE case_step DROP COLUMN carrier;
