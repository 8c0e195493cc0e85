"use strict";
/* Blocked time by stack, the outermost function on top. STACKS: [[names], ns]. */
function merged(stacks) {
	const root = { name: "all", ns: 0, children: new Map() };
	for (const [names, ns] of stacks) {
		let node = root;
		root.ns += ns;
		for (const name of names) {
			if (!node.children.has(name)) node.children.set(name, { name, ns: 0, children: new Map(), above: node });
			node = node.children.get(name);
			node.ns += ns;
		}
	}
	return root;
}

/* One of six shades, the same for the same name. */
function shade(name) {
	let sum = 0;
	for (const character of name) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
	return sum % 6;
}

function flameGraph(stacks) {
	const root = merged(stacks), LINE = 21;
	const graph = make("div", { class: "flame", role: "tree", "aria-label": "Flame graph of blocked time" });
	const said = make("p", { class: "said", "aria-live": "polite" }, "Choose a function to see its part.");
	const search = make("input", { type: "search", placeholder: "Search functions", "aria-label": "Search functions",
		input: () => draw() });
	let shown = root, boxes = [];

	const words = (node) => `${node.name}: ${duration(node.ns)}, ${share(node.ns, root.ns)} of the blocked time`;
	const tell = (node) => say(said, `${words(node)}.`);
	/* One box is in the order of the tab key; arrows lead to the others. */
	function go(to) {
		if (!to) return;
		for (const { box } of boxes) box.tabIndex = -1;
		to.box.tabIndex = 0;
		to.box.focus();
	}
	function keys(event, one) {
		const row = boxes.filter((other) => other.level === one.level), place = row.indexOf(one);
		const to = { ArrowUp: () => boxes.find((other) => other.node === one.node.above),
			ArrowDown: () => boxes.find((other) => other.node.above === one.node),
			ArrowLeft: () => row[place - 1], ArrowRight: () => row[place + 1] }[event.key];
		if (!to) return;
		event.preventDefault();
		go(to());
	}
	function choose(node) {
		shown = node === shown && node.above ? node.above : node;
		draw();
		go(boxes.find((one) => one.node === node));
		tell(node);
	}
	function add(node, left, width, level, wanted, counted) {
		const isFound = wanted !== "" && node.name.toLowerCase().includes(wanted);
		let found = isFound && !counted ? node.ns : 0, at = left;
		const one = { node, level, box: make("button", { type: "button", role: "treeitem", title: words(node), "aria-level": String(level + 1),
			tabindex: boxes.length ? "-1" : "0", class: isFound ? "found" : `shade${shade(node.name)}`, click: () => choose(node),
			focus: () => tell(node), pointerenter: () => tell(node), keydown: (event) => keys(event, one) }, node.name) };
		Object.assign(one.box.style, { left: `${left}%`, width: `${width}%`, top: `${level * LINE}px` });
		boxes.push(one);
		for (const child of [...node.children.values()].sort((a, b) => b.ns - a.ns)) {
			const part = width * child.ns / node.ns;
			if (part >= 0.15) found += add(child, at, part, level + 1, wanted, counted || isFound);
			at += part;
		}
		return found;
	}
	function draw() {
		const wanted = search.value.toLowerCase();
		boxes = [];
		const found = add(shown, 0, 100, 0, wanted, false);
		graph.replaceChildren(...boxes.map((one) => one.box));
		graph.style.height = `${(Math.max(...boxes.map((one) => one.level)) + 1) * LINE + 2}px`;
		if (wanted) say(said, `${share(found, root.ns)} of the blocked time is in what was searched for.`);
	}
	draw();
	return make("div", {}, make("div", { class: "tools" }, search,
		make("button", { type: "button", click: () => { shown = root; search.value = ""; draw(); } }, "All"),
		make("span", { class: "faint" }, "choose a function to make it fill the width, again to go back; arrows lead on")),
		make("div", { class: "flames" }, graph), said);
}
