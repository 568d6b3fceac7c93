// Runs of Graph Data Science and what they found. At most one run of a kind is under way, and at most one is the current one.
CREATE CONSTRAINT analysis_run_id IF NOT EXISTS FOR (n:AnalysisRun) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT analysis_run_claim IF NOT EXISTS FOR (n:AnalysisRun) REQUIRE n.claim IS UNIQUE;
CREATE CONSTRAINT analysis_run_current IF NOT EXISTS FOR (n:AnalysisRun) REQUIRE n.currentOf IS UNIQUE;
CREATE CONSTRAINT partition_id IF NOT EXISTS FOR (n:Partition) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT detected_community_id IF NOT EXISTS FOR (n:DetectedCommunity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT community_event_id IF NOT EXISTS FOR (n:CommunityEvent) REQUIRE n.id IS UNIQUE;
CREATE INDEX analysis_run_kind IF NOT EXISTS FOR (n:AnalysisRun) ON (n.kind, n.state);
// Similar pairs hang on no run, so they are found by its id when it is deleted.
CREATE INDEX similar_to_run IF NOT EXISTS FOR ()-[r:SIMILAR_TO]-() ON (r.run);
