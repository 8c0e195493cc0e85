// node query.mjs [--json] QUERY.sql…: runs queries over logs/*.jsonl in DuckDB,
// which `npm install` in this folder brings. With --json, rows as JSON lines.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

// MODULES: another folder that has it.
const require = createRequire(process.env.MODULES ? `${process.env.MODULES}/` : import.meta.url);
const { DuckDBInstance } = require("@duckdb/node-api");
const instance = await DuckDBInstance.create();
const connection = await instance.connect();
const files = process.argv.slice(2).filter((word) => word !== "--json");
for (const file of files) {
	const reader = await connection.runAndReadAll(readFileSync(file, "utf8"));
	const rows = reader.getRowObjectsJson();
	if (files.length + 2 < process.argv.length) {
		for (const row of rows) console.log(JSON.stringify(row));
	} else {
		console.log(file);
		console.table(rows);
	}
}
