// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that would be SQL, a path or a command where they are not handled as texts, in every place
// where the API takes one: the answer is one that is described, the index keeps its tables and rows, no
// file appears or changes outside the cache directory, and nothing of a foreign file is answered.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiDescription } from './lib/apidescription.mjs';
import { request, sha256 } from './lib/http.mjs';
import { injections, textPlaces } from './lib/injections.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn } from './lib/wait.mjs';

/** JSON's \ud800 alone is no text of UTF-8: those go into bodies only. */
const encoded = (text) => encodeURIComponent(text).replaceAll("'", '%27');

describe('texts that would be SQL, paths or commands', () => {
    const folder = temporaryFolder();
    const home = join(folder, 'home');
    const outside = join(folder, 'outside', 'private.mp4');
    const mark = 'what-only-the-file-outside-holds';
    const texts = injections(outside);
    const videos = {};
    const counts = {};
    let origin, service, api, entries, lease, index, schemaBefore, rowsBefore, filesBefore;

    async function sql(statement) {
        const { stdout } = await run('sqlite3', ['-readonly', index, statement]);
        return stdout.trim();
    }
    const isSettingsFile = (name) => /^home\/config_home\/r2cache(\/settings\.json)?$/.test(name);
    const schema = () => sql('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name');
    /** What no text may change, whatever it is a text of. */
    const rows = async () => ({
        entries: await sql('SELECT id, version, size_bytes, pinned FROM entries ORDER BY id'),
        totals: await sql('SELECT * FROM entry_totals'),
        kept: await sql("SELECT tag FROM entry_tags WHERE tag LIKE 'kept-%' ORDER BY tag"),
        known: await sql(
            `SELECT count(*) FROM objects WHERE id IN (${entries.map(({ id }) => `'${id}'`)})`
        ),
        version: await sql('PRAGMA user_version'),
    });
    /** Path → size and time of change of every file that is not in the cache directory. */
    function files() {
        const found = {};
        for (const name of readdirSync(folder, { recursive: true })) {
            const path = join(folder, name);
            const { size, mtimeMs, mode } = statSync(path);
            // The index changes, and so may the saved settings: those are looked at by name.
            const isItsOwn = /^home\/(state|config)_home\//.test(name);
            if (path.startsWith(service.cacheDirectory) || isSettingsFile(name)) continue;
            found[name] = isItsOwn || (mode & 0o170000) === 0o040000 ? 'there' : [size, mtimeMs];
        }
        return found;
    }

    before(async () => {
        const random = new Random(11);
        for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) videos[name] = videoLikeBytes(random, 50_000);
        await writeFiles(join(folder, 'origin'), videos);
        await writeFiles(join(folder, 'outside'), {
            'private.mp4': Buffer.concat([videos['a.mp4'].subarray(0, 64), Buffer.from(mark)]),
        });
        origin = await Origin.start(join(folder, 'origin'));
        service = await Service.start({
            home,
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_MAX_RETRY_ATTEMPTS: '0' },
        });
        api = await ApiDescription.of(service);
        const urls = Object.keys(videos).map((name) => origin.urlOf(name));
        lease = (
            await service.processConfig(JSON.stringify(urls), {
                tags: ['kept-1'],
                leaseMs: 24 * 3600 * 1000,
            })
        ).leaseId;
        entries = await service.entries();
        assert.equal(entries.length, 3);
        const state = join(home, 'state_home');
        const name = readdirSync(state, { recursive: true }).find((path) =>
            path.endsWith('index.sqlite')
        );
        index = join(state, name);
        [schemaBefore, rowsBefore, filesBefore] = [await schema(), await rows(), files()];
        assert.match(schemaBefore, /CREATE TABLE "?entries/);
    });
    after(() =>
        inTurn(
            () => service?.stop(),
            () => origin?.stop()
        )
    );

    /** Requests that are right, and harmless, but for the text that is put into them. */
    const bodies = () => ({
        changeEntries: { action: 'tag', ids: [entries[0].id], tags: ['other'] },
        verify: { ids: [entries[0].id] },
        clear: { strategy: 'manual', pattern: 'https://nowhere.example/*', tags: ['none'] },
        analyzeConfig: { config: {}, options: {} },
        validateUrl: { url: 'https://x.r2.dev/a.mp4' },
        preCache: { urls: ['https://nowhere.example/a.mp4'], waitMs: 5000 },
        processConfig: { config: {}, options: {}, waitMs: 5000, leaseMs: 1000 },
        renewLease: { leaseMs: 1000 },
        addRender: { success: true },
        changeSettings: {},
        setEntryPolicy: { policy: 'ttl' },
    });
    const pathValues = () => ({ id: entries[0].id, action: 'retry', name: basename(entries[0].localUrl) });

    function pathOf(operation, changed = {}) {
        const values = { ...pathValues(), ...changed };
        return operation.path.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    }

    /** The head's status alone of an answer without end. */
    const begun = (target, headers) =>
        new Promise((resolve, reject) => {
            const options = { path: target, headers, agent: false };
            const outgoing = http.request(service.apiUrl, options, (incoming) => {
                resolve(incoming.statusCode);
                outgoing.destroy();
            });
            outgoing.on('error', reject);
            outgoing.end();
        });

    async function send(operation, what, target, { body, headers = {} } = {}) {
        const all = {
            Authorization: `Bearer ${service.token}`,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
        };
        counts[operation.operationId] = (counts[operation.operationId] ?? 0) + 1;
        if (operation.operationId === 'listen') {
            const status = await begun(target, all);
            assert.ok([200, 400].includes(status), `${what}: ${status}`);
            return undefined;
        }
        const answer = await request(service.apiUrl, {
            method: operation.method,
            path: target,
            headers: all,
            body: body === undefined ? undefined : JSON.stringify(body),
            timeoutMs: 30_000,
        });
        api.check(operation, answer, { refused: true });
        const isDescribedFailure =
            operation.operationId === 'getThumbnail' && [502, 503].includes(answer.status);
        assert.ok(answer.status < 500 || isDescribedFailure, `${what}: ${answer.text}`);
        assert.equal(answer.headers['x-injected'], undefined, what);
        assert.ok(!answer.text.includes(mark), `${what}: a file's bytes`);
        assert.ok(!answer.text.includes('root:x:0:0'), `${what}: a file's bytes`);
        return answer;
    }

    async function nothingHasChanged(what) {
        assert.equal(await schema(), schemaBefore, `${what}: tables`);
        assert.deepEqual(await rows(), rowsBefore, `${what}: rows`);
        assert.deepEqual(files(), filesBefore, `${what}: files`);
        for (const { localUrl, originalUrl } of entries) {
            const answer = await request(localUrl);
            const name = basename(originalUrl);
            assert.equal(sha256(answer.body), sha256(videos[name]), `${what}: ${name}`);
        }
        const { leases } = await service.data('GET', '/api/cache/leases');
        assert.ok(leases.some(({ id }) => id === lease), `${what}: the lease`);
    }

    /** What a query may select is what says so: a text is no wildcard and no condition. */
    function onlyWhatFits(name, text, answer) {
        if (answer?.status !== 200 || !['q', 'tags'].includes(name)) return;
        // A null ends no text that SQLite compares, but what may be searched for.
        const wanted = text.trim().toLowerCase();
        if (wanted === '') return;
        for (const entry of answer.json().data.entries) {
            const hay = [entry.originalUrl, entry.id, ...entry.tags].join('\n').toLowerCase();
            assert.ok(hay.includes(wanted), `${name}=${text} finds ${entry.originalUrl}`);
        }
    }

    test('in every parameter of a path, a query or a header', async (t) => {
        for (const operation of api.operations) {
            for (const given of operation.parameters ?? []) {
                const parameter = api.resolved(given);
                const { in: place, name, schema } = parameter;
                const what = `${operation.method} ${operation.path} ${place} ${name}`;
                await t.test(what, async () => {
                    for (const text of texts) {
                        const says = `${what}: ${JSON.stringify(text)}`;
                        if (place === 'header') {
                            const value = text.replaceAll(/[^\x20-\x7e]/g, '');
                            await send(operation, says, pathOf(operation), {
                                headers: { [name]: value },
                            });
                            continue;
                        }
                        const inPath = place === 'path';
                        const target = inPath
                            ? pathOf(operation, { [name]: encoded(text) })
                            : `${pathOf(operation)}?${name}=${encoded(text)}`;
                        const answer = await send(operation, says, target);
                        const isTestedName = operation.operationId === 'testProxy';
                        if (inPath && !isTestedName)
                            assert.ok([400, 404, 405].includes(answer.status), says);
                        const { type, enum: words } = api.resolved(schema);
                        if (!inPath && answer && (words || type === 'integer'))
                            assert.ok([400, 409].includes(answer.status), `${says} ${answer.status}`);
                        onlyWhatFits(name, text, answer);
                    }
                    await nothingHasChanged(what);
                });
            }
        }
    });

    /** Whether the schema at a body says that this is none. */
    const isRefused = (operation, body) => api.bodyFaults(operation, body) !== null;

    test('in every place of a body', async (t) => {
        const base = bodies();
        for (const operation of api.operations.filter(({ requestBody }) => requestBody)) {
            const { operationId } = operation;
            const { schema } = operation.requestBody.content['application/json'];
            assert.ok(base[operationId], `${operationId} needs a body`);
            const places = textPlaces(schema, (value) => api.resolved(value));
            if (operationId === 'changeSettings') {
                const { settings } = await service.data('GET', '/api/cache/settings');
                // DEBUG is free text.
                for (const key of Object.keys(settings).filter((name) => name !== 'DEBUG'))
                    places.push(Object.assign((body, text) => ({ [key]: text }), { where: key }));
            }
            assert.ok(places.length > 0, operationId);
            for (const place of places) {
                const what = `${operation.method} ${operation.path} ${place.where}`;
                await t.test(what, async () => {
                    for (const text of texts) {
                        const says = `${what}: ${JSON.stringify(text)}`;
                        const body = place(base[operationId], text);
                        const answer = await send(operation, says, pathOf(operation), { body });
                        if (operationId === 'changeSettings')
                            assert.ok([400, 403].includes(answer.status), `${says} ${answer.text}`);
                        else if (isRefused(operation, body))
                            assert.equal(answer.status, 400, `${says}: ${answer.text}`);
                        if (operationId === 'processConfig' && place.where === 'config') {
                            const { updatedConfig, hasR2Urls } = answer.json().data;
                            assert.equal(updatedConfig, text);
                            assert.equal(hasR2Urls, false);
                        }
                    }
                    await nothingHasChanged(what);
                });
            }
        }
    });

    test('as parts of URLs and as tags they are kept as they are', async () => {
        for (const text of texts.filter((each) => !/[\0\r\n\uffff]/.test(each))) {
            const url = `${origin.url}/${encoded(text)}/x.mp4`;
            const tag = text.slice(0, 60).trim();
            const isTag = !tag.includes(',') && tag.length > 0;
            const { results } = await service.preCache([url], isTag ? { tags: [tag] } : {});
            assert.equal(results[0].success, false, text);
            const report = { success: true, composition: text.slice(0, 200), cachedUrls: [url] };
            const { render } = await service.data('POST', '/api/cache/renders', report);
            const kept = await service.data('GET', `/api/cache/renders/${render.id}`);
            assert.equal(kept.render.composition, report.composition);
            if (!isTag) continue;
            const batch = { action: 'tag', ids: [entries[1].id], tags: [tag] };
            await service.data('POST', '/api/cache/entries/batch', batch);
            const { entry } = await service.data('GET', `/api/cache/entry/${entries[1].id}`);
            assert.ok(entry.tags.includes(tag), `${text} in ${entry.tags}`);
            const query = `?tags=${encoded(tag)}`;
            const found = await service.data('GET', `/api/cache/entries${query}`);
            assert.ok(found.entries.some(({ id }) => id === entries[1].id));
            assert.ok(found.entries.every(({ tags }) => tags.includes(tag)));
            await service.data('POST', '/api/cache/entries/batch', { ...batch, action: 'untag' });
        }
        await nothingHasChanged('URLs and tags');
    });

    test('in the paths of the proxy', async () => {
        for (const text of texts) {
            for (const path of [`/video/${encoded(text)}`, `/video/${encoded(text)}.mp4`, `/cache/${encoded(text)}`]) {
                const answer = await request(service.proxyUrl, { path, timeoutMs: 30_000 });
                assert.ok([400, 404, 405].includes(answer.status), `${path}: ${answer.status}`);
                assert.ok(!answer.text.includes(mark), path);
            }
        }
        await nothingHasChanged('the proxy');
        console.log(JSON.stringify(counts));
    });

    test('nothing of it was logged as a fault of the index', async () => {
        assert.doesNotMatch(service.child.stderr, /SQL logic|syntax error|malformed|critical/i);
        await service.stop();
        assert.doesNotMatch(readFileSync(index, 'latin1'), /^$/);
        assert.equal(await sql('PRAGMA integrity_check'), 'ok');
        service = undefined;
    });
});
