-- +goose Up
-- part.present: 0 = the kiosk still has to hand it over, 1 = it is here, 2 = the
-- kiosk said that it cannot: nobody waits for it, and it is taken should it come.
DROP INDEX part_sum;
CREATE INDEX part_sum ON part (sha256) WHERE present <> 1;
CREATE INDEX position_id ON position (kiosk, id);

-- +goose Down
UPDATE part SET present = 0 WHERE present = 2;
DROP INDEX position_id;
DROP INDEX part_sum;
CREATE INDEX part_sum ON part (sha256) WHERE present = 0;
