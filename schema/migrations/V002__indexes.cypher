// Keyset paging reads these in their order, so the id breaks ties.
CREATE INDEX publication_year IF NOT EXISTS FOR (n:Publication) ON (n.year, n.id);
CREATE INDEX publication_title IF NOT EXISTS FOR (n:Publication) ON (n.sortTitle, n.id);
CREATE INDEX publication_complete IF NOT EXISTS FOR (n:Publication) ON (n.complete);
CREATE INDEX author_name IF NOT EXISTS FOR (n:Author) ON (n.sortName, n.id);
CREATE INDEX author_publications IF NOT EXISTS FOR (n:Author) ON (n.publicationCount, n.id);
CREATE INDEX author_orcid IF NOT EXISTS FOR (n:Author) ON (n.orcid);
CREATE INDEX venue_name IF NOT EXISTS FOR (n:Venue) ON (n.sortName, n.id);
CREATE INDEX topic_name IF NOT EXISTS FOR (n:Topic) ON (n.name, n.id);
// Resolution finds the mentions of a name block by this one.
CREATE INDEX authored_block IF NOT EXISTS FOR ()-[r:AUTHORED]-() ON (r.block);
// Authors whose coauthorships are still to be derived.
CREATE INDEX author_stale IF NOT EXISTS FOR (n:Author) ON (n.stale);
CREATE FULLTEXT INDEX publication_text IF NOT EXISTS FOR (n:Publication) ON EACH [n.title, n.abstract] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
CREATE FULLTEXT INDEX author_text IF NOT EXISTS FOR (n:Author) ON EACH [n.name, n.names] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CREATE FULLTEXT INDEX venue_text IF NOT EXISTS FOR (n:Venue) ON EACH [n.name, n.names, n.acronym] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
CREATE FULLTEXT INDEX topic_text IF NOT EXISTS FOR (n:Topic) ON EACH [n.name, n.names] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}};
