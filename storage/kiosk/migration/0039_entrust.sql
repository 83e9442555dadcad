-- +goose Up

-- What an agent was entrusted with and until when (委托的事, 有效到), as JSON; '' where no
-- letter is known. Asked when the agent comes back with the paper. Who it is, is sealed.
ALTER TABLE cases ADD COLUMN entrust TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE cases DROP COLUMN entrust;
