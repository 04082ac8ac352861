// SPDX-License-Identifier: GPL-3.0-or-later
// What each verb prints with --json is as resources/cli/verbs.schema.json says, success or failure.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { text } from 'node:stream/consumers';
import addFormats from 'ajv-formats';
import Ajv from 'ajv/dist/2020.js';
import { videoLikeBytes, writeFiles } from './lib/media.mjs';
import { Origin } from './lib/origins.mjs';
import { Random } from './lib/random.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';

const random = new Random(11);

describe('the JSON of verbs', () => {
    const folder = temporaryFolder();
    const seen = new Set();
    let origin, service, ajv, schema, verbs;

    before(async () => {
        const files = { 'a.mp4': 60_000, 'b.mp4': 30_000 };
        for (const name of Object.keys(files)) files[name] = videoLikeBytes(random, files[name]);
        files['page.mp4'] = Buffer.from('<!doctype html><html>no video</html>');
        await writeFiles(join(folder, 'origin'), files);
        origin = await Origin.start(join(folder, 'origin'));
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_MAX_RETRY_ATTEMPTS: '0' },
        });
        schema = JSON.parse(await readFile(process.env.R2CACHE_VERBS_SCHEMA, 'utf8'));
        ajv = new Ajv({
            strict: true,
            allowUnionTypes: true,
            strictTypes: false,
            strictRequired: false,
        });
        addFormats(ajv);
        const api = (await service.api('GET', '/api/openapi.json')).json();
        ajv.addVocabulary(['x-status', ...Object.keys(api)]);
        ajv.addSchema(api, 'https://r2cache.invalid/api/openapi.json');
        ajv.addSchema(schema);
        const help = await run(['--help']);
        verbs = [...help.stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
    });
    after(() => service?.stop());
    after(() => origin?.stop());

    async function run(args, { input = '', env = {} } = {}) {
        const child = spawn(process.env.R2CACHE_BIN, args, {
            env: { ...service.environment, ...env },
            cwd: folder,
        });
        child.stdin.on('error', () => {}); // EPIPE: it reads nothing, and has ended already
        child.stdin.end(input);
        const [stdout, stderr, [code]] = await Promise.all([
            text(child.stdout),
            text(child.stderr),
            once(child, 'close'),
        ]);
        return { code, stdout, stderr };
    }

    /** Runs a verb, and holds what it prints against the schema. @return the document */
    async function verb(args, { code = 0, fails = false, ...options } = {}) {
        const [name] = args;
        const json = args.includes('--') ? [] : ['--json']; // what is behind "--" is another's
        const end = await run([...args, ...json], options);
        assert.equal(end.code, code, `${args.join(' ')}: ${end.stderr}\n${end.stdout}`);
        const document = JSON.parse(end.stdout); // exactly one
        const validate = ajv.getSchema(`${schema.$id}#/$defs/${fails ? 'error' : name}`);
        assert.ok(validate(document), `${args.join(' ')}: ${ajv.errorsText(validate.errors)}`);
        if (!fails) seen.add(name);
        return document;
    }

    test('has a schema for each verb', () => {
        assert.ok(verbs.length >= 19, verbs.join());
        for (const name of verbs) assert.ok(schema.$defs[name], name);
    });

    test('holds for what comes and goes', async () => {
        const [a, b] = ['a.mp4', 'b.mp4'].map((name) => origin.urlOf(name));
        const added = await verb(['add', a, '--pin', '--tag', 'one']);
        assert.equal(added.summary.successful, 1);
        await verb(['add', origin.urlOf('none.mp4')], { code: 1 });
        await verb(['add', b, '--no-wait']);
        await verb(['add', b]);
        assert.equal((await verb(['ls', '--all', '--sort', 'size'])).entries.length, 2);
        await verb(['ls', '--status', 'error']);
        assert.equal((await verb(['show', a])).originalUrl, a);
        await verb(['show', '0'.repeat(32)], { code: 1, fails: true });
        assert.equal((await verb(['clear', '--strategy', 'all'])).kept.pinned, 1);
        await verb(['add', b]);
        await verb(['unpin', a, 'ffffff'], { code: 1 });
        await verb(['pin', a]);
        await verb(['rm', b, b], { code: 1 });
    });

    test('holds for configs', async () => {
        const config = { hero: origin.urlOf('a.mp4'), rest: [origin.urlOf('none.mp4')] };
        await writeFile(join(folder, 'props.json'), JSON.stringify(config));
        await verb(['analyze', 'props.json', '--probe']);
        const prepare = ['prepare', 'props.json', '-o', 'local.json'];
        const { leaseId } = await verb([...prepare, '--report', 'report.json']);
        const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
        assert.ok(ajv.getSchema(`${schema.$id}#/$defs/prepare`)(report));
        const local = JSON.parse(await readFile(join(folder, 'local.json'), 'utf8'));
        assert.match(local.hero, /^http:\/\/localhost:\d+\/video\/[0-9a-f]{32}\.mp4$/);
        assert.equal(local.rest[0], config.rest[0]);
        assert.equal((await verb(['status'])).openLeases[0].id, leaseId);
        await verb(['prepare', '--end-lease', leaseId.slice(0, 8)]);
        await verb(['prepare', '--end-lease', leaseId], { code: 1, fails: true });
        await verb([...prepare, '--strict'], { code: 1 });
        await verb([...prepare, '--no-wait', '--exclude', 'none']);
        await verb(['render', '--props', 'props.json', '--json', '--', 'cat', '{props}']);
        await verb(['render', '--props', 'none.json', '--json', '--', 'cat', '{props}'], {
            code: 125,
            fails: true,
        });
        await verb(['prepare', 'none.json', '-o', 'x'], { code: 1, fails: true });
        await verb(['prepare', 'props.json'], { code: 2, fails: true });
    });

    test('holds for how it stands', async () => {
        for (const name of ['stats', 'status', 'health', 'optimize', 'config', 'renders'])
            await verb([name]);
        await verb(['verify', '--wait']);
        await verb(['validate', origin.urlOf('a.mp4'), '--probe']);
        await verb(['validate', 'ftp://x'], { code: 1 });
        const page = await verb(['validate', origin.urlOf('page.mp4'), '--probe'], { code: 1 });
        assert.equal(page.isVideo, false);
        const report = { success: true, composition: 'Main' };
        const { render } = await service.data('POST', '/api/cache/renders', report);
        await verb(['renders', render.id]);
        await verb(['renders', 'none'], { code: 1, fails: true });
        await verb(['config', 'get', 'CACHE_MAX_ENTRIES']);
        await verb(['config', 'describe', 'CACHE_MAX_ENTRIES']);
        await verb(['config', 'set', 'CACHE_RENDER_COMMAND=npx {props}']); // for the next start
        await verb(['config', 'unset', 'CACHE_RENDER_COMMAND']);
        await verb(['config', 'set', 'CACHE_MAX_ENTRIES=50']);
        await verb(['config', 'unset', 'CACHE_MAX_ENTRIES']);
        await verb(['config', 'get', 'NOTHING'], { code: 2, fails: true });
        await verb(['doctor', origin.urlOf('a.mp4')], { env: { CACHE_MIN_FREE_GB: '0' } });
        await verb(['clear', '--strategy', 'all']);
        await verb(['token']);
    });

    test('holds where nothing answers', async () => {
        const env = { CACHE_DIRECTORY: join(folder, 'elsewhere') };
        for (const name of ['stats', 'ls', 'token', 'optimize'])
            await verb([name], { code: 3, fails: true, env });
        await verb(['dance'], { code: 2, fails: true });
        await verb(['ls', '--dance'], { code: 2, fails: true });
    });

    test('was looked at for every verb', () => {
        assert.deepEqual(
            verbs.filter((name) => !seen.has(name)),
            []
        );
    });
});
