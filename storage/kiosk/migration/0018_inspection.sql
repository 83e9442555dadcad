-- +goose Up

-- What is kept in clear of an inspection: which rules were found broken at which centre,
-- so that a repeat is seen, and the numbers of badges, so that nobody inspects the own
-- work. No name, note or picture.
CREATE TABLE inspection (
    place     INTEGER PRIMARY KEY REFERENCES cases (place),
    centre    TEXT NOT NULL,
    day       TEXT NOT NULL, -- 2026-11-28
    inspector TEXT NOT NULL, -- number of the badge
    duty      TEXT NOT NULL, -- number of the badge of the person on duty; '' = not told
    rules     TEXT NOT NULL  -- JSON: names of rules
);
CREATE INDEX inspection_centre ON inspection (centre, day);

-- +goose Down
DROP TABLE inspection;
