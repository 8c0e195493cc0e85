"use strict";
/* Iterations over time. */

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
	if (!stall) return "";
	const rest = restOf(stall);
	if (stall.counted) words.push(`Counted in it: ${countedOf(stall)}.`);
	if (rest) words.push(`${stall.counted ? "Known of it" : "The rest"}: ${rest}.`);
	if (stall.task) words.push(`Task ${stall.task}.`);
	if (stall.longest) words.push(`Longest: ${duration(stall.longest.length_ns)} on ${stall.longest.path || "other memory"}` +
		(stall.longest.function ? `, from ${place(stall.longest.function)}` : "") +
		(stall.longest.callback ? `, in callback ${place(stall.longest.callback)}` : "") + ".");
	if (stall.queued_events) words.push(`${count(stall.queued_events)} ready ${stall.queued_events === 1 ? "event" : "events"} waited behind it.`);
	if (indirect && indirect.fault) words.push(`${duration(indirect.overlap_ns)} asleep while ${indirect.thread} was blocked on ` +
		`${indirect.fault.path || "other memory"}.`);
	return words.join(" ");
}

/* What WIDTH × HEIGHT pixels show of the iterations ROWS between FROM and TO. */
function paintIterations(at, width, height, { rows, from, to, threshold, longest, chosen }) {
	const x = (t) => (t - from) / (to - from) * width;
	const top = (len) => (height - 6) * (1 - Math.sqrt(len / longest));
	const base = height - 6;
	const drawn = thin(rows, from, to, width);
	/* Bars that are wide enough are a little apart. */
	const bar = (row, y, tall) => {
		const left = Math.max(x(row[0]), 0), wide = Math.min(x(row[0] + row[1]), width) - left;
		at.fillRect(left, y, Math.max(1, wide - (wide > 4 ? 1 : 0)), tall);
	};
	const heights = [longest, longest / 4, longest / 25].filter((len) => Math.abs(top(len) - top(threshold)) > 14);
	numbersLeft(at, width, height, [...heights, threshold].sort((a, b) => a - b).map((len) => [top(len), duration(len)]));
	for (const [part, fill] of [[1, "busy"], [2, "file"]]) {
		at.fillStyle = color(fill);
		for (const row of drawn) if (row[part]) bar(row, top(row[part]), base - top(row[part]));
	}
	at.fillStyle = color("mark");
	for (const row of drawn) if (row[1] >= threshold) bar(row, base + 2, 4);
	dashed(at, 0, top(threshold), width, top(threshold));
	if (chosen >= 0) {
		const left = Math.max(x(rows[chosen][0]), 0), right = Math.min(x(rows[chosen][0] + rows[chosen][1]), width);
		at.strokeStyle = color("link");
		at.lineWidth = 2;
		if (right >= left) at.strokeRect(left - 1, top(rows[chosen][1]) - 1, Math.max(2, right - left) + 2, base - top(rows[chosen][1]) + 2);
		at.lineWidth = 1;
	}
	numbersBelow(at, width, height, ticks(from, to, width / 90).map((t) => [x(t), moment(t, to - from)]));
}

/* Iterations of LOOP as bars, on files in front; rows: [t, length, on files,
 * number], all in ns but the last. */
function timeLine(loop, rows, threshold) {
	const end = Math.max(1, ...rows.slice(-1).map((row) => row[0] + row[1]));
	const longest = rows.reduce((most, row) => Math.max(most, row[1]), threshold);
	let from = 0, to = end, chosen = -1;
	const element = canvas(216, `Iterations of ${loop.name} over time: ${count(rows.length)} logged, ${count(loop.stalls)} stalls`,
		(at, width, height) => {
			at.clearRect(-LEFT, -4, width + LEFT + 10, height + BELOW + 4);
			paintIterations(at, width, height, { rows, from, to, threshold, longest, chosen });
			if (to - from < end) {
				at.fillStyle = color("link");
				at.fillRect(from / end * width, -4, Math.max(3, (to - from) / end * width), 3);
			}
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
	function nearest(part) {
		const t = from + part * (to - from), slack = (to - from) / element.clientWidth * 4;
		let best = -1;
		rows.forEach((row, i) => {
			if (row[0] - slack <= t && t <= row[0] + row[1] + slack && (best < 0 || row[1] > rows[best][1])) best = i;
		});
		return best;
	}
	const { said, next } = speaks(element, "Point at an iteration, or go to the next stall.", {
		text: (index) => {
			const [t, length, files, number] = rows[index];
			return `Iteration ${count(number)} at ${duration(t)}: ${duration(length)}, ` + (loop.is_sampled
				? `${duration(files)} of it on mapped files.` : "its faults were not sampled.") + why(loop, number);
		},
		index: nearest,
		step: (index, by) => {
			for (let i = index + by; i >= 0 && i < rows.length; i += by) if (rows[i][1] >= threshold) return i;
			return -1;
		},
		chosen: (index) => {
			chosen = index;
			if (index >= 0 && (rows[index][0] + rows[index][1] < from || rows[index][0] > to))
				show(rows[index][0] + rows[index][1] / 2 - (to - from) / 2, to - from);
			else element.paint();
		} });
	/* Who scrolls past it with the wheel wants to go on: only when it was
	 * chosen, or by pinching, which comes as a wheel with Control. */
	element.addEventListener("wheel", (event) => {
		if (document.activeElement !== element && !event.ctrlKey) return;
		event.preventDefault();
		zoom(event.deltaY < 0 ? 0.7 : 1 / 0.7, from + element.place(event)[0] * (to - from));
	}, { passive: false });
	let dragged = null;
	element.addEventListener("pointerdown", (event) => {
		dragged = element.place(event)[0];
		element.setPointerCapture?.(event.pointerId);
	});
	for (const over of ["pointerup", "pointercancel"]) element.addEventListener(over, () => { dragged = null; });
	element.addEventListener("pointermove", (event) => {
		if (dragged === null) return;
		pan(dragged - element.place(event)[0]);
		dragged = element.place(event)[0];
	});
	element.addEventListener("dblclick", (event) => zoom(0.3, from + element.place(event)[0] * (to - from)));
	element.addEventListener("keydown", (event) => {
		const act = { "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2),
			Home: () => show(0, to - from), End: () => show(end, to - from),
			n: () => next(1), p: () => next(-1), 0: () => zoom(1e9) }[event.key];
		if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		act();
	});
	element.range = () => [from, to];
	const button = (title, act) => make("button", { type: "button", click: act }, title);
	return make("div", { class: "timeline" },
		make("h3", {}, loop.name),
		make("div", { class: "tools", role: "group", "aria-label": "Time line" }, button("Zoom in", () => zoom(0.5)), button("Zoom out", () => zoom(2)),
			button("All", () => zoom(1e9)), button("Left", () => pan(-0.3)), button("Right", () => pan(0.3)),
			button("Previous stall", () => next(-1)), button("Next stall", () => next(1)),
			make("span", { class: "faint" }, "click, then wheel and drag; or keys: + − ← → 0, n and p")),
		element, said);
}
