// SPDX-License-Identifier: GPL-3.0-or-later
// What readers of a video that is not cached yet get, beside the origin itself: the first byte, a far
// range, and sixteen clients at once. Needs a release build and node. About two minutes.
//
//   node tests/bench/fills.mjs [first|far|crowd …]
import { createHash, randomBytes } from 'node:crypto';
import { link, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../build/release/', import.meta.url));
process.env.R2CACHE_BIN ??= join(build, 'app/r2cache');
process.env.R2CACHE_ORIGIN_BIN ??= join(build, 'tests/support/origin/r2cache-origin');
const { videoLikeBytes } = await import('../e2e/lib/media.mjs');
const { Origin } = await import('../e2e/lib/origins.mjs');
const { Random } = await import('../e2e/lib/random.mjs');
const { Service, temporaryFolder } = await import('../e2e/lib/service.mjs');
const { sleep } = await import('../e2e/lib/wait.mjs');

/** One video of @p size bytes under any name; counts the bytes that leave. */
class CountingOrigin {
    bodyBytes = 0;
    bytesPerSecond = Infinity; // of each connection
    delayMs = 0;

    constructor(size) {
        this.bytes = Buffer.alloc(size);
        const block = randomBytes(1 << 20);
        for (let at = 0; at < size; at += block.length) {
            block.writeUInt32LE(at >>> 8, 0);
            block.copy(this.bytes, at);
        }
        this.bytes.write('\0\0\0\x18ftypisom\0\0\x02\0isommp42\0\0\0\x01mdat', 'latin1');
        this.bytes.writeBigUInt64BE(BigInt(size - 24), 32);
        this.server = http.createServer((request, response) => this.#answer(request, response));
    }

    async start() {
        await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
        this.url = `http://127.0.0.1:${this.server.address().port}`;
        return this;
    }

    stop() {
        this.server.closeAllConnections();
        this.server.close();
    }

    async #answer(request, response) {
        const size = this.bytes.length;
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
        const begin = range ? Number(range[1]) : 0;
        const end = Math.min(range && range[2] ? Number(range[2]) + 1 : size, size);
        const fields = {
            ETag: '"one"',
            'Content-Type': 'video/mp4',
            'Content-Length': end - begin,
            'Accept-Ranges': 'bytes',
        };
        if (range) fields['Content-Range'] = `bytes ${begin}-${end - 1}/${size}`;
        if (this.delayMs > 0) await sleep(this.delayMs);
        response.writeHead(range ? 206 : 200, fields);
        const started = performance.now();
        const piece = Number.isFinite(this.bytesPerSecond) ? 16 * 1024 : 256 * 1024;
        for (let at = begin; at < end && !response.destroyed; at += piece) {
            const slice = this.bytes.subarray(at, Math.min(at + piece, end));
            this.bodyBytes += slice.length;
            if (!response.write(slice)) {
                await new Promise((resolve) => {
                    const goOn = () => {
                        response.off('drain', goOn).off('close', goOn);
                        resolve();
                    };
                    response.on('drain', goOn).on('close', goOn);
                });
            }
            const due = started + ((at + piece - begin) / this.bytesPerSecond) * 1000;
            if (due > performance.now() + 2) await sleep(due - performance.now());
        }
        response.end();
    }
}

/** One GET on a connection of its own. @return {firstMs, totalMs, body, status} */
function get(url, range, { abortAfter = Infinity } = {}) {
    const asked = performance.now();
    return new Promise((resolve, reject) => {
        const request = http.get(url, { agent: false, headers: range ? { range } : {} });
        request.on('error', reject);
        request.on('response', (response) => {
            const parts = [];
            let firstMs = NaN;
            let length = 0;
            const done = (complete) =>
                resolve({
                    status: response.statusCode,
                    firstMs,
                    totalMs: performance.now() - asked,
                    body: Buffer.concat(parts),
                    complete,
                });
            response.on('data', (part) => {
                if (length === 0) firstMs = performance.now() - asked;
                length += part.length;
                parts.push(part);
                if (length >= abortAfter) {
                    request.destroy();
                    done(false);
                }
            });
            response.on('end', () => done(true));
            response.on('error', () => done(false));
        });
    });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
let names = 0;
/** The local URL of a video that nobody has asked for. */
async function fresh(service, origin) {
    const url = `${origin.url}/v${(names += 1)}.mp4`;
    const answer = await service.processConfig(JSON.stringify({ url }), { wait: false });
    return { url, local: answer.urlMappings[url] };
}

/** Until nothing is downloaded: the rest of one round must not be in the way of the next. */
async function idle(service) {
    while ((await service.entries()).some((entry) => entry.status === 'downloading')) await sleep(20);
}

async function withService(size, what) {
    const origin = await new CountingOrigin(size).start();
    const settings = { CACHE_CUSTOM_DOMAINS: origin.url };
    const service = await Service.start({ home: temporaryFolder(), settings });
    try {
        await what(origin, service);
    } finally {
        await service.kill();
        origin.stop();
    }
}

const scenes = {
    /** Goal: the origin's own time + 10 % + 2 ms. */
    first: async () => {
        // A process of its own: what it sends to the fill must not hold up who measures here.
        const rounds = 15;
        const folder = temporaryFolder();
        await writeFile(join(folder, 'v.mp4'), videoLikeBytes(new Random(1), 8 << 20));
        for (let name = 0; name < 2 * rounds; name += 1)
            await link(join(folder, 'v.mp4'), join(folder, `v${name}.mp4`));
        const origin = await Origin.start(folder);
        const settings = { CACHE_CUSTOM_DOMAINS: origin.url };
        const service = await Service.start({ home: temporaryFolder(), settings });
        try {
            for (const delayMs of [0, 50]) {
                const direct = [];
                const proxied = [];
                for (let round = 0; round < rounds; round += 1) {
                    const url = origin.urlOf(`v${round}.mp4`, `ttfb=${delayMs}`);
                    const range = 'bytes=0-65535';
                    await get(url, range); // the origin hashes a file once
                    direct.push((await get(url, range)).firstMs);
                    await idle(service);
                    // The fill begins with the config, a moment before the reader comes.
                    const answer = await service.processConfig(JSON.stringify({ url }), { wait: false });
                    proxied.push((await get(answer.urlMappings[url], range)).firstMs);
                }
                const [a, b] = [median(direct), median(proxied)];
                console.log(
                    `first byte, origin ${delayMs} ms: direct ${a.toFixed(1)} ms, uncached through` +
                        ` the proxy ${b.toFixed(1)} ms, goal ${(a * 1.1 + 2).toFixed(1)} ms`
                );
            }
        } finally {
            await service.kill();
            await origin.stop();
        }
    },
    /** Goal: the origin's own time + 100 ms. */
    far: () =>
        withService(1 << 30, async (origin, service) => {
            origin.bytesPerSecond = 5e6;
            const begin = Math.floor(origin.bytes.length * 0.9);
            const range = `bytes=${begin}-${begin + 65535}`;
            const direct = [];
            const proxied = [];
            for (let round = 0; round < 5; round += 1) {
                const { url, local } = await fresh(service, origin);
                direct.push((await get(`${url}?direct`, range)).totalMs);
                const answer = await get(local, range);
                if (!answer.body.equals(origin.bytes.subarray(begin, begin + 65536)))
                    throw new Error('other bytes');
                proxied.push(answer.totalMs);
                await service.data('POST', '/api/cache/clear', { force: true }).catch(() => {});
            }
            const [a, b] = [median(direct), median(proxied)];
            console.log(
                `64 KB at 90 % of 1 GB at 5 MB/s: direct ${a.toFixed(0)} ms, through the proxy` +
                    ` ${b.toFixed(0)} ms, goal ${(a + 100).toFixed(0)} ms`
            );
        }),
    /** Goal: 1.01 times the object from the origin, no wrong byte. */
    crowd: () =>
        withService(500e6, async (origin, service) => {
            origin.bytesPerSecond = 20e6;
            const { local } = await fresh(service, origin);
            const size = origin.bytes.length;
            let wrong = 0;
            let answers = 0;
            const begun = performance.now();
            await Promise.all(
                Array.from({ length: 16 }, async () => {
                    for (let i = 0; i < 25; i += 1) {
                        const begin = Math.floor(Math.random() * (size - 1));
                        const length = 1 + Math.floor(Math.random() * 4e6);
                        const end = Math.min(begin + length, size);
                        const abortAfter = Math.random() < 0.3 ? length / 2 : Infinity;
                        const answer = await get(local, `bytes=${begin}-${end - 1}`, { abortAfter });
                        answers += 1;
                        const expected = origin.bytes.subarray(begin, begin + answer.body.length);
                        const whole = !answer.complete || answer.body.length === end - begin;
                        if (answer.status !== 206 || !whole || !answer.body.equals(expected))
                            wrong += 1;
                    }
                })
            );
            const read = (performance.now() - begun) / 1000;
            while ((await service.entries()).every((entry) => entry.status !== 'ready')) await sleep(200);
            const whole = await get(local);
            const md5 = (bytes) => createHash('md5').update(bytes).digest('hex');
            console.log(
                `16 clients, ${answers} random ranges of 500 MB in ${read.toFixed(1)} s: ${wrong} wrong,` +
                    ` whole file ${md5(whole.body) === md5(origin.bytes) ? 'right' : 'WRONG'}, from the` +
                    ` origin ${(origin.bodyBytes / size).toFixed(4)} times the object, goal 1.01`
            );
        }),
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenes);
for (const name of chosen) await scenes[name]();
