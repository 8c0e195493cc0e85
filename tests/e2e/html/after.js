/* After them: does what a user does, and says what is not as it should be. */
const wrong = [];
const told = [];
const check = (is, what) => { (is ? told : wrong).push(what); };

/* "1.50 ms", "2,000", "12 %": a number that orders as the text's value does. */
function valueOf(text) {
	const units = { ns: 1, "µs": 1e3, ms: 1e6, s: 1e9 };
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
	shown.dispatchEvent(new WheelEvent("wheel", { deltaY: -1, cancelable: true }));
	check(span() < whole, "time line: zooms by the wheel");
	shown.dispatchEvent(new KeyboardEvent("keydown", { key: "0" }));
	check(span() === whole, "time line: is used by keys");
	shown.dispatchEvent(new KeyboardEvent("keydown", { key: "n" }));
}

check(document.documentElement.dataset.ready === "1", "the page is complete");
const tables = [...document.querySelectorAll("table")];
check(tables.length >= 3, "there are tables");
tables.forEach(checkTable);
const lines = [...document.querySelectorAll(".timeline")];
check(lines.length > 0, "there is a time line");
lines.forEach(checkTimeLine);
check(lines.some((line) => /^Iteration [\d,]+ at .* on mapped files\./.test(line.querySelector(".said").textContent)),
	"time line: says what a stall was");
for (const box of document.querySelectorAll(".flame button")) box.title || wrong.push("a flame without a title");
const search = document.querySelector("input[type=search]");
if (search) {
	search.value = "server";
	search.dispatchEvent(new Event("input"));
	check(document.querySelectorAll(".flame button.found").length > 0, "the flame graph is searched");
}
check(document.querySelectorAll("main :is(img, script, iframe, a, link, object, svg)").length === 0,
	"names are text and make no elements");
check(performance.getEntriesByType("resource").length === 0, "nothing is loaded");
check(!("owned" in window), "no name is run");
wrong.push(...problems);
const result = document.createElement("pre");
result.id = "result";
result.textContent = `\nRESULT ${told.length} ${wrong.length}\n${wrong.map((one) => `WRONG ${one}`).join("\n")}\nTEXT ` +
	JSON.stringify(document.querySelector("main").innerText).replace(/[<>&]/g, "_") + "\n";
document.body.append(result);
