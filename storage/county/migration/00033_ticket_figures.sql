-- +goose Up
-- Whether a call afterwards found the person satisfied: for figures, which are made
-- without the key that hides the rest.
ALTER TABLE request_step ADD COLUMN pleased TEXT NOT NULL DEFAULT ''; -- yes, no; '' = not asked

-- +goose Down
ALTER TABLE request_step DROP COLUMN pleased;
