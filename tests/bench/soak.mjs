// SPDX-License-Identifier: GPL-3.0-or-later
// The service for half an hour, as a busy render server has it: configs, readers, upkeep and an origin
// that misbehaves, and every minute or so an end of the service, by SIGKILL three times of four, else
// by SIGTERM. Each second what has to hold always is looked at; exits with 1 if something did not:
//
//   - disk use (du) and what the API tells stay within the limits;
//   - pinned videos are there in every life of the service, each byte right;
//   - no reader ever gets a wrong byte;
//   - memory, open files and threads of one life stay bounded, and do not grow from life to life;
//   - it starts again after every end, and SIGTERM ends it with 0 in its time;
//   - at the end nothing lies in the cache but what the index names.
//
//   node tests/bench/soak.mjs [--minutes 30] [--life 60]        Linux only (/proc)
//
// Prints a JSON line a minute and one at the end.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawCall, learn } from './storm/calls.mjs';

const build = fileURLToPath(new URL('../../build/release/', import.meta.url));
process.env.R2CACHE_BIN ??= join(build, 'app/r2cache');
process.env.R2CACHE_ORIGIN_BIN ??= join(build, 'tests/support/origin/r2cache-origin');
const { videoLikeBytes, writeFiles } = await import('../e2e/lib/media.mjs');
const { Origin } = await import('../e2e/lib/origins.mjs');
const { freePort, request } = await import('../e2e/lib/http.mjs');
const { run } = await import('../e2e/lib/processes.mjs');
const { announcedSeed, Random } = await import('../e2e/lib/random.mjs');
const { Service, temporaryFolder } = await import('../e2e/lib/service.mjs');
const { sleep, waitUntil } = await import('../e2e/lib/wait.mjs');

const { values } = parseArgs({
    options: {
        minutes: { type: 'string', default: '30' },
        life: { type: 'string', default: '60' }, // seconds, on average
    },
});
const seed = announcedSeed();
const random = new Random(seed);
const folder = temporaryFolder();
const maxBytes = 0.2 * 1024 ** 3;
const maxEntries = 60;
const aroundBytes = 4 * 1024 * 1024; // sidecars, maps and directories take blocks of their own
const bounds = { rss: 200, files: 600, threads: 60 }; // MB; of one life
const now = () => performance.now();
const begin = now();
const end = begin + Number(values.minutes) * 60_000;

const faults = [
    ...[undefined, undefined, undefined, undefined, 'rate=2000000', 'rst=500000,times=1'],
    ...['ttfb=800', 'status=503,times=2', 'stall=300000,once', 'html', 'fin=700000'],
];
const names = Array.from({ length: 88 }, (_, i) => `v${i}.mp4`);
const bytesOf = {};
for (const name of names) {
    bytesOf[name] = videoLikeBytes(random, random.integer(1, 6) * 1024 * 1024);
    await writeFiles(join(folder, 'origin'), { [name]: bytesOf[name] });
}
const origin = await Origin.start(join(folder, 'origin'));
const settings = {
    CACHE_CUSTOM_DOMAINS: origin.url,
    CACHE_MAX_SIZE_GB: '0.2',
    CACHE_MAX_ENTRIES: String(maxEntries),
    CACHE_MAX_RETRY_ATTEMPTS: '1',
    CACHE_DOWNLOAD_TIMEOUT_MS: '20000', // what hangs is tried again after two seconds
    CACHE_PROXY_PORT: String(await freePort()), // local URLs outlive the service
    CACHE_API_PORT: String(await freePort()),
};
const home = join(folder, 'r2cache');

const broken = []; // promises, as sentences
const fail = (sentence) => {
    if (broken.length < 50) broken.push(sentence);
    console.log(`not as promised: ${sentence}`);
};
const total = { calls: 0, reads: 0, readBytes: 0, kills: 0, drains: 0, looks: 0, cutShort: 0 };
const peaks = []; // of each life: {rss, files, threads}

/** The service of this life; undefined between two. `ending`: it may break off what is under way. */
let life;
const isUp = () => life !== undefined && !life.ending;
const isOver = () => now() > end;
const world = { ids: [], leases: [], jobs: [], urls: [] };
world.urls = names.map((name, i) => origin.urlOf(name, faults[i % faults.length]));
const local = {}; // name → local URL
const pinned = names.slice(0, 4);

async function client(number) {
    const own = new Random(seed + number);
    while (!isOver()) {
        await sleep(own.integer(50, 400));
        if (!isUp()) continue;
        const asked = life;
        const { method, path, args, query, body } = drawCall(own, world);
        // The pinned stay pinned: that is what is looked at.
        if (path.endsWith('/pin') && method === 'DELETE') continue;
        if (body?.action === 'unpin' || (method === 'DELETE' && path.includes('/entry/'))) continue;
        const left = [...args];
        const target = path.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift())) + query;
        try {
            const answer = await asked.service.api(method, target, body);
            total.calls += 1;
            if (answer.status === 500) fail(`${method} ${target}: ${answer.text.slice(0, 200)}`);
            learn(world, answer);
        } catch (error) {
            if (!asked.ending) fail(`${method} ${target}: ${error.message}`);
        }
    }
}

/** @return whether the bytes came; a wrong one is told. */
async function read(name, from, last) {
    const asked = life;
    try {
        const headers = { Range: `bytes=${from}-${last}` };
        const answer = await request(local[name], { headers });
        if (answer.status !== 206) return false;
        total.readBytes += answer.body.length;
        const right = answer.body.equals(bytesOf[name].subarray(from, last + 1));
        if (!right) fail(`wrong bytes of ${name} from ${from} to ${last}`);
        return right;
    } catch (error) {
        total.cutShort += 1; // by a faulty origin or by the service's end
        if (!asked?.ending && error.code === 'ECONNREFUSED') fail('the proxy is not there');
        return false;
    }
}

async function reader(number) {
    const own = new Random(seed + 5000 + number);
    while (!isOver()) {
        await sleep(own.integer(10, 200));
        const name = names[own.integer(0, names.length - 1)];
        if (!isUp() || !local[name]) continue;
        const from = own.integer(0, bytesOf[name].length - 1);
        await read(name, from, Math.min(bytesOf[name].length, from + own.integer(1, 1_000_000)) - 1);
        total.reads += 1;
    }
}

/** Memory in MB, open files and threads. */
function useOf(pid) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
    return {
        rss: Math.round(number('VmRSS') / 1024),
        files: readdirSync(`/proc/${pid}/fd`).length,
        threads: number('Threads'),
    };
}

let lastDu = 0;
/** What has to hold at any time. */
async function look(own) {
    const asked = life;
    const { stdout } = await run('du', ['-s', '--block-size=1', asked.service.cacheDirectory]).catch(
        (error) => ({ stdout: String(error.stdout ?? '0') }) // a file went while it looked
    );
    const du = parseInt(stdout, 10);
    // It may count a file, and then what came after that had gone: not twice in a row.
    if (Math.min(du, lastDu) > maxBytes + aroundBytes) fail(`du saw ${du} of ${maxBytes}`);
    lastDu = du;
    try {
        const { cache } = await asked.service.data('GET', '/api/cache/stats');
        if (cache.currentSizeBytes > maxBytes) fail(`currentSizeBytes is ${cache.currentSizeBytes}`);
        if (cache.entryCount > maxEntries) fail(`entryCount is ${cache.entryCount}`);
        const use = useOf(asked.service.child.process.pid);
        for (const [name, bound] of Object.entries(bounds)) {
            asked.peak[name] = Math.max(asked.peak[name] ?? 0, use[name]);
            if (use[name] > bound) fail(`${name}: ${use[name]}, more than ${bound}`);
        }
        const name = pinned[own.integer(0, pinned.length - 1)];
        const from = own.integer(0, bytesOf[name].length - 2);
        const last = Math.min(bytesOf[name].length, from + 200_000) - 1;
        if (!(await read(name, from, last)) && !asked.ending) fail(`pinned ${name} is not served`);
        total.looks += 1;
    } catch (error) {
        if (!asked.ending) fail(`a look: ${error.message}`);
    }
}

async function watcher() {
    const own = new Random(seed + 9000);
    while (!isOver()) {
        const next = now() + 1000;
        if (isUp()) await look(own);
        await sleep(Math.max(0, next - now()));
    }
}

async function begun() {
    const begins = now();
    const service = await Service.start({ home, settings });
    const ms = now() - begins;
    if (ms > 5000) fail(`a start took ${Math.round(ms)} ms`);
    return { service, peak: {}, ending: false };
}

/** Each pinned video whole, by the life that has just begun. */
async function readPinned() {
    for (const name of pinned) {
        if (!(await read(name, 0, bytesOf[name].length - 1)))
            fail(`pinned ${name} is not there after a start`);
    }
}

async function lives() {
    const own = new Random(seed + 7000);
    while (!isOver()) {
        const seconds = own.integer(Number(values.life) / 4, (Number(values.life) * 7) / 4);
        await sleep(Math.min(seconds * 1000, Math.max(0, end - now())));
        if (isOver()) return;
        const { service } = life;
        const isKill = own.integer(0, 3) > 0;
        life.ending = true;
        if (isKill) await service.kill();
        else await service.stop().catch((error) => fail(error.message.slice(0, 300)));
        total[isKill ? 'kills' : 'drains'] += 1;
        peaks.push(life.peak);
        life = await begun();
        await readPinned();
    }
}

async function teller() {
    for (let minute = 1; !isOver(); ++minute) {
        await sleep(Math.min(60_000, Math.max(0, end - now())));
        console.log(JSON.stringify({ minute, ...total, du: lastDu, now: life?.peak }));
    }
}

life = await begun();
// The pinned are fine ones, by URLs of their own.
for (const [i, name] of pinned.entries()) world.urls[i] = origin.urlOf(name);
const prepared = await life.service.data('POST', '/api/cache/process-config', {
    config: world.urls,
    wait: false,
    leaseMs: 1000,
});
names.forEach((name, i) => (local[name] = prepared.urlMappings[world.urls[i]]));
await life.service.preCache(pinned.map((_, i) => world.urls[i]));
for (const { id, url } of await life.service.entries()) {
    if (pinned.some((name) => url === origin.urlOf(name)))
        await life.service.data('POST', `/api/cache/entry/${id}/pin`);
}
const many = (number, work) => Array.from({ length: number }, (_, i) => work(i));
await Promise.all([lives(), watcher(), teller(), ...many(12, client), ...many(12, reader)]);

// Nothing lies about: every video file is an entry's, and leases are over when their time is.
await waitUntil(
    'leases end',
    async () => (await life.service.data('GET', '/api/cache/leases')).leases.length === 0,
    { timeoutMs: 60_000, everyMs: 500 }
).catch((error) => fail(error.message));
await life.service.data('POST', '/api/cache/optimize', {});
const listed = (await life.service.entries()).length;
const files = readdirSync(life.service.cacheDirectory, { recursive: true }).filter(
    (name) => /\.(mp4|webm|mov)$/.test(name) && !/^(partial|quarantine)\//.test(name)
);
if (files.length !== listed) fail(`${files.length} video files of ${listed} entries`);
peaks.push(life.peak);
await life.service.stop().catch((error) => fail(error.message.slice(0, 300)));
await origin.stop();
const third = Math.max(1, Math.floor(peaks.length / 3));
const most = (list) => Math.max(...list.map(({ rss }) => rss ?? 0));
if (most(peaks.slice(-third)) > most(peaks.slice(0, third)) * 1.3 + 16)
    fail(`memory grew from life to life: ${peaks.map(({ rss }) => rss).join(' ')}`);
console.log(
    JSON.stringify({
        minutes: Math.round((now() - begin) / 6000) / 10,
        ...total,
        lives: peaks.length,
        most: Object.fromEntries(
            Object.keys(bounds).map((name) => [name, Math.max(...peaks.map((p) => p[name] ?? 0))])
        ),

        entries: listed,
        broken: broken.length,
    })
);
process.exitCode = broken.length === 0 ? 0 : 1;
