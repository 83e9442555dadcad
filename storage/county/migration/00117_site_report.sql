-- +goose Up
-- The same report of a site is one look: what was taken in twice is that of the first time.
DELETE FROM site_look WHERE report <> '' AND at_ms > (SELECT MIN(l.at_ms) FROM site_look l WHERE l.site = site_look.site AND l.report = site_look.report);
CREATE UNIQUE INDEX site_look_report ON site_look (site, report) WHERE report <> '';

-- +goose Down
DROP INDEX site_look_report;
