-- The index of one cache directory. Times are milliseconds since 1970 (UTC), sizes are bytes.
-- Statements are separated by a line of four dashes. Types and clauses are ones that PostgreSQL
-- speaks too; what differs lies in its own folder.
CREATE TABLE objects (
    id TEXT NOT NULL PRIMARY KEY,
    canonical_url TEXT NOT NULL,
    extension TEXT NOT NULL,
    is_signed SMALLINT NOT NULL,
    is_private SMALLINT NOT NULL,
    last_asked_at BIGINT NOT NULL,
    last_error_code TEXT NOT NULL DEFAULT '',
    last_error TEXT NOT NULL DEFAULT '',
    last_error_at BIGINT NOT NULL DEFAULT 0,
    -- Of the newest entry there ever was: its ETag is never given to other bytes.
    last_version INTEGER NOT NULL DEFAULT 0,
    last_sha256 TEXT NOT NULL DEFAULT ''
)
----
CREATE INDEX objects_by_last_asked ON objects (last_asked_at)
----
-- What is being brought into a partial file; a row lives from the first byte to commit or failure.
CREATE TABLE fills (
    id TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL
)
----
-- Only for whole, checked files.
CREATE TABLE entries (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    extension TEXT NOT NULL,
    canonical_url TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    content_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    verified SMALLINT NOT NULL,
    pinned SMALLINT NOT NULL,
    tags TEXT NOT NULL,
    ttl_ms BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    validated_at BIGINT NOT NULL,
    last_accessed_at BIGINT NOT NULL,
    access_count BIGINT NOT NULL,
    PRIMARY KEY (id, version)
)
----
CREATE INDEX entries_by_last_accessed ON entries (last_accessed_at, id)
----
CREATE INDEX entries_by_created ON entries (created_at, id)
----
CREATE INDEX entries_by_size ON entries (size_bytes, id)
----
CREATE INDEX entries_by_access_count ON entries (access_count, id)
----
-- Statistics that survive a restart.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
)
