-- A million entries: every sort with its filters is served by an index, totals need no counting,
-- text is found by its trigrams. Carries the rows of version 1 over.
CREATE TABLE entries_2 (
    -- Stands for the row in other tables and breaks ties of every order; never given again.
    number INTEGER PRIMARY KEY AUTOINCREMENT,
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
    -- ",a,b,": for reading a row; entry_tags is for finding it.
    tags TEXT NOT NULL,
    ttl_ms BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    validated_at BIGINT NOT NULL,
    last_accessed_at BIGINT NOT NULL,
    access_count BIGINT NOT NULL,
    has_own_ttl SMALLINT NOT NULL,
    -- validated_at + ttl_ms. Expired is what has a time to live of its own and due_base <= now, or
    -- has none and due_base <= now - CACHE_TTL_DAYS: that setting may change, this column need not.
    due_base BIGINT NOT NULL,
    -- Whether it was fresh when somebody last looked: brought up to date in the background, and
    -- corrected by whoever reads it. 0 sorts first: expired ones are evicted first.
    is_fresh SMALLINT NOT NULL,
    UNIQUE (id, version)
)
----
INSERT INTO entries_2 (id, version, extension, canonical_url, size_bytes, etag, last_modified,
    content_type, sha256, verified, pinned, tags, ttl_ms, created_at, validated_at,
    last_accessed_at, access_count, has_own_ttl, due_base, is_fresh)
SELECT id, version, extension, canonical_url, size_bytes, etag, last_modified, content_type,
    sha256, verified, pinned, tags, ttl_ms, created_at, validated_at, last_accessed_at,
    access_count, CASE WHEN ttl_ms > 0 THEN 1 ELSE 0 END,
    validated_at + CASE WHEN ttl_ms > 0 THEN ttl_ms ELSE 0 END,
    -- A guess (a week is what CACHE_TTL_DAYS is unless set) that spares noting most of them.
    CASE WHEN validated_at + CASE WHEN ttl_ms > 0 THEN ttl_ms ELSE 604800000 END
        > CAST(strftime('%s', 'now') AS INTEGER) * 1000 THEN 1 ELSE 0 END
FROM entries ORDER BY created_at, id, version
----
DROP TABLE entries
----
ALTER TABLE entries_2 RENAME TO entries
----
-- Each ends with the row's number (PostgreSQL has to be told so).
CREATE INDEX entries_by_last_accessed ON entries (is_fresh, last_accessed_at)
----
CREATE INDEX entries_by_created ON entries (is_fresh, created_at)
----
CREATE INDEX entries_by_size ON entries (is_fresh, size_bytes)
----
CREATE INDEX entries_by_access_count ON entries (is_fresh, access_count)
----
CREATE INDEX entries_by_due ON entries (is_fresh, has_own_ttl, due_base)
----
-- One row: what COUNT(*) and SUM(size_bytes) over entries would say, kept by every transaction
-- that adds or removes rows.
CREATE TABLE entry_totals (
    entries BIGINT NOT NULL,
    bytes BIGINT NOT NULL
)
----
INSERT INTO entry_totals (entries, bytes)
SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM entries
----
CREATE TABLE tags (
    tag INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
)
----
-- Which entries have a tag, with a copy of what pages are sorted by: a page of a tag is one walk
-- through one index, however many entries there are without it.
CREATE TABLE entry_tags (
    number BIGINT NOT NULL,
    tag INTEGER NOT NULL,
    is_fresh SMALLINT NOT NULL,
    last_accessed_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    access_count BIGINT NOT NULL,
    PRIMARY KEY (number, tag)
) WITHOUT ROWID
----
CREATE TEMPORARY TABLE split_tags AS
WITH RECURSIVE split (number, name, rest) AS (
    SELECT number, '', substr(tags, 2) FROM entries WHERE tags <> ''
    UNION ALL
    SELECT number, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1)
    FROM split WHERE rest <> ''
)
SELECT DISTINCT number, name FROM split WHERE name <> ''
----
INSERT INTO tags (name) SELECT DISTINCT name FROM split_tags
----
INSERT INTO entry_tags (number, tag, is_fresh, last_accessed_at, created_at, size_bytes,
    access_count)
SELECT entries.number, tags.tag, is_fresh, last_accessed_at, created_at, size_bytes, access_count
FROM split_tags JOIN tags ON tags.name = split_tags.name
JOIN entries ON entries.number = split_tags.number
ORDER BY entries.number, tags.tag
----
DROP TABLE split_tags
----
CREATE INDEX entry_tags_by_last_accessed
    ON entry_tags (tag, is_fresh, last_accessed_at, number)
----
CREATE INDEX entry_tags_by_created ON entry_tags (tag, is_fresh, created_at, number)
----
CREATE INDEX entry_tags_by_size ON entry_tags (tag, is_fresh, size_bytes, number)
----
CREATE INDEX entry_tags_by_access_count ON entry_tags (tag, is_fresh, access_count, number)
----
-- The trigrams of URL and id, by row number; core/cache/indexsearch.cpp is all that knows of it.
CREATE VIRTUAL TABLE entry_search USING fts5 (
    text, tokenize = 'trigram', content = '', detail = none, columnsize = 0
)
----
-- One row: entries that entry_search has yet to learn, by number; none when first > last. Beside
-- serving, since learning a million takes minutes: until then they are searched one by one.
CREATE TABLE search_backlog (
    first BIGINT NOT NULL,
    last BIGINT NOT NULL
)
----
INSERT INTO search_backlog (first, last)
SELECT COALESCE(MIN(number), 1), COALESCE(MAX(number), 0) FROM entries
----
-- Rows that are gone from entries, but not yet from entry_tags and entry_search: to take them out
-- of dozens of places at once would be nearly all of an eviction's cost.
CREATE TABLE removed_entries (
    number INTEGER PRIMARY KEY,
    -- What entry_search has of it; empty: nothing.
    text TEXT NOT NULL
)
