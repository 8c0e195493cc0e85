// server.js [--cure] FILE...: answers from mapped files (docs/servers.md).
'use strict';

const fs = require('fs');
const mmap = require('mmap-io');
const net = require('net');
const { connection, sumBytes } = require('./connection');

const args = process.argv.slice(2);
const cured = args[0] === '--cure';
const files = args.slice(cured ? 1 : 0).map((path) => fs.openSync(path));
const sizes = files.map((file) => fs.fstatSync(file).size);
const maps = cured ? [] : files.map((file, i) =>
	mmap.map(sizes[i], mmap.PROT_READ, mmap.MAP_SHARED, file));

// The hazard: an index that reads a disk, in the loop.
function handle_request(file, offset, length, reply) {
	reply(sumBytes(maps[file], offset, offset + length));
}

// The cure: the read waits in a thread of libuv's pool.
function readRequest(file, offset, length, reply) {
	const bytes = Buffer.allocUnsafe(length);
	fs.read(files[file], bytes, 0, length, offset, (error) => {
		if (error)
			throw error;
		reply(sumBytes(bytes, 0, length));
	});
}

const answer = cured ? readRequest : handle_request;
const server = net.createServer((socket) => connection(socket, sizes, answer));
server.listen(0, '127.0.0.1', () => console.log('port', server.address().port));
process.on('SIGTERM', () => process.exit(0));
