-- The library of Stemma, version 1.  docs/library.md tells what every column holds; a test keeps both the same.
-- Times are ISO 8601 in UTC, to the second.  Offsets are Unicode code points, end exclusive.

CREATE TABLE outlets (
  key    INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  family TEXT,
  weight REAL NOT NULL DEFAULT 1 CHECK (weight >= 0 AND weight <= 10),
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1))
);

-- One row a revision; a row is never changed, but for `latest`.  What is long stands last: SQLite reads a row from
-- its start, and then never touches the pages that a text runs over.
CREATE TABLE articles (
  key        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  page       INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  revision   INTEGER NOT NULL CHECK (revision >= 1),
  latest     INTEGER NOT NULL DEFAULT 1 CHECK (latest IN (0, 1)),
  outlet     INTEGER REFERENCES outlets,
  published  TEXT,
  day        TEXT,
  moment     INTEGER,
  updated    TEXT,
  added_at   TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  headline   TEXT NOT NULL,
  url        TEXT,
  source     TEXT NOT NULL,
  file       TEXT NOT NULL,
  incomplete TEXT NOT NULL,
  notes      TEXT NOT NULL,
  stated     TEXT NOT NULL,
  parts      TEXT NOT NULL,
  record     TEXT,
  text       TEXT NOT NULL,
  UNIQUE (page, revision)
);
CREATE UNIQUE INDEX articles_latest ON articles (page) WHERE latest = 1;
CREATE INDEX articles_sha256 ON articles (sha256);
CREATE INDEX articles_outlet ON articles (outlet, day);
CREATE INDEX articles_day ON articles (day);
CREATE INDEX articles_moment ON articles (moment) WHERE latest = 1;

CREATE TRIGGER articles_never_change
BEFORE UPDATE OF key, id, page, revision, outlet, headline, text, sha256, source, file, url, published, day, moment,
  updated, parts, stated, incomplete, notes, record, added_at ON articles
BEGIN
  SELECT RAISE(ABORT, 'an article never changes; a change of its page is a new revision');
END;

-- The addresses a page is known by, without what trackers add.
CREATE TABLE addresses (
  address TEXT PRIMARY KEY,
  page    INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX addresses_page ON addresses (page);

CREATE TABLE readings (
  article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
  format  INTEGER NOT NULL,
  data    BLOB NOT NULL
);

-- What the readings say, for queries: who is named where, and who is quoted where.
CREATE TABLE names (
  key    INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  kind   TEXT NOT NULL,
  folded TEXT NOT NULL,
  UNIQUE (name, kind)
);
CREATE TABLE article_names (
  article  INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  name     INTEGER NOT NULL REFERENCES names ON DELETE CASCADE,
  mentions INTEGER NOT NULL,
  PRIMARY KEY (article, name)
) WITHOUT ROWID;
CREATE INDEX article_names_name ON article_names (name, article);
CREATE TABLE quotations (
  article      INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  "start"      INTEGER NOT NULL,
  "end"        INTEGER NOT NULL,
  type         TEXT NOT NULL,
  speaker      INTEGER REFERENCES names ON DELETE SET NULL,
  unnamed      INTEGER NOT NULL CHECK (unnamed IN (0, 1)),
  channel      TEXT,
  relayed_from TEXT,
  PRIMARY KEY (article, number)
) WITHOUT ROWID;
CREATE INDEX quotations_speaker ON quotations (speaker, article);

CREATE VIRTUAL TABLE search USING fts5 (
  headline, text, content = 'articles', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_into_search AFTER INSERT ON articles BEGIN
  INSERT INTO search (rowid, headline, text) VALUES (new.key, new.headline, new.text);
END;
CREATE TRIGGER articles_out_of_search AFTER DELETE ON articles BEGIN
  INSERT INTO search (search, rowid, headline, text) VALUES ('delete', old.key, old.headline, old.text);
END;

-- What the grouping keeps of an article, in a form of its own.
CREATE TABLE features (
  article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
  format  INTEGER NOT NULL,
  data    BLOB NOT NULL
);
CREATE TABLE stories (
  key        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  headline   TEXT NOT NULL DEFAULT '',
  first      TEXT,
  last       TEXT,
  articles   INTEGER NOT NULL DEFAULT 0,
  outlets    INTEGER NOT NULL DEFAULT 0,
  origins    INTEGER,
  stale      INTEGER NOT NULL DEFAULT 1 CHECK (stale IN (0, 1)),
  changed_at TEXT NOT NULL
);
CREATE INDEX stories_last ON stories (last);
CREATE INDEX stories_stale ON stories (stale) WHERE stale = 1;
-- A page stands in one story with all its revisions.
CREATE TABLE story_pages (
  page      INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
  story     INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  score     REAL,
  reason    TEXT NOT NULL,
  joined_at TEXT NOT NULL
);
CREATE INDEX story_pages_story ON story_pages (story, page);
CREATE TABLE story_names (
  story    INTEGER NOT NULL REFERENCES stories ON DELETE CASCADE,
  name     INTEGER NOT NULL REFERENCES names ON DELETE CASCADE,
  articles INTEGER NOT NULL,
  PRIMARY KEY (story, name)
) WITHOUT ROWID;
CREATE INDEX story_names_name ON story_names (name, story);
CREATE TABLE story_merges (
  id        TEXT PRIMARY KEY,
  into_id   TEXT NOT NULL,
  page      INTEGER REFERENCES articles ON DELETE SET NULL,
  reason    TEXT NOT NULL,
  merged_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE comparisons (
  story     INTEGER PRIMARY KEY REFERENCES stories ON DELETE CASCADE,
  made_from TEXT NOT NULL,
  format    INTEGER NOT NULL,
  data      BLOB NOT NULL,
  made_at   TEXT NOT NULL
);

CREATE TABLE feeds (
  key        INTEGER PRIMARY KEY,
  url        TEXT NOT NULL UNIQUE,
  title      TEXT,
  etag       TEXT,
  modified   TEXT,
  state      TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'ok', 'failing', 'gone')),
  reason     TEXT,
  tries      INTEGER NOT NULL DEFAULT 0,
  followed_at TEXT NOT NULL,
  checked_at TEXT,
  due_at     TEXT NOT NULL
);
CREATE INDEX feeds_due ON feeds (due_at);
CREATE TABLE failures (
  source      TEXT PRIMARY KEY,
  reason      TEXT NOT NULL,
  feed        INTEGER REFERENCES feeds ON DELETE CASCADE,
  first_at    TEXT NOT NULL,
  last_at     TEXT NOT NULL,
  tries       INTEGER NOT NULL DEFAULT 1,
  retry_after TEXT
) WITHOUT ROWID;

-- What was removed for good.  Marks are SHA-256 of an address, a text or an outlet's name: nothing of them is kept.
CREATE TABLE tombstones (
  key        INTEGER PRIMARY KEY,
  what       TEXT NOT NULL CHECK (what IN ('article', 'outlet')),
  name       TEXT NOT NULL,
  removed_at TEXT NOT NULL,
  reason     TEXT NOT NULL
);
CREATE TABLE tombstone_marks (
  mark      TEXT NOT NULL,
  tombstone INTEGER NOT NULL REFERENCES tombstones ON DELETE CASCADE,
  PRIMARY KEY (mark, tombstone)
) WITHOUT ROWID;
