-- What an answer was given to remember: a turn or a fact, the sum that spoke for it and each part of that (JSON numbers).
CREATE TABLE recalled (
  answer INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  turn INTEGER REFERENCES turn(id) ON DELETE CASCADE,
  fact INTEGER REFERENCES fact(id) ON DELETE CASCADE,
  score REAL NOT NULL DEFAULT 0,
  why TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (answer, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX recalled_turn ON recalled(turn) WHERE turn IS NOT NULL;
CREATE INDEX recalled_fact ON recalled(fact) WHERE fact IS NOT NULL;

-- What is not to be brought up, in the words it was asked for with.
CREATE TABLE avoided (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  words TEXT NOT NULL DEFAULT '',
  turn INTEGER REFERENCES turn(id) ON DELETE CASCADE,
  since INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX avoided_turn ON avoided(turn) WHERE turn IS NOT NULL;

-- What the words of a turn asked of her memory, and what came of it. The words are those of the turn.
CREATE TABLE wish (
  turn INTEGER PRIMARY KEY REFERENCES turn(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('remember', 'forget', 'avoid')),
  state TEXT NOT NULL CHECK (state IN ('done', 'asked', 'undone', 'nothing_found', 'everything')),
  words TEXT NOT NULL DEFAULT '',
  undo_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE wish_about (
  wish INTEGER NOT NULL REFERENCES wish(turn) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  turn INTEGER REFERENCES turn(id) ON DELETE CASCADE,
  fact INTEGER REFERENCES fact(id) ON DELETE CASCADE,
  PRIMARY KEY (wish, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX wish_about_turn ON wish_about(turn) WHERE turn IS NOT NULL;
CREATE INDEX wish_about_fact ON wish_about(fact) WHERE fact IS NOT NULL;

-- What is due may also be the forgetting of a fact.
CREATE TABLE due (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('forget', 'copy', 'drop', 'forget_fact')),
  about INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'done'))
) STRICT;
INSERT INTO due SELECT id, kind, about, due_at, state FROM job;
DROP TABLE job;
ALTER TABLE due RENAME TO job;
CREATE INDEX job_due ON job(due_at) WHERE state = 'waiting';
