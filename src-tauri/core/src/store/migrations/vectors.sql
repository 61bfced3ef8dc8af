-- Which embedder the vectors are of: its name and how many numbers a vector has; what all texts have in common for it, of
-- texts and of single words (little-endian 32-bit floats); and whether vectors of another one are still to go.
CREATE TABLE reader (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL DEFAULT '',
  dims INTEGER NOT NULL DEFAULT 0,
  centre BLOB NOT NULL DEFAULT x'',
  word_centre BLOB NOT NULL DEFAULT x'',
  clearing INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a turn means, a bit a dimension: of each part of its own words and, where "before" names the turn before it, last of
-- that one's end and its own beginning together. All of it is held in memory.
CREATE TABLE vector (
  turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE,
  before INTEGER NOT NULL DEFAULT 0,
  codes BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE INDEX vector_before ON vector(before) WHERE before != 0;

-- The same more exactly (of each a 32-bit float and a byte a dimension), and a bit a dimension of each telling word; read of
-- the few turns that are looked at.
CREATE TABLE vector_detail (
  turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE,
  exact BLOB NOT NULL DEFAULT x'',
  words BLOB NOT NULL DEFAULT x''
) STRICT;

-- Whole turns that the embedder has still to read. The rowid is the turn's.
CREATE TABLE unread (turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE) STRICT;
INSERT INTO unread SELECT id FROM turn WHERE state != 'streaming' AND text != '';

-- A turn that becomes whole waits to be read.
CREATE TRIGGER turn_kept AFTER INSERT ON turn WHEN new.state != 'streaming' AND new.text != ''
BEGIN
  INSERT OR IGNORE INTO unread VALUES (new.id);
END;
CREATE TRIGGER turn_closed AFTER UPDATE OF state ON turn
WHEN old.state = 'streaming' AND new.state != 'streaming' AND new.text != ''
BEGIN
  INSERT OR IGNORE INTO unread VALUES (new.id);
END;

-- Of words that change or go nothing stays: neither their own vectors nor those of the turn that were made with them.
CREATE TRIGGER turn_reworded AFTER UPDATE OF text ON turn
WHEN old.text != new.text AND (old.state != 'streaming' OR new.state != 'streaming')
BEGIN
  INSERT OR IGNORE INTO unread SELECT turn FROM vector WHERE before = old.id;
  DELETE FROM vector_detail WHERE turn = old.id OR turn IN (SELECT turn FROM vector WHERE before = old.id);
  DELETE FROM vector WHERE turn = old.id OR before = old.id;
  DELETE FROM unread WHERE turn = old.id;
  INSERT OR IGNORE INTO unread SELECT new.id WHERE new.state != 'streaming' AND new.text != '';
END;
CREATE TRIGGER turn_forgotten BEFORE DELETE ON turn
BEGIN
  INSERT OR IGNORE INTO unread SELECT turn FROM vector WHERE before = old.id;
  DELETE FROM vector_detail WHERE turn = old.id OR turn IN (SELECT turn FROM vector WHERE before = old.id);
  DELETE FROM vector WHERE turn = old.id OR before = old.id;
  DELETE FROM unread WHERE turn = old.id;
END;
