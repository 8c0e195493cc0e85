"use strict";
/* Tables that sort by any column. COLUMNS: [heading, value of a row, text of that
 * value (absent: the value is a text)]. Columns of texts that say nothing, all empty
 * or marked as MAY_GO and all the same, are left out. Of very many rows some are shown
 * at first: the others take time. */
const MAY_GO = true;

/* Paths and long names break where people would break them. */
function broken(text) {
	const pieces = visible(text).replace(/\/|::/g, "$&\0").split("\0");
	return pieces.flatMap((piece, i) => i ? [document.createElement("wbr"), piece] : [piece]);
}

function sortableTable(caption, wanted, rows, limit = 100) {
	const columns = wanted.filter(([, value, text, mayGo]) => mayGo === MAY_GO
		? rows.some((row) => value(row) !== value(rows[0])) : rows.some(text ? (row) => value(row) !== undefined : value));
	const body = make("tbody");
	const heads = columns.map(([title, , text], index) => make("th", { scope: "col", class: text ? "" : "text" },
		make("button", { type: "button", click: () => sortBy(index) }, title)));
	const title = make("caption", { class: "faint" });
	let sorted = -1, descending = false, shown = Math.min(limit, rows.length);

	function fill() {
		title.replaceChildren(visible(caption));
		if (shown < rows.length)
			title.append(`: ${count(shown)} of ${count(rows.length)} `,
				make("button", { type: "button", click: () => { shown = rows.length; fill(); } }, "Show all"));
		body.replaceChildren(...rows.slice(0, shown).map((row) => make("tr", {},
			...columns.map(([, value, text]) => {
				const cell = make("td", { class: text ? "" : "text" });
				cell.append(...text ? [value(row) === undefined ? "-" : text(value(row))] : broken(value(row) ?? ""));
				return cell;
			}))));
	}
	function sortBy(index) {
		const [, value, text] = columns[index];
		descending = index === sorted ? !descending : Boolean(text);
		sorted = index;
		rows.sort((a, b) => {
			const left = value(a) ?? (text ? -1 : ""), right = value(b) ?? (text ? -1 : "");
			return (left < right ? -1 : left > right ? 1 : 0) * (descending ? -1 : 1);
		});
		heads.forEach((head, i) => i === index
			? head.setAttribute("aria-sort", descending ? "descending" : "ascending")
			: head.removeAttribute("aria-sort"));
		fill();
	}
	fill();
	return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
		make("table", {}, title, make("thead", {}, make("tr", {}, ...heads)), body));
}
