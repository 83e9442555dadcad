-- +goose Up

-- News of results on their way that came before this machine could read them: they are of their case.
UPDATE letter SET record = coalesce(CASE WHEN json_valid(CAST(body AS TEXT)) THEN json_extract(CAST(body AS TEXT), '$.record') END, '')
WHERE kind = 'delivery' AND record = '';

-- +goose Down
SELECT 1;
