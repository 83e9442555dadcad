-- +goose Up
-- Lists and the overview on a million cases: an index for what leads a search, in the order
-- of the list and with all that is filtered by, so that only the rows of a page are read.
DROP INDEX office_case_newest;
DROP INDEX office_case_village;
DROP INDEX office_case_due;
CREATE INDEX office_case_newest ON office_case (received_ms, kiosk, id, state, village, department, due_ms);
CREATE INDEX office_case_village ON office_case (village, received_ms, kiosk, id, state, department, due_ms);
CREATE INDEX office_case_unit ON office_case (department, received_ms, kiosk, id, state, village, due_ms);
CREATE INDEX office_case_state ON office_case (state, received_ms, kiosk, id, village, department, due_ms);
CREATE INDEX office_case_item ON office_case (item, item_name, received_ms, kiosk, id, state, village, department, due_ms);
CREATE INDEX office_case_due ON office_case (due_ms, kiosk, id, received_ms, state, village, department) WHERE due_ms > 0;
CREATE INDEX office_case_unwound ON office_case (received_ms) WHERE due_ms = 0;
CREATE INDEX office_case_waiting ON office_case (village, department) WHERE state = 'received';
CREATE INDEX office_rating_open ON office_rating (village, kiosk, target) WHERE state NOT IN ('filed', 'closed', 'excluded');
CREATE INDEX case_step_accept ON case_step (at_ms, kiosk, id, step) WHERE verb = 'accept';

-- Items that cases have, by all names that they had: what somebody searches for.
CREATE TABLE case_item (
    item      TEXT NOT NULL,
    item_name TEXT NOT NULL,
    PRIMARY KEY (item, item_name)
);
INSERT INTO case_item (item, item_name) SELECT DISTINCT item, item_name FROM office_case;

-- +goose Down
DROP TABLE case_item;
DROP INDEX case_step_accept;
DROP INDEX office_rating_open;
DROP INDEX office_case_waiting;
DROP INDEX office_case_unwound;
DROP INDEX office_case_due;
DROP INDEX office_case_item;
DROP INDEX office_case_state;
DROP INDEX office_case_unit;
DROP INDEX office_case_village;
DROP INDEX office_case_newest;
CREATE INDEX office_case_due ON office_case (due_ms) WHERE due_ms >= 0;
CREATE INDEX office_case_village ON office_case (village, received_ms);
CREATE INDEX office_case_newest ON office_case (received_ms, kiosk, seq);
