/* In the page, as the body of a function: does what a user does, and says what is not as it should be. */
const wrong = [];
const told = [];
const check = (is, what) => { (is ? told : wrong).push(what); };

/* "1.50 ms", "2,000", "12 %": a number that orders as the text's value does. */
function valueOf(text) {
	const units = { ns: 1, "µs": 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };
	if (text === "-") return -1;
	const [number, unit] = text.replace(/,/g, "").split(" ");
	return parseFloat(number) * (units[unit] || 1);
}

function checkTable(table) {
	const caption = table.caption.textContent;
	const heads = [...table.tHead.rows[0].cells];
	heads.forEach((head, index) => {
		const cells = () => [...table.tBodies[0].rows].map((row) => row.cells[index].textContent);
		const isText = head.classList.contains("text");
		const isSorted = (list, sign) => list.every((text, i) => i === 0 ||
			(isText ? (list[i - 1] <= text ? 1 : -1) * sign > 0 || list[i - 1] === text
				: (valueOf(text) - valueOf(list[i - 1])) * sign >= 0));
		const before = cells().slice().sort().join();
		for (const round of [1, 2]) {
			head.querySelector("button").click();
			const order = head.getAttribute("aria-sort");
			check(isSorted(cells(), order === "ascending" ? 1 : -1),
				`${caption}: sorts by ${head.textContent}, ${order}`);
			check(cells().slice().sort().join() === before, `${caption}: keeps its rows`);
		}
		check(heads.filter((one) => one.hasAttribute("aria-sort")).length === 1, `${caption}: one order at a time`);
	});
}

function checkTimeLine(line) {
	const shown = line.querySelector("canvas");
	const span = () => { const [from, to] = shown.range(); return to - from; };
	const button = (title) => [...line.querySelectorAll("button")].find((one) => one.textContent === title);
	const whole = span();
	button("Zoom in").click();
	check(Math.abs(span() - whole / 2) < 1, "time line: zooms in");
	const left = shown.range()[0];
	button("Right").click();
	check(shown.range()[0] > left, "time line: pans");
	button("All").click();
	check(span() === whole, "time line: shows all again");
	document.activeElement.blur();
	check(shown.dispatchEvent(new WheelEvent("wheel", { deltaY: -1, cancelable: true })) && span() === whole, "time line: lets the wheel scroll by");
	shown.focus();
	shown.dispatchEvent(new WheelEvent("wheel", { deltaY: -1, cancelable: true }));
	check(span() < whole, "time line: zooms by the wheel");
	shown.dispatchEvent(new KeyboardEvent("keydown", { key: "0" }));
	check(span() === whole, "time line: is used by keys");
	const said = line.querySelector(".said");
	shown.dispatchEvent(new Event("focus"));
	const loop = drawn[lines.indexOf(line)];
	check(/^Iteration/.test(said.textContent) === loop.stalls > 0, "time line: focus says what the first stall was");
	const row = loop.more.iterations.reduce((a, b) => a[1] >= b[1] ? a : b);
	const { left: edge, width } = shown.getBoundingClientRect();
	const [from, to] = shown.range(), inner = width - LEFT - 10;
	said.textContent = "";
	shown.dispatchEvent(new PointerEvent("pointermove",
		{ clientX: edge + LEFT + (row[0] + row[1] / 2 - from) / (to - from) * inner }));
	check(said.textContent.startsWith(`Iteration ${count(row[3])} at `), "time line: pointing at an iteration says what it was");
	check(document.querySelector(".tip")?.textContent === said.textContent, "time line: and so beside the pointer");
	shown.dispatchEvent(new PointerEvent("pointerleave"));
	check(!document.querySelector(".tip"), "time line: until it leaves");
	shown.dispatchEvent(new KeyboardEvent("keydown", { key: "n" }));
}

/* A picture that is gone through by keys says what is where, one after the other. */
function checkPicture(holder, what, pattern) {
	const picture = holder.querySelector("canvas"), said = holder.querySelector(".said"), heard = new Set();
	picture.dispatchEvent(new Event("focus"));
	for (let i = 0; i < 3; i++) {
		check(pattern.test(said.textContent), `${what}: says ${pattern}, not ${said.textContent}`);
		heard.add(said.textContent);
		picture.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", cancelable: true }));
	}
	return heard.size;
}

/* Ways through the flame graph by keys: down to what a function called, and up again. */
function checkFlames(flame) {
	const boxes = [...flame.querySelectorAll("button")];
	check(boxes.filter((box) => box.tabIndex === 0).length === 1, "flame graph: one box is reached by the tab key");
	boxes[0].focus();
	for (const [key, index] of [["ArrowDown", 1], ["ArrowUp", 0], ["ArrowLeft", 0]]) {
		document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
		check(document.activeElement === boxes[index] && boxes[index].tabIndex === 0, `flame graph: ${key}`);
	}
}

/* What lies in one square is added up: nothing is lost, nothing is outside. */
function checkSquares() {
	const all = squares([[0, 3, 0, 0], [1, 4, 0, 5], [99, 5, 0, 99], [150, 7, 0, 100]], 100, 100, 10, 10);
	check(JSON.stringify(all.map((one) => [one.column, one.line, one.ns, one.faults])) ===
		"[[0,0,7,2],[9,9,12,2]]", "heat map: squares have the time of their faults");
}

/* 100,000 iterations of 1 us, every millionth ns; one of them is longer. */
function checkThinning() {
	const rows = Array.from({ length: 100000 }, (_, i) => [i * 1e6, i === 77777 ? 900000 : 1000, 0, i + 1]);
	const drawn = thin(rows, 0, 1e11, 500);
	check(drawn.length <= 500, "thinning: no more bars than pixels");
	check(drawn.includes(rows[77777]), "thinning: the longest stays");
	check(new Set(drawn.map((row) => Math.floor(row[0] / 2e8))).size === 500, "thinning: no pixel that had one is empty");
	check(thin(rows, 5e10, 5e10 + 1e4, 500).length === 1, "thinning: nothing is left out of what is wide enough");
}

function checkLongTable() {
	const rows = Array.from({ length: 150 }, (_, i) => i);
	const table = sortableTable("Long", [["n", (row) => row, count]], rows).querySelector("table");
	check(table.tBodies[0].rows.length === 100 && /: 100 of 150 /.test(table.caption.textContent), "a long table says how much it shows");
	table.caption.querySelector("button").click();
	check(table.tBodies[0].rows.length === 150 && table.caption.textContent === "Long", "and shows the rest");
}

/* A name must not turn around, or hide, what stands beside it. */
function checkNames() {
	const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
	const texts = [document.title, main.textContent];
	for (const one of main.querySelectorAll("[title], [aria-label]"))
		texts.push(one.getAttribute("title") || "", one.getAttribute("aria-label") || "");
	check(!texts.some((text) => hidden.test(text)), "characters that are not seen are escapes");
}

check(!report.verdict.stalls === (main.querySelector(".cards").innerText.includes("the longest iteration")), "cards are about what there is");
check(document.documentElement.dataset.ready === "1", "the page is complete");
const tables = [...document.querySelectorAll("table")];
const isSampled = report.verdict.kind !== "not_sampled";
check(tables.length >= (isSampled ? 3 : 2), "there are tables");
tables.forEach(checkTable);
const lines = [...document.querySelectorAll(".timeline")];
check(lines.length > 0, "there is a time line");
lines.forEach(checkTimeLine);
checkThinning();
checkSquares();
for (const map of document.querySelectorAll(".heat"))
	check(checkPicture(map, "heat map", /^Bytes [\d,]+ to [\d,]+, from .* to .*: [\d,]+ faults? blocked for /) > 0, "heat map: is gone through");
for (const chart of document.querySelectorAll(".latencies"))
	check(checkPicture(chart, "latencies", /^\S+ .*to .*: [\d,]+ iterations(\.$| as it was, [\d,]+ had faults)/) > 1, "latencies: are gone through");
document.querySelectorAll(".flame").forEach(checkFlames);
checkLongTable();
checkNames();
if (report.indirect_stalls.length)
	check(lines.some((line) => / [1-9]\S* .s asleep while \S+ was blocked on \/srv\/index\.dat\./.test(line.querySelector(".said").textContent)),
		"time line: says what a loop may have waited for");
if (!isSampled) check(!/\d (ns|µs|ms|s) (of it )?on mapped files|cost nothing\.$/m.test(main.innerText), "what was not sampled is not said to be nothing");
check(lines.some((line) => (isSampled ? /^Iteration [\d,]+ at .* on mapped files\./ : /^Iteration .* its faults were not sampled\./).test(line.querySelector(".said").textContent)),
	"time line: says what a stall was");
for (const box of document.querySelectorAll(".flame button")) box.title || wrong.push("a flame without a title");
const search = document.querySelector("input[type=search]");
if (search) {
	search.value = report.processes[0].program.slice(0, 3);
	search.dispatchEvent(new Event("input"));
	check(document.querySelectorAll(".flame button.found").length > 0, "the flame graph is searched");
}
check(document.querySelectorAll("main :is(img, script, iframe, a, link, object, svg)").length === 0,
	"names are text and make no elements");
check(performance.getEntriesByType("resource").length === 0, "nothing is loaded");
check(!("owned" in window), "no name is run");
return { told: told.length, wrong, text: document.querySelector("main").innerText };
