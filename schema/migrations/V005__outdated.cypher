// One node for each thing that is derived from the whole graph and waits to be derived again.
CREATE CONSTRAINT outdated_key IF NOT EXISTS FOR (n:Outdated) REQUIRE n.key IS UNIQUE;
