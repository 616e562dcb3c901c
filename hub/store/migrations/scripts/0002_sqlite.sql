CREATE UNIQUE INDEX IF NOT EXISTS inbound_sent ON inbound (member, sender, control_id) WHERE state = 'stored';

DROP INDEX IF EXISTS inbound_control;
