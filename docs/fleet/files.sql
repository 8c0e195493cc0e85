-- Files by the time that threads were blocked on them, over all logs in logs/.
WITH records AS (
	SELECT filename, json AS r
	FROM read_ndjson_objects('logs/*.jsonl', filename = true, maximum_object_size = 70000)
), files AS (
	SELECT filename, (r->>'file') AS id, (r->>'path') AS path FROM records WHERE (r->>'file') IS NOT NULL AND (r->>'kind') = 'file'
), maps AS (
	SELECT filename, (r->>'map') AS id, (r->>'of') AS file FROM records WHERE (r->>'map') IS NOT NULL
)
SELECT path, count(*) AS faults, count(DISTINCT r.filename) AS logs, sum(((r.r->>'d'))::BIGINT) / 1e6 AS blocked_ms,
	quantile_cont(((r.r->>'d'))::BIGINT, 0.99) / 1e6 AS p99_ms
FROM records r
JOIN maps m ON m.filename = r.filename AND m.id = (r.r->>'m')
JOIN files f ON f.filename = r.filename AND f.id = m.file
WHERE (r.r->>'f') IS NOT NULL AND coalesce(((r.r->>'open'))::INT, 0) = 0
GROUP BY path
ORDER BY blocked_ms DESC
LIMIT 20;
