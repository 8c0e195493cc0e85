// node query.mjs QUERY.sql…: runs queries over logs/*.jsonl in DuckDB, which
// `npm install @duckdb/node-api` brings.
import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync } from "node:fs";
const instance = await DuckDBInstance.create();
const connection = await instance.connect();
for (const file of process.argv.slice(2)) {
	const reader = await connection.runAndReadAll(readFileSync(file, "utf8"));
	console.log(file);
	console.table(reader.getRowObjectsJson());
}
