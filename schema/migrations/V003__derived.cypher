// One node for each thing that is derived from the whole graph and waits to be derived again.
CREATE CONSTRAINT outdated_key IF NOT EXISTS FOR (n:Outdated) REQUIRE n.key IS UNIQUE;
// A way to state a venue that the vocabulary does not have, and which venue it is.
CREATE CONSTRAINT venue_alias_key IF NOT EXISTS FOR (n:VenueAlias) REQUIRE n.key IS UNIQUE;
