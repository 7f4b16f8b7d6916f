-- Version 2: corrections, what people say against what was found.  docs/library.md tells what every column holds.

-- Nothing of an article is kept here: its words are looked up, so that they go when it goes.
CREATE TABLE corrections (
  key     INTEGER PRIMARY KEY AUTOINCREMENT,
  kind    TEXT NOT NULL CHECK (kind IN ('one entity', 'two entities', 'not one fact', 'not in story', 'family')),
  story   TEXT,
  before  TEXT,
  outlet  INTEGER REFERENCES outlets ON DELETE SET NULL,
  family  TEXT,
  made_at TEXT NOT NULL
);
CREATE TABLE correction_passages (
  correction INTEGER NOT NULL REFERENCES corrections ON DELETE CASCADE,
  side       INTEGER NOT NULL CHECK (side IN (1, 2)),
  number     INTEGER NOT NULL,
  article    INTEGER REFERENCES articles ON DELETE SET NULL,
  "start"    INTEGER NOT NULL,
  "end"      INTEGER NOT NULL,
  PRIMARY KEY (correction, side, number)
) WITHOUT ROWID;
CREATE INDEX correction_passages_article ON correction_passages (article);

INSERT INTO corrections (kind, outlet, family, made_at)
SELECT 'family', key, family, strftime('%Y-%m-%dT%H:%M:%SZ', 'now') FROM outlets WHERE family IS NOT NULL ORDER BY key;

-- How many conflicts were found when a story was last compared, so that lists need no comparison.
ALTER TABLE stories ADD COLUMN conflicts INTEGER;
