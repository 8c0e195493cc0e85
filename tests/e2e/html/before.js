/* Before the page's own scripts: notes whatever goes wrong. */
window.problems = [];
addEventListener("error", (event) => problems.push(`error: ${event.message || event.target.outerHTML}`), true);
addEventListener("unhandledrejection", (event) => problems.push(`rejected: ${event.reason}`));
document.addEventListener("securitypolicyviolation", (event) => problems.push(`leaves the page: ${event.blockedURI}`));
for (const level of ["error", "warn"]) console[level] = (...words) => problems.push(words.join(" "));
