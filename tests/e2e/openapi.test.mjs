// SPDX-License-Identifier: GPL-3.0-or-later
// The description of the API is a valid one, and what a live service answers is as it says.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ApiDescription } from './lib/apidescription.mjs';
import { request } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { waitUntil } from './lib/wait.mjs';

const unknownId = '0'.repeat(32);
const random = new Random(5);
const names = ['a.mp4', 'b.mp4', 'c.webm', 'd.mp4', 'e.mp4', 'slow.mp4'];

describe('the description of the API', () => {
    const folder = temporaryFolder();
    let origin, service, api;

    before(async () => {
        const bytes = (name) => videoLikeBytes(random, name === 'slow.mp4' ? 3_000_000 : 50_000);
        const files = Object.fromEntries(names.map((name) => [name, bytes(name)]));
        await writeFiles(join(folder, 'origin'), files);
        origin = await Origin.start(join(folder, 'origin'));
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_MAX_RETRY_ATTEMPTS: '1' },
        });
        api = await ApiDescription.of(service);
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    /** An object that takes @p seconds, each time under another URL. */
    let count = 0;
    const slow = (rate = 20_000) => origin.urlOf(`slow.mp4?${++count}`, `rate=${rate}`);

    /**
     * Asks, and holds the answer against the description.
     * @param path  as the description writes it; @p args for its parameters in their order.
     * @return its data
     */
    async function ask(method, path, { args = [], query = '', body, status = 200, headers } = {}) {
        const values = [...args];
        const target = path.replace(/\{\w+\}/g, () => encodeURIComponent(values.shift())) + query;
        const answer = await service.api(method, target, body, { headers });
        api.check(api.operation(method, path), answer);
        assert.equal(answer.status, status, answer.text);
        return answer.json().data;
    }
    const get = (path, options) => ask('GET', `/api/cache/${path}`, options);
    const post = (path, body, options) => ask('POST', `/api/cache/${path}`, { body, ...options });
    const remove = (path, options) => ask('DELETE', `/api/cache/${path}`, options);

    const preCache = async (...files) =>
        (await post('pre-cache', { urls: files.map((name) => origin.urlOf(name)) })).results;

    async function downloadOf(url) {
        return waitUntil(`${url} is being downloaded`, async () => {
            const { downloads } = await get('downloads');
            return downloads.find((each) => each.url === url && each.receivedBytes > 0);
        });
    }

    test('is OpenAPI 3.1', async () => {
        const validator = new Validator();
        const verdict = await validator.validate(structuredClone(api.document));
        assert.ok(verdict.valid, JSON.stringify(verdict.errors));
        assert.equal(validator.version, '3.1');
    });

    test('has schemas that JSON Schema 2020-12 knows', () => {
        for (const name of Object.keys(api.document.components.schemas))
            api.faults(`/components/schemas/${name}`, null);
    });

    test('notices an answer that is not as it says', async () => {
        const operation = api.operation('GET', '/api/cache/leases');
        const answer = await service.api('GET', '/api/cache/leases');
        const altered = (change) => {
            const body = answer.json();
            change(body);
            return { ...answer, text: JSON.stringify(body), json: () => body };
        };
        api.check(
            operation,
            altered(() => {})
        );
        const faults = {
            'a member too many': (body) => (body.data.more = 1),
            'a member too few': (body) => delete body.data.leases,
            'a wrong type': (body) => (body.data.leases = {}),
            'no envelope': (body) => delete body.success,
        };
        for (const [what, change] of Object.entries(faults))
            assert.throws(() => api.check(operation, altered(change)), undefined, what);
        assert.throws(() => api.check(operation, { ...answer, status: 201 }), /not described/);
    });

    test('holds for an empty cache', async () => {
        await ask('GET', '/api/openapi.json');
        for (const path of ['status', 'stats', 'health', 'jobs', 'leases', 'downloads', 'verify'])
            await get(path);
        assert.deepEqual((await get('entries')).entries, []);
        await post('optimize');
    });

    test('holds for URLs and configs that are looked at', async () => {
        const url = origin.urlOf('a.mp4');
        assert.equal((await post('validate-url', { url })).isValid, true);
        assert.equal((await post('validate-url', { url, probe: true })).reachable, true);
        const missing = await post('validate-url', { url: origin.urlOf('x.mp4'), probe: true });
        assert.equal(missing.reachable, false);
        assert.equal((await post('validate-url', { url: 'ftp://x' })).isValid, false);
        await post('validate-url', {}, { status: 400 });
        const config = { hero: url, list: [origin.urlOf('b_4k.mp4'), origin.urlOf('x.mp4')] };
        for (const probe of [false, true]) {
            const options = { skipProblematicUrls: true, maxFileSizeBytes: 10, priorities: null };
            const { urls } = await post('analyze-config', { config, probe, options });
            assert.equal(urls.length, 3);
        }
        await post(
            'analyze-config',
            { config, options: { qualityFilter: ['no'] } },
            { status: 400 }
        );
    });

    test('holds for what is cached, waited for or not', async () => {
        const urls = [origin.urlOf('a.mp4'), origin.urlOf('x.mp4'), 'no URL'];
        const { summary, jobId } = await post('pre-cache', { urls, tags: ['one'], waitMs: 60_000 });
        assert.deepEqual(summary, { total: 3, successful: 1, failed: 2 });
        assert.equal((await get('jobs/{id}', { args: [jobId] })).status, 'done');
        await remove('jobs/{id}', { args: [jobId], status: 409 });
        await remove('jobs/{id}', { args: ['none'], status: 404 });
        await get('jobs/{id}', { args: ['none'], status: 404 });
        await post('pre-cache', { urls: [] }, { status: 400 });

        const pending = await post('pre-cache', { urls: [slow()], wait: false });
        assert.equal(pending.results[0].pending, true);
        const { jobId: later } = await post(
            'pre-cache',
            { urls: [slow()], waitMs: 0 },
            { status: 202 }
        );
        assert.equal((await get('jobs/{id}', { args: [later] })).status, 'running');
        await get('jobs');
        for (const id of [pending.jobId, later]) await remove('jobs/{id}', { args: [id] });
    });

    test('holds for downloads and failures', async () => {
        const url = slow();
        const { jobId } = await post('pre-cache', { urls: [url], wait: false });
        const { id } = await downloadOf(url);
        await get('jobs/{id}', { args: [jobId] });
        const { entry } = await get('entry/{id}', { args: [id] });
        assert.equal(entry.status, 'downloading');
        const { entries } = await get('entries', { query: '?status=downloading' });
        assert.ok(entries.length > 0);

        const steer = (action, status = 200, of = id) =>
            post('downloads/{id}/{action}', undefined, { args: [of, action], status });
        await steer('retry', 409);
        await steer('resume', 409);
        await steer('pause');
        await get('downloads');
        await steer('resume');
        await steer('cancel');
        await steer('dance', 404);
        for (const action of ['pause', 'resume', 'cancel', 'retry'])
            await steer(action, 404, unknownId);

        const { failed } = await get('downloads');
        const lost = failed.find((each) => each.url === origin.urlOf('x.mp4'));
        assert.equal(lost.code, 'origin_not_found');
        assert.equal((await get('entry/{id}', { args: [lost.id] })).entry.status, 'error');
        assert.ok((await get('entries', { query: '?status=error' })).entries.length > 0);
        await steer('retry', 200, lost.id);
        const [result] = await preCache('a.mp4');
        await steer('retry', 409, result.cacheEntry.id);
    });

    test('holds for configs and leases', async () => {
        const config = { deep: [{ url: origin.urlOf('b.mp4') }, origin.urlOf('x.mp4')] };
        const options = { excludePatterns: ['*c.webm'] };
        const full = [...config.deep, origin.urlOf('c.webm')];
        const data = await post('process-config', { config: full, options });
        assert.equal(data.skipped.length, 1);
        assert.equal(data.failed.length, 1);
        const [local] = Object.values(data.urlMappings);
        const id = basename(local, '.mp4');

        assert.equal((await get('leases')).leases[0].id, data.leaseId);
        await post('lease/{id}/renew', undefined, { args: [data.leaseId] });
        assert.equal((await get('entry/{id}', { args: [id] })).entry.leased, true);
        await remove('entry/{id}', { args: [id], status: 409 });
        await remove('entry/{id}', { args: [id], query: '?force=perhaps', status: 400 });
        const { result } = await get('jobs/{id}', { args: [data.jobId] });
        assert.deepEqual(result.urlMappings, data.urlMappings);
        await remove('lease/{id}', { args: [data.leaseId] });
        await remove('lease/{id}', { args: [data.leaseId], status: 404 });
        await post('lease/{id}/renew', undefined, { args: [data.leaseId], status: 404 });
        await remove('entry/{id}', { args: [id], query: '?force=true' });
        await remove('entry/{id}', { args: [id], status: 404 });
        await remove('entry/{id}', { args: ['../x'], status: 404 });

        assert.equal((await post('process-config', { config: [] })).hasR2Urls, false);
        await post('process-config', { config, wait: false });
        const late = { config: [slow()], waitMs: 0, leaseMs: 1000 };
        const { jobId, leaseId } = await post('process-config', late, { status: 202 });
        await get('jobs/{id}', { args: [jobId] });
        await remove('jobs/{id}', { args: [jobId] });
        await remove('lease/{id}', { args: [leaseId] });
        await post('process-config', { config, waitMs: -1 }, { status: 400 });
        await post('process-config', '{"config": ', { status: 400 });
    });

    test('holds for entries', async () => {
        const results = await preCache('a.mp4', 'b.mp4', 'c.webm');
        const [id, second] = results.map(({ cacheEntry }) => cacheEntry.id);
        await get('entry/{id}', { args: [id] });
        await get('entry/{id}', { args: [unknownId], status: 404 });
        await get('entry/{id}', { args: ['..%00'], status: 404 });
        for (const [method, pinned] of [
            ['POST', true],
            ['DELETE', false],
        ]) {
            const path = '/api/cache/entry/{id}/pin';
            assert.equal((await ask(method, path, { args: [id] })).entry.pinned, pinned);
            await ask(method, path, { args: [unknownId], status: 404 });
        }
        for (const policy of ['always', 'never', 'ttl']) {
            const { entry } = await post('entry/{id}/policy', { policy }, { args: [id] });
            assert.equal(entry.policy, policy);
        }
        await post('entry/{id}/policy', { policy: 'ttl' }, { args: [unknownId], status: 404 });
        await post('entry/{id}/policy', {}, { args: [id], status: 400 });
        const query = '?limit=1&sortBy=fileSizeBytes&sortOrder=asc&q=mp4&status=ready';
        const { pagination } = await get('entries', { query });
        assert.equal(pagination.hasMore, true);
        await get('entries', { query: `${query}&after=${pagination.next}` });
        await get('entries', { query: '?tags=one&status=expired' });
        await get('entries', { query: '?limit=0', status: 400 });

        const batch = (body, options) => post('entries/batch', body, options);
        await batch({ action: 'tag', tags: ['two'], ids: [id, unknownId, 'x'] });
        await batch({ action: 'verify', filter: { tags: ['two'] } });
        await batch({ action: 'policy', policy: 'never', ids: [id] });
        const later = { action: 'untag', tags: ['two'], filter: {}, wait: false };
        const { jobId } = await batch(later, { status: 202 });
        await waitUntil('the batch ends', async () => {
            const job = await get('jobs/{id}', { args: [jobId] });
            return job.status === 'done' && job.result;
        });
        await batch({ action: 'delete', ids: [second] });
        await batch({ action: 'tag', ids: [id] }, { status: 400 });
    });

    test('holds for verifying, with something that is wrong', async () => {
        const [{ cacheEntry }] = await preCache('d.mp4');
        await writeFile(cacheEntry.localPath, videoLikeBytes(random, 50_000));
        await post('verify', { ids: [cacheEntry.id] });
        const done = await waitUntil('verifying ends', async () => {
            const { verify } = await get('verify');
            return verify.state === 'done' && verify;
        });
        assert.equal(done.badCount, 1);
        await post('verify', { all: true });
        await post('verify', {});
        await post('verify', { all: false }, { status: 400 });
    });

    test('holds for the proxy, statistics, history and log', async () => {
        const [{ cacheEntry }] = await preCache('e.mp4');
        await request(cacheEntry.localUrl);
        const name = basename(cacheEntry.localUrl);
        assert.equal((await get('proxy/test/{name}', { args: [name] })).success, true);
        assert.equal((await get('proxy/test/{name}', { args: ['x.mp4'] })).success, false);
        for (const path of ['status', 'stats', 'health', 'history']) await get(path);
        await get('history', { query: '?resolution=hour' });
        await get('history', { query: '?resolution=year', status: 400 });
        const { next } = await get('logs', { query: '?level=info&limit=5' });
        await get('logs', { query: `?after=${next}` });
        await get('logs', { query: '?level=loud', status: 400 });
    });

    test('holds for events, which do not end', async () => {
        const operation = api.operation('GET', '/api/cache/events');
        const headers = { Authorization: `Bearer ${service.token}` };
        const outgoing = http.get(`${service.apiUrl}/api/cache/events`, { headers, agent: false });
        const [incoming] = await once(outgoing, 'response');
        const [chunk] = await once(incoming, 'data');
        assert.match(String(chunk), /^event: hello$/m);
        api.check(operation, { status: incoming.statusCode, headers: incoming.headers, text: '' });
        outgoing.destroy();
    });

    test('holds for reports of renders', async () => {
        const body = {
            success: true,
            composition: 'Main',
            renderTimeMs: 1200,
            cachedUrls: [origin.urlOf('a.mp4')],
            slowestAsset: { url: origin.urlOf('a.mp4'), timeMs: 7 },
            fallbacks: [{ url: origin.urlOf('b.mp4'), error: 'too slow' }],
            phases: [{ name: 'caching', timeMs: 3 }],
        };
        const { render } = await post('renders', body, { status: 201 });
        assert.deepEqual((await get('renders/{id}', { args: [render.id] })).render, render);
        assert.equal((await get('renders', { query: '?limit=1' })).renders[0].id, render.id);
        await get('renders/{id}', { args: ['x'], status: 404 });
        await get('renders', { query: '?limit=101', status: 400 });
        await post('renders', {}, { status: 400 });
    });

    test('holds for thumbnails', async () => {
        const video = join(folder, 'origin', 'real.mp4');
        const source = ['-f', 'lavfi', '-i', 'testsrc=duration=2:size=640x360:rate=10'];
        execFileSync('ffmpeg', ['-v', 'error', ...source, video]);
        const [{ cacheEntry }, broken] = await preCache('real.mp4', 'a.mp4');
        const operation = api.operation('GET', '/api/cache/entry/{id}/thumbnail');
        const thumbnail = async (id, status, headers) => {
            const path = `/api/cache/entry/${id}/thumbnail`;
            const answer = await service.api('GET', path, undefined, { headers });
            api.check(operation, answer);
            assert.equal(answer.status, status, answer.text);
            return answer;
        };
        const picture = await thumbnail(cacheEntry.id, 200);
        assert.equal(picture.body.readUInt16BE(0), 0xffd8);
        await thumbnail(cacheEntry.id, 304, { 'If-None-Match': picture.headers.etag });
        await thumbnail(broken.cacheEntry.id, 502);
        await thumbnail(unknownId, 404);
    });

    test('holds for settings', async () => {
        const patch = (body, status = 200) => ask('PATCH', '/api/cache/settings', { body, status });
        await get('settings');
        const changed = await patch({ CACHE_MAX_ENTRIES: 500, CACHE_MAX_RETRY_ATTEMPTS: 2 });
        assert.equal(changed.settings.CACHE_MAX_ENTRIES.value, 500);
        assert.deepEqual(Object.keys(changed.overridden), ['CACHE_MAX_RETRY_ATTEMPTS']);
        await patch({ CACHE_MAX_ENTRIES: null, CACHE_MAX_RETRY_ATTEMPTS: null });
        await patch({ CACHE_MAX_ENTRIES: 'many' }, 400);
        await patch({ NO_SUCH_SETTING: 1 }, 400);
        await patch({ CACHE_DIRECTORY: '/tmp' }, 403);
    });

    test('holds for clearing', async () => {
        for (const strategy of ['lru', 'size_limit', 'ttl_expired', 'all'])
            await post('clear', { strategy });
        await preCache('a.mp4', 'b.mp4');
        const { result } = await post('clear', { strategy: 'manual', pattern: '*a.mp4' });
        assert.equal(result.removedEntries, 1);
        await post('clear');
        await post('clear', { strategy: 'manual' }, { status: 400 });
        await post('optimize');
    });

    test('holds for what is refused everywhere', async () => {
        for (const operation of api.operations) {
            const path = operation.path.replace(/\{\w+\}/g, unknownId);
            const refused = async (status, options, body) => {
                const answer = await service.api(operation.method, path, body, options);
                api.check(operation, answer);
                assert.equal(answer.status, status, answer.text);
            };
            await refused(401, { token: null });
            await refused(403, { headers: { Host: 'evil.example' } });
            await refused(403, { headers: { Origin: 'https://evil.example' } });
            const large = { Expect: '100-continue', 'Content-Length': String(17 * 1024 * 1024) };
            await refused(413, { headers: large });
        }
    });

    test('holds for a new token', async () => {
        const old = service.token;
        service.token = (await post('token/rotate')).token;
        assert.notEqual(service.token, old);
    });

    test('names no answer of a success that was not seen', () => {
        const missing = api.operations.flatMap(({ method, path, responses }) =>
            Object.keys(responses)
                .filter((status) => status.startsWith('2'))
                .map((status) => `${method} ${path} ${status}`)
                .filter((what) => !api.seen.has(what))
        );
        assert.deepEqual(missing, []);
    });
});
