/* Lighthouse's marks for pages, on phone settings, as JSON: an object for each run,
   with the address and a mark from 0 to 100 for each category. The median of three
   counts, so a page whose first two runs have the LOWEST marks, an object, has no third.
   Only the mark for performance varies with the machine: once the others are high
   enough, nothing but that is measured again.

   node marks.mjs PROGRAM LOWEST ADDRESS... -- FLAG... */

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const TRIES = 3; // On a busy machine a run may miss its own beginning.
const VARIES = "performance";
// All that has weight in that mark.
const WEIGHED = [
    "first-contentful-paint",
    "speed-index",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
];

const [chromePath, asked, ...rest] = process.argv.slice(2);
const lowest = Object.entries(JSON.parse(asked));
const [pages, chromeFlags] = [rest.slice(0, rest.indexOf("--")), rest.slice(rest.indexOf("--") + 1)];

// The picture of the whole page takes seconds and no mark needs it. Nor is anything stored
// in a browser that was just started; to see to that may take five seconds more.
const settings = (port, onlyAudits) => ({
    port,
    onlyAudits,
    logLevel: "silent",
    disableFullPageScreenshot: true,
    disableStorageReset: true,
});

/* In a browser of its own, so with nothing kept. */
async function runOnce(page, onlyAudits) {
    const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
    try {
        return (await lighthouse(page, settings(chrome.port, onlyAudits))).lhr;
    } finally {
        chrome.kill();
    }
}

async function run(page, onlyAudits) {
    for (let left = TRIES - 1; ; left--) {
        const lhr = await runOnce(page, onlyAudits);
        if (!lhr.runtimeError) return lhr;
        if (!left) throw new Error(lhr.runtimeError.message);
    }
}

const found = [];
for (const page of pages) {
    const here = [];
    const good = ([name, mark]) => here.filter(each => each[name] >= mark).length;
    const isDecided = each => good(each) >= (each[0] === VARIES ? 2 : 1);
    while (here.length < 3 && !lowest.every(isDecided)) {
        const isWhole = !lowest.every(each => each[0] === VARIES || isDecided(each));
        const { categories } = await run(page, isWhole ? null : WEIGHED);
        const marks = Object.values(categories).map(each => [each.id, each.score * 100]);
        here.push({ page, ...Object.fromEntries(marks) });
    }
    found.push(...here);
}
console.log(JSON.stringify(found));
