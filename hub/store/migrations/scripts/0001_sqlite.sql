CREATE TABLE access_grant (
  "key" INTEGER NOT NULL,
  member BIGINT NOT NULL,
  compartment SMALLINT NOT NULL,
  target_type SMALLINT NOT NULL,
  target_id TEXT NOT NULL,
  access TEXT NOT NULL,
  because TEXT NOT NULL,
  purpose TEXT NOT NULL,
  basis TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  granted BIGINT NOT NULL,
  PRIMARY KEY ("key")
);

CREATE INDEX grant_because ON access_grant (because, member);

CREATE INDEX grant_member ON access_grant (member, compartment, target_id, target_type, access, since, until);

CREATE INDEX grant_target ON access_grant (target_id, target_type);

CREATE TABLE audit_entry (
  "key" INTEGER NOT NULL,
  at BIGINT NOT NULL,
  member BIGINT NOT NULL,
  agent TEXT NOT NULL,
  action TEXT NOT NULL,
  interaction TEXT NOT NULL,
  target TEXT NOT NULL,
  patient TEXT NOT NULL,
  outcome SMALLINT NOT NULL,
  purpose TEXT NOT NULL,
  "query" TEXT NOT NULL,
  detail TEXT NOT NULL,
  transaction_id BIGINT NOT NULL,
  PRIMARY KEY ("key")
);

CREATE INDEX audit_member ON audit_entry (member, "key");

CREATE INDEX audit_patient ON audit_entry (patient, "key") WHERE patient <> '';

CREATE TABLE catalogue_version (
  number INTEGER NOT NULL,
  canonical VARCHAR NOT NULL,
  version VARCHAR NOT NULL,
  digest VARCHAR NOT NULL,
  content BLOB NOT NULL,
  status VARCHAR NOT NULL,
  effective_from BIGINT NOT NULL,
  effective_to BIGINT,
  signatures VARCHAR NOT NULL,
  experimental BOOLEAN NOT NULL,
  PRIMARY KEY (number),
  UNIQUE (canonical, version)
);

CREATE TABLE claim (
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  holder TEXT NOT NULL,
  until BIGINT,
  PRIMARY KEY (kind, "key")
)
 WITHOUT ROWID;

CREATE TABLE identifier_key (
  custodian BIGINT NOT NULL,
  type SMALLINT NOT NULL,
  hash BLOB NOT NULL,
  "key" BIGINT NOT NULL,
  PRIMARY KEY (custodian, type, hash)
)
 WITHOUT ROWID;

CREATE INDEX identifier_resource ON identifier_key ("key");

CREATE TABLE inbound (
  "key" INTEGER NOT NULL,
  member BIGINT NOT NULL,
  sender TEXT NOT NULL,
  control_id TEXT NOT NULL,
  state TEXT NOT NULL,
  label TEXT NOT NULL,
  received BIGINT NOT NULL,
  door TEXT NOT NULL,
  adapter TEXT NOT NULL,
  charset TEXT NOT NULL,
  replay_of BIGINT NOT NULL,
  issues TEXT NOT NULL,
  residue TEXT NOT NULL,
  resources TEXT NOT NULL,
  digest BLOB NOT NULL,
  ack BLOB NOT NULL,
  raw BLOB NOT NULL,
  PRIMARY KEY ("key"),
  CONSTRAINT inbound_state CHECK (state IN ('stored', 'refused', 'replayed'))
);

CREATE UNIQUE INDEX inbound_control ON inbound (sender, control_id) WHERE state = 'stored';

CREATE INDEX inbound_member ON inbound (member, state, "key");

CREATE TABLE index_date (
  parameter SMALLINT NOT NULL,
  low BIGINT NOT NULL,
  high BIGINT NOT NULL,
  "key" BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, low, high, "key")
)
 WITHOUT ROWID;

CREATE INDEX date_high ON index_date (parameter, high, low, "key");

CREATE INDEX date_patient ON index_date (patient, parameter, low, high, "key") WHERE patient <> 0;

CREATE INDEX date_resource ON index_date ("key", parameter, low, high);

CREATE TABLE index_quantity (
  parameter SMALLINT NOT NULL,
  value FLOAT NOT NULL,
  "key" BIGINT NOT NULL,
  system BIGINT NOT NULL,
  code BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, value, "key", system, code)
)
 WITHOUT ROWID;

CREATE INDEX quantity_resource ON index_quantity ("key", parameter, value, system, code);

CREATE TABLE index_reference (
  parameter SMALLINT NOT NULL,
  target_id TEXT NOT NULL,
  "key" BIGINT NOT NULL,
  target_type SMALLINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, target_id, "key", target_type)
)
 WITHOUT ROWID;

CREATE INDEX reference_resource ON index_reference ("key", parameter, target_type, target_id);

CREATE TABLE index_string (
  parameter SMALLINT NOT NULL,
  text TEXT NOT NULL,
  "key" BIGINT NOT NULL,
  exact TEXT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, text, "key")
)
 WITHOUT ROWID;

CREATE INDEX string_resource ON index_string ("key", parameter, text);

CREATE TABLE index_token (
  parameter SMALLINT NOT NULL,
  code BIGINT NOT NULL,
  "key" BIGINT NOT NULL,
  system BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  date BIGINT NOT NULL,
  PRIMARY KEY (parameter, code, "key", system)
)
 WITHOUT ROWID;

CREATE INDEX token_patient ON index_token (patient, parameter, code, "key") WHERE patient <> 0;

CREATE INDEX token_resource ON index_token ("key", parameter, code, system);

CREATE TABLE index_uri (
  parameter SMALLINT NOT NULL,
  text TEXT NOT NULL,
  "key" BIGINT NOT NULL,
  patient BIGINT NOT NULL,
  PRIMARY KEY (parameter, text, "key")
)
 WITHOUT ROWID;

CREATE INDEX uri_resource ON index_uri ("key", parameter, text);

CREATE TABLE member (
  number INTEGER NOT NULL,
  code VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  licensed BOOLEAN NOT NULL,
  capabilities VARCHAR NOT NULL,
  declared_ability_level INTEGER,
  uscc VARCHAR NOT NULL,
  institution_code VARCHAR NOT NULL,
  filing_number VARCHAR NOT NULL,
  night_doctor BOOLEAN NOT NULL,
  admission_state VARCHAR NOT NULL,
  address VARCHAR NOT NULL,
  phone VARCHAR NOT NULL,
  district VARCHAR NOT NULL,
  level VARCHAR NOT NULL,
  PRIMARY KEY (number),
  UNIQUE (code)
);

CREATE TABLE meta (
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (name),
  UNIQUE (name, text)
);

CREATE TABLE outbound (
  "key" INTEGER NOT NULL,
  receiver BIGINT NOT NULL,
  member BIGINT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  ordering TEXT NOT NULL,
  subject TEXT NOT NULL,
  content_type TEXT NOT NULL,
  due BIGINT NOT NULL,
  attempts SMALLINT NOT NULL,
  state TEXT NOT NULL,
  last_error TEXT NOT NULL,
  created BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY ("key")
);

CREATE INDEX outbound_due ON outbound (due, "key") WHERE state = 'waiting';

CREATE INDEX outbound_member ON outbound (member, "key");

CREATE INDEX outbound_ordering ON outbound (ordering, "key") WHERE state = 'waiting';

CREATE INDEX outbound_receiver ON outbound (receiver, "key");

CREATE TABLE person_link (
  patient TEXT NOT NULL,
  person TEXT NOT NULL,
  method TEXT NOT NULL,
  score SMALLINT NOT NULL,
  linked SMALLINT NOT NULL,
  at BIGINT NOT NULL,
  member BIGINT NOT NULL,
  PRIMARY KEY (patient, person)
)
 WITHOUT ROWID;

CREATE INDEX person_patients ON person_link (person, patient);

CREATE TABLE resource (
  "key" INTEGER NOT NULL,
  type SMALLINT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  deleted SMALLINT NOT NULL,
  custodian BIGINT NOT NULL,
  bucket SMALLINT NOT NULL,
  suite TEXT NOT NULL,
  key_id TEXT NOT NULL,
  transaction_id BIGINT NOT NULL,
  patient TEXT NOT NULL,
  labels TEXT NOT NULL,
  meta BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY ("key")
);

CREATE INDEX resource_patient ON resource (patient, "key") WHERE patient <> '';

CREATE INDEX resource_type ON resource (type, "key");

CREATE INDEX resource_updated ON resource (type, updated, "key");

CREATE TABLE resource_history (
  "key" BIGINT NOT NULL,
  version BIGINT NOT NULL,
  type SMALLINT NOT NULL,
  id TEXT NOT NULL,
  updated BIGINT NOT NULL,
  deleted SMALLINT NOT NULL,
  method TEXT NOT NULL,
  custodian BIGINT NOT NULL,
  bucket SMALLINT NOT NULL,
  suite TEXT NOT NULL,
  key_id TEXT NOT NULL,
  transaction_id BIGINT NOT NULL,
  patient TEXT NOT NULL,
  meta BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY ("key", version)
);

CREATE INDEX history_transaction ON resource_history (transaction_id, "key");

CREATE INDEX history_type ON resource_history (type, transaction_id, "key");

CREATE TABLE resource_id (
  type SMALLINT NOT NULL,
  id TEXT NOT NULL,
  "key" BIGINT NOT NULL,
  PRIMARY KEY (type, id)
)
 WITHOUT ROWID;

CREATE TABLE term (
  number INTEGER NOT NULL,
  text TEXT,
  PRIMARY KEY (number),
  UNIQUE (text)
);

CREATE TABLE timer (
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due BIGINT NOT NULL,
  detail TEXT NOT NULL,
  lease BIGINT NOT NULL,
  PRIMARY KEY (subject, kind)
)
 WITHOUT ROWID;

CREATE INDEX timer_due ON timer (due);

CREATE TABLE used_jti (
  client VARCHAR NOT NULL,
  jti VARCHAR NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (client, jti)
);

CREATE INDEX ix_used_jti_expires ON used_jti (expires);

CREATE TABLE client (
  id VARCHAR NOT NULL,
  member INTEGER NOT NULL,
  scopes VARCHAR NOT NULL,
  jwks VARCHAR NOT NULL,
  enabled BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE TABLE endpoint (
  number INTEGER NOT NULL,
  member INTEGER NOT NULL,
  channel VARCHAR NOT NULL,
  address VARCHAR NOT NULL,
  secret VARCHAR NOT NULL,
  PRIMARY KEY (number),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE INDEX ix_endpoint_member ON endpoint (member);

CREATE TABLE sender (
  application VARCHAR NOT NULL,
  facility VARCHAR NOT NULL,
  member INTEGER NOT NULL,
  charset VARCHAR NOT NULL,
  timezone VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  PRIMARY KEY (application, facility),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE TABLE user_account (
  name VARCHAR NOT NULL,
  member INTEGER NOT NULL,
  password_hash VARCHAR NOT NULL,
  roles VARCHAR NOT NULL,
  display_name VARCHAR NOT NULL,
  enabled BOOLEAN NOT NULL,
  PRIMARY KEY (name),
  FOREIGN KEY(member) REFERENCES member (number)
);

CREATE TABLE session (
  hashed_id VARCHAR NOT NULL,
  user VARCHAR NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (hashed_id),
  FOREIGN KEY(user) REFERENCES user_account (name)
);

CREATE INDEX ix_session_expires ON session (expires);
