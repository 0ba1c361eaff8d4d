/* Lighthouse's marks for pages, on phone settings, as JSON: an object for each run,
   with the address and a mark from 0 to 100 for each category. The median of three
   counts, so a page whose first two runs have the LOWEST marks, an object, has no third.

   node marks.mjs PROGRAM LOWEST ADDRESS... -- FLAG... */

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const TRIES = 3; // On a busy machine a run may miss its own beginning.

const [chromePath, asked, ...rest] = process.argv.slice(2);
const lowest = Object.entries(JSON.parse(asked));
const [pages, chromeFlags] = [rest.slice(0, rest.indexOf("--")), rest.slice(rest.indexOf("--") + 1)];

// The picture of the whole page takes seconds and no mark needs it.
const settings = port => ({ port, logLevel: "silent", disableFullPageScreenshot: true });

async function run(page, port) {
    for (let left = TRIES - 1; ; left--) {
        const { lhr } = await lighthouse(page, settings(port));
        if (!lhr.runtimeError) return lhr;
        if (!left) throw new Error(lhr.runtimeError.message);
    }
}

const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
const found = [];
for (const page of pages) {
    const here = [];
    const isDecided = () =>
        lowest.every(([name, mark]) => here.filter(each => each[name] >= mark).length >= 2);
    while (here.length < 3 && !isDecided()) {
        const { categories } = await run(page, chrome.port);
        const marks = Object.values(categories).map(each => [each.id, each.score * 100]);
        here.push({ page, ...Object.fromEntries(marks) });
    }
    found.push(...here);
}
chrome.kill();
console.log(JSON.stringify(found));
