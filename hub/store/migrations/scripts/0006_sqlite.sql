CREATE TABLE index_bound (
  parameter SMALLINT NOT NULL,
  bound FLOAT NOT NULL,
  "key" BIGINT NOT NULL,
  system BIGINT NOT NULL,
  code BIGINT NOT NULL,
  side SMALLINT NOT NULL,
  PRIMARY KEY (parameter, bound, "key", system, code, side)
)
 WITHOUT ROWID;
CREATE INDEX bound_resource ON index_bound ("key", parameter, bound, system, code, side);
