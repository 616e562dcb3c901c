CREATE TABLE change_reader (
  name TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  key BIGINT NOT NULL,
  version BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE job (
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  member BIGINT NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  request TEXT COLLATE "C" NOT NULL,
  position TEXT COLLATE "C" NOT NULL,
  progress TEXT COLLATE "C" NOT NULL,
  problem TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  at BIGINT NOT NULL,
  horizon BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX job_agent ON job (agent, kind, created);

CREATE INDEX job_at ON job (kind, at);

CREATE INDEX job_expires ON job (expires);

CREATE INDEX job_open ON job (kind, created) WHERE state = 'open';

CREATE TABLE job_file (
  job TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  count BIGINT NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (job, number)
);

CREATE TABLE subscription (
  id TEXT COLLATE "C" NOT NULL,
  member BIGINT NOT NULL,
  resource_version BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  criteria TEXT COLLATE "C" NOT NULL,
  filters TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  heartbeat BIGINT NOT NULL,
  most BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  events BIGINT NOT NULL,
  sent BIGINT NOT NULL,
  told BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  problem TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX subscription_kind ON subscription (kind, state);

CREATE TABLE subscription_event (
  subscription TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  focus_type TEXT COLLATE "C" NOT NULL,
  focus_id TEXT COLLATE "C" NOT NULL,
  focus_version BIGINT NOT NULL,
  is_new SMALLINT NOT NULL,
  PRIMARY KEY (subscription, number)
);

CREATE INDEX event_at ON subscription_event (at);

CREATE INDEX history_order ON resource_history (xid, key, version);

ALTER TABLE job_file ALTER COLUMN content SET STORAGE EXTERNAL;
