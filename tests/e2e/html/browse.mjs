/*
 * browse.mjs PAGE…: opens each page in Chromium as it is, uses it as somebody
 * would, and writes beside it, as PAGE.result, what was not as it should be:
 *   RESULT checks-passed wrong
 *   OPENED milliseconds until it was drawn
 *   WRONG what
 *   TEXT all words of the page, as a JSON string
 */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(`${process.env.MODULES}/`)("playwright-core");
const inside = await readFile(new URL("inside.js", import.meta.url), "utf8");

/* As a browser on a machine without a network and a screen. */
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM,
	args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/* Notes whatever goes wrong by itself. */
function watch(page, url, wrong) {
	page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`); });
	page.on("pageerror", (error) => wrong.push(`error: ${error}`));
	page.on("request", (request) => { if (request.url() !== url) wrong.push(`leaves the page: ${request.url()}`); });
	page.on("dialog", (dialog) => { wrong.push(`asks: ${dialog.message()}`); dialog.dismiss(); });
}

/* With the mouse and the keys themselves. */
async function handle(page, check) {
	const line = page.locator(".timeline canvas").first();
	const span = () => line.evaluate((shown) => { const [from, to] = shown.range(); return to - from; });
	const whole = await span();
	await line.scrollIntoViewIfNeeded();
	await line.click();
	await page.mouse.wheel(0, -100);
	await page.waitForTimeout(50);
	check(await span() < whole, "the mouse's wheel zooms the time line");
	await line.focus();
	await page.keyboard.press("0");
	check(await span() === whole, "a key shows all of it again");
	const button = page.locator("th button").first();
	await button.focus();
	await page.keyboard.press("Enter");
	check(await button.evaluate((one) => one.closest("th").getAttribute("aria-sort")), "a table is sorted by key");
	check(await page.evaluate(() => [...document.querySelectorAll("button, input, canvas")].every((one) =>
		one.textContent || one.title || one.ariaLabel || one.labels?.length)), "what can be used has a name");
}

/* On a desk, on a telephone, by night, on paper. */
async function look(page, check, to) {
	const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	for (const width of [1280, 400]) {
		await page.setViewportSize({ width, height: 900 });
		check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} pixels are wide enough`);
		await page.screenshot({ path: `${to}.${width}.png`, fullPage: true });
	}
	await page.emulateMedia({ colorScheme: "light" });
	const day = await ground();
	await page.emulateMedia({ colorScheme: "dark" });
	check(await ground() !== day, "dark is not light");
	await page.emulateMedia({ media: "print", colorScheme: "dark" });
	check(await ground() === day, "paper stays white");
}

for (const file of process.argv.slice(2)) {
	const wrong = [];
	let told = 0;
	const check = (is, what) => { if (is) told++; else wrong.push(what); };
	const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
	const url = pathToFileURL(file).href;
	watch(page, url, wrong);
	await page.goto(url);
	const opened = await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now()))));
	await handle(page, check);
	const seen = await page.evaluate(`(() => {${inside}})()`);
	await look(page, check, file);
	await page.close();
	wrong.push(...seen.wrong);
	await writeFile(`${file}.result`, `RESULT ${told + seen.told} ${wrong.length}\nOPENED ${Math.round(opened)}\n` +
		wrong.map((one) => `WRONG ${one}\n`).join("") + `TEXT ${JSON.stringify(seen.text)}\n`);
}
await browser.close();
