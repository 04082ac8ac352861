-- What is known of a video (an object in JSON; '{}': nothing could be found; '': not looked at).
ALTER TABLE entries ADD COLUMN metadata TEXT NOT NULL DEFAULT ''
