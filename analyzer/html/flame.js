"use strict";
/* Blocked time by stack, the outermost function on top. STACKS: [[names], ns]. */
function flameGraph(stacks) {
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
	const LINE = 20;
	const graph = make("div", { class: "flame", role: "group", "aria-label": "Flame graph of blocked time" });
	const said = make("p", { class: "said", "aria-live": "polite" });
	const search = make("input", { type: "search", placeholder: "Search functions", "aria-label": "Search functions",
		input: () => draw() });
	let shown = root;

	function tell(node) {
		say(said, `${node.name}: ${duration(node.ns)}, ${share(node.ns, root.ns)} of the blocked time.`);
	}
	function draw() {
		const wanted = search.value.toLowerCase();
		let depth = 0, found = 0;
		graph.replaceChildren();
		function add(node, left, width, level, counted) {
			const isFound = wanted && node.name.toLowerCase().includes(wanted);
			if (isFound && !counted) found += node.ns;
			depth = Math.max(depth, level + 1);
			const box = make("button", { type: "button", title: `${node.name}: ${duration(node.ns)}`,
				class: isFound ? "found" : "", click: () => { shown = node === shown && node.above ? node.above : node; draw(); tell(node); },
				focus: () => tell(node), pointerenter: () => tell(node) }, node.name);
			box.style.left = `${left}%`;
			box.style.width = `${width}%`;
			box.style.top = `${level * LINE}px`;
			graph.append(box);
			let at = left;
			for (const child of [...node.children.values()].sort((a, b) => b.ns - a.ns)) {
				const part = width * child.ns / node.ns;
				if (part >= 0.15) add(child, at, part, level + 1, counted || isFound);
				at += part;
			}
		}
		add(shown, 0, 100, 0, false);
		graph.style.height = `${depth * LINE + 2}px`;
		if (wanted) say(said, `${share(found, root.ns)} of the blocked time is in what was searched for.`);
	}
	draw();
	return make("div", {}, make("div", { class: "tools" }, search,
		make("button", { type: "button", click: () => { shown = root; search.value = ""; draw(); } }, "All"),
		make("span", { class: "faint" }, "choose a function to make it fill the width, again to go back")), graph, said);
}
