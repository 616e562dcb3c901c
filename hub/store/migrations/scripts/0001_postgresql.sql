CREATE TABLE access_grant (
  key BIGINT NOT NULL,
  member BIGINT NOT NULL,
  compartment SMALLINT NOT NULL,
  target_type SMALLINT NOT NULL,
  target_id TEXT COLLATE "C" NOT NULL,
  access TEXT COLLATE "C" NOT NULL,
  because TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  basis TEXT COLLATE "C" NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  granted BIGINT NOT NULL,
  PRIMARY KEY (key)
);

CREATE INDEX grant_because ON access_grant (because, member);

CREATE INDEX grant_member ON access_grant (member, compartment, target_id, target_type, access, since, until);

CREATE INDEX grant_target ON access_grant (target_id, target_type);

CREATE TABLE audit_entry (
  key BIGINT NOT NULL,
  at BIGINT NOT NULL,
  member BIGINT NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  interaction TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  patient TEXT COLLATE "C" NOT NULL,
  outcome SMALLINT NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  query TEXT COLLATE "C" NOT NULL,
  detail TEXT COLLATE "C" NOT NULL,
  transaction_id BIGINT NOT NULL,
  PRIMARY KEY (key)
);

CREATE INDEX audit_member ON audit_entry (member, key);

CREATE INDEX audit_patient ON audit_entry (patient, key) WHERE patient <> '';

CREATE TABLE catalogue_version (
  number SERIAL NOT NULL,
  canonical TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  content BYTEA NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  effective_from BIGINT NOT NULL,
  effective_to BIGINT,
  signatures TEXT COLLATE "C" NOT NULL,
  experimental BOOLEAN NOT NULL,
  PRIMARY KEY (number),
  UNIQUE (canonical, version)
);

CREATE TABLE claim (
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  holder TEXT COLLATE "C" NOT NULL,
  until BIGINT,
  PRIMARY KEY (kind, key)
);

CREATE TABLE code_table (
  number SERIAL NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  rows INTEGER NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  loaded BIGINT NOT NULL,
  head TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (number)
);

CREATE UNIQUE INDEX code_table_active ON code_table (kind, url, version) WHERE state = 'active';

CREATE TABLE identifier_key (
  custodian BIGINT NOT NULL,
  type SMALLINT NOT NULL,
  hash BYTEA NOT NULL,
  key BIGINT NOT NULL,
  PRIMARY KEY (custodian, type, hash)
);

CREATE INDEX identifier_resource ON identifier_key (key);

CREATE TABLE inbound (
  key BIGINT NOT NULL,
  member BIGINT NOT NULL,
  sender TEXT COLLATE "C" NOT NULL,
  control_id TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  received BIGINT NOT NULL,
  door TEXT COLLATE "C" NOT NULL,
  adapter TEXT COLLATE "C" NOT NULL,
  charset TEXT COLLATE "C" NOT NULL,
  replay_of BIGINT NOT NULL,
  issues TEXT COLLATE "C" NOT NULL,
  residue TEXT COLLATE "C" NOT NULL,
  resources TEXT COLLATE "C" NOT NULL,
  digest BYTEA NOT NULL,
  ack BYTEA NOT NULL,
  raw BYTEA NOT NULL,
  PRIMARY KEY (key),
  CONSTRAINT inbound_state CHECK (state IN ('stored', 'refused', 'replayed'))
);

CREATE INDEX inbound_member ON inbound (member, state, key);

CREATE UNIQUE INDEX inbound_sent ON inbound (member, sender, control_id) WHERE state = 'stored';

CREATE TABLE index_composite (
  parameter SMALLINT NOT NULL,
  code BIGINT NOT NULL,
  key BIGINT NOT NULL,
  place SMALLINT NOT NULL,
  system BIGINT NOT NULL,
  code2 BIGINT NOT NULL,
  system2 BIGINT NOT NULL,
  value FLOAT NOT NULL,
  low BIGINT NOT NULL,
  high BIGINT NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (parameter, code, key, place)
);

CREATE INDEX composite_resource ON index_composite (key);

CREATE TABLE index_date (
  parameter SMALLINT NOT NULL,
  low BIGINT NOT NULL,
  high BIGINT NOT NULL,
  key BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, low, high, key)
);

CREATE INDEX date_resource ON index_date (key);

CREATE INDEX date_wide ON index_date (parameter, high, low, key) WHERE high - low > 86400000000;

CREATE TABLE index_quantity (
  parameter SMALLINT NOT NULL,
  value FLOAT NOT NULL,
  key BIGINT NOT NULL,
  system BIGINT NOT NULL,
  code BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, value, key, system, code)
);

CREATE INDEX quantity_resource ON index_quantity (key);

CREATE TABLE index_reference (
  parameter SMALLINT NOT NULL,
  target_id TEXT COLLATE "C" NOT NULL,
  key BIGINT NOT NULL,
  target_type SMALLINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, target_id, key, target_type)
);

CREATE INDEX reference_resource ON index_reference (key);

CREATE TABLE index_string (
  parameter SMALLINT NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  key BIGINT NOT NULL,
  exact TEXT COLLATE "C" NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, text, key)
);

CREATE INDEX string_resource ON index_string (key);

CREATE TABLE index_token (
  parameter SMALLINT NOT NULL,
  code BIGINT NOT NULL,
  key BIGINT NOT NULL,
  system BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  date BIGINT NOT NULL,
  PRIMARY KEY (parameter, code, key, system)
);

CREATE INDEX token_patient ON index_token (patient, parameter, code, key) WHERE patient <> 0;

CREATE INDEX token_resource ON index_token (key);

CREATE TABLE index_uri (
  parameter SMALLINT NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  key BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, text, key)
);

CREATE INDEX uri_resource ON index_uri (key);

CREATE TABLE member (
  number SERIAL NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  licensed BOOLEAN NOT NULL,
  capabilities TEXT COLLATE "C" NOT NULL,
  declared_ability_level INTEGER,
  uscc TEXT COLLATE "C" NOT NULL,
  institution_code TEXT COLLATE "C" NOT NULL,
  filing_number TEXT COLLATE "C" NOT NULL,
  night_doctor BOOLEAN NOT NULL,
  admission_state TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  phone TEXT COLLATE "C" NOT NULL,
  district TEXT COLLATE "C" NOT NULL,
  level TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (number),
  UNIQUE (code)
);

CREATE TABLE meta (
  name TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (name),
  UNIQUE (name, text)
);

CREATE TABLE outbound (
  key BIGINT NOT NULL,
  receiver BIGINT NOT NULL,
  member BIGINT NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  ordering TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  content_type TEXT COLLATE "C" NOT NULL,
  due BIGINT NOT NULL,
  attempts SMALLINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  last_error TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  payload BYTEA NOT NULL,
  PRIMARY KEY (key)
);

CREATE INDEX outbound_due ON outbound (due, key) WHERE state = 'waiting';

CREATE INDEX outbound_member ON outbound (member, key);

CREATE INDEX outbound_ordering ON outbound (ordering, key) WHERE state = 'waiting';

CREATE INDEX outbound_receiver ON outbound (receiver, key);

CREATE TABLE person_link (
  patient TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  score SMALLINT NOT NULL,
  linked SMALLINT NOT NULL,
  at BIGINT NOT NULL,
  member BIGINT NOT NULL,
  PRIMARY KEY (patient, person)
);

CREATE INDEX person_patients ON person_link (person, patient);

CREATE TABLE resource (
  key BIGINT NOT NULL,
  type SMALLINT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  deleted SMALLINT NOT NULL,
  custodian BIGINT NOT NULL,
  bucket SMALLINT NOT NULL,
  suite TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  transaction_id BIGINT NOT NULL,
  patient TEXT COLLATE "C" NOT NULL,
  labels TEXT COLLATE "C" NOT NULL,
  meta BYTEA NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (key)
);

CREATE INDEX resource_type ON resource (type, key);

CREATE INDEX resource_updated ON resource (type, updated, key);

CREATE TABLE resource_history (
  key BIGINT NOT NULL,
  version BIGINT NOT NULL,
  type SMALLINT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  updated BIGINT NOT NULL,
  deleted SMALLINT NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  custodian BIGINT NOT NULL,
  bucket SMALLINT NOT NULL,
  suite TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  transaction_id BIGINT NOT NULL,
  patient TEXT COLLATE "C" NOT NULL,
  meta BYTEA NOT NULL,
  body BYTEA NOT NULL,
  xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  PRIMARY KEY (key, version)
);

CREATE INDEX history_transaction ON resource_history (transaction_id, key);

CREATE INDEX history_type ON resource_history (type, transaction_id, key);

CREATE TABLE resource_id (
  type SMALLINT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  key BIGINT NOT NULL,
  PRIMARY KEY (type, id)
);

CREATE TABLE term (
  number SERIAL NOT NULL,
  text TEXT COLLATE "C",
  PRIMARY KEY (number),
  UNIQUE (text)
);

CREATE TABLE timer (
  kind TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  due BIGINT NOT NULL,
  detail TEXT COLLATE "C" NOT NULL,
  lease BIGINT NOT NULL,
  PRIMARY KEY (subject, kind)
);

CREATE INDEX timer_due ON timer (due);

CREATE TABLE token_text (
  text TEXT COLLATE "C" NOT NULL,
  code BIGINT NOT NULL,
  system BIGINT NOT NULL,
  PRIMARY KEY (text, code, system)
);

CREATE INDEX token_text_code ON token_text (code, system);

CREATE TABLE used_jti (
  client TEXT COLLATE "C" NOT NULL,
  jti TEXT COLLATE "C" NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (client, jti)
);

CREATE INDEX ix_used_jti_expires ON used_jti (expires);

CREATE TABLE client (
  id TEXT COLLATE "C" NOT NULL,
  member INTEGER NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  jwks TEXT COLLATE "C" NOT NULL,
  enabled BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE TABLE code_table_part (
  code_table INTEGER NOT NULL,
  part INTEGER NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (code_table, part),
  FOREIGN KEY(code_table) REFERENCES code_table (number)
);

CREATE TABLE endpoint (
  number SERIAL NOT NULL,
  member INTEGER NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  secret TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (number),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE INDEX ix_endpoint_member ON endpoint (member);

CREATE TABLE sender (
  application TEXT COLLATE "C" NOT NULL,
  facility TEXT COLLATE "C" NOT NULL,
  member INTEGER NOT NULL,
  charset TEXT COLLATE "C" NOT NULL,
  timezone TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (application, facility),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE TABLE user_account (
  name TEXT COLLATE "C" NOT NULL,
  member INTEGER NOT NULL,
  password_hash TEXT COLLATE "C" NOT NULL,
  roles TEXT COLLATE "C" NOT NULL,
  display_name TEXT COLLATE "C" NOT NULL,
  enabled BOOLEAN NOT NULL,
  PRIMARY KEY (name),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE TABLE session (
  hashed_id TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (hashed_id),
  FOREIGN KEY("user") REFERENCES user_account (name)
);

CREATE INDEX ix_session_expires ON session (expires);

CREATE UNIQUE INDEX person_one ON person_link (patient) WHERE linked = 1;

ALTER TABLE resource ALTER COLUMN body SET STORAGE EXTERNAL;

ALTER TABLE resource SET (toast_tuple_target = 8160);

ALTER TABLE resource_history ALTER COLUMN body SET STORAGE EXTERNAL;

ALTER TABLE resource_history SET (toast_tuple_target = 8160);
