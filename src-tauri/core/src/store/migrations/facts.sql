-- Someone in the user's life. Only with facts; forgotten with the last of them.
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  name TEXT NOT NULL DEFAULT '',
  relation TEXT NOT NULL DEFAULT '',
  -- Named by the person's own hand: what is said later does not name them anew.
  by_hand INTEGER NOT NULL DEFAULT 0,
  made_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One durable statement. Times are Unix milliseconds UTC, 0 where not known or not yet: from_at and until_at when it held,
-- learned_at and dropped_at when she believed it, closed_at when she learned that it had ended. A private one never goes to a model that isn't here.
CREATE TABLE fact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
  about TEXT NOT NULL DEFAULT 'user' CHECK (about IN ('user', 'companion', 'person')),
  person INTEGER REFERENCES person(id),
  kind TEXT NOT NULL DEFAULT 'other' CHECK (kind IN ('identity', 'relation', 'birthday', 'place', 'work', 'study', 'like',
    'dislike', 'health', 'possession', 'habit', 'plan', 'event', 'thread', 'feeling', 'belief', 'theme', 'other')),
  -- Facts of one subject with the same slot exclude each other; '' for those that stand side by side.
  slot TEXT NOT NULL DEFAULT '',
  -- What makes two statements the same, folded.
  value TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'holds' CHECK (state IN ('holds', 'ended', 'doubted', 'corrected')),
  confidence REAL NOT NULL DEFAULT 0,
  from_at INTEGER NOT NULL DEFAULT 0,
  until_at INTEGER NOT NULL DEFAULT 0,
  learned_at INTEGER NOT NULL DEFAULT 0,
  dropped_at INTEGER NOT NULL DEFAULT 0,
  closed_at INTEGER NOT NULL DEFAULT 0,
  replaced_by INTEGER NOT NULL DEFAULT 0,
  made_by TEXT NOT NULL DEFAULT 'rules' CHECK (made_by IN ('rules', 'model', 'person', 'reflection')),
  pinned INTEGER NOT NULL DEFAULT 0,
  private INTEGER NOT NULL DEFAULT 0,
  touched_at INTEGER NOT NULL DEFAULT 0,
  touches INTEGER NOT NULL DEFAULT 0,
  -- When its removal becomes final; 0 while it isn't removed.
  forgotten_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fact_person ON fact(person) WHERE person IS NOT NULL;
CREATE INDEX fact_slot ON fact(about, person, slot, value);
CREATE INDEX fact_private ON fact(id) WHERE private = 1;

-- The forms of a fact's words, as store/words.rs makes them.
CREATE TABLE fact_word (
  form TEXT NOT NULL,
  fact INTEGER NOT NULL REFERENCES fact(id) ON DELETE CASCADE,
  PRIMARY KEY (form, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_word_fact ON fact_word(fact);

-- A turn that proves a fact, and what was understood from it: enough to word the fact, and its person, from the receipts
-- that are left when others are forgotten. One that is 'context' gave a word or a name to those with the same made_at. first and length are characters of the turn's text.
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fact INTEGER NOT NULL REFERENCES fact(id) ON DELETE CASCADE,
  turn INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
  role TEXT NOT NULL DEFAULT 'says' CHECK (role IN ('says', 'ends', 'corrects', 'doubts', 'context')),
  text TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  relation TEXT NOT NULL DEFAULT '',
  from_at INTEGER NOT NULL DEFAULT 0,
  until_at INTEGER NOT NULL DEFAULT 0,
  confidence REAL NOT NULL DEFAULT 0,
  first INTEGER NOT NULL DEFAULT 0,
  length INTEGER NOT NULL DEFAULT 0,
  made_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX receipt_fact ON receipt(fact);
CREATE INDEX receipt_turn ON receipt(turn);

-- How far the quiet model has drawn facts from an episode: up to and with this turn; how often what comes next was tried in
-- vain, and when it may be tried again.
CREATE TABLE drawn (
  episode INTEGER PRIMARY KEY REFERENCES episode(id) ON DELETE CASCADE,
  turn INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  again_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Words of a turn from which nothing is drawn any more: what stood on them was forgotten by hand, or was not to be remembered.
-- Characters of the turn's text; a length of 0 for all of it.
CREATE TABLE refused (
  turn INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
  first INTEGER NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (turn, first, length)
) STRICT, WITHOUT ROWID;
