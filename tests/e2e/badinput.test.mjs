// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever goes wrong is said clearly, and what was cached before is still served.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { onDisk, seenBy } from './lib/disks.mjs';
import { freePort, request, sha256 } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { Random } from './lib/random.mjs';
import { refusedStart, Service, temporaryFolder } from './lib/service.mjs';
import { waitUntil } from './lib/wait.mjs';

const random = new Random(2);
const keep = videoLikeBytes(random, 300_000);
const small = videoLikeBytes(random, 200_000);
const large = videoLikeBytes(random, 20_000_000);

/** An error as text, whether it is a sentence or an object with code and message. */
const words = (error) => (typeof error === 'string' ? error : JSON.stringify(error));

function isError(answer, status, code, pattern) {
    assert.equal(answer.status, status, answer.text);
    const body = answer.json();
    assert.equal(body.success, false);
    assert.equal(body.code, code);
    assert.match(`${body.error} ${body.message}`, pattern);
}

/** A GET whose path is sent as it is. */
function rawGet(base, path) {
    const { hostname, port } = new URL(base);
    return new Promise((resolve, reject) => {
        const socket = net.connect(port, hostname, () => {
            socket.write(
                `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`
            );
        });
        let text = '';
        socket.setEncoding('latin1').on('data', (data) => (text += data));
        socket.on('error', reject);
        socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), text }));
    });
}

describe('bad input', () => {
    const folder = temporaryFolder();
    let origin;

    before(async () => {
        await writeFiles(join(folder, 'origin'), {
            'keep.mp4': keep,
            'small.mp4': small,
            'large.mp4': large,
            'page.mp4': Buffer.from('<!DOCTYPE html><html><title>Not here</title></html>'),
        });
        origin = await Origin.start(join(folder, 'origin'));
    });
    after(() => origin?.stop());

    const newHome = () => mkdtemp(join(folder, 'home-'));

    const startService = async ({ settings = {}, ...options } = {}) =>
        Service.start({
            home: await newHome(),
            settings: {
                CACHE_CUSTOM_DOMAINS: origin.url,
                CACHE_MAX_RETRY_ATTEMPTS: '1',
                ...settings,
            },
            ...options,
        });

    /** Caches keep.mp4. @return its local URL */
    async function cacheKeep(service) {
        const { results } = await service.preCache([origin.urlOf('keep.mp4')]);
        assert.equal(results[0].success, true, JSON.stringify(results));
        return results[0].cacheEntry.localUrl;
    }

    async function isServed(url, bytes) {
        const answer = await request(url);
        assert.equal(answer.status, 200);
        assert.equal(sha256(answer.body), sha256(bytes));
    }

    describe('a running service', () => {
        let service, keepUrl;

        before(async () => {
            service = await startService();
            keepUrl = await cacheKeep(service);
        });
        afterEach(() => isServed(keepUrl, keep));
        after(() => service?.stop());

        const post = (path, body, options) =>
            service.api('POST', `/api/cache/${path}`, body, options);

        describe('answers clearly to a body', () => {
            test('that is not JSON', async () => {
                const answer = await post('process-config', '{"config": {"a": tru}}');
                isError(answer, 400, 'invalid_json', /line 1\D+column 1\d/i);
            });

            test('that ends too early', async () => {
                const answer = await post('process-config', '{"config": {"a":\n "b"');
                isError(answer, 400, 'invalid_json', /line 2/i);
            });

            test('without a config', async () => {
                isError(await post('process-config', '{}'), 400, 'invalid_argument', /config/);
            });

            test('with a member of the wrong type', async () => {
                const answer = await post('pre-cache', { urls: 'https://x.r2.dev/a.mp4' });
                isError(answer, 400, 'invalid_argument', /urls/);
            });

            test('nested deeper than 1,000', async () => {
                const config = '['.repeat(5000) + ']'.repeat(5000);
                const answer = await post('process-config', `{"config": ${config}}`);
                isError(answer, 400, 'invalid_json', /1,?000|deep/i);
            });

            test('larger than 16 MiB, before it is sent', async () => {
                const answer = await post('process-config', undefined, {
                    headers: {
                        Expect: '100-continue',
                        'Content-Length': String(17 * 1024 * 1024),
                        'Content-Type': 'application/json',
                    },
                });
                isError(answer, 413, 'payload_too_large', /16/);
            });
        });

        describe('leaves alone what is not its own', () => {
            const strangers = {
                'a URL of another host': 'https://videos.example.com/keep.mp4',
                'r2.dev as a subdomain of another': 'https://pub-1.r2.dev.evil.com/keep.mp4',
                'r2.dev in the path of another': 'https://evil.com/pub-1.r2.dev/keep.mp4',
                'r2.dev as the user of another': 'https://pub-1.r2.dev@evil.com/keep.mp4',
                'another port of a configured origin': 'http://127.0.0.1:1/keep.mp4',
            };
            for (const [what, url] of Object.entries(strangers)) {
                test(what, async () => {
                    const answer = await service.processConfig(JSON.stringify({ deep: [{ url }] }));
                    assert.deepEqual(answer.updatedConfig, { deep: [{ url }] });
                    assert.equal(answer.hasR2Urls, false);

                    const { results } = await service.preCache([url]);
                    assert.equal(results[0].success, false);
                    assert.match(words(results[0].error), /R2|CACHE_CUSTOM_DOMAINS|user name/i);

                    const verdict = await service.data('POST', '/api/cache/validate-url', { url });
                    assert.equal(verdict.isValid, false);
                    assert.ok(verdict.issues.length > 0);
                });
            }
        });

        describe('keeps the original URL and says why when the origin', () => {
            const troubles = {
                // Ignoring Range as well: the rest can never be had by resuming.
                'cuts the body short': [
                    'fin=50000,norange',
                    /broke off|short|length|cut|bytes/i,
                ],
                'resets the connection': [
                    'rst=50000,norange',
                    /reset|broke off|short|length|cut|closed|bytes/i,
                ],
                'sends an HTML page with 200': ['html', /HTML|not a video/i],
                'promises more bytes than it has': ['length=1000', /length|short|cut|bytes/i],
                'promises fewer bytes than it has': [
                    'length=-1000',
                    /length|more|bytes|MD5|checksum/i,
                ],
                'sends a wrong byte': ['flip=1000', /MD5|checksum|ETag/i],
                'has no such object': ['status=404', /404|not found|no such/i],
                'forbids it': ['status=403', /403|forbidden|refused/i],
                'is overloaded': ['status=503', /503|overload|throttl|busy/i],
                'leads to another host': [
                    'redirect=http%3A%2F%2F127.0.0.1%3A1%2Fx.mp4',
                    /redirect/i,
                ],
                'compresses against the request': ['gzip', /encod|gzip/i],
            };
            for (const [what, [fault, pattern]] of Object.entries(troubles)) {
                test(what, async () => {
                    const bad = origin.urlOf('small.mp4', fault);
                    const config = { good: origin.urlOf('keep.mp4'), nested: { bad } };
                    const answer = await service.processConfig(JSON.stringify(config));
                    assert.equal(answer.updatedConfig.nested.bad, bad);
                    assert.equal(answer.updatedConfig.good, keepUrl);
                    assert.equal(answer.failed.length, 1);
                    assert.equal(answer.failed[0].url, bad);
                    assert.match(words(answer.failed[0].error), pattern);

                    const entries = await service.entries();
                    const ready = entries.filter((entry) => entry.status === 'ready');
                    assert.ok(!ready.some((entry) => entry.originalUrl === bad));
                });
            }

            test('sends a page that is named and typed as a video', async () => {
                const bad = origin.urlOf('page.mp4');
                const answer = await service.processConfig(JSON.stringify({ bad }));
                assert.equal(answer.updatedConfig.bad, bad);
                assert.match(words(answer.failed[0].error), /HTML|not a video/i);
            });
        });

        describe('refuses', () => {
            test('a call without a token, and says what is missing', async () => {
                const answer = await service.api('GET', '/api/cache/entries', undefined, {
                    token: null,
                });
                isError(answer, 401, 'unauthorized', /token/i);
            });

            test('a wrong token', async () => {
                const token = 'f'.repeat(service.token.length);
                const answer = await service.api('GET', '/api/cache/entries', undefined, { token });
                isError(answer, 401, 'unauthorized', /token/i);
            });

            test('a foreign Host at the API and at the proxy', async () => {
                const headers = { Host: 'evil.example.com' };
                const atApi = await service.api('GET', '/api/cache/entries', undefined, {
                    headers,
                });
                isError(atApi, 403, 'forbidden_host', /CACHE_ALLOWED_HOSTS/);
                const atProxy = await request(keepUrl, { headers });
                assert.equal(atProxy.status, 403);
                assert.match(atProxy.text, /CACHE_ALLOWED_HOSTS/);
            });

            for (const foreign of [
                'https://evil.example.com',
                'null',
                'http://localhost.evil.com',
            ]) {
                test(`the web origin ${foreign}`, async () => {
                    const headers = { Origin: foreign };
                    const atApi = await service.api('GET', '/api/cache/entries', undefined, {
                        headers,
                    });
                    isError(atApi, 403, 'forbidden_origin', /origin/i);
                    const atProxy = await request(keepUrl, { headers });
                    assert.equal(atProxy.headers['access-control-allow-origin'], undefined);
                    assert.match(atProxy.headers.vary, /origin/i);
                });
            }

            test('names that lead out of the cache', async () => {
                const { proxyUrl } = service;
                for (const path of [
                    '/video/../../etc/passwd',
                    '/video/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
                ]) {
                    // The URL class would resolve the dots: the path is given apart.
                    const { status } = await rawGet(proxyUrl, path);
                    assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
                }
            });

            test('a second service for the same cache directory', async () => {
                const end = await refusedStart({
                    home: service.home,
                    settings: {
                        CACHE_PROXY_PORT: String(await freePort()),
                        CACHE_API_PORT: String(await freePort()),
                    },
                });
                assert.notEqual(end.code, 0);
                assert.match(end.stderr, /running|already|in use|holds/i);
            });
        });
    });

    describe('the service does not start', () => {
        const ports = async () => ({
            CACHE_PROXY_PORT: String(await freePort()),
            CACHE_API_PORT: String(await freePort()),
        });

        for (const [key, host] of [
            ['CACHE_PROXY_PORT', '127.0.0.1'],
            ['CACHE_PROXY_PORT', '::1'],
            ['CACHE_API_PORT', '127.0.0.1'],
        ]) {
            test(`on a port taken on ${host} (${key}), and names it`, async () => {
                const settings = await ports();
                const other = net.createServer();
                await new Promise((resolve) => other.listen(Number(settings[key]), host, resolve));
                try {
                    const end = await refusedStart({ home: await newHome(), settings });
                    assert.notEqual(end.code, 0);
                    assert.equal(end.signal, null);
                    assert.ok(end.stderr.includes(settings[key]), end.stderr);
                } finally {
                    other.close();
                }
            });
        }

        test('in a directory that cannot be written', async () => {
            const disk = join(folder, 'read-only');
            await mkdir(disk);
            const directory = join(disk, 'videos');
            const end = await refusedStart({
                home: await newHome(),
                settings: { ...(await ports()), CACHE_DIRECTORY: directory },
                wrapper: await onDisk(disk, 'ro'),
            });
            assert.notEqual(end.code, 0);
            assert.equal(end.signal, null);
            assert.ok(end.stderr.includes(directory), end.stderr);
        });

        test('in a directory of somebody else, and touches nothing there', async () => {
            const directory = join(folder, 'holiday');
            await writeFiles(directory, { 'beach.mp4': small });
            const end = await refusedStart({
                home: await newHome(),
                settings: { ...(await ports()), CACHE_DIRECTORY: directory },
            });
            assert.notEqual(end.code, 0);
            assert.ok(end.stderr.includes(directory), end.stderr);
            assert.deepEqual(await readdir(directory), ['beach.mp4']);
        });

        for (const [key, value] of [
            ['CACHE_PROXY_PORT', '99999'],
            ['CACHE_MAX_SIZE_GB', 'plenty'],
            ['CACHE_DATABASE_URL', 'postgresql://farm/cache'],
        ]) {
            test(`with ${key}=${value}, and names key and value`, async () => {
                const end = await refusedStart({
                    home: await newHome(),
                    settings: { ...(await ports()), [key]: value },
                });
                assert.notEqual(end.code, 0);
                assert.ok(end.stderr.includes(key), end.stderr);
                if (key === 'CACHE_DATABASE_URL') assert.match(end.stderr, /not available yet/);
                else assert.ok(end.stderr.includes(value), end.stderr);
            });
        }
    });

    describe('on a full disk', () => {
        let service, keepUrl;
        let directory; // of the cache, as this process can reach it

        before(async () => {
            const disk = join(folder, 'small-disk');
            await mkdir(disk);
            service = await startService({
                settings: { CACHE_DIRECTORY: disk, CACHE_MIN_FREE_GB: '0.001' },
                wrapper: await onDisk(disk, 'size=12m'),
            });
            directory = seenBy(service.child.process.pid, disk);
            keepUrl = await cacheKeep(service);
        });
        after(() => service?.stop());

        /** After a failure: the earlier entry is served, nothing is left over, and others can come. */
        async function nothingIsLost() {
            await isServed(keepUrl, keep);
            const name = `small.mp4?after=${await readdir(directory).then((names) => names.length)}`;
            const { results } = await service.preCache([origin.urlOf(name)]);
            assert.equal(results[0].success, true, JSON.stringify(results));
            await isServed(results[0].cacheEntry.localUrl, small);
            const files = await readdir(directory, { recursive: true });
            const videos = files.filter(
                (file) => !file.endsWith('.json') && /[0-9a-f]{32}/.test(file)
            );
            assert.equal(videos.length, (await service.entries()).length, files.join(' '));
        }

        for (const [what, fault] of [
            ['too large an object fails', undefined],
            ['too large an object of unknown length fails', 'nolength'],
        ]) {
            test(`${what} with its reason and keeps its URL`, async () => {
                const url = origin.urlOf('large.mp4', fault);
                const answer = await service.processConfig(JSON.stringify({ url }));
                assert.equal(answer.updatedConfig.url, url);
                assert.match(words(answer.failed[0].error), /space|full|disk/i);
                await nothingIsLost();
            });
        }

        test('somebody else fills the disk during a download', async () => {
            const url = origin.urlOf('large.mp4', 'rate=2000000').replace('large', 'medium');
            await writeFile(join(folder, 'origin', 'medium.mp4'), large.subarray(0, 6_000_000));
            const { jobId } = await service.preCache([url], { wait: false });
            const filler = join(directory, 'filler');
            await waitUntil('the download has begun', async () => (await partialBytes()) > 0);
            await fill(filler);
            const job = await waitUntil('the job ends', async () => {
                const state = await service.data('GET', `/api/cache/jobs/${jobId}`);
                return !['queued', 'running'].includes(state.status) && state;
            });
            await rm(filler);
            assert.match(words(job), /space|full|disk/i);
            await nothingIsLost();
        });

        /** Bytes of files in the cache directory that belong to no entry. */
        async function partialBytes() {
            const known = (await service.entries()).map((entry) => entry.id);
            let sum = 0;
            for (const name of await readdir(directory, { recursive: true })) {
                const id = /[0-9a-f]{32}/.exec(name)?.[0];
                if (id && !known.includes(id))
                    sum += (await readFile(join(directory, name))).length;
            }
            return sum;
        }

        /** Writes until there is no space left. */
        async function fill(path) {
            const megabyte = Buffer.alloc(1 << 20);
            for (let size = megabyte.length; size >= 4096;) {
                try {
                    await writeFile(path, megabyte.subarray(0, size), { flag: 'a' });
                } catch (error) {
                    assert.equal(error.code, 'ENOSPC');
                    size >>= 1;
                }
            }
        }
    });
});
