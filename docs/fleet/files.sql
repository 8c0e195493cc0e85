-- Files by the time that threads were blocked on them, over all logs in logs/:
-- by page faults, and by calls on their mappings (msync, madvise …).
WITH records AS (
	SELECT filename, json AS r
	FROM read_ndjson_objects('logs/*.jsonl', filename = true, maximum_object_size = 70000)
), headers AS (
	SELECT filename, (r->>'min_fault_ns')::BIGINT AS min_fault_ns FROM records WHERE (r->>'mmstall') IS NOT NULL
), files AS (
	SELECT filename, (r->>'file') AS id, (r->>'path') AS path FROM records WHERE (r->>'file') IS NOT NULL AND (r->>'kind') = 'file'
), maps AS (
	SELECT filename, (r->>'map') AS id, (r->>'of') AS file FROM records WHERE (r->>'map') IS NOT NULL
), waits AS ( -- a fault that lasts is logged more than once, longer each time
	SELECT filename, (r->>'m') AS map, 1 AS is_fault, max((r->>'d')::BIGINT) AS d
	FROM records WHERE (r->>'f') IS NOT NULL GROUP BY filename, (r->>'f'), (r->>'t'), (r->>'m')
	UNION ALL -- a call that only gave advice is logged however short it was
	SELECT filename, (r->>'m') AS map, 0 AS is_fault, (r->>'d')::BIGINT AS d
	FROM records JOIN headers USING (filename) WHERE (r->>'call') IS NOT NULL AND (r->>'d')::BIGINT >= min_fault_ns
)
SELECT path, sum(is_fault)::BIGINT AS faults, count(DISTINCT waits.filename) AS logs, sum(d) / 1e6 AS blocked_ms,
	quantile_cont(d, 0.99) / 1e6 AS p99_ms
FROM waits
JOIN maps m ON m.filename = waits.filename AND m.id = waits.map
JOIN files f ON f.filename = waits.filename AND f.id = m.file
GROUP BY path
ORDER BY blocked_ms DESC
LIMIT 20;
