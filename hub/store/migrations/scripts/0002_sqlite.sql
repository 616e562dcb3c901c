CREATE UNIQUE INDEX inbound_sent ON inbound (member, sender, control_id) WHERE state = 'stored';

DROP INDEX inbound_control;
