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
const leftOut = (shown, all, one, many = `${one}s`) => shown < all
	? make("p", { class: "faint" }, `${count(all - shown)} more ${all - shown === 1 ? one : many}.`) : "";

function section(title, ...children) {
	const id = title.toLowerCase().replace(/[^a-z]+/g, "-");
	const element = make("section", { "aria-labelledby": id }, make("h2", { id }, title), ...children);
	document.querySelector("main").append(element);
	return element;
}

const place = (where) => !where ? "" : where.file
	? `${where.name} (${where.file.split("/").pop()}:${where.line || "?"})` : where.name;

/* What a stall was besides faults on files, as far as the log knows. */
const PARTS = { memory_ns: "on other memory", nested_ns: "in nested waits", parked_ns: "waiting for other threads",
	sleep_ns: "other sleep", preempted_ns: "preempted", cpu_ns: "CPU", unknown_ns: "unknown" };
/* The same where its faults could not be sampled. */
const countedOf = ({ counted }) => `${count(counted.minor)} minor and ${count(counted.major)} major page faults, ${count(counted.sleeps)} sleeps` +
	(counted.is_suspected ? ", as a wait for a mapped file does" : "");
const restOf = (stall) => Object.keys(PARTS).filter((key) => stall.parts[key])
	.map((key) => `${duration(stall.parts[key]).replace(" ", "\u00a0")} ${PARTS[key]}`).join(", ");
