-- +goose Up
-- Whether a site answered. A look without an answer that is the first one has no score ('null').
ALTER TABLE site_look ADD COLUMN answered BIGINT NOT NULL DEFAULT 1;
UPDATE site_look SET answered = 0 WHERE found LIKE '%"veto.unreachable"%';

-- +goose Down
ALTER TABLE site_look DROP COLUMN answered;
