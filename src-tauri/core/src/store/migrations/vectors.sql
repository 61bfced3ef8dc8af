-- What a turn means, as the embedder named in life ('embedder') reads it: a bit a dimension, of its own words and, behind
-- them, of the turn before together with them. All of it is held in memory.
CREATE TABLE vector (
  turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE,
  codes BLOB NOT NULL DEFAULT x''
) STRICT;

-- The same more exactly, and of each token; read of the few turns that are looked at.
CREATE TABLE vector_detail (
  turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE,
  own BLOB NOT NULL DEFAULT x'',
  pair BLOB NOT NULL DEFAULT x'',
  tokens BLOB NOT NULL DEFAULT x''
) STRICT;

-- Whole turns that the embedder has still to read. The rowid is the turn's.
CREATE TABLE unread (turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE) STRICT;
INSERT INTO unread SELECT id FROM turn WHERE state != 'streaming' AND text != '';
