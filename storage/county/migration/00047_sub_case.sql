-- +goose Up
-- Parts of cases of a package (一件事), one for each unit, and what each unit did. What was
-- done at the window with the whole stands in case_step alone.
CREATE TABLE sub_case (
    kiosk      TEXT    NOT NULL,
    id         TEXT    NOT NULL, -- of the whole
    n          INTEGER NOT NULL, -- place in the package, from 1
    item       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    unit       TEXT    NOT NULL, -- that decides
    days       INTEGER NOT NULL, -- that the unit takes
    limit_days INTEGER NOT NULL, -- from the common start to its end
    limit_unit TEXT    NOT NULL,
    waits      TEXT    NOT NULL, -- JSON: places of those that it waits for
    materials  TEXT    NOT NULL, -- JSON: codes of the catalogue
    later      INTEGER NOT NULL, -- papers of it that were to be made up later
    state      TEXT    NOT NULL,
    due_ms     BIGINT  NOT NULL, -- -1 = nothing is
    UNIQUE (kiosk, id, n),
    FOREIGN KEY (kiosk, id) REFERENCES office_case (kiosk, id)
);
CREATE INDEX sub_case_unit ON sub_case (unit, due_ms);

CREATE TABLE sub_step (
    kiosk   TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    n       INTEGER NOT NULL,
    step    INTEGER NOT NULL, -- from 1, of the part
    behind  INTEGER NOT NULL, -- how many steps the whole had before
    verb    TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    at_ms   BIGINT  NOT NULL,
    account TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    unit    TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    days    INTEGER NOT NULL,
    UNIQUE (kiosk, id, n, step),
    FOREIGN KEY (kiosk, id, n) REFERENCES sub_case (kiosk, id, n)
);

-- +goose Down
DROP TABLE sub_step;
DROP TABLE sub_case;
