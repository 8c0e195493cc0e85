"use strict";
/* Numbers and elements: what the other scripts share. Names from logs reach the
 * page as text nodes only. */
const three = (value) => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

/* Rounded as the text form does it. */
function duration(ns) {
	if (ns < 1e3) return `${Math.round(ns)} ns`;
	if (ns < 999500) return `${three(ns / 1e3)} µs`;
	if (ns < 999500000) return `${three(ns / 1e6)} ms`;
	if (ns < 999500000000) return `${three(ns / 1e9)} s`;
	return ns < 5997e9 ? `${three(ns / 60e9)} min` : `${three(ns / 3600e9)} h`;
}

/* One for all: making one for each number is slow. */
const digits = new Intl.NumberFormat("en-US");
const count = (value) => digits.format(value);

function bytes(value) {
	const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
	let unit = 0;
	for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
	return unit ? `${three(value)} ${units[unit]}` : `${value} bytes`;
}

function share(part, whole) {
	const percent = 100 * part / whole;
	if (!whole) return "-";
	if (!part) return "0 %";
	if (percent < 0.1) return "<0.1 %";
	if (percent < 9.95 || (percent > 99 && part < whole))
		return `${Math.min(percent, part < whole ? 99.9 : 100).toFixed(1)} %`;
	return `${percent.toFixed(0)} %`;
}

/* TEXT with characters that cannot be seen, or turn what stands beside them
 * around, as escapes: those of text_is_hidden() in analyzer/characters.c. */
const HIDDEN = new RegExp("[\\0-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f" +
	"\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb" +
	"\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]", "gu");

function visible(text) {
	return text.replace(HIDDEN, (character) => {
		const code = character.codePointAt(0);
		return code < 128 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
	});
}

const say = (element, text) => { element.textContent = visible(text); };

/* make("p", { class: "faint" }, "text", child…) */
function make(tag, attributes, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {})) {
		if (typeof value === "function") element.addEventListener(name, value);
		else element.setAttribute(name, visible(value));
	}
	element.append(...children.filter((child) => child !== null && child !== undefined && child !== "")
		.map((child) => typeof child === "string" ? visible(child) : child));
	return element;
}

/* What the colours of a picture mean: [colour, words] pairs. */
const legend = (...entries) => make("p", { class: "legend faint" },
	...entries.map(([name, words]) => make("span", {}, make("i", { class: `swatch ${name}` }), words)));

/* Says that only SHOWN of ALL are shown; "" when those are all. */
const leftOut = (shown, all, what) => shown < all ? make("p", { class: "faint" }, `${count(all - shown)} more ${what}.`) : "";

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
	const element = make("canvas", { tabindex: "0", role: "img", "aria-label": label });
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
	matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", paint);
	element.paint = paint;
	return element;
}
