// How long requests take at a set rate: node pace.mjs URL RATE SECONDS CONNECTIONS
//
// Percentiles are made here: autocannon's own count in whole milliseconds, which are
// too coarse for a page out of the cache.
import autocannon from "autocannon";

const [url, rate, duration, connections] = process.argv.slice(2);
const milliseconds = [];
const run = autocannon({
  url,
  connections: Number(connections),
  duration: Number(duration),
  overallRate: Math.round(Number(rate)),
  headers: { "accept-encoding": "gzip" },
});
run.on("response", (_client, status, _bytes, took) => {
  if (status === 200) milliseconds.push(took);
});
const result = await run;
milliseconds.sort((a, b) => a - b);
const at = (share) => milliseconds[Math.floor((milliseconds.length - 1) * share)];
console.log(
  JSON.stringify({
    p50: at(0.5),
    p99: at(0.99),
    answered: milliseconds.length,
    faults: result.errors + result.timeouts + result.non2xx,
  }),
);
