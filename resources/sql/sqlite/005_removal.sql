-- An entry is removed by a note of its number: to take its row out of a dozen indexes at once would
-- be nearly all of an eviction's cost. The row, its tags and its text go later, in small steps.
-- What version 2 has noted (the rows were gone, their tags and text not yet) is done at once.
INSERT INTO entry_search (entry_search, rowid, text)
SELECT 'delete', number, text FROM removed_entries WHERE text <> ''
----
DELETE FROM entry_tags WHERE number IN (SELECT number FROM removed_entries)
----
DROP TABLE removed_entries
----
CREATE TABLE removed_entries (
    number INTEGER PRIMARY KEY,
    -- Whether entry_search has its text.
    is_learnt SMALLINT NOT NULL
)
----
-- What everybody but the sweeper means by entries. NOT IN: decided by what an index holds of the
-- row, before the row itself is read.
CREATE VIEW live_entries AS
SELECT * FROM entries WHERE number NOT IN (SELECT number FROM removed_entries)
