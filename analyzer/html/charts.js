"use strict";
/* The other pictures: file offsets over time, and latencies. */

/* The blocked time of FAULTS in squares of PIXELS: of COLUMNS × LINES those that
 * have any, in the order of their times. */
function squares(faults, end, top, columns, lines) {
	const at = new Map();
	for (const [t, length, , offset] of faults) {
		const column = Math.max(0, Math.min(columns - 1, Math.floor(t / end * columns)));
		const line = Math.min(lines - 1, Math.floor(offset / top * lines));
		const square = at.get(column * lines + line) || { column, line, ns: 0, faults: 0, longest: 0 };
		square.ns += length;
		square.faults++;
		square.longest = Math.max(square.longest, length);
		at.set(column * lines + line, square);
	}
	return [...at.values()].sort((a, b) => a.column - b.column || a.line - b.line);
}

/* Where in FILE and when it blocked: FAULTS are [t, length, file, offset]. */
function heatMap(file, faults, end) {
	const LINES = 32, SIDE = 5;
	const top = Math.max(file.mapped_end_byte || 0, file.last_byte + 1);
	let all = [], columns = 1, chosen = -1;
	const element = canvas(LINES * SIDE + BELOW + 4, `Blocked time by offset in ${file.path} and time`, (at, width, height) => {
		columns = Math.max(1, Math.floor(width / SIDE));
		all = squares(faults, end, top, columns, LINES);
		const most = all.reduce((longest, square) => Math.max(longest, square.ns), 0), wide = width / columns;
		at.clearRect(-LEFT, -4, width + LEFT + 10, height + BELOW + 4);
		numbersLeft(at, width, height, ticks(0, top, 5, 2).reverse().map((byte) => [byte / top * height, byte ? bytes(byte) : "0"]));
		all.forEach((square, i) => {
			at.globalAlpha = 0.35 + 0.65 * square.ns / most;
			at.fillStyle = color("file");
			at.fillRect(square.column * wide, square.line * SIDE, Math.max(wide, 3), SIDE);
			at.globalAlpha = 1;
			at.strokeStyle = color("link");
			at.lineWidth = 2;
			if (i === chosen) at.strokeRect(square.column * wide - 2, square.line * SIDE - 2, wide + 4, SIDE + 4);
			at.lineWidth = 1;
		});
		numbersBelow(at, width, height, ticks(0, end, width / 90).map((t) => [t / end * width, moment(t, end)]));
	});
	const { said } = walked(element, "Point at a square, or go through them with ← and →.", {
		text: (index) => {
			const { column, line, ns, faults: n, longest } = all[index];
			return `Bytes ${count(Math.floor(line / LINES * top))} to ${count(Math.ceil((line + 1) / LINES * top) - 1)}, ` +
				`from ${moment(column / columns * end, end / 10)} to ${moment((column + 1) / columns * end, end / 10)}: ` +
				`${count(n)} ${n === 1 ? "fault" : "faults"} blocked for ${duration(ns)}, the longest for ${duration(longest)}.`;
		},
		/* The nearest one, if it is not far. */
		index: (x, y) => {
			let best = -1, least = 3;
			all.forEach((square, i) => {
				const away = Math.hypot(square.column + 0.5 - x * columns, square.line + 0.5 - y * LINES);
				if (away < least) [best, least] = [i, away];
			});
			return best;
		},
		step: (index, by) => index + by < all.length ? index + by : -1,
		chosen: (index) => { chosen = index; element.paint(); } });
	return make("div", { class: "heat" }, make("h3", {}, file.path), element, said);
}

/* How many iterations took how long, in BINS of equal proportion from LOW on: as
 * it was, and had faults on files cost nothing. */
const BINS_A_DECADE = 6, LOWEST = 1e3, BINS = 48;

function binned(loops) {
	const was = new Float64Array(BINS), without = new Float64Array(BINS);
	const bin = (ns) => Math.max(0, Math.min(BINS - 1, Math.floor(Math.log10(Math.max(ns, 1) / LOWEST) * BINS_A_DECADE + 1e-9)));
	for (const loop of loops) {
		for (const row of loop.more.iterations) {
			was[bin(row[1])]++;
			without[bin(row[1] - row[2])]++;
		}
		for (const [ns, n] of loop.more.histogram) {
			was[bin(ns)] += n;
			without[bin(ns)] += n;
		}
	}
	return [was, without];
}

function latencies(loops, threshold, isSampled) {
	const [was, without] = binned(loops);
	const used = Array.from(was, (n, i) => n + without[i] ? i : -1).filter((i) => i >= 0);
	const first = used.length ? used[0] : 0, last = Math.max(first + 11, used.length ? used[used.length - 1] : 0);
	const most = Math.max(...was, ...without, 1), edge = (i) => LOWEST * 10 ** (i / BINS_A_DECADE);
	let chosen = -1;
	const element = canvas(200, "Iterations by how long they took, with and without faults on files", (at, width, height) => {
		const wide = width / (last - first + 1), x = (ns) => (Math.log10(ns / LOWEST) * BINS_A_DECADE - first) * wide;
		const tall = (n) => n ? 2 + Math.log1p(n) / Math.log1p(most) * (height - 6) : 0;
		at.clearRect(-LEFT, -4, width + LEFT + 10, height + BELOW + 4);
		const round = [1, 2, 5].flatMap((n) => Array.from({ length: 12 }, (_, i) => n * 10 ** i)).filter((n) => n <= most).sort((a, b) => a - b);
		numbersLeft(at, width, height, round.map((n) => [height - tall(n), count(n)]));
		for (let i = first; i <= last; i++) {
			const left = (i - first) * wide, half = Math.max(1, wide / 2 - 1);
			at.fillStyle = color("file");
			at.fillRect(left + 1, height - tall(was[i]), half, tall(was[i]));
			at.fillStyle = color("good");
			if (isSampled) at.fillRect(left + 1 + half, height - tall(without[i]), half, tall(without[i]));
			at.strokeStyle = color("link");
			if (i === chosen) at.strokeRect(left + 0.5, 0, wide - 1, height);
		}
		if (x(threshold) > 0 && x(threshold) < width) dashed(at, x(threshold), 0, x(threshold), height);
		const marks = [];
		for (let i = first; i <= last + 1; i++) {
			if (i % BINS_A_DECADE === 0) marks.push([(i - first) * wide, duration(Math.round(edge(i))).replace(/\.0+ /, " ")]);
		}
		numbersBelow(at, width, height, marks);
	});
	const { said } = walked(element, "Point at a bar, or go through them with ← and →.", {
		text: (i) => `${i ? duration(edge(i)) : "Less"} to ${duration(edge(i + 1))}: ${count(was[i])} iterations` +
			(isSampled ? ` as it was, ${count(without[i])} had faults on files cost nothing.` : "."),
		index: (part) => {
			const i = first + Math.floor(part * (last - first + 1));
			return i >= first && i <= last && was[i] + without[i] ? i : -1;
		},
		step: (index, by) => {
			const place = used.indexOf(index) + by;
			return place >= 0 && place < used.length ? used[place] : -1;
		},
		chosen: (index) => { chosen = index; element.paint(); } });
	return make("div", { class: "latencies" }, element, said);
}
