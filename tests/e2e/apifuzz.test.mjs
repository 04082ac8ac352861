// SPDX-License-Identifier: GPL-3.0-or-later
// Requests drawn from the API's description, fitting and broken in one place: every answer is one
// that is described, what does not fit is refused, and nothing goes that nobody might remove.
//
//   SEED=1 R2CACHE_FUZZ_SECONDS=600 node --test apifuzz.test.mjs
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { ApiDescription } from './lib/apidescription.mjs';
import { request, sha256 } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { announcedSeed, Random } from './lib/random.mjs';
import { nastyTexts } from './lib/nastyvalues.mjs';
import { RequestMaker } from './lib/requestmaker.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';

const seed = announcedSeed();
const seconds = Number(process.env.R2CACHE_FUZZ_SECONDS ?? 30);
const runsASecond = 1500; // more than it gets
const shrinkingMs = 10_000;
const mebibyte = 1024 * 1024;
/** What it may have more after it than before: a log, jobs and leases of thousands of calls. */
const memoryGrowth = 48 * mebibyte;

/** Settings that change how the others behave come last, and the token when all is done. */
const lastOperations = ['changeSettings', 'rotateToken'];

describe(`requests to the API, fitting and broken (${seconds} s)`, () => {
    const folder = temporaryFolder();
    const random = new Random(seed);
    const kept = videoLikeBytes(random, 80_000);
    const names = ['a.mp4', 'b.mp4', 'c.webm'];
    const counts = {};
    let origin, service, api, maker, keptEntry, keptLease, memoryBefore;

    async function memory() {
        const status = await readFile(`/proc/${service.child.process.pid}/status`, 'utf8');
        return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1024;
    }

    /** Known things, so that not everything ends at "there is no such". Never what is kept. */
    function hints() {
        const urls = fc.constantFrom(
            ...names.map((name) => origin.urlOf(name)),
            origin.urlOf('missing.mp4'),
            origin.urlOf('a.mp4?X-Amz-Signature=0'),
            ...nastyTexts.filter((text) => text.length < 1000)
        );
        const id = fc.oneof(
            fc.constantFrom(...service.knownIds),
            fc.stringMatching(/^[0-9a-f]{32}$/)
        );
        const list = (items, minLength = 0) => fc.array(items, { minLength, maxLength: 4 });
        const text = fc.oneof(fc.constantFrom(...nastyTexts), fc.string({ unit: 'binary' }));
        return {
            EntryId: id,
            ids: list(id),
            id: fc.oneof(id, text).filter((value) => value.length > 0),
            url: urls.filter((value) => value.length > 0),
            urls: list(urls, 1),
            config: fc.oneof(
                fc.jsonValue(),
                fc.array(fc.record({ src: urls, [nastyTexts[0]]: fc.jsonValue() }))
            ),
            name: fc.oneof(
                fc.constantFrom(...service.knownIds).map((known) => `${known}.mp4`),
                text.filter((value) => value.length > 0 && value.length < 1000)
            ),
            memberNames: (rule) =>
                rule ? fc.constantFrom(...service.settingNames) : fc.string({ maxLength: 12 }),
        };
    }

    before(async () => {
        const files = Object.fromEntries(
            names.map((name) => [name, videoLikeBytes(random, 40_000)])
        );
        await writeFiles(join(folder, 'origin'), { ...files, 'kept.mp4': kept });
        origin = await Origin.start(join(folder, 'origin'));
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_MAX_RETRY_ATTEMPTS: '1' },
        });
        api = await ApiDescription.of(service);
        const config = JSON.stringify([origin.urlOf('kept.mp4')]);
        const { urlMappings, leaseId } = await service.processConfig(config, {
            leaseMs: 24 * 3600 * 1000,
        });
        keptLease = leaseId;
        keptEntry = { url: Object.values(urlMappings)[0] };
        keptEntry.id = basename(keptEntry.url, '.mp4');
        const { results } = await service.preCache(names.map((name) => origin.urlOf(name)));
        service.knownIds = results.map(({ cacheEntry }) => cacheEntry.id);
        service.settingNames = Object.keys(
            (await service.data('GET', '/api/cache/settings')).settings
        );
        maker = new RequestMaker(api, hints());
        memoryBefore = await memory();
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    /** A batch that may delete by force what is kept does not count: it has the right to. */
    function withoutTheRight(operation, body) {
        if (operation.operationId !== 'changeEntries' || body === undefined) return body;
        try {
            const parsed = JSON.parse(body);
            const deletes = parsed.force === true && parsed.action === 'delete' && parsed.filter;
            return deletes ? JSON.stringify({ ...parsed, force: false }) : body;
        } catch {
            return body;
        }
    }

    /** Whether the description says that this body cannot be taken. */
    function mustBeRefused(operation, body) {
        if (!operation.requestBody || body === undefined || Buffer.isBuffer(body)) return false;
        if (body.startsWith('\ufeff')) return false; // RFC 8259 section 8.1: may be ignored
        if (body.trim() === '') return false; // an empty object
        // RFC 8259 section 9: a parser may take more, and Qt's takes bare control characters.
        if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(body)) return false;
        try {
            return api.bodyFaults(operation, JSON.parse(body)) !== null;
        } catch {
            return true;
        }
    }

    /** Whether a parameter of the query is out of its bounds, as far as its form is plain. */
    function isQueryRefused(operation, target) {
        const given = new URLSearchParams(target.split('?')[1] ?? '');
        return (operation.parameters ?? []).some(({ in: place, name, schema }) => {
            const value = given.get(name) ?? '';
            if (place !== 'query' || !/^-?[\w.]+$/.test(value)) return false;
            if (schema.enum) return !schema.enum.includes(value);
            if (schema.type !== 'integer') return false;
            if (!/^-?\d+$/.test(value)) return true;
            return value < schema.minimum || (schema.maximum && Number(value) > schema.maximum);
        });
    }

    /** The statuses that a request with its fault in this place may have. */
    function expectedStatuses(operation, { what, target }, body) {
        const isLong = operation.operationId === 'addRender' && body?.length > 256 * 1024;
        if (isLong) return [400, 413];
        if (what === 'body' && mustBeRefused(operation, body))
            return operation.operationId === 'changeSettings' ? [400, 403] : [400];
        if (what === 'query' && isQueryRefused(operation, target)) return [400, 404, 431];
        if (what === 'path' && operation.operationId !== 'testProxy') return [400, 404, 405, 431];
        return undefined;
    }

    /**
     * What the description does not tell: what a setting may be (the table of settings does), and
     * which cursors there are (the page before does), and which URLs can be read.
     */
    const isTaken = ({ operationId }, { target }, answer) =>
        answer.status !== 400 ||
        operationId === 'changeSettings' ||
        (operationId === 'addRender' && /http or https URL/.test(answer.text)) ||
        (operationId === 'listEntries' && /[?&]after=/.test(target));

    async function tryOut(operation, drawn) {
        const { what, target, headers } = drawn;
        const body = withoutTheRight(operation, drawn.body);
        const answer = await request(service.apiUrl, {
            method: operation.method,
            path: target,
            headers: {
                Authorization: `Bearer ${service.token}`,
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...headers,
            },
            body,
            timeoutMs: 30_000,
        });
        counts[what] = (counts[what] ?? 0) + 1;
        api.check(operation, answer, { refused: ['path', 'query', 'header'].includes(what) });
        const isUnknownCoding = what === 'header' && answer.status === 501;
        // What is cached here are no videos.
        const hasNoPicture =
            operation.operationId === 'getThumbnail' && [502, 503].includes(answer.status);
        assert.ok(
            answer.status < 500 || isUnknownCoding || hasNoPicture,
            answer.text.slice(0, 500)
        );
        if (what === 'fitting')
            assert.ok(isTaken(operation, drawn, answer), `described: ${answer.text.slice(0, 500)}`);
        const expected = expectedStatuses(operation, drawn, body);
        if (expected) {
            counts.refused = (counts.refused ?? 0) + 1;
            assert.ok(expected.includes(answer.status), `taken: ${answer.text.slice(0, 500)}`);
        }
        if (operation.operationId === 'rotateToken' && answer.status === 200)
            service.token = answer.json().data.token;
    }

    async function keptIsStillThere() {
        const { entry } = await service.data('GET', `/api/cache/entry/${keptEntry.id}`);
        assert.equal(entry.status === 'ready' || entry.status === 'expired', true);
        const { leases } = await service.data('GET', '/api/cache/leases');
        assert.ok(leases.some(({ id }) => id === keptLease));
        const answer = await request(keptEntry.url);
        assert.equal(answer.status, 200);
        assert.equal(sha256(answer.body), sha256(kept));
    }

    /** One operation for its share of the time. */
    async function fuzz(operation) {
        const share = seconds / api.operations.length;
        const end = performance.now() + share * 1000;
        let failedAt;
        await fc.assert(
            fc.asyncProperty(maker.requests(operation), async (drawn) => {
                const now = performance.now();
                if (failedAt === undefined ? now > end : now > failedAt + shrinkingMs) return;
                try {
                    await tryOut(operation, drawn);
                } catch (error) {
                    failedAt ??= now;
                    throw error;
                }
            }),
            { seed: seed | 0, numRuns: Math.ceil(share * runsASecond) }
        );
        await keptIsStillThere();
    }

    test('of every operation', async (t) => {
        const rank = ({ operationId }) => lastOperations.indexOf(operationId);
        // A stream of events ends when its reader leaves.
        const ends = ({ responses }) => !responses[200]?.content['text/event-stream'];
        const operations = api.operations
            .filter(ends)
            .sort((one, other) => rank(one) - rank(other));
        for (const operation of operations)
            await t.test(`${operation.method} ${operation.path}`, () => fuzz(operation));
    });

    test('leave the service alive, and its memory bounded', async () => {
        await service.data('GET', '/api/cache/status');
        const grown = (await memory()) - memoryBefore;
        console.log(`${JSON.stringify(counts)}; memory ${Math.round(grown / mebibyte)} MiB more`);
        assert.ok(grown < memoryGrowth, `${grown} bytes more`);
        assert.doesNotMatch(service.child.stderr, /critical/i);
    });
});
