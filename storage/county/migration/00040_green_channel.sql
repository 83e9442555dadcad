-- +goose Up
-- The green channel in lists and figures: that it was chosen, and whether the case goes first
-- of those that are due on the same day. As who and why stay hidden.
ALTER TABLE office_case ADD COLUMN channel INTEGER NOT NULL DEFAULT 0; -- 1 = chosen
ALTER TABLE office_case ADD COLUMN usual INTEGER NOT NULL DEFAULT 1; -- 0 = goes first
DROP INDEX office_case_due;
CREATE INDEX office_case_due ON office_case (due_ms, usual, kiosk, id, received_ms, state, village, department) WHERE due_ms > 0;
CREATE INDEX office_case_channel ON office_case (received_ms) WHERE channel = 1;
UPDATE office_case SET derived = 0 WHERE derived <> 0;

-- +goose Down
DROP INDEX office_case_channel;
DROP INDEX office_case_due;
CREATE INDEX office_case_due ON office_case (due_ms, kiosk, id, received_ms, state, village, department) WHERE due_ms > 0;
ALTER TABLE office_case DROP COLUMN usual;
ALTER TABLE office_case DROP COLUMN channel;
