CREATE TABLE change_reader (
  name TEXT NOT NULL,
  place BIGINT NOT NULL,
  "key" BIGINT NOT NULL,
  version BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  PRIMARY KEY (name)
)
 WITHOUT ROWID;

CREATE TABLE job (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  member BIGINT NOT NULL,
  agent TEXT NOT NULL,
  state TEXT NOT NULL,
  request TEXT NOT NULL,
  position TEXT NOT NULL,
  progress TEXT NOT NULL,
  problem TEXT NOT NULL,
  created BIGINT NOT NULL,
  at BIGINT NOT NULL,
  horizon BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  PRIMARY KEY (id)
)
 WITHOUT ROWID;

CREATE INDEX job_agent ON job (agent, kind, created);

CREATE INDEX job_at ON job (kind, at);

CREATE INDEX job_expires ON job (expires);

CREATE INDEX job_open ON job (kind, created) WHERE state = 'open';

CREATE TABLE job_file (
  job TEXT NOT NULL,
  number BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  type TEXT NOT NULL,
  count BIGINT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (job, number)
)
 WITHOUT ROWID;

CREATE TABLE subscription (
  id TEXT NOT NULL,
  member BIGINT NOT NULL,
  resource_version BIGINT NOT NULL,
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  criteria TEXT NOT NULL,
  filters TEXT NOT NULL,
  address TEXT NOT NULL,
  content TEXT NOT NULL,
  heartbeat BIGINT NOT NULL,
  most BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  events BIGINT NOT NULL,
  sent BIGINT NOT NULL,
  told BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (id)
)
 WITHOUT ROWID;

CREATE INDEX subscription_kind ON subscription (kind, state);

CREATE TABLE subscription_event (
  subscription TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  focus_type TEXT NOT NULL,
  focus_id TEXT NOT NULL,
  focus_version BIGINT NOT NULL,
  is_new SMALLINT NOT NULL,
  PRIMARY KEY (subscription, number)
)
 WITHOUT ROWID;

CREATE INDEX event_at ON subscription_event (at);
