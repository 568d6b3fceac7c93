// Where authors work. The writers' MERGE rests on the constraint, keyset paging on the index.
CREATE CONSTRAINT institution_id IF NOT EXISTS FOR (n:Institution) REQUIRE n.id IS UNIQUE;
CREATE INDEX institution_name IF NOT EXISTS FOR (n:Institution) ON (n.name, n.id);
CREATE INDEX institution_ror IF NOT EXISTS FOR (n:Institution) ON (n.ror);
CREATE INDEX institution_country IF NOT EXISTS FOR (n:Institution) ON (n.countryCode);
CREATE FULLTEXT INDEX institution_text IF NOT EXISTS FOR (n:Institution) ON EACH [n.name, n.names] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
