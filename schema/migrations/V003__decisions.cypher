// What people have decided, and the one node that all who resolve take turns at.
CREATE CONSTRAINT decision_id IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT decision_log_id IF NOT EXISTS FOR (n:DecisionLog) REQUIRE n.id IS UNIQUE;
CREATE INDEX decision_at IF NOT EXISTS FOR (n:Decision) ON (n.at, n.id);
CREATE INDEX decision_of IF NOT EXISTS FOR (n:Decision) ON (n.of);
// Publications that a decision has left to be resolved again.
CREATE INDEX publication_stale IF NOT EXISTS FOR (n:Publication) ON (n.stale);
// The likeliest pairs first.
CREATE INDEX candidate_surplus IF NOT EXISTS FOR ()-[r:CANDIDATE]-() ON (r.surplus);
// A name that gave way to a chosen one stays findable.
DROP INDEX publication_text IF EXISTS;
DROP INDEX venue_text IF EXISTS;
DROP INDEX topic_text IF EXISTS;
CREATE FULLTEXT INDEX publication_text IF NOT EXISTS FOR (n:Publication) ON EACH [n.title, n.statedTitle, n.abstract] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
CREATE FULLTEXT INDEX venue_text IF NOT EXISTS FOR (n:Venue) ON EACH [n.name, n.statedName, n.names, n.acronym] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CREATE FULLTEXT INDEX topic_text IF NOT EXISTS FOR (n:Topic) ON EACH [n.name, n.statedName, n.names] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
