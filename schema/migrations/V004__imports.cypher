// Imports that were asked for over GraphQL, and the entries they could not take in.
CREATE CONSTRAINT import_id IF NOT EXISTS FOR (n:Import) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT rejected_entry_id IF NOT EXISTS FOR (n:RejectedEntry) REQUIRE n.id IS UNIQUE;
// Whose turn it is to import is decided under a lock on this node.
CREATE CONSTRAINT import_turn_key IF NOT EXISTS FOR (n:ImportTurn) REQUIRE n.key IS UNIQUE;
CREATE INDEX import_state IF NOT EXISTS FOR (n:Import) ON (n.state);
CREATE INDEX import_queued IF NOT EXISTS FOR (n:Import) ON (n.queuedAt);
