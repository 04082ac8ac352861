-- Reports of renders, as REST shows them; `number` counts them, the newest have the highest.
CREATE TABLE renders (
    number BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    report TEXT NOT NULL
)
