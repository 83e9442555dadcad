-- +goose Up

-- Which order a reply of the centre (整改回复) answers. What was written and photographed is
-- sealed.
CREATE TABLE rectified (
    place  INTEGER PRIMARY KEY REFERENCES cases (place),
    number TEXT NOT NULL -- of the order
);
CREATE INDEX rectified_number ON rectified (number);

CREATE INDEX letter_order ON letter (place) WHERE kind = 'order';

-- +goose Down
DROP INDEX letter_order;
DROP TABLE rectified;
