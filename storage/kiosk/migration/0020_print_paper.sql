-- +goose Up

-- What a job prints: the receipt, or a letter on A4 by the name of its form.
ALTER TABLE print_job ADD COLUMN paper TEXT NOT NULL DEFAULT 'receipt';

-- +goose Down
ALTER TABLE print_job DROP COLUMN paper;
