-- The worst stalls of all logs in logs/: when, where, how long. Iterations that
-- have ended: the last one of a program may only be its way out.
WITH records AS (
	SELECT filename, json AS r
	FROM read_ndjson_objects('logs/*.jsonl', filename = true, maximum_object_size = 70000)
), headers AS (
	SELECT filename, (r->>'program') AS program, (r->>'pid')::BIGINT AS pid, (r->>'wall_ns')::HUGEINT AS wall_ns
	FROM records WHERE (r->>'mmstall') IS NOT NULL
)
SELECT h.program, h.pid, make_timestamp(((h.wall_ns + (r->>'t')::HUGEINT) / 1000)::BIGINT) AS at,
	(r->>'d')::BIGINT / 1e6 AS stall_ms, (r->>'n')::BIGINT AS iteration, filename
FROM records JOIN headers h USING (filename)
WHERE (r->>'it') IS NOT NULL AND coalesce((r->>'open')::INT, 0) = 0 AND (r->>'d')::BIGINT >= 10000000
ORDER BY stall_ms DESC
LIMIT 20;
