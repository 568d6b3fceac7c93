// What sources say of persons apart from any publication.
CREATE CONSTRAINT person_statement_key IF NOT EXISTS FOR (n:PersonStatement) REQUIRE n.key IS UNIQUE;
