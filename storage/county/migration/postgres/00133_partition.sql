-- +goose Up
-- What machines hand over lies in sixteen parts, by the machine: never by time, because
-- what is handed over again would come into another part and be there twice. All rows
-- are written anew, and the names of keys and indexes stay.
-- +goose StatementBegin
DO $$
DECLARE
    f     RECORD;
    t     TEXT;
    keys  TEXT[] := '{}';
    links TEXT[] := '{}';
BEGIN
    FOR f IN SELECT conrelid::regclass AS rel, conname, pg_get_constraintdef(oid) AS def FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND (confrelid IN ('record'::regclass, 'position'::regclass, 'part'::regclass)
            OR conrelid IN ('record'::regclass, 'position'::regclass, 'part'::regclass))
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', f.rel, f.conname);
        links := links || format('ALTER TABLE %s ADD CONSTRAINT %I %s', f.rel, f.conname, f.def);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['record', 'position', 'part'] LOOP
        FOR f IN SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS def, c.conname, pg_get_constraintdef(c.oid) AS key
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'p') WHERE i.indrelid = t::regclass
        LOOP
            IF f.conname IS NULL THEN
                keys := keys || replace(f.def, ' ON ONLY ', ' ON ');
            ELSE
                keys := keys || format('ALTER TABLE %I ADD CONSTRAINT %I %s', t, f.conname, f.key);
            END IF;
        END LOOP;
        EXECUTE format('ALTER TABLE %I RENAME TO %I', t, t || '_before');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) PARTITION BY HASH (kiosk)', t, t || '_before');
        FOR n IN 0 .. 15 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)', t || '_of_' || n, t, n);
        END LOOP;
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', t, t || '_before');
        EXECUTE format('DROP TABLE %I', t || '_before');
    END LOOP;
    FOREACH t IN ARRAY keys || links LOOP
        EXECUTE t;
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
    f     RECORD;
    t     TEXT;
    keys  TEXT[] := '{}';
    links TEXT[] := '{}';
BEGIN
    FOR f IN SELECT conrelid::regclass AS rel, conname, pg_get_constraintdef(oid) AS def FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0 AND (confrelid IN ('record'::regclass, 'position'::regclass, 'part'::regclass)
            OR conrelid IN ('record'::regclass, 'position'::regclass, 'part'::regclass))
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', f.rel, f.conname);
        links := links || format('ALTER TABLE %s ADD CONSTRAINT %I %s', f.rel, f.conname, f.def);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['record', 'position', 'part'] LOOP
        FOR f IN SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS def, c.conname, pg_get_constraintdef(c.oid) AS key
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'p') WHERE i.indrelid = t::regclass
        LOOP
            IF f.conname IS NULL THEN
                keys := keys || replace(f.def, ' ON ONLY ', ' ON ');
            ELSE
                keys := keys || format('ALTER TABLE %I ADD CONSTRAINT %I %s', t, f.conname, f.key);
            END IF;
        END LOOP;
        EXECUTE format('ALTER TABLE %I RENAME TO %I', t, t || '_before');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS)', t, t || '_before');
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', t, t || '_before');
        EXECUTE format('DROP TABLE %I', t || '_before');
    END LOOP;
    FOREACH t IN ARRAY keys || links LOOP
        EXECUTE t;
    END LOOP;
END $$;
-- +goose StatementEnd
