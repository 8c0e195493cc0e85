// The protocol of the bundled servers (docs/servers.md), on Node.
'use strict';

const REQUEST_BYTES = 24; // id, offset, file, length
const REPLY_BYTES = 16; // id, sum
const STRIDE = 512;

// Of bytes from `from` to before `to`.
function sumBytes(bytes, from, to) {
	let sum = 0;
	for (let at = from; at < to; at += STRIDE)
		sum += bytes[at];
	return sum;
}

function reply(socket, id, sum) {
	const bytes = Buffer.alloc(REPLY_BYTES);
	id.copy(bytes);
	bytes.writeBigUInt64LE(BigInt(sum), 8);
	socket.write(bytes);
}

// Has answer(file, offset, length, reply) say the sum of a request: reply(sum),
// at once or later. False for one that no file has.
function takeRequest(socket, sizes, answer, request) {
	// Ids are not numbers to us: not all would fit into one of JavaScript's.
	const id = request.subarray(0, 8);
	const offset = request.readBigUInt64LE(8);
	const file = request.readUInt32LE(16);
	const length = request.readUInt32LE(20);
	if (length === 0)
		reply(socket, id, 0);
	else if (file >= sizes.length || offset + BigInt(length) > BigInt(sizes[file]))
		return false;
	else
		answer(file, Number(offset), length, (sum) => reply(socket, id, sum));
	return true;
}

// Answers what one client sends.
function connection(socket, sizes, answer) {
	let received = Buffer.alloc(0);
	socket.setNoDelay();
	socket.on('error', () => socket.destroy());
	socket.on('data', (data) => {
		received = Buffer.concat([received, data]);
		let at = 0;
		for (; at + REQUEST_BYTES <= received.length; at += REQUEST_BYTES) {
			const request = received.subarray(at, at + REQUEST_BYTES);
			if (!takeRequest(socket, sizes, answer, request)) {
				socket.destroy();
				return;
			}
		}
		received = received.subarray(at);
	});
}

module.exports = { connection, sumBytes };
