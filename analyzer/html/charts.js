"use strict";
/* The pictures: iterations over time, file offsets over time, latencies. */

/* Of ROWS between FROM and TO what WIDTH pixels can show: those that are a pixel
 * wide, and of the others the longest in each pixel. So it costs the same to
 * draw a hundred iterations and a hundred thousand. */
function thin(rows, from, to, width) {
	const perNs = width / (to - from), shown = [], longest = [];
	for (const row of rows) {
		if (row[0] + row[1] < from || row[0] > to) continue;
		if (row[1] * perNs >= 1) {
			shown.push(row);
			continue;
		}
		const pixel = Math.max(0, Math.floor((row[0] - from) * perNs));
		if (!longest[pixel] || row[1] > longest[pixel][1]) longest[pixel] = row;
	}
	for (const row of longest) if (row) shown.push(row);
	return shown;
}

/* What is known of iteration NUMBER of LOOP, if it is a stall. */
function why(loop, number) {
	const stall = loop.stallOf.get(number), indirect = loop.indirectOf.get(number), words = [""];
	const names = { memory_ns: "on other memory", nested_ns: "in nested waits", parked_ns: "waiting for other threads",
		sleep_ns: "other sleep", preempted_ns: "preempted", cpu_ns: "CPU", unknown_ns: "unknown" };
	if (!stall) return "";
	const rest = Object.keys(names).filter((key) => stall.parts[key]).map((key) => `${duration(stall.parts[key])} ${names[key]}`);
	if (rest.length) words.push(`The rest: ${rest.join(", ")}.`);
	if (stall.task) words.push(`Task ${stall.task}.`);
	if (stall.longest) words.push(`Longest: ${duration(stall.longest.length_ns)} on ${stall.longest.path || "other memory"}` +
		(stall.longest.function ? `, from ${place(stall.longest.function)}` : "") +
		(stall.longest.callback ? `, in callback ${place(stall.longest.callback)}` : "") + ".");
	if (indirect && indirect.fault) words.push(`${duration(indirect.overlap_ns)} asleep while ${indirect.thread} was blocked on ` +
		`${indirect.fault.path || "other memory"}.`);
	return words.join(" ");
}

/* Iterations of LOOP as bars, on files in front; rows: [t, length, on files,
 * number], all in ns but the last. */
function timeLine(loop, rows, threshold) {
	const last = rows.length ? rows[rows.length - 1] : [0, 1];
	const end = Math.max(last[0] + last[1], 1);
	const longest = rows.reduce((most, row) => Math.max(most, row[1]), threshold);
	let from = 0, to = end, chosen = -1;
	const said = make("p", { class: "said", "aria-live": "polite" }, "Point at an iteration, or go to the next stall.");
	const top = (len, height) => (height - 18) * (1 - Math.sqrt(len / longest)) + 2;
	const element = canvas(200, `Iterations of ${loop.name} over time, ${count(rows.length)} logged`, (at, width, height) => {
		const x = (t) => (t - from) / (to - from) * width;
		const base = height - 16;
		const drawn = thin(rows, from, to, width);
		at.clearRect(0, 0, width, height);
		for (const [part, fill] of [[1, "busy"], [2, "file"]]) {
			at.fillStyle = color(fill);
			for (const row of drawn) {
				if (!row[part]) continue;
				const y = top(row[part], height);
				at.fillRect(x(row[0]), y, Math.max(1, row[1] / (to - from) * width), base - y);
			}
		}
		at.fillStyle = color("bad");
		for (const row of drawn)
			if (row[1] >= threshold)
				at.fillRect(x(row[0]), base + 1, Math.max(2, row[1] / (to - from) * width), 3);
		if (chosen >= 0) {
			at.strokeStyle = color("link");
			at.strokeRect(x(rows[chosen][0]) - 1, 1, Math.max(2, rows[chosen][1] / (to - from) * width) + 2, base);
		}
		at.setLineDash([4, 4]);
		at.strokeStyle = color("text");
		at.beginPath();
		at.moveTo(0, top(threshold, height));
		at.lineTo(width, top(threshold, height));
		at.stroke();
		at.setLineDash([]);
		at.fillStyle = color("faint");
		at.fillText(duration(from), 2, height - 2);
		at.textAlign = "right";
		at.fillText(duration(to), width - 2, height - 2);
		at.textAlign = "left";
	});
	function show(first, span) {
		from = Math.max(0, Math.min(end - span, first));
		to = from + span;
		element.paint();
	}
	function zoom(factor, middle = (from + to) / 2) {
		const span = Math.min(end, Math.max(1e4, (to - from) * factor));
		show(middle - (middle - from) / (to - from) * span, span);
	}
	const pan = (part) => show(from + (to - from) * part, to - from);
	function tell(index) {
		chosen = index;
		if (index >= 0) {
			const row = rows[index];
			say(said, `Iteration ${count(row[3])} at ${duration(row[0])}: ${duration(row[1])}, ` +
				`${duration(row[2])} of it on mapped files.${why(loop, row[3])}`);
			if (row[0] < from || row[0] > to) return show(row[0] - (to - from) / 2, to - from);
		}
		element.paint();
	}
	function nearest(offsetX) {
		const t = from + offsetX / element.clientWidth * (to - from);
		const slack = (to - from) / element.clientWidth * 4;
		let best = -1;
		rows.forEach((row, i) => {
			if (row[0] - slack <= t && t <= row[0] + row[1] + slack && (best < 0 || row[1] > rows[best][1])) best = i;
		});
		return best;
	}
	const nextStall = (step) => {
		for (let i = chosen + step; i >= 0 && i < rows.length; i += step)
			if (rows[i][1] >= threshold) return tell(i);
	};
	let dragged = null;
	element.addEventListener("wheel", (event) => {
		event.preventDefault();
		zoom(event.deltaY < 0 ? 0.7 : 1 / 0.7, from + event.offsetX / element.clientWidth * (to - from));
	}, { passive: false });
	element.addEventListener("pointerdown", (event) => { dragged = event.offsetX; });
	addEventListener("pointerup", () => { dragged = null; });
	element.addEventListener("focus", () => { if (chosen < 0 && dragged === null) nextStall(1); });
	element.addEventListener("pointermove", (event) => {
		if (dragged === null) return tell(nearest(event.offsetX));
		pan((dragged - event.offsetX) / element.clientWidth);
		dragged = event.offsetX;
	});
	element.addEventListener("keydown", (event) => {
		const act = { "+": () => zoom(0.5), "-": () => zoom(2), ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2),
			n: () => nextStall(1), p: () => nextStall(-1), 0: () => zoom(1e9) }[event.key];
		if (!act) return;
		event.preventDefault();
		act();
	});
	element.range = () => [from, to];
	const button = (title, act) => make("button", { type: "button", click: act }, title);
	return make("div", { class: "timeline" },
		make("p", { class: "faint" }, loop.name),
		make("div", { class: "tools" }, button("Zoom in", () => zoom(0.5)), button("Zoom out", () => zoom(2)),
			button("All", () => zoom(1e9)), button("Left", () => pan(-0.3)), button("Right", () => pan(0.3)),
			button("Previous stall", () => nextStall(-1)), button("Next stall", () => nextStall(1)),
			make("span", { class: "faint" }, "keys: + − ← → 0 n p")),
		element, said);
}

/* Where in FILE and when it blocked: FAULTS are [t, length, file, offset]. */
function heatMap(file, faults, end) {
	const top = Math.max(file.mapped_end_byte || 0, file.last_byte + 1);
	return make("div", {}, make("p", { class: "faint" }, file.path),
		canvas(148, `Blocked time by offset in ${file.path} and time`, (at, width, height) => {
			const columns = Math.ceil(width / 5), lines = 26, cells = new Float64Array(columns * lines);
			for (const [t, length, , offset] of faults)
				cells[Math.min(columns - 1, Math.floor(t / end * columns)) * lines +
					Math.min(lines - 1, Math.floor(offset / top * lines))] += length;
			const most = cells.reduce((a, b) => Math.max(a, b), 0);
			at.clearRect(0, 0, width, height);
			at.fillStyle = color("file");
			cells.forEach((value, i) => {
				if (!value) return;
				at.globalAlpha = 0.2 + 0.8 * value / most;
				at.fillRect(Math.floor(i / lines) * 5, (i % lines) * 5, 5, 5);
			});
			at.globalAlpha = 1;
			at.fillStyle = color("faint");
			at.fillText(`byte 0 to ${bytes(top)} downwards, ${duration(end)} to the right; strongest: ${duration(most)}`, 2, height - 2);
		}));
}

/* How long iterations of LOOPS took, and would have taken without faults on
 * files. */
function latencies(loops) {
	const bins = 44, low = Math.log(1e3), step = Math.log(10) / 6;
	const a = new Float64Array(bins), b = new Float64Array(bins);
	const bin = (ns) => Math.max(0, Math.min(bins - 1, Math.floor((Math.log(Math.max(ns, 1)) - low) / step)));
	for (const loop of loops) {
		for (const row of loop.more.iterations) {
			a[bin(row[1])]++;
			b[bin(row[1] - row[2])]++;
		}
		for (const [ns, n] of loop.more.histogram) {
			a[bin(ns)] += n;
			b[bin(ns)] += n;
		}
	}
	const most = Math.max(...a, ...b, 1);
	return canvas(170, "Iterations by how long they took, with and without faults on files", (at, width, height) => {
		const base = height - 16, wide = width / bins;
		const tall = (n) => n ? Math.max(2, Math.log1p(n) / Math.log1p(most) * (base - 4)) : 0;
		at.clearRect(0, 0, width, height);
		for (let i = 0; i < bins; i++) {
			at.fillStyle = color("file");
			at.fillRect(i * wide + 1, base - tall(a[i]), wide / 2 - 1, tall(a[i]));
			at.fillStyle = color("good");
			at.fillRect(i * wide + wide / 2, base - tall(b[i]), wide / 2 - 1, tall(b[i]));
		}
		at.fillStyle = color("faint");
		for (let i = 0; i < bins; i += width < 600 ? 12 : 6)
			at.fillText(duration(Math.exp(low + i * step) * 1.0001), i * wide, height - 3);
	});
}
