// A way to state a venue that the vocabulary does not have, and which venue it is.
CREATE CONSTRAINT venue_alias_key IF NOT EXISTS FOR (n:VenueAlias) REQUIRE n.key IS UNIQUE;
