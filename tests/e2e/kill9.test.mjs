// SPDX-License-Identifier: GPL-3.0-or-later
// 50 times: the service is killed in the middle of downloads and started again in the same
// directory. It never serves a wrong byte, loses no finished entry and leaves nothing over.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request, sha256 } from './lib/http.mjs';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { run } from './lib/processes.mjs';
import { announcedSeed, Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn, sleep, waitUntil } from './lib/wait.mjs';

const rounds = 50;
const filesPerRound = 6;

describe('kill -9 during downloads', () => {
    const folder = temporaryFolder();
    const random = new Random(announcedSeed());
    const files = {}; // name → bytes
    const finished = new Map(); // URL → SHA-256, of every entry that was ever seen ready
    let origin, service, ownFiles;
    let unfinishedAtKill = 0;

    before(async () => {
        for (let index = 0; index < 24; ++index) {
            files[`${index}.mp4`] = videoLikeBytes(random, random.integer(20_000, 400_000));
        }
        await writeFiles(join(folder, 'origin'), files);
        origin = await Origin.start(join(folder, 'origin'));
        service = await start();
        ownFiles = await filesInCache(); // the marker, as long as nothing is cached
    });

    after(() =>
        inTurn(
            () => service?.stop(),
            () => origin?.stop()
        )
    );

    const start = () =>
        Service.start({
            home: join(folder, 'r2cache'),
            settings: {
                CACHE_CUSTOM_DOMAINS: origin.url,
                CACHE_MAX_CONCURRENT_DOWNLOADS: '4',
            },
        });

    const bytesOf = (url) => files[basename(new URL(url).pathname)];

    async function filesInCache() {
        const found = [];
        for (const name of await readdir(service.cacheDirectory, { recursive: true })) {
            if ((await stat(join(service.cacheDirectory, name))).isFile()) found.push(name);
        }
        return found.sort();
    }

    const readyEntries = async () =>
        (await service.entries()).filter((entry) => entry.status === 'ready');

    /** Objects that nobody asked for before, at rates that some survive a second and some do not. */
    const newUrls = (round) =>
        Array.from({ length: filesPerRound }, () => {
            const name = `${random.integer(0, Object.keys(files).length - 1)}.mp4`;
            const rate = [150_000, 600_000, 50_000_000][random.integer(0, 2)];
            return `${origin.urlOf(name, `rate=${rate}`)}?round=${round}-${random.integer(0, 1e9)}`;
        });

    function noFinishedEntryIsLost(entries) {
        const listed = new Set(entries.map((entry) => entry.originalUrl));
        for (const url of finished.keys()) assert.ok(listed.has(url), `${url} is lost`);
    }

    async function everyEntryHasItsBytes(entries) {
        for (const entry of entries) {
            const wanted = sha256(bytesOf(entry.originalUrl));
            const served = await request(entry.localUrl);
            assert.equal(served.status, 200, entry.originalUrl);
            assert.equal(sha256(served.body), wanted, entry.originalUrl);
            if (entry.sha256) assert.equal(entry.sha256, wanted);
            finished.set(entry.originalUrl, wanted);
        }
    }

    /** Partial files are resumed to entries or removed, within some seconds. */
    async function nothingIsLeftOver() {
        let strays = [];
        await waitUntil(
            'only entries and their sidecars are in the cache directory',
            async () => {
                const present = await filesInCache();
                const expected = new Set(ownFiles);
                for (const entry of await readyEntries()) {
                    const name = basename(entry.localPath);
                    expected.add(name).add(`${basename(name, extname(name))}.json`);
                }
                strays = present.filter((name) => !expected.has(name));
                const missing = [...expected].filter((name) => !present.includes(name));
                assert.deepEqual(missing, []);
                return strays.length === 0;
            },
            { everyMs: 50 }
        ).catch((error) => {
            throw new Error(`left over: ${strays.join(' ')}`, { cause: error });
        });
    }

    /** Asks for videos, kills while they come, starts again and checks everything. */
    async function killOnce(round) {
        const urls = newUrls(round);
        await service.preCache(urls, { wait: false });
        await sleep(random.integer(0, 500));
        for (const { originalUrl } of await readyEntries()) {
            finished.set(originalUrl, sha256(bytesOf(originalUrl)));
        }
        await sleep(random.integer(0, 60)); // so that the kill is not always after a listing
        await service.kill();
        unfinishedAtKill += urls.filter((url) => !finished.has(url)).length;

        service = await start();
        const entries = await readyEntries();
        noFinishedEntryIsLost(entries);
        await everyEntryHasItsBytes(entries);
        await nothingIsLeftOver();
    }

    test(`${rounds} times: no wrong byte, no finished entry lost, nothing left over`, async () => {
        for (let round = 1; round <= rounds; ++round) {
            await killOnce(round).catch((error) => {
                throw new Error(`round ${round}: ${error.message}`, { cause: error });
            });
        }
        const asked = rounds * filesPerRound;
        console.log(`${asked} asked for, ${finished.size} finished, ${unfinishedAtKill} cut off`);
        assert.ok(unfinishedAtKill > asked / 10, 'the kills came in the middle of downloads');
        assert.ok(finished.size > asked / 10, 'there was something to lose');
    });

    test('the index is sound', async () => {
        await service.stop();
        const state = service.environment.XDG_STATE_HOME;
        let databases = 0;
        for (const name of await readdir(state, { recursive: true })) {
            const path = join(state, name);
            if (!(await stat(path)).isFile()) continue;
            if (!(await readFile(path)).subarray(0, 15).equals(Buffer.from('SQLite format 3')))
                continue;
            const checked = await run('sqlite3', [path, 'PRAGMA integrity_check']);
            assert.equal(checked.stdout.trim(), 'ok', name);
            ++databases;
        }
        assert.ok(databases > 0, 'there is an index');
        service = await start();
        noFinishedEntryIsLost(await readyEntries());
    });
});
