-- Stalls by build of the program: has a release made it worse? The module that
-- the log's program is, by its build-id. Iterations that have ended.
WITH records AS (
	SELECT filename, json AS r
	FROM read_ndjson_objects('logs/*.jsonl', filename = true, maximum_object_size = 70000)
), builds AS (
	SELECT m.filename, (h.r->>'program') AS program, (m.r->>'build_id') AS build_id
	FROM records m JOIN records h ON h.filename = m.filename AND (h.r->>'mmstall') IS NOT NULL
	WHERE (m.r->>'module') IS NOT NULL AND (m.r->>'path') = (h.r->>'exe')
), stalls AS (
	SELECT filename, count(*) AS stalls, sum((r->>'d')::BIGINT) AS stalled_ns, max((r->>'d')::BIGINT) AS worst_ns
	FROM records
	WHERE (r->>'it') IS NOT NULL AND coalesce((r->>'open')::INT, 0) = 0 AND (r->>'d')::BIGINT >= 10000000
	GROUP BY filename
)
SELECT program, build_id, count(*) AS logs, sum(coalesce(stalls, 0)) AS stalls,
	sum(coalesce(stalled_ns, 0)) / 1e6 AS stalled_ms, max(coalesce(worst_ns, 0)) / 1e6 AS worst_ms
FROM builds LEFT JOIN stalls USING (filename)
GROUP BY program, build_id
ORDER BY program, stalled_ms DESC;
