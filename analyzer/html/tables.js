"use strict";
/* Tables that sort by any column. COLUMNS: [heading, value of a row, text of that
 * value (absent: the value is a text)]. Columns of nothing but empty texts are
 * left out. */
function sortableTable(caption, wanted, rows, limit = 500) {
	const columns = wanted.filter(([, value, text]) => text || rows.some(value));
	const body = make("tbody");
	const heads = columns.map(([title, , text], index) => make("th", { scope: "col", class: text ? "" : "text" },
		make("button", { type: "button", click: () => sortBy(index) }, title)));
	let sorted = -1, descending = false;

	function fill() {
		body.replaceChildren(...rows.slice(0, limit).map((row) => make("tr", {},
			...columns.map(([, value, text]) => make("td", { class: text ? "" : "text" },
				text ? text(value(row)) : value(row) ?? "")))));
	}
	function sortBy(index) {
		const [, value, text] = columns[index];
		descending = index === sorted ? !descending : Boolean(text);
		sorted = index;
		rows.sort((a, b) => {
			const left = value(a) ?? "", right = value(b) ?? "";
			return (left < right ? -1 : left > right ? 1 : 0) * (descending ? -1 : 1);
		});
		heads.forEach((head, i) => i === index
			? head.setAttribute("aria-sort", descending ? "descending" : "ascending")
			: head.removeAttribute("aria-sort"));
		fill();
	}
	fill();
	return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
		make("table", {}, make("caption", { class: "faint" },
			rows.length > limit ? `${caption}: ${count(limit)} of ${count(rows.length)}` : caption),
		make("thead", {}, make("tr", {}, ...heads)), body));
}
