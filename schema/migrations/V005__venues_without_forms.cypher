// After a bulk load, whose files have no way to say that a list is empty: a series of which only parts are stated.
MATCH (v:Venue) WHERE v.names IS NULL SET v.names = [];
