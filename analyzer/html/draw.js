"use strict";
/* What the pictures share: a canvas with axes, and words beside the pointer. */

/* Room for the numbers on the left of a picture, and for those below it. */
const LEFT = 62, BELOW = 18;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/* A canvas as large as it is shown, drawn anew when that changes. DRAW gets a
 * context, and the width and height that are left beside the numbers. */
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
		context.translate(LEFT, 4);
		draw(context, Math.max(1, width - LEFT - 10), height - BELOW - 4);
	};
	new ResizeObserver(paint).observe(element);
	matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", paint);
	element.paint = paint;
	/* Where in the picture EVENT is, from 0 to 1. */
	element.place = (event) => [(event.offsetX - LEFT) / Math.max(1, element.clientWidth - LEFT - 10),
		(event.offsetY - 4) / (height - BELOW - 4)];
	return element;
}

/* Round values between FROM and TO, at most MOST of them. BASE: 10, or 2 for
 * bytes. */
function ticks(from, to, most, base = 10) {
	const rough = (to - from) / Math.max(1, most);
	const power = base ** Math.floor(Math.log(rough) / Math.log(base));
	const step = base === 2 ? (power < rough ? power * 2 : power)
		: [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough * 0.999);
	const all = [];
	for (let value = Math.ceil(from / step) * step; value <= to + step * 1e-6; value += step) all.push(value);
	return all;
}

/* A moment, as exactly as a picture of SPAN ns shows it. */
function moment(ns, span) {
	const [factor, unit] = span > 1e12 ? [60e9, "min"] : span > 4e8 ? [1e9, "s"] : span > 4e5 ? [1e6, "ms"] : [1e3, "µs"];
	const value = ns / factor;
	return `${+value.toFixed(span / factor > 50 ? 0 : span / factor > 5 ? 1 : span / factor > 0.05 ? 3 : 6)} ${unit}`;
}

/* Numbers below a picture: [position, text] pairs. Those that have no room are
 * left out. */
function numbersBelow(at, width, height, marks) {
	let free = -LEFT;
	at.fillStyle = color("faint");
	at.strokeStyle = color("line");
	at.textAlign = "center";
	for (const [x, text] of marks) {
		const half = at.measureText(text).width / 2;
		const middle = Math.min(x, width + 8 - half);
		if (middle - half < free) continue;
		at.fillText(text, middle, height + 14);
		free = middle + half + 8;
		at.beginPath();
		at.moveTo(x, height);
		at.lineTo(x, height + 3);
		at.stroke();
	}
	at.textAlign = "left";
}

/* Numbers on the left, each with a line across: the same. */
function numbersLeft(at, width, height, marks) {
	let free = height + 20;
	at.fillStyle = color("faint");
	at.strokeStyle = color("line");
	at.textAlign = "right";
	for (const [y, text] of marks) {
		if (y + 11 > free) continue;
		at.fillText(text, -6, Math.max(6, y) + 4);
		free = y;
		at.beginPath();
		at.moveTo(0, y);
		at.lineTo(width, y);
		at.stroke();
	}
	at.textAlign = "left";
}

function dashed(at, x1, y1, x2, y2) {
	at.setLineDash([4, 4]);
	at.strokeStyle = color("text");
	at.beginPath();
	at.moveTo(x1, y1);
	at.lineTo(x2, y2);
	at.stroke();
	at.setLineDash([]);
}

/* A box of words that follows the pointer. What it says stands beneath the
 * picture as well, for those who have none. */
const tip = make("div", { class: "tip", "aria-hidden": "true" });

function tipAt(event, text) {
	if (!text) {
		tip.remove();
		return;
	}
	if (!tip.isConnected) document.body.append(tip);
	say(tip, text);
	const { width, height } = tip.getBoundingClientRect();
	tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4))}px`;
	tip.style.top = `${event.clientY + 18 + height < innerHeight ? event.clientY + 18 : event.clientY - height - 10}px`;
}

/* PICTURE says beneath and beside the pointer what TEXT(index) is; INDEX finds
 * what is at a place of it, STEP what comes after an index. */
function speaks(picture, hint, { text, index, step, chosen }) {
	const said = make("p", { class: "said", "aria-live": "polite" }, hint);
	let now = -1;
	function tell(next) {
		now = next;
		chosen(next);
		if (next >= 0) say(said, text(next));
	}
	picture.addEventListener("pointermove", (event) => {
		if (event.buttons) return tipAt(event, "");
		tell(index(...picture.place(event)));
		tipAt(event, now >= 0 ? text(now) : "");
	});
	picture.addEventListener("pointerleave", (event) => tipAt(event, ""));
	picture.addEventListener("pointerdown", (event) => tipAt(event, ""));
	picture.addEventListener("focus", () => { if (now < 0 && !picture.matches(":active")) tell(step(-1, 1)); });
	return { said, tell, next: (by) => { const to = step(now, by); if (to >= 0) tell(to); } };
}

/* The same, and the arrow keys go from one to the next. */
function walked(picture, hint, how) {
	const spoken = speaks(picture, hint, how);
	picture.addEventListener("keydown", (event) => {
		const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
		if (!by) return;
		event.preventDefault();
		spoken.next(by);
	});
	return spoken;
}
