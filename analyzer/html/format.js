"use strict";
/* Numbers and elements: what the other scripts share. Names from logs reach the
 * page as text nodes only. */
const three = (value) => value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

function duration(ns) {
	if (ns < 1e3) return `${Math.round(ns)} ns`;
	if (ns < 1e6) return `${three(ns / 1e3)} µs`;
	if (ns < 1e9) return `${three(ns / 1e6)} ms`;
	return `${three(ns / 1e9)} s`;
}

const count = (value) => value.toLocaleString("en-US");

function bytes(value) {
	const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
	let unit = 0;
	for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
	return unit ? `${three(value)} ${units[unit]}` : `${value} bytes`;
}

const share = (part, whole) => whole ? `${three(100 * part / whole)} %` : "-";

/* make("p", { class: "faint" }, "text", child…) */
function make(tag, attributes, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {})) {
		if (typeof value === "function") element.addEventListener(name, value);
		else element.setAttribute(name, value);
	}
	element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
	return element;
}

function section(title, ...children) {
	const id = title.toLowerCase().replace(/[^a-z]+/g, "-");
	const element = make("section", { "aria-labelledby": id }, make("h2", { id }, title), ...children);
	document.querySelector("main").append(element);
	return element;
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const place = (where) => !where ? "" : where.file
	? `${where.name} (${where.file.split("/").pop()}:${where.line || "?"})` : where.name;

/* A canvas as large as it is shown, drawn anew when that changes. */
function canvas(height, label, draw) {
	const element = make("canvas", { height, tabindex: "0", role: "img", "aria-label": label });
	element.style.height = `${height}px`;
	const paint = () => {
		const scale = window.devicePixelRatio || 1;
		const width = element.clientWidth || 600;
		element.width = width * scale;
		element.height = height * scale;
		const context = element.getContext("2d");
		context.scale(scale, scale);
		context.font = "11px system-ui, sans-serif";
		draw(context, width, height);
	};
	new ResizeObserver(paint).observe(element);
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
	element.paint = paint;
	return element;
}
