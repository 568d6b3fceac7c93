// Publications that do not keep what their statements say of their venues are resolved again …
MATCH (p:Publication)-[r:PUBLISHED_IN]->(:Venue) WHERE r.stated IS NULL
CALL (p) { SET p.stale = 1 } IN TRANSACTIONS OF 10000 ROWS;
// … and then which venues are one.
MATCH (p:Publication) WHERE p.stale = 1 WITH p LIMIT 1 MERGE (o:Outdated {key: 'venues'}) SET o.seen = false;
