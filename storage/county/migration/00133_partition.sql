-- +goose Up
-- SQLite has no partitions; what PostgreSQL does lies under this name in postgres/.
SELECT 1;

-- +goose Down
SELECT 1;
