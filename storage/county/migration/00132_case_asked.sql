-- +goose Up
-- Whether somebody was ever asked for a supplement, of cases that are overdue: few are.
CREATE INDEX case_step_ask ON case_step (kiosk, id) WHERE verb = 'ask';

-- +goose Down
DROP INDEX case_step_ask;
