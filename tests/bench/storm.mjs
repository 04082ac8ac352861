// SPDX-License-Identifier: GPL-3.0-or-later
// Everything at once: API clients of all kinds, video readers, fills, faults and evictions against
// small limits. Samples disk use from outside (du), the API's figures and memory meanwhile; exits
// with 1 if an answer was none that the API's description names, a byte was wrong, a limit was
// exceeded, memory grew, or the program wrote something that a sanitizer says. Linux only (/proc).
//
//   node tests/bench/storm.mjs [--seconds N] [--clients N] [--readers N]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawCall, learn } from './storm/calls.mjs';

const build = fileURLToPath(new URL('../../build/release/', import.meta.url));
process.env.R2CACHE_BIN ??= join(build, 'app/r2cache');
process.env.R2CACHE_ORIGIN_BIN ??= join(build, 'tests/support/origin/r2cache-origin');
const { request } = await import('../e2e/lib/http.mjs');
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
    },
});
const seconds = Number(values.seconds);
const maxBytes = 0.2 * 1024 ** 3;
const maxEntries = 60;
const seed = announcedSeed();
const folder = temporaryFolder();
const faults = [undefined, undefined, undefined, 'rate=2000000', 'rst=500000,times=1', 'ttfb=300'];

const videos = {};
const random = new Random(seed);
for (let i = 0; i < 100; ++i)
    videos[`v${i}.mp4`] = videoLikeBytes(random, random.integer(1, 8) * 1024 * 1024);
await writeFiles(join(folder, 'origin'), videos);
const origin = await Origin.start(join(folder, 'origin'));
const service = await Service.start({
    home: join(folder, 'r2cache'),
    settings: {
        CACHE_CUSTOM_DOMAINS: origin.url,
        CACHE_MAX_SIZE_GB: '0.2',
        CACHE_MAX_ENTRIES: String(maxEntries),
        CACHE_MAX_RETRY_ATTEMPTS: '1',
    },
});
const { pid } = service.child.process;
const document = (await service.api('GET', '/api/openapi.json')).json();

const broken = []; // promises, as sentences
const fail = (sentence) => broken.length < 20 && broken.push(sentence);
const counts = {}; // "GET /path 200" → how often
const count = (what) => (counts[what] = (counts[what] ?? 0) + 1);
const times = [];
const world = { ids: [], leases: [], jobs: [], urls: [] };
world.urls = Object.keys(videos).map((name, i) => origin.urlOf(name, faults[i % faults.length]));
const end = performance.now() + seconds * 1000;
const isOver = () => performance.now() > end;

async function client(number) {
    const own = new Random(seed + number);
    while (!isOver()) {
        const { method, path, args, query, body } = drawCall(own, world);
        const left = [...args];
        const target = path.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift())) + query;
        const begun = performance.now();
        try {
            const answer = await service.api(method, target, body);
            times.push(performance.now() - begun);
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

let readBytes = 0;
async function reader(number) {
    const own = new Random(seed + 9000 + number);
    const names = Object.keys(videos);
    while (!isOver()) {
        const index = own.integer(0, names.length - 1);
        const bytes = videos[names[index]];
        const begin = own.integer(0, bytes.length - 1);
        const last = Math.min(bytes.length, begin + own.integer(1, 2_000_000)) - 1;
        const localUrl = localUrls[world.urls[index]];
        try {
            const headers = { Range: `bytes=${begin}-${last}` };
            const answer = await request(localUrl, { headers });
            count(`read ${answer.status}`);
            readBytes += answer.body.length;
            if (answer.status === 206 && !answer.body.equals(bytes.subarray(begin, last + 1)))
                fail(`wrong bytes of ${names[index]} from ${begin} to ${last}`);
            if (![206, 302, 503, 504].includes(answer.status)) fail(`read: ${answer.status}`);
        } catch (error) {
            count(`read ${error.code ?? error.message}`); // a broken origin breaks its readers off
            if (error.code === 'ECONNREFUSED') fail('the proxy is not there');
        }
    }
}

/** In bytes. Not its exit code: du fails when a file goes while it looks. */
async function diskUse() {
    const du = spawn('du', ['-s', '--block-size=1', service.cacheDirectory], {
        stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    du.stdout.on('data', (chunk) => (text += chunk));
    await once(du, 'close');
    return parseInt(text) || 0;
}

const peak = { du: 0, api: 0, entries: 0, samples: 0 };
async function watchDisk() {
    while (!isOver()) {
        peak.du = Math.max(peak.du, await diskUse());
        try {
            const { cache } = await service.data('GET', '/api/cache/stats');
            peak.api = Math.max(peak.api, cache.currentSizeBytes);
            peak.entries = Math.max(peak.entries, cache.entryCount);
        } catch (error) {
            fail(`stats: ${error.message}`);
        }
        ++peak.samples;
        await sleep(200);
    }
}

const rss = [];
async function watchMemory() {
    while (!isOver()) {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        rss.push(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
        await sleep(1000);
    }
}

const prepared = await service.data('POST', '/api/cache/process-config', {
    config: world.urls,
    wait: false,
    leaseMs: 1000,
});
const localUrls = prepared.urlMappings;
const many = (number, work) => Array.from({ length: number }, (_, i) => work(i));
await Promise.all([
    ...many(Number(values.clients), client),
    ...many(8, listener),
    ...many(Number(values.readers), reader),
    watchDisk(),
    watchMemory(),
]);
const { cache } = await service.data('GET', '/api/cache/stats');
await service.stop().catch((error) => fail(error.message));
await origin.stop();

const half = Math.floor(rss.length / 2);
const before = Math.max(...rss.slice(Math.min(5, half - 1), half));
const after = Math.max(...rss.slice(half));
// Sidecars, maps and directories take blocks of their own beside what is counted.
const around = 8 * 1024 * 1024;
if (peak.du > maxBytes + around) fail(`du saw ${peak.du} bytes of ${maxBytes}`);
if (peak.api > maxBytes) fail(`currentSizeBytes was ${peak.api} of ${maxBytes}`);
if (peak.entries > maxEntries) fail(`entryCount was ${peak.entries} of ${maxEntries}`);
if (after > before * 1.2 + 16) fail(`memory grew from ${before} to ${after} MB`);
for (const what of ['read 206', 'GET /api/cache/entries 200', 'events 200'])
    if (!counts[what]) fail(`nothing of this happened: ${what}`);
if (/Sanitizer|runtime error:/.test(service.child.stderr)) fail('a sanitizer has something to say');

times.sort((a, b) => a - b);
const at = (part) => times[Math.floor(times.length * part)]?.toFixed(1);
for (const [what, number] of Object.entries(counts).sort()) console.log(`${what}: ${number}`);
console.log(`${times.length} calls, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
const gigabytes = (bytes) => (bytes / 1e9).toFixed(1);
console.log(`${gigabytes(readBytes)} GB read, ${gigabytes(cache.bytesFromOrigin)} from the origin`);
console.log(
    `disk at most ${peak.du} (du), ${peak.api} (API) of ${maxBytes} bytes, ` +
        `${peak.entries} of ${maxEntries} entries, ${peak.samples} samples`
);
console.log(`memory at most ${before.toFixed(0)} MB in the first half, then ${after.toFixed(0)}`);
for (const sentence of broken) console.log(`BROKEN: ${sentence}`);
process.exitCode = broken.length > 0 ? 1 : 0;
