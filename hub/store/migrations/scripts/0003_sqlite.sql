CREATE TABLE code_table (
  number INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  url VARCHAR NOT NULL,
  version VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  digest VARCHAR NOT NULL,
  rows INTEGER NOT NULL,
  state VARCHAR NOT NULL,
  loaded BIGINT NOT NULL,
  head VARCHAR NOT NULL,
  PRIMARY KEY (number)
);

CREATE UNIQUE INDEX code_table_active ON code_table (kind, url, version) WHERE state = 'active';

CREATE TABLE code_table_part (
  code_table INTEGER NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (code_table, part),
  FOREIGN KEY(code_table) REFERENCES code_table (number)
);

CREATE TABLE index_composite (
  parameter SMALLINT NOT NULL,
  code BIGINT NOT NULL,
  "key" BIGINT NOT NULL,
  place SMALLINT NOT NULL,
  system BIGINT NOT NULL,
  code2 BIGINT NOT NULL,
  system2 BIGINT NOT NULL,
  value FLOAT NOT NULL,
  low BIGINT NOT NULL,
  high BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (parameter, code, "key", place)
)
 WITHOUT ROWID;

CREATE INDEX composite_resource ON index_composite ("key", parameter);

CREATE TABLE token_text (
  text TEXT NOT NULL,
  code BIGINT NOT NULL,
  system BIGINT NOT NULL,
  PRIMARY KEY (text, code, system)
)
 WITHOUT ROWID;

CREATE INDEX token_text_code ON token_text (code, system);

CREATE INDEX date_wide ON index_date (parameter, high, low, "key") WHERE high - low > 86400000000;

DROP INDEX date_high;

DROP INDEX date_patient;

DROP INDEX resource_patient;
