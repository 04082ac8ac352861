// SPDX-License-Identifier: GPL-3.0-or-later
// `r2cache render` around Remotion's command, where nothing runs before, and what it leaves behind.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser } from './browser.mjs';
import { request } from './http.mjs';
import { Child } from './processes.mjs';
import { environment } from './service.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));

/** Remotion's command line for ten frames, as far as it is the same with and without r2cache. */
export const remotionRender = (bundle, composition, output, props, lastFrame = 9) => [
    process.execPath,
    join(here, 'node_modules/@remotion/cli/remotion-cli.js'),
    ...['render', bundle, composition, output, `--props=${props}`, `--frames=0-${lastFrame}`],
    ...['--concurrency=1', '--image-format=png', `--browser-executable=${browser()}`],
];

/** A home in which renders start their own service, and find it again. */
export class RenderHome {
    static async make(path, settings) {
        const home = new RenderHome();
        home.path = path;
        await mkdir(path, { recursive: true });
        home.environment = await environment(path, settings);
        return home;
    }

    /** Starts a render of @p props, an object. @return the Child; its report is reportOf()'s */
    async start(name, props, { bundle, composition = 'OffthreadVideo', lastFrame = 9, retries = 0 }) {
        const file = join(this.path, `${name}.json`);
        await writeFile(file, JSON.stringify(props));
        return new Child(
            `render ${name}`,
            process.env.R2CACHE_BIN,
            [
                ...['render', '--props', file, '--report', join(this.path, `${name}.report`)],
                ...['--retries', String(retries), '--'],
                ...remotionRender(bundle, composition, this.output(name), '{props}', lastFrame),
            ],
            { env: this.environment, cwd: here, showLog: false }
        );
    }

    output(name) {
        return join(this.path, `${name}.mp4`);
    }

    async reportOf(name) {
        return JSON.parse(await readFile(join(this.path, `${name}.report`), 'utf8'));
    }

    /** Of the service that runs; undefined if none does. */
    async endpoint() {
        const folder = this.environment.XDG_RUNTIME_DIR;
        for (const name of await readdir(folder)) {
            if (!name.endsWith('.json')) continue;
            const endpoint = JSON.parse(await readFile(join(folder, name), 'utf8'));
            try {
                process.kill(endpoint.pid, 0);
                return endpoint;
            } catch {
                // one that was killed has left it
            }
        }
        return undefined;
    }

    /** The `data` of a GET below /api/cache/. */
    async get(path) {
        const { apiUrl, tokenFile } = await this.endpoint();
        const token = (await readFile(tokenFile, 'utf8')).trim();
        const answer = await request(`${apiUrl}/api/cache/${path}`, {
            headers: { Authorization: `Bearer ${token}` },
        });
        return answer.json().data;
    }

    /** Processes whose environment is this home's: of renders and of the service. */
    async processes() {
        const found = [];
        for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
            try {
                const variables = await readFile(`/proc/${pid}/environ`, 'utf8');
                if (!variables.includes(`HOME=${this.path}\0`)) continue;
                const words = await readFile(`/proc/${pid}/cmdline`, 'utf8');
                if (words) found.push(`${pid} ${words.replaceAll('\0', ' ').slice(0, 120)}`);
            } catch {
                // it has just ended, or is another user's
            }
        }
        return found;
    }

    /** Ends the service at once. */
    async stopService() {
        const endpoint = await this.endpoint();
        if (endpoint) process.kill(endpoint.pid, 'SIGKILL');
    }
}
