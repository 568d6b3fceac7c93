// What the files of a bulk load have no way to say: that a list is empty (a series of which only parts are stated) …
MATCH (v:Venue) WHERE v.names IS NULL SET v.names = [];
// … and that what follows from the whole graph has still to be derived.
MATCH (p:Publication) WITH p LIMIT 1 MERGE (o:Outdated {key: 'topics'}) SET o.seen = false;
