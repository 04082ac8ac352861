// SPDX-License-Identifier: GPL-3.0-or-later
// The public suite of HTTP cache tests (npm: http-cache-tests, cache-tests.fyi) against
// pull-through: node cachetests.mjs [--json FILE] [--details] [GROUP…]
//
// Its server is the origin, its client asks the proxy below /fetch/. What the client tells the
// server and asks of it (/config, /state) goes there directly: the proxy only reads. Prints how
// many tests of each group pass, by what the suite itself calls them: required, optimal (good to
// have), check (only asks what a cache does). A test that the proxy cannot be put to, because it
// uses other methods than GET and HEAD, counts as failed here like any other.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, request } from './lib/http.mjs';
import { Service, temporaryFolder } from './lib/service.mjs';
import { inTurn, waitUntil } from './lib/wait.mjs';

const require = createRequire(import.meta.url);

/** The suite's own server on a free port; {url, stop()}. */
async function startOrigin(suite, folder) {
    const port = await freePort();
    const child = spawn(process.execPath, [join(suite, 'server', 'server.mjs')], {
        cwd: suite,
        env: {
            ...process.env,
            npm_config_protocol: 'http',
            npm_config_port: String(port),
            npm_config_pidfile: join(folder, 'origin.pid'),
        },
        stdio: ['ignore', 'ignore', 'inherit'],
    });
    const url = `http://127.0.0.1:${port}`;
    await waitUntil('the origin answers', () =>
        request(`${url}/state/none`).then(
            () => true,
            () => false
        )
    );
    return {
        url,
        async stop() {
            const ended = once(child, 'exit');
            child.kill();
            await ended;
        },
    };
}

/** Runs the suite. @return {groups: [{id, name, tests: [{id, name, kind, result}]}]} */
export async function runCacheTests({ mode = 'test', only = [] } = {}) {
    const suite = dirname(require.resolve('http-cache-tests/package.json'));
    const load = (path) => import(pathToFileURL(join(suite, path)).href);
    const { runTests, getResults } = await load('client/runner.mjs');
    const groups = (await load('tests/index.mjs')).default.filter(
        (group) => only.length === 0 || only.includes(group.id)
    );
    const fetch = createRequire(join(suite, 'cli.mjs'))('node-fetch');

    const folder = temporaryFolder();
    const origin = await startOrigin(suite, folder);
    let service;
    try {
        service = await Service.start({
            home: join(folder, 'r2cache'),
            settings: { CACHE_CUSTOM_DOMAINS: origin.url, CACHE_PULL_THROUGH: mode },
        });
        const base = `${service.proxyUrl}/fetch/${encodeURIComponent(origin.url)}`;
        const asClient = (url, init) =>
            /^\/(config|state)\//.test(url.slice(base.length))
                ? fetch(origin.url + url.slice(base.length), init)
                : fetch(url, init);
        await runTests(groups, asClient, false, base);
    } finally {
        await inTurn(
            () => service?.stop(),
            () => origin.stop()
        );
    }
    const results = getResults();
    return {
        groups: groups.map((group) => ({
            id: group.id,
            name: group.name,
            tests: group.tests
                .filter((test) => test.id in results)
                .map((test) => ({
                    id: test.id,
                    name: test.name,
                    kind: test.kind ?? 'required',
                    result: results[test.id],
                })),
        })),
    };
}

/** "9 of 10", or "-" where there is none. */
function count(tests, kind) {
    const ofKind = tests.filter((test) => kind === undefined || test.kind === kind);
    const passed = ofKind.filter((test) => test.result === true).length;
    return ofKind.length === 0 ? '-' : `${passed} of ${ofKind.length}`;
}

function table(groups) {
    const rows = [['group', 'required', 'optimal', 'check', 'all']];
    for (const { id, tests } of [...groups, { id: 'all', tests: groups.flatMap((g) => g.tests) }]) {
        const kinds = ['required', 'optimal', 'check', undefined];
        rows.push([id, ...kinds.map((kind) => count(tests, kind))]);
    }
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    return rows
        .map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd())
        .join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
    const args = process.argv.slice(2);
    const option = (name) => {
        const at = args.indexOf(name);
        return at < 0 ? undefined : args.splice(at, 2)[1];
    };
    const file = option('--json');
    const mode = option('--mode');
    const details = args.includes('--details');
    const only = args.filter((arg) => !arg.startsWith('--'));
    const { groups } = await runCacheTests({ mode, only });
    console.log(table(groups));
    if (details) {
        for (const test of groups.flatMap((group) => group.tests)) {
            if (test.result !== true)
                console.log(`${test.kind}\t${test.id}\t${test.result.join(': ')}`);
        }
    }
    if (file) await writeFile(file, JSON.stringify(groups, null, 2));
}
