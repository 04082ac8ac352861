// SPDX-License-Identifier: GPL-3.0-or-later
// Everything at once: API clients of all kinds, video readers, fills, faults and evictions against
// small limits, one of which is lowered and raised. Disk use (du), the API's figures and memory are
// sampled from outside meanwhile; exits with 1 if an answer was none that the API's description
// names, a byte was wrong, a limit was exceeded, memory grew, or a sanitizer has something to say.
// Linux only (/proc).
//
//   node tests/bench/storm.mjs [--seconds N] [--clients N] [--readers N] [--log FILE]
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { drawCall, learn } from './storm/calls.mjs';
import { judgeEntries } from './storm/limits.mjs';

const build = fileURLToPath(new URL('../../build/release/', import.meta.url));
process.env.R2CACHE_BIN ??= join(build, 'app/r2cache');
process.env.R2CACHE_ORIGIN_BIN ??= join(build, 'tests/support/origin/r2cache-origin');
const { videoLikeBytes, writeFiles } = await import('../e2e/lib/media.mjs');
const { Origin } = await import('../e2e/lib/origins.mjs');
const { announcedSeed, Random } = await import('../e2e/lib/random.mjs');
const { Service, temporaryFolder } = await import('../e2e/lib/service.mjs');
const { sleep } = await import('../e2e/lib/wait.mjs');

const { values } = parseArgs({
    options: {
        seconds: { type: 'string', default: '120' },
        clients: { type: 'string', default: '200' },
        readers: { type: 'string', default: '64' },
        log: { type: 'string' },
    },
});
const seconds = Number(values.seconds);
const maxBytes = 0.2 * 1024 ** 3;
const [fewEntries, maxEntries] = [20, 60];
const seed = announcedSeed();
const folder = temporaryFolder();
const faults = [undefined, undefined, undefined, 'rate=2000000', 'rst=500000,times=1', 'ttfb=300'];

const random = new Random(seed);
const names = Array.from({ length: 100 }, (_, i) => `v${i}.mp4`);
for (const name of names) {
    const bytes = videoLikeBytes(random, random.integer(1, 8) * 1024 * 1024);
    await writeFiles(join(folder, 'origin'), { [name]: bytes });
}
const origin = await Origin.start(join(folder, 'origin'));
const sanitizers = Object.entries(process.env).filter(([name]) => name.endsWith('SAN_OPTIONS'));
const service = await Service.start({
    home: join(folder, 'r2cache'),
    settings: {
        CACHE_CUSTOM_DOMAINS: origin.url,
        CACHE_MAX_SIZE_GB: '0.2',
        CACHE_MAX_ENTRIES: String(maxEntries),
        CACHE_MAX_RETRY_ATTEMPTS: '1',
        ...Object.fromEntries(sanitizers),
    },
});
const { pid } = service.child.process;
let output = service.child.stderr; // all of it: a Child keeps the last 64 KB alone
service.child.process.stderr.on('data', (text) => (output += text));
const document = (await service.api('GET', '/api/openapi.json')).json();

const broken = []; // promises, as sentences
const fail = (sentence) => broken.length < 20 && broken.push(sentence);
const counts = {}; // "GET /path 200" → how often
const count = (what) => (counts[what] = (counts[what] ?? 0) + 1);
const times = {}; // "GET /path" → ms of each call
const world = { ids: [], leases: [], jobs: [], urls: [] };
world.urls = names.map((name, i) => origin.urlOf(name, faults[i % faults.length]));
const now = () => performance.timeOrigin + performance.now();
const end = now() + seconds * 1000;
const isOver = () => now() > end;

async function client(number) {
    const own = new Random(seed + number);
    while (!isOver()) {
        const { method, path, args, query, body } = drawCall(own, world);
        const left = [...args];
        const target = path.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift())) + query;
        const begun = now();
        try {
            const answer = await service.api(method, target, body);
            (times[`${method} ${path}`] ??= []).push(now() - begun);
            count(`${method} ${path} ${answer.status}`);
            const described = document.paths[path][method.toLowerCase()].responses;
            if (!described[answer.status] || answer.status === 500)
                fail(`${method} ${target}: ${answer.status} ${answer.text.slice(0, 200)}`);
            learn(world, answer);
        } catch (error) {
            fail(`${method} ${target}: ${error.message}`);
        }
    }
}

/** Listens, leaves, comes back. */
async function listener(number) {
    const own = new Random(seed + 5000 + number);
    while (!isOver()) {
        const leaving = new AbortController();
        const over = sleep(own.integer(500, 5000)).then(() => leaving.abort());
        try {
            const answer = await fetch(`${service.apiUrl}/api/cache/events`, {
                headers: { Authorization: `Bearer ${service.token}` },
                signal: leaving.signal,
            });
            count(`events ${answer.status}`);
            if (![200, 503].includes(answer.status)) fail(`events: ${answer.status}`);
            await answer.arrayBuffer();
        } catch (error) {
            if (error.name !== 'AbortError') fail(`events: ${error.message}`);
        }
        await over;
    }
}

const limits = [{ from: now(), to: end, entries: maxEntries }];
/** Lowers the limit of entries and raises it again, for 25 seconds each. */
async function limiter() {
    for (let isLow = true; ; isLow = !isLow) {
        await sleep(Math.min(25_000, Math.max(0, end - now())));
        if (isOver()) return;
        const entries = isLow ? fewEntries : maxEntries;
        limits.at(-1).to = now();
        try {
            await service.data('PATCH', '/api/cache/settings', { CACHE_MAX_ENTRIES: entries });
        } catch (error) {
            fail(error.message);
        }
        limits.push({ from: now(), to: end, entries });
    }
}

/** Runs storm/@p name with @p data. @return what it posted, in order. */
function worker(name, data) {
    const posted = [];
    return new Promise((resolve, reject) => {
        const url = new URL(`./storm/${name}`, import.meta.url);
        const thread = new Worker(url, { workerData: data });
        thread.on('message', (message) => posted.push(message));
        thread.on('error', reject);
        thread.on('exit', () => resolve(posted));
    });
}

const prepared = await service.data('POST', '/api/cache/process-config', {
    config: world.urls,
    wait: false,
    leaseMs: 1000,
});
const videos = names.map((name, i) => ({
    url: prepared.urlMappings[world.urls[i]],
    path: join(folder, 'origin', name),
}));
const many = (number, work) => Array.from({ length: number }, (_, i) => work(i));
const { apiUrl, token, cacheDirectory: directory } = service;
const [samples, [read]] = await Promise.all([
    worker('sampler.mjs', { apiUrl, token, directory, pid, seconds }),
    worker('readers.mjs', { videos, readers: Number(values.readers), seconds, seed: seed + 9000 }),
    limiter(),
    ...many(Number(values.clients), client),
    ...many(8, listener),
]);
const { cache } = await service.data('GET', '/api/cache/stats').catch((error) => {
    fail(error.message);
    return { cache: {} };
});
await service.stop().catch((error) => fail(error.message.slice(0, 300)));
await origin.stop();
if (values.log) createWriteStream(values.log).end(output);

read?.broken.forEach(fail);
for (const [what, number] of Object.entries(read?.counts ?? {})) counts[what] = number;
for (const { error } of samples) if (error) fail(error);
if (!samples.some(({ isOver: done }) => done)) fail('the sampler has ended early');
const disk = samples.filter(({ du }) => du !== undefined);
const stats = samples.filter(({ api }) => api !== undefined).sort((a, b) => a.at - b.at);
const most = (list, name) => Math.max(...list.map((sample) => sample[name]));
// Sidecars, maps and directories take blocks of their own beside what is counted. And du may count a
// file, and then what came after it had gone: that is not so in two samples in a row.
const around = 4 * 1024 * 1024;
const lasting = disk.slice(1).map(({ du }, i) => ({ du: Math.min(du, disk[i].du) }));
if (most(lasting, 'du') > maxBytes + around) fail(`du saw ${most(lasting, 'du')} of ${maxBytes}`);
if (most(stats, 'api') > maxBytes) fail(`currentSizeBytes was ${most(stats, 'api')}`);
if (most(stats, 'entries') > maxEntries) fail(`entryCount was ${most(stats, 'entries')}`);
const lists = samples.filter(({ free }) => free !== undefined).sort((a, b) => a.at - b.at);
const kept = judgeEntries(lists, limits);
kept.broken.forEach(fail);
for (const [list, each] of [
    [disk, 4],
    [stats, 4],
    [lists, 0.8],
])
    if (list.length < each * seconds) fail(`${list.length} samples in ${seconds} s are too few`);
const rss = samples.filter((sample) => sample.rss).map((sample) => sample.rss);
const half = Math.floor(rss.length / 2);
const before = Math.max(...rss.slice(Math.min(5, half - 1), half));
const after = Math.max(...rss.slice(half));
if (after > before * 1.2 + 16) fail(`memory grew from ${before} to ${after} MB`);
for (const what of ['read 206', 'GET /api/cache/entries 200', 'events 200'])
    if (!counts[what]) fail(`nothing of this happened: ${what}`);
const reports = output.match(/^SUMMARY: .*Sanitizer.*$|.*runtime error:.*/gm) ?? [];
for (const report of reports) fail(report);

const at = (list, part) => list[Math.floor(list.length * part)]?.toFixed(0);
const sorted = (list) => [...list].sort((a, b) => a - b);
for (const [what, number] of Object.entries(counts).sort()) console.log(`${what}: ${number}`);
const slowest = Object.entries(times)
    .map(([what, list]) => [what, sorted(list)])
    .sort(([, a], [, b]) => b.at(-1) - a.at(-1));
for (const [what, list] of slowest.slice(0, 8))
    console.log(`slow: ${what} p50 ${at(list, 0.5)} ms, p99 ${at(list, 0.99)} ms`);
const all = sorted(Object.values(times).flat());
console.log(`${all.length} calls, p50 ${at(all, 0.5)} ms, p99 ${at(all, 0.99)} ms`);
const answers = sorted(stats.map(({ ms }) => ms));
console.log(`stats, by the sampler: p50 ${at(answers, 0.5)} ms, p99 ${at(answers, 0.99)} ms`);
const gigabytes = (bytes) => (bytes / 1e9).toFixed(1);
console.log(`${gigabytes(read?.bytes)} GB read, ${gigabytes(cache.bytesFromOrigin)} of the origin`);
console.log(
    `disk at most ${most(lasting, 'du')} (du, ${disk.length} samples), ${most(stats, 'api')} ` +
        `(API, ${stats.length} samples) of ${maxBytes} bytes; ` +
        `at most ${most(stats, 'entries')} of ${maxEntries} entries`
);
const limitTimes = kept.reachedMs.map((ms) => Math.round(ms)).join(', ');
console.log(
    `limits of entries kept after ${limitTimes} ms each; ${kept.held} of ${lists.length} lists were ` +
        `above one, by ${kept.most} at most`
);
console.log(`memory at most ${before.toFixed(0)} MB in the first half, then ${after.toFixed(0)}`);
for (const sentence of broken) console.log(`BROKEN: ${sentence}`);
process.exitCode = broken.length > 0 ? 1 : 0;
