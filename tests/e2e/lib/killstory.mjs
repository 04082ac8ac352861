// SPDX-License-Identifier: GPL-3.0-or-later
// Fills that are killed and gone on with, round after round in the same directories.
//
//   objects nobody asked for -> process-config (not waited for) and readers at the proxy -> SIGKILL
//   -> sometimes what a power cut does, sometimes a second kill while starting -> start
//   -> entries seen ready: served, right, the origin not asked -> the rest asked for again, by
//   readers or not: right, and the origin sends no more than was missing -> nothing left over
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { CountingOrigin } from './countingorigin.mjs';
import { drawKillMoment, killMoments } from './killmoments.mjs';
import { videoLikeBytes } from './media.mjs';
import { powerCuts, promisedSpans } from './powercut.mjs';
import { Child, run } from './processes.mjs';
import { readAndCompare } from './rangereader.mjs';
import { refetched } from './refetched.mjs';
import { Service } from './service.mjs';
import { byteCount, common } from './spans.mjs';
import { inTurn, sleep, waitUntil } from './wait.mjs';

const mebibyte = 1024 * 1024;
const largeContents = 3; // these many of 12 MiB, which take several connections
const smallContents = 7;
const keptEntries = 6;
/** What was sent so long before a kill is on the disk: a save a second, and the disk's own time. */
const savedAfterMs = 3_000;

/** Names of all files below @p directory, in order; what vanishes meanwhile is left out. */
async function filesBelow(directory) {
    const found = [];
    for (const name of await readdir(directory, { recursive: true })) {
        const status = await stat(join(directory, name)).catch(() => undefined);
        if (status?.isFile()) found.push(name);
    }
    return found.sort();
}

export class KillStory {
    #finished = new Map(); // URL → object, of entries seen ready and not removed since
    #made = 0;
    #isKilled = false;

    /** @param folder  of everything that it writes. */
    static async start(folder, random) {
        const story = new KillStory();
        story.folder = folder;
        story.random = random;
        story.contents = Array.from({ length: largeContents + smallContents }, (_, i) =>
            videoLikeBytes(
                random,
                i < largeContents ? 12 * mebibyte : random.integer(mebibyte, 6 * mebibyte)
            )
        );
        story.origin = await CountingOrigin.start();
        await story.#startService();
        story.ownFiles = await story.#filesOutside();
        return story;
    }

    stop() {
        return inTurn(
            () => this.service.stop(),
            () => this.origin.stop()
        );
    }

    async #startService() {
        this.service = await Service.start({
            home: join(this.folder, 'r2cache'),
            settings: {
                CACHE_CUSTOM_DOMAINS: this.origin.url,
                CACHE_MAX_CONCURRENT_DOWNLOADS: '3',
            },
        });
        const { cacheDirectory, environment } = this.service;
        this.directories = {
            videos: cacheDirectory,
            partials: join(cacheDirectory, 'partial'),
            state: environment.XDG_STATE_HOME,
        };
    }

    /** Files outside the cache directory: index, token, endpoint file. SQLite's come and go. */
    async #filesOutside() {
        const names = await filesBelow(join(this.folder, 'r2cache'));
        return names.filter((name) => !name.startsWith('videos/') && !/-(wal|shm)$/.test(name));
    }

    async #readyEntries() {
        return (await this.service.entries()).filter((entry) => entry.status === 'ready');
    }

    async #readyUrls() {
        return new Set((await this.#readyEntries()).map((entry) => entry.originalUrl));
    }

    /** One to three objects, each of which a connection brings in 0.2 s to 8 s. */
    #newObjects() {
        const { random } = this;
        const hasLarge = random.integer(0, 3) === 0;
        return Array.from({ length: random.integer(1, 3) }, (_, i) => {
            const isLarge = hasLarge && i === 0;
            const content = isLarge
                ? random.integer(0, largeContents - 1)
                : largeContents + (this.#made % smallContents);
            const bytes = this.contents[content];
            const seconds = [0.2, 1.5, 3, isLarge ? 8 : 2.2][random.integer(0, 3)];
            const url = this.origin.add(`${++this.#made}.mp4`, bytes, bytes.length / seconds);
            return { url, bytes };
        });
    }

    /** Has the objects filled, and learns their local names; nothing is waited for. */
    async #ask(objects) {
        const urls = objects.map(({ url }) => url);
        const config = JSON.stringify({ urls });
        const { urlMappings } = await this.service.processConfig(config, { wait: false });
        for (const object of objects) {
            object.path = new URL(urlMappings[object.url]).pathname;
            object.id = basename(object.path, extname(object.path));
        }
    }

    #read(object, range) {
        return readAndCompare(`${this.service.proxyUrl}${object.path}`, object.bytes, range);
    }

    async #readToTheEnd(object, range) {
        const answer = await this.#read(object, range);
        assert.equal(answer.broken, false, `${object.url}: broken off`);
        return answer;
    }

    #randomRange({ bytes }) {
        const begin = this.random.integer(0, bytes.length - 1);
        return [begin, this.random.integer(begin + 1, bytes.length)];
    }

    /** The first reads from the beginning, the others anywhere, until the kill breaks them off. */
    #readUntilKilled(objects, count) {
        return Array.from({ length: count }, async (_, i) => {
            const object = objects[this.random.integer(0, objects.length - 1)];
            const range = i === 0 ? undefined : this.#randomRange(object);
            await sleep(this.random.integer(0, 300));
            if (this.#isKilled || !object.path) return;
            const answer = await this.#read(object, range);
            assert.ok(!answer.broken || this.#isKilled, `${object.url}: broken off`);
        });
    }

    /** Notes which entries are ready, again and again until the kill. */
    async #watchEntries(objects) {
        while (!this.#isKilled) {
            const urls = await this.#readyUrls().catch(() => new Set());
            for (const object of objects)
                if (urls.has(object.url)) this.#finished.set(object.url, object);
            await sleep(this.random.integer(5, 60));
        }
    }

    async #killWhileFilling(objects, moment) {
        const { random, origin, directories } = this;
        this.#isKilled = false;
        const watched = [directories.videos, directories.partials];
        const come = killMoments[moment].wait({ origin, objects, random, watched });
        const asked = this.#ask(objects);
        const isKilledWhileAsking = moment === 'beginning' && random.integer(0, 2) === 0;
        if (!isKilledWhileAsking) await asked;
        const beside = [
            asked.catch(() => {}),
            ...this.#readUntilKilled(objects, random.integer(0, 4)),
            this.#watchEntries(objects),
        ].map((task) => task.catch((error) => error));
        await come;
        const ended = this.service.kill();
        this.#isKilled = true;
        for (const object of objects) {
            const requests = origin.requests(object.url);
            object.before = requests.map((request) => ({ ...request, marks: [...request.marks] }));
            object.killedAt = performance.now();
        }
        await ended;
        const error = (await Promise.all(beside)).find((result) => result instanceof Error);
        if (error) throw error;
    }

    async #killWhileStarting() {
        const child = new Child('r2cache', process.env.R2CACHE_BIN, ['--no-gui'], {
            env: this.service.environment,
            cwd: this.service.home,
        });
        await sleep(this.random.integer(0, 120));
        await child.stop('SIGKILL');
    }

    async #cutPower(names, objects) {
        const ids = objects.filter(({ id }) => id).map(({ id }) => id);
        for (const name of names) await powerCuts[name]({ ...this.directories, ids }, this.random);
    }

    #drawPowerCuts() {
        if (this.random.integer(0, 9) < 6) return [];
        const names = Object.keys(powerCuts).filter(() => this.random.integer(0, 1));
        return names.length > 0 ? names : ['partial tails'];
    }

    /** What is found of each fill on the disk. */
    async #noteWhatIsHeld(objects, cuts) {
        for (const object of objects) {
            const partial = join(this.directories.partials, `${object.id}.part`);
            const isTrusted = object.id && existsSync(partial) && !cuts.includes('torn maps');
            object.promised = isTrusted ? await promisedSpans(partial) : [];
            object.hasFile = existsSync(join(this.directories.videos, `${object.id}.mp4`));
        }
    }

    async #finishedAreServed() {
        for (const object of this.#finished.values()) {
            const before = this.origin.requests(object.url).length;
            const answer = await this.#readToTheEnd(object);
            assert.equal(answer.headers['x-cache'], 'HIT', object.url);
            const after = this.origin.requests(object.url).length;
            assert.equal(after, before, `${object.url} was finished and is fetched again`);
        }
    }

    /** Asks again for what was cut off, in one of two ways, until all are entries. */
    async #goOn(objects, way) {
        if (way === 'readers') {
            const ranges = objects.flatMap((object) => [
                [object, undefined],
                ...Array.from({ length: this.random.integer(0, 2) }, () => [
                    object,
                    this.#randomRange(object),
                ]),
            ]);
            await Promise.all(ranges.map(([object, range]) => this.#readToTheEnd(object, range)));
        } else {
            const urls = objects.map(({ url }) => url);
            const { summary } = await this.service.preCache(urls, { wait: true });
            assert.equal(summary.failed, 0);
        }
        await waitUntil('all are entries', async () => {
            const ready = await this.#readyUrls();
            return objects.every(({ url }) => ready.has(url));
        });
    }

    /** Holds what the origin sent after the kill against what was missing. */
    #accountOf(object, cuts, way) {
        const after = this.origin.requests(object.url).slice(object.asked);
        const { length } = object.bytes;
        const sent = after.reduce((sum, request) => sum + request.sent, 0);
        // The last byte is asked for always: that tells whether the object has changed.
        const held = common(object.promised, [[0, length - 1]]);
        const account = {
            length,
            sent,
            needed: length - byteCount(held),
            heldAndSent: byteCount(common(held, this.origin.sent(object.url, after))),
            hasFile: object.hasFile,
            inFlight: object.before.filter(({ isOpen }) => isOpen).length,
            ...refetched(object.before, after, object.killedAt),
        };
        const text = `${object.url}: ${JSON.stringify(account)}`;
        if (object.hasFile) assert.equal(sent, 0, `whole, and fetched again: ${text}`);
        assert.equal(account.heldAndSent, 0, `held, and fetched again: ${text}`);
        // A reader's connection cuts short what another one has been asked for already.
        if (way !== 'readers') assert.ok(sent <= account.needed, `more than was missing: ${text}`);
        if (!cuts.includes('torn maps') && !cuts.includes('lost maps'))
            assert.ok(account.oldestMs <= savedAfterMs, `long since saved: ${text}`);
        return account;
    }

    async #nothingIsLeftOver() {
        await waitUntil(
            'only entries and their sidecars are in the cache directory',
            async () => {
                const expected = ['.r2cache'];
                for (const { localPath } of await this.#readyEntries()) {
                    const name = basename(localPath);
                    expected.push(name, `${basename(name, extname(name))}.json`);
                }
                assert.deepEqual(await filesBelow(this.directories.videos), expected.sort());
                return true;
            },
            { timeoutMs: 10_000, everyMs: 10 }
        );
        assert.deepEqual(await this.#filesOutside(), this.ownFiles);
    }

    async #removeOldEntries() {
        for (const object of [...this.#finished.values()].slice(0, -keptEntries)) {
            this.#finished.delete(object.url);
            await this.service.data('DELETE', `/api/cache/entry/${object.id}?force=true`);
            this.origin.remove(object.url);
        }
    }

    /**
     * One kill and everything that has to hold after it; throws on a fault.
     * @return {moment, cuts, way, startKilled, asked, finished, fills: [account of each cut off]}
     */
    async round() {
        const { random } = this;
        const moment = drawKillMoment(random);
        const cuts = this.#drawPowerCuts();
        const startKilled = random.integer(0, 5) === 0;
        const way = random.integer(0, 1) ? 'readers' : 'pre-cache';
        const objects = this.#newObjects();
        try {
            await this.#killWhileFilling(objects, moment);
            await this.#cutPower(cuts, objects);
            await this.#noteWhatIsHeld(objects, cuts);
            if (startKilled) await this.#killWhileStarting();
            for (const { url } of objects) this.origin.setRate(url, Infinity);
            await this.#startService();
            // Some of the killed one's requests may have been on their way when it died.
            for (const object of objects) object.asked = this.origin.requests(object.url).length;
            if (cuts.includes('log tail')) await this.#rowsAreBack();
            if (random.integer(0, 1)) await this.#finishedAreServed(); // or what was cut off first
            const cutOff = objects.filter(({ url }) => !this.#finished.has(url));
            // Nobody has their names yet, or the index has lost them.
            if (cuts.includes('log tail') || objects.some(({ id }) => !id)) await this.#ask(objects);
            if (cutOff.length > 0) await this.#goOn(cutOff, way);
            const fills = cutOff.map((object) => this.#accountOf(object, cuts, way));
            for (const object of cutOff) this.#finished.set(object.url, object);
            await this.#finishedAreServed();
            await this.#nothingIsLeftOver();
            await this.#removeOldEntries();
            const finished = objects.length - cutOff.length;
            return { moment, cuts, way, startKilled, asked: objects.length, finished, fills };
        } catch (error) {
            const what = JSON.stringify({ moment, cuts, way, startKilled });
            throw new Error(`${what}: ${error.message}`, { cause: error });
        }
    }

    /** A log without its end takes rows with it: their entries come back from the sidecars. */
    async #rowsAreBack() {
        await waitUntil('entries are adopted', async () => {
            const ready = await this.#readyUrls();
            return [...this.#finished.keys()].every((url) => ready.has(url));
        });
    }

    /** After stop(): SQLite finds nothing wrong with the index. */
    async indexIsSound() {
        const names = await filesBelow(this.directories.state);
        const databases = names.filter((name) => name.endsWith('.sqlite'));
        assert.equal(databases.length, 1);
        const path = join(this.directories.state, databases[0]);
        const checked = await run('sqlite3', [path, 'PRAGMA integrity_check']);
        assert.equal(checked.stdout.trim(), 'ok');
    }
}
